using System.Buffers.Binary;

namespace Chunfeng.People.Facts;

/// <summary>How worker ids are dealt into parts: by their first byte, which a keyed hash spreads evenly.</summary>
internal static class ByWorker
{
    public const int Parts = 256;

    /// <summary>The id as a number that orders as its bytes do.</summary>
    public static UInt128 NumberOf(Guid worker)
    {
        Span<byte> bytes = stackalloc byte[16];
        worker.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    public static Guid IdOf(UInt128 number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new Guid(bytes, bigEndian: true);
    }
}

/// <summary>Gathers rows that come in any order and gives them back in the order of their workers, a part at a time; a part's memory is let go
/// when it is taken. One thread fills it; the same or another takes from it afterwards.</summary>
internal sealed class ByWorker<T> where T : struct
{
    private const int Block = 1024;

    private readonly List<Row[]>[] parts = [.. Enumerable.Range(0, ByWorker.Parts).Select(_ => new List<Row[]>())];
    private readonly int[] counts = new int[ByWorker.Parts];
    private Row[] taken = [];
    private int length, at;

    public void Add(Guid worker, in T value)
    {
        var number = ByWorker.NumberOf(worker);
        var part = (int)(number >> 120);
        var within = counts[part]++ % Block;
        if (within == 0)
        {
            parts[part].Add(new Row[Block]);
        }

        parts[part][^1][within] = new Row(number, value);
    }

    /// <summary>Turns to a part: its rows by worker; rows of one worker in no order.</summary>
    public void Take(int part)
    {
        (length, at) = (counts[part], 0);
        if (taken.Length < length)
        {
            taken = new Row[length];
        }

        for (var i = 0; i < parts[part].Count; i++)
        {
            parts[part][i].AsSpan(0, Math.Min(Block, length - (i * Block))).CopyTo(taken.AsSpan(i * Block));
        }

        parts[part].Clear();
        taken.AsSpan(0, length).Sort((a, b) => a.Worker.CompareTo(b.Worker));
    }

    /// <summary>The next row of the part; false after the last.</summary>
    public bool Next(out UInt128 worker, out T value)
    {
        if (at == length)
        {
            (worker, value) = (default, default);
            return false;
        }

        (worker, value) = taken[at++];
        return true;
    }

    /// <summary>All rows of a worker, who must not come before one asked earlier.</summary>
    public void CollectOf(UInt128 worker, List<T> into)
    {
        while (at < length && taken[at].Worker < worker)
        {
            at++;
        }

        for (; at < length && taken[at].Worker == worker; at++)
        {
            into.Add(taken[at].Value);
        }
    }

    private readonly record struct Row(UInt128 Worker, T Value);
}
