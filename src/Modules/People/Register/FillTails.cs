using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Register;

/// <summary>Every night: makes what last fours are looked for by where it is missing, after an upgrade for everybody, afterwards for nobody.</summary>
/// <remarks>No new version of a registration: nothing known of the person changes. A row changed meanwhile is left for the next night,
/// and so is one with a number that cannot be read, which stays a candidate of every search.</remarks>
internal sealed class FillTails(ChunfengDb db, IDbFactory databases, KeyRing keys) : IJob<NoInput>
{
    /// <summary>02:20 in China.</summary>
    public const string Nightly = "0 20 18 * * ?";

    private const int Batch = 10_000;

    private static readonly StageColumn[] Stage =
        [new("worker_id", StageType.Uuid, false), new("version", StageType.Long, false), new("id_tail", StageType.Short, false), new("phone_tail", StageType.Short)];

    public static JobKind Kind { get; } = new("people.tails", "补做后四位索引", Rights.JobsAll);

    public async Task<Result<JobOutcome>> RunAsync(NoInput input, JobRun run, CancellationToken cancel)
    {
        var (filled, unreadable) = await FillAsync(n => run.Report(0, $"已补做 {n} 人"), cancel);
        return new JobOutcome((filled, unreadable) switch
        {
            (0, 0) => "没有要补做的",
            (_, 0) => $"补做了 {filled} 人",
            _ => $"补做了 {filled} 人；{unreadable} 人的号码无法解密，没有补做",
        });
    }

    public async Task<(long Filled, long Unreadable)> FillAsync(Action<long> report, CancellationToken cancel)
    {
        var crypto = new PersonCrypto(keys);
        var (filled, unreadable, after) = (0L, 0L, Guid.Empty);
        await using var connection = await databases.OpenAsync(cancel);
        var stage = $"stage_{Guid.CreateVersion7():N}";
        await db.Dialect.CreateStageAsync(connection, stage, Stage, cancel);
        try
        {
            while (true)
            {
                var missing = await db.Workers().AsNoTracking().Where(w => w.IdTail == null && w.WorkerId.CompareTo(after) > 0).OrderBy(w => w.WorkerId).Take(Batch)
                    .Select(w => new { w.WorkerId, w.Version, w.IdCipher, w.PhoneCipher }).ToListAsync(cancel);
                if (missing.Count == 0)
                {
                    return (filled, unreadable);
                }

                after = missing[^1].WorkerId;
                await using (var writer = await db.Dialect.OpenStageAsync(connection, stage, Stage, cancel))
                {
                    foreach (var row in missing)
                    {
                        var phone = row.PhoneCipher is null ? "" : crypto.TryDecrypt(row.PhoneCipher, row.WorkerId);
                        if (crypto.TryDecrypt(row.IdCipher, row.WorkerId) is not { } id || keys.LastFours.OfId(id) is not { } idTail || phone is null)
                        {
                            unreadable++;
                            continue;
                        }

                        writer.BeginRow();
                        writer.Write(row.WorkerId);
                        writer.Write(row.Version);
                        writer.Write(idTail);
                        if (keys.LastFours.OfPhone(phone) is { } phoneTail)
                        {
                            writer.Write(phoneTail);
                        }
                        else
                        {
                            writer.WriteNull();
                        }

                        writer.EndRow();
                    }

                    await writer.CompleteAsync(cancel);
                }

                await using var transaction = await connection.BeginTransactionAsync(cancel);
                filled += await connection.ExecuteAsync(
                    $"""
                    UPDATE {WorkerTable.Name} AS w SET id_tail = s.id_tail, phone_tail = s.phone_tail FROM {stage} s
                    WHERE w.worker_id = s.worker_id AND w.version = s.version
                    """, cancel, transaction);
                await connection.ExecuteAsync($"DELETE FROM {stage}", cancel, transaction);
                await transaction.CommitAsync(cancel);
                report(filled);
            }
        }
        finally
        {
            await db.Dialect.DropStageAsync(connection, stage, CancellationToken.None);
        }
    }
}
