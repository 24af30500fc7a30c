namespace Chunfeng.Engine.Matching;

/// <summary>The best so far, best first: score in the high half, the row turned over in the low half, so ties go to the smaller row.</summary>
internal ref struct TopKeys(Span<ulong> keys)
{
    private readonly Span<ulong> keys = keys;
    private int count;

    /// <summary>A key must be greater to get in.</summary>
    public ulong Floor { get; private set; }

    public readonly int Count => count;

    public static ulong Key(int score, int row) => ((ulong)(uint)score << 32) | ~(uint)row;

    public static Match Read(ulong key) => new((int)~(uint)key, (int)(key >> 32));

    /// <param name="key">Greater than <see cref="Floor"/>.</param>
    public void Add(ulong key)
    {
        int at = count < keys.Length ? count++ : count - 1;
        while (at > 0 && keys[at - 1] < key)
        {
            keys[at] = keys[at - 1];
            at--;
        }

        keys[at] = key;
        if (count == keys.Length)
        {
            Floor = keys[^1];
        }
    }

    /// <summary>Whether a row with this very key is in already.</summary>
    public readonly bool Has(ulong key)
    {
        int low = 0, high = count - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            if (keys[middle] == key)
            {
                return true;
            }

            if (keys[middle] > key)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return false;
    }
}
