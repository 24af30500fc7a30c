using System.Data;
using System.Data.Common;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Regions;

namespace Chunfeng.People.Roster;

/// <summary>Takes any number of people into the register at once: stage, merge in one transaction, all or nothing.
/// A killed load leaves a staging table and no change; running it again is safe.</summary>
internal sealed class RegisterLoad(IDbFactory databases, KeyRing keys, TimeProvider clock, int rowsAChunk = RegisterLoad.UsualChunk, int filterBlocks = SeenFilter.Usual)
{
    /// <summary>People staged before the merge of them begins, where merging and staging run side by side.</summary>
    private const int UsualChunk = 25_000;

    /// <param name="importId">Also the batch id on every row written.</param>
    /// <param name="produce">Stages every row; runs once.</param>
    /// <param name="finish">Reads or writes the caller's own rows in the same transaction, before it is kept or rolled back.</param>
    /// <param name="keep">False rolls everything back after counting: a dry run.</param>
    /// <param name="within">People registered outside it are set aside as conflicts; null for no such border.</param>
    public async Task<MergeCounts> RunAsync(
        Guid importId, string recordedBy, short evidence, Func<RosterStage, Task> produce,
        Func<DbConnection, DbTransaction, MergeCounts, Task> finish, bool keep, CancellationToken cancel, RegionCode? within = null)
    {
        await using var db = databases.Create();
        var dialect = db.Dialect;
        await using var connection = await databases.OpenAsync(cancel);
        var stage = $"stage_{importId:N}";
        await dialect.PrepareBulkAsync(connection, cancel);
        if (dialect.StagesBeside)
        {
            return await RunBesideAsync();
        }

        await dialect.CreateStageAsync(connection, stage, RosterStage.Columns, cancel);
        try
        {
            await using (var writer = await dialect.OpenStageAsync(connection, stage, RosterStage.Columns, cancel))
            {
                await produce(new RosterStage(writer, new PersonCrypto(keys), evidence));
                await writer.CompleteAsync(cancel);
            }

            await dialect.AnalyzeAsync(connection, null, RosterStage.Statistics(stage), cancel);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            var merge = new RosterMerge(dialect, connection, transaction, importId, recordedBy, clock, within);
            await merge.TakeAsync(stage, last: true, cancel);
            return await EndAsync(merge, connection, transaction);
        }
        finally
        {
            await DropAsync(dialect, connection, stage);
        }

        // the server takes one part of the file while the next is read
        async Task<MergeCounts> RunBesideAsync()
        {
            var transaction = await connection.BeginTransactionAsync(cancel);
            var merge = new RosterMerge(dialect, connection, transaction, importId, recordedBy, clock, within);
            await using var next = new NextLoad(databases, dialect, connection, transaction, merge, stage, filterBlocks); // tidies up when the transaction has ended
            await using (transaction)
            {
                if (await merge.BeginAsync(cancel))
                {
                    await new FirstLoad(dialect, connection, merge, stage, filterBlocks).RunAsync(Fill, cancel);
                }
                else
                {
                    await next.RunAsync(Fill, cancel);
                }

                return await EndAsync(merge, connection, transaction);
            }

            Task Fill(RowSplitter rows) => produce(new RosterStage(rows.Next(), new PersonCrypto(keys), evidence, rowsAChunk, rows.Next));
        }

        async Task<MergeCounts> EndAsync(RosterMerge merge, DbConnection connection, DbTransaction transaction)
        {
            var counts = await merge.EndAsync(cancel);
            await finish(connection, transaction, counts);
            if (keep)
            {
                await transaction.CommitAsync(cancel);
            }
            else
            {
                await transaction.RollbackAsync(cancel);
            }

            return counts;
        }
    }

    /// <summary>A cancelled load may have lost its connection. A stage that cannot be dropped now is swept by the next load.</summary>
    private async Task DropAsync(IDbDialect dialect, DbConnection connection, string stage)
    {
        try
        {
            await using var again = connection.State == ConnectionState.Open ? null : await databases.OpenAsync(CancellationToken.None);
            await dialect.DropStageAsync(again ?? connection, stage, CancellationToken.None);
        }
        catch (DbException)
        {
            // what failed first is told
        }
    }
}
