using System.Data.Common;
using Chunfeng.Platform.Data;
using Npgsql;

namespace Chunfeng.Data.Postgres;

/// <summary>Rows that go to a staging table as they are written.</summary>
internal sealed class PostgresStageWriter(NpgsqlRawCopyStream stream, int columns) : PostgresRows(columns, Room), IStageWriter
{
    private const int Room = 256 * 1024;
    private bool completed;

    public async Task CompleteAsync(CancellationToken cancel)
    {
        End();
        Drain();
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

    protected override bool Drain()
    {
        stream.Write(Written.Span);
        Emptied();
        return true;
    }
}
