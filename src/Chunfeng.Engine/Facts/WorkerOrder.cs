namespace Chunfeng.Engine.Facts;

/// <summary>The order of person and spell ids: by their sixteen bytes as written, which is how both databases sort them.</summary>
public static class WorkerOrder
{
    public static int Compare(Guid a, Guid b)
    {
        Span<byte> left = stackalloc byte[16], right = stackalloc byte[16];
        a.TryWriteBytes(left, bigEndian: true, out _);
        b.TryWriteBytes(right, bigEndian: true, out _);
        return left.SequenceCompareTo(right);
    }
}
