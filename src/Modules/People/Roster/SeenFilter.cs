using System.Buffers.Binary;

namespace Chunfeng.People.Roster;

/// <summary>Tells of an id whether it was certainly never added (a Bloom filter in blocks of one cache line: Putze, Sanders and Singler,
/// "Cache-, Hash- and Space-Efficient Bloom Filters", 2007). Memory is fixed; false alarms rise with the file: of 6,000,000 people some hundreds.</summary>
/// <param name="blocks">A power of two; 64 bytes each.</param>
internal sealed class SeenFilter(int blocks)
{
    public const int Usual = 1 << 19; // 32 MB
    private const int Words = 8, Marks = 6;

    private readonly ulong[] bits = new ulong[blocks * Words];

    /// <summary>Adds an id, which must itself look random; true when it may have been added before.</summary>
    public bool Add(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        var block = (int)(BinaryPrimitives.ReadUInt32LittleEndian(bytes) & (uint)(blocks - 1)) * Words;
        var marks = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]); // 54 low bits, none of them fixed by the UUID's variant
        var seen = true;
        for (var i = 0; i < Marks; i++, marks >>= 9)
        {
            ref var word = ref bits[block + (int)(marks >> 6 & 7)];
            var bit = 1UL << (int)(marks & 63);
            seen &= (word & bit) != 0;
            word |= bit;
        }

        return seen;
    }
}
