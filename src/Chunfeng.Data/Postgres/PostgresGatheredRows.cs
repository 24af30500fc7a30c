using System.Data.Common;
using Chunfeng.Platform.Data;
using Npgsql;

namespace Chunfeng.Data.Postgres;

/// <summary>Rows kept in memory and sent by one COPY; the memory is used again for the next.</summary>
internal sealed class PostgresGatheredRows(string table, IReadOnlyList<string> columns) : PostgresRows(columns.Count, Room), IGatheredRows
{
    private const int Room = 1024 * 1024;
    private readonly string copy = PostgresDialect.Copy(table, columns);

    public async Task SendAsync(DbConnection connection, string? other, CancellationToken cancel)
    {
        if (!Any)
        {
            return;
        }

        End();
        try
        {
            await using var stream = await ((NpgsqlConnection)connection).BeginRawBinaryCopyAsync(other is null ? copy : PostgresDialect.Copy(other, columns), cancel);
            await stream.WriteAsync(Written, cancel);
        }
        finally
        {
            Restart();
        }
    }

    public void Clear() => Restart();

    protected override bool Drain() => false;
}
