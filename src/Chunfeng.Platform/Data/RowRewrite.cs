using System.Data.Common;
using Chunfeng.Platform.Security;

namespace Chunfeng.Platform.Data;

/// <summary>The rows of a stretch of a table (<see cref="IDbDialect.StretchesAsync"/>) on their way through memory: as they were read, and as they shall be. Values are changed in place and keep their length.
/// All stand in one buffer, which the next stretch uses again: millions of small arrays would keep the collector busier than the work.</summary>
public sealed class RowRewrite(SecretTable table)
{
    private const int Least = 1024; // room for a value when its length is not known yet
    private readonly List<(Guid Key, long Version, int At)> rows = [];
    private readonly List<int> sizes = [];
    private readonly List<int> chosen = [];
    private byte[] values = new byte[1 << 16], old = [];
    private int end;

    public SecretTable Table => table;
    public string Stretch { get; private set; } = "";
    public int Count => rows.Count;
    /// <summary>The rows to be written.</summary>
    public IReadOnlyList<int> Chosen => chosen;

    public Guid Key(int row) => rows[row].Key;
    public long Version(int row) => rows[row].Version;
    /// <summary>A row's values one behind the other, to be changed in place.</summary>
    public Span<byte> Values(int row) => values.AsSpan(rows[row].At..(row + 1 < rows.Count ? rows[row + 1].At : end));
    /// <summary>Their lengths in column order; 0 where nothing is stored.</summary>
    public ReadOnlySpan<int> Sizes(int row) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(sizes).Slice(row * table.Columns.Count, table.Columns.Count);
    public void Choose(int row) => chosen.Add(row);
    public ReadOnlyMemory<byte>? New(int row, int column) => Part(values, row, column);
    /// <summary>As it was read; only where no version tells that a row is the same.</summary>
    public ReadOnlyMemory<byte>? Old(int row, int column) => Part(old, row, column);

    /// <summary>Reads the rows of a stretch, and forgets those of the stretch before.</summary>
    /// <param name="condition">Which of them.</param>
    public async Task ReadAsync(DbConnection connection, string stretch, string condition, CancellationToken cancel, params (string Name, object? Value)[] parameters)
    {
        rows.Clear();
        sizes.Clear();
        chosen.Clear();
        (end, Stretch) = (0, stretch);
        await using var command = connection.Command($"SELECT {table.Key}, {table.Version ?? "CAST(0 AS bigint)"}, {string.Join(", ", table.Columns)} FROM {table.Table} WHERE {stretch} AND ({condition})", null, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            rows.Add((reader.GetGuid(0), reader.GetInt64(1), end));
            for (var i = 0; i < table.Columns.Count; i++)
            {
                sizes.Add(Take(reader, 2 + i));
            }
        }

        old = table.Version is null ? values[..end] : [];
    }

    /// <summary>Puts a value behind the others; returns its length.</summary>
    private int Take(DbDataReader reader, int ordinal)
    {
        var from = end;
        if (!reader.IsDBNull(ordinal))
        {
            for (var whole = false; !whole;)
            {
                if (values.Length - end < Least)
                {
                    Array.Resize(ref values, values.Length * 2);
                }

                var room = values.Length - end;
                var got = (int)reader.GetBytes(ordinal, end - from, values, end, room);
                (end, whole) = (end + got, got < room);
            }
        }

        return end - from;
    }

    private ReadOnlyMemory<byte>? Part(byte[] all, int row, int column)
    {
        var of = Sizes(row);
        var at = rows[row].At;
        for (var i = 0; i < column; i++)
        {
            at += of[i];
        }

        return of[column] == 0 ? (ReadOnlyMemory<byte>?)null : all.AsMemory(at, of[column]);
    }
}
