using System.Buffers.Binary;
using System.Text;
using Chunfeng.Platform.Data;

namespace Chunfeng.Data.Postgres;

/// <summary>Writes PostgreSQL's binary COPY format itself: a fifth of the time of a typed write per value.</summary>
internal abstract class PostgresRows : IRowWriter
{
    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly int EpochDay = new DateOnly(2000, 1, 1).DayNumber;

    // the signature, then no flags and no extension
    private static ReadOnlySpan<byte> Header => [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly short columns;
    private byte[] buffer;
    private int used, written;

    /// <param name="columns">Values a row must have; any other number is a bug that COPY would find much later.</param>
    protected PostgresRows(int columns, int room)
    {
        this.columns = (short)columns;
        buffer = new byte[room];
        Restart();
    }

    /// <summary>What is written and was not taken yet.</summary>
    protected ReadOnlyMemory<byte> Written => buffer.AsMemory(0, used);

    /// <summary>Whether a row is written that was not taken yet.</summary>
    protected bool Any => used > Header.Length;

    public void BeginRow()
    {
        EndRow();
        BinaryPrimitives.WriteInt16BigEndian(Take(2), columns);
        written = 0;
    }

    public void Write(Guid value) => value.TryWriteBytes(Value(16), bigEndian: true, out _);
    public void Write(long value) => BinaryPrimitives.WriteInt64BigEndian(Value(8), value);
    public void Write(int value) => BinaryPrimitives.WriteInt32BigEndian(Value(4), value);
    public void Write(short value) => BinaryPrimitives.WriteInt16BigEndian(Value(2), value);
    public void Write(bool value) => Value(1)[0] = value ? (byte)1 : (byte)0;
    public void Write(DateOnly value) => BinaryPrimitives.WriteInt32BigEndian(Value(4), value.DayNumber - EpochDay);
    public void Write(DateTime value) => BinaryPrimitives.WriteInt64BigEndian(Value(8), (value - Epoch).Ticks / TimeSpan.TicksPerMicrosecond);
    public void Write(ReadOnlyMemory<byte> value) => value.Span.CopyTo(Value(value.Length));

    public void Write(string value)
    {
        written++;
        Reserve(4 + Encoding.UTF8.GetMaxByteCount(value.Length));
        var length = Encoding.UTF8.GetBytes(value, buffer.AsSpan(used + 4));
        BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(used), length);
        used += 4 + length;
    }

    public void WriteNull()
    {
        written++;
        BinaryPrimitives.WriteInt32BigEndian(Take(4), -1);
    }

    /// <exception cref="InvalidOperationException">The row has too few or too many values.</exception>
    public void EndRow()
    {
        if (written != columns)
        {
            throw new InvalidOperationException($"A staged row has {written} values, the table {columns} columns.");
        }
    }

    /// <summary>The mark of the end of the rows.</summary>
    protected void End()
    {
        EndRow();
        BinaryPrimitives.WriteInt16BigEndian(Take(2), -1);
    }

    /// <summary>Forgets what is written and begins again with the header.</summary>
    protected void Restart()
    {
        Header.CopyTo(buffer);
        used = Header.Length;
        written = columns;
    }

    protected void Emptied() => used = 0;

    /// <summary>Copies header, rows and end mark, the rows in the order of their first column, which is a UUID.</summary>
    protected void Arrange(Span<byte> to)
    {
        const int keyAt = 2 + 4; // behind the number of columns and the length
        var rows = new List<(UInt128 Key, int From, int To)>();
        var at = Header.Length;
        while (at < used - 2)
        {
            var from = at;
            at += 2;
            for (var i = 0; i < columns; i++)
            {
                at += 4 + Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(at)));
            }

            rows.Add((BinaryPrimitives.ReadUInt128BigEndian(buffer.AsSpan(from + keyAt)), from, at));
        }

        rows.Sort((a, b) => a.Key.CompareTo(b.Key));
        Header.CopyTo(to);
        var end = Header.Length;
        foreach (var (_, from, until) in rows)
        {
            buffer.AsSpan(from, until - from).CopyTo(to[end..]);
            end += until - from;
        }

        buffer.AsSpan(at, 2).CopyTo(to[end..]);
    }

    /// <summary>Called when <see cref="Written"/> should be taken before more is written; true when it was.</summary>
    protected abstract bool Drain();

    private Span<byte> Value(int length)
    {
        written++;
        BinaryPrimitives.WriteInt32BigEndian(Take(4), length);
        return Take(length);
    }

    private Span<byte> Take(int length)
    {
        Reserve(length);
        var place = buffer.AsSpan(used, length);
        used += length;
        return place;
    }

    private void Reserve(int length)
    {
        if (used + length > buffer.Length && !Drain())
        {
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, used + length));
        }

        if (length > buffer.Length)
        {
            buffer = new byte[length];
        }
    }
}
