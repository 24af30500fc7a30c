using System.Buffers.Binary;
using System.Data.Common;
using System.Text;
using Chunfeng.Platform.Data;
using Npgsql;

namespace Chunfeng.Data.Postgres;

/// <summary>Writes PostgreSQL's binary COPY format itself: a fifth of the time of a typed write per value.</summary>
internal sealed class PostgresStageWriter : IStageWriter
{
    private const int Room = 256 * 1024;
    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly int EpochDay = new DateOnly(2000, 1, 1).DayNumber;

    // the signature, then no flags and no extension
    private static ReadOnlySpan<byte> Header => [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly NpgsqlRawCopyStream stream;
    private readonly short columns;
    private byte[] buffer = new byte[Room];
    private int used, written;
    private bool completed;

    /// <param name="columns">Values a row must have; any other number is a bug that COPY would find much later.</param>
    public PostgresStageWriter(NpgsqlRawCopyStream stream, int columns)
    {
        (this.stream, this.columns) = (stream, (short)columns);
        Header.CopyTo(buffer);
        used = Header.Length;
        written = columns;
    }

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

    public async Task CompleteAsync(CancellationToken cancel)
    {
        EndRow();
        BinaryPrimitives.WriteInt16BigEndian(Take(2), -1);
        Flush();
        completed = true;
        await stream.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (completed)
        {
            return;
        }

        completed = true;
        try
        {
            // without this, disposing would end the COPY well and keep half a file
            await stream.CancelAsync();
            await stream.DisposeAsync();
        }
        catch (DbException)
        {
            // the connection is gone, and the COPY with it: what failed first is told
        }
    }

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
        if (used + length <= buffer.Length)
        {
            return;
        }

        Flush();
        if (length > buffer.Length)
        {
            buffer = new byte[length];
        }
    }

    private void Flush()
    {
        stream.Write(buffer.AsSpan(0, used));
        used = 0;
    }
}
