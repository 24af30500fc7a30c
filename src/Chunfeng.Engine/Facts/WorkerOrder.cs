using System.Buffers.Binary;

namespace Chunfeng.Engine.Facts;

/// <summary>The one order of ids everywhere: as big-endian bytes, the order PostgreSQL gives a uuid and a hex string gives itself.</summary>
public static class WorkerOrder
{
    /// <returns>&lt; 0 when <paramref name="left"/> comes first, 0 when equal, &gt; 0 otherwise.</returns>
    public static int Compare(Guid left, Guid right)
    {
        return ToNumber(left).CompareTo(ToNumber(right));
    }

    private static UInt128 ToNumber(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
