using Chunfeng.Standards.Codes;

namespace Chunfeng.People.Roster.Reading;

/// <summary>Remembers what each text of a code column means, so that a million rows ask the code set a few dozen times.</summary>
internal sealed class CodeNames
{
    private const int MaxRemembered = 4096;
    private readonly CodeSet set;
    private readonly Dictionary<string, string> aliases;
    private readonly Dictionary<string, string> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> lookup;

    /// <param name="aliases">Words of rosters → code, pairs parted by blanks: "打零工=03 自主创业=05".</param>
    public CodeNames(CodeSet set, string aliases = "")
    {
        this.set = set;
        this.aliases = aliases.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')).ToDictionary(p => p[0], p => p[1]);
        lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>False for a text that is no code, name or synonym of the set.</summary>
    public bool TryFind(ReadOnlySpan<char> text, out string code)
    {
        if (!lookup.TryGetValue(text, out code!))
        {
            var key = text.ToString();
            code = aliases.TryGetValue(key, out var alias) ? alias : set.TryFind(key, out var entry) ? entry.Code : "";
            if (known.Count < MaxRemembered)
            {
                known[key] = code;
            }
        }

        return code.Length > 0;
    }

    /// <summary>The set's names for a message, short sets in full.</summary>
    public string Choices => string.Join("、", set.Entries.Take(16).Select(e => e.Name)) + (set.Entries.Count > 16 ? "等" : "");
}
