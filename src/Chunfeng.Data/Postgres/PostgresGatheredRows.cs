using System.Data.Common;
using Chunfeng.Platform.Data;
using Npgsql;

namespace Chunfeng.Data.Postgres;

/// <summary>Rows kept in memory and sent by one COPY; the memory is used again for the next.</summary>
internal sealed class PostgresGatheredRows(string table, IReadOnlyList<string> columns) : PostgresRows(columns.Count, Room), IGatheredRows
{
    private const int Room = 1024 * 1024;
    private readonly string copy = PostgresDialect.Copy(table, columns);

    public async Task SendAsync(DbConnection connection, CancellationToken cancel)
    {
        End();
        await using (var stream = await ((NpgsqlConnection)connection).BeginRawBinaryCopyAsync(copy, cancel))
        {
            await stream.WriteAsync(Written, cancel);
        }

        Restart();
    }

    protected override bool Drain() => false;
}
