using System.Data.Common;
using Chunfeng.Platform.Data;
using Npgsql;

namespace Chunfeng.Data.Postgres;

/// <summary>Rows kept in memory and sent by one COPY; the memory is used again for the next.</summary>
internal sealed class PostgresGatheredRows(string table, IReadOnlyList<string> columns) : PostgresRows(columns.Count, Room), IGatheredRows
{
    private const int Room = 1024 * 1024;
    private byte[] ordered = [];

    public bool InKeyOrder { get; set; }

    public bool IntoTruncated { get; set; }

    public async Task SendAsync(DbConnection connection, string? other, CancellationToken cancel)
    {
        if (!Any)
        {
            return;
        }

        End();
        try
        {
            await using var stream = await ((NpgsqlConnection)connection).BeginRawBinaryCopyAsync(PostgresDialect.Copy(other ?? table, columns, IntoTruncated), cancel);
            await stream.WriteAsync(InKeyOrder ? InOrder() : Written, cancel);
        }
        finally
        {
            Restart();
        }
    }

    public void Clear() => Restart();

    protected override bool Drain() => false;

    private ReadOnlyMemory<byte> InOrder()
    {
        if (ordered.Length < Written.Length)
        {
            ordered = new byte[Written.Length * 5 / 4];
        }

        Arrange(ordered);
        return ordered.AsMemory(0, Written.Length);
    }
}
