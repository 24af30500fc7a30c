namespace Chunfeng.People.Roster.Reading;

/// <summary>Gives the same string for the same text while it keeps coming: rosters repeat employers, hamlets and trades. Bounded.</summary>
internal sealed class TextPool
{
    private readonly string[] slots = new string[8192];

    public string Get(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return "";
        }

        ref var slot = ref slots[(uint)string.GetHashCode(text) % (uint)slots.Length];
        if (slot is null || !text.SequenceEqual(slot))
        {
            slot = text.ToString();
        }

        return slot;
    }
}
