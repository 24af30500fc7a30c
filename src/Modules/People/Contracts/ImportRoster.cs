using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Cryptography;
using Chunfeng.People.Roster;
using Chunfeng.People.Roster.Import;
using Chunfeng.People.Roster.Reading;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Contracts;

/// <summary>What became of a roster file; every row is counted in exactly one of added … conflicts.</summary>
/// <param name="Read">Rows that are not blank, below the header.</param>
/// <param name="Rejected">Rows sent back for what stands in them.</param>
/// <param name="Duplicates">Rows whose ID number stood in the file before; the first one counts.</param>
/// <param name="Conflicts">Rows kept aside for a person to decide: another name, or registered outside the importer's area.</param>
/// <param name="Warnings">Rows taken in without some wrong value; part of the others.</param>
/// <param name="Rejects">Where the rows sent back lie, in their own layout with the reasons; null when not asked for.</param>
public sealed record ImportReport(
    Guid ImportId, bool DryRun, long Read, long Added, long Updated, long Unchanged, long Rejected, long Duplicates, long Conflicts,
    long Warnings, string? Rejects);

/// <summary>How far running imports of this process are, for whoever waits.</summary>
public sealed class ImportProgress
{
    private readonly ConcurrentDictionary<Guid, (long Rows, bool Merging)> running = [];

    /// <summary>Rows read so far and whether the register is being written; null when the import does not run here.</summary>
    public (long Rows, bool Merging)? Of(Guid importId) => running.TryGetValue(importId, out var at) ? at : null;

    internal void Set(Guid importId, long rows, bool merging) => running[importId] = (rows, merging);
    internal void End(Guid importId) => running.TryRemove(importId, out _);
}

/// <summary>Takes a roster file into the register: all of its good rows or, when anything breaks, none.</summary>
public sealed class ImportRoster(
    ChunfengDb db, IDbFactory databases, KeyRing keys, RegionTree regions, CodeSets codes, Places places, ImportProgress progress, TimeProvider clock)
{
    private const short VillageChecked = 2;

    /// <summary>Imports a file of this machine.</summary>
    /// <param name="region">Region the file is for; the actor's own when null.</param>
    /// <param name="asOf">The day the roster speaks of, in China; today when null.</param>
    /// <param name="dryRun">Counts and says what is wrong, keeps nothing.</param>
    /// <param name="rejects">.csv or .xlsx to write the rows sent back to; replaced when it exists, written only when the import ends well.</param>
    public async Task<Result<ImportReport>> HandleAsync(
        string path, RegionCode? region, DateOnly? asOf, bool dryRun, string? rejects, Actor actor, CancellationToken cancel)
    {
        if (Refuse(actor, region, asOf) is { } refusal)
        {
            return refusal;
        }

        if (!File.Exists(path))
        {
            return new Refusal("file-missing", $"没有找到文件 {path}。请检查路径和文件名。");
        }

        if (rejects is not null && Path.GetExtension(rejects).ToLowerInvariant() is not (".csv" or ".xlsx"))
        {
            return new Refusal("rejects-extension", $"退回文件 {rejects} 的扩展名应为 .csv 或 .xlsx。");
        }

        if (rejects is not null && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(rejects))))
        {
            return new Refusal("rejects-folder", $"退回文件的文件夹不存在：{Path.GetDirectoryName(Path.GetFullPath(rejects))}。请先建好文件夹。");
        }

        var import = NewImport(Path.GetFileName(path), new FileInfo(path).Length, region ?? actor.Region, asOf, actor, dryRun, uploaded: false);
        import.State = ImportStates.Running;
        db.Imports().Add(import);
        db.Audit(clock, actor, dryRun ? "people.import.check" : "people.import", $"{import.ImportId} {import.FileName}");
        await db.SaveChangesAsync(cancel);
        var written = rejects is null ? null : $"{rejects}.{import.ImportId:N}.part";
        try
        {
            var report = await RunAsync(
                import, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16),
                written is null ? null : (() => new FileStream(written, FileMode.Create), rejects!), actor.Region, cancel);
            if (!report.IsRefused && written is not null)
            {
                File.Move(written, rejects!, overwrite: true);
                return report.Value with { Rejects = rejects };
            }

            return report;
        }
        finally
        {
            if (written is not null)
            {
                File.Delete(written);
            }
        }
    }

    internal Refusal? Refuse(Actor actor, RegionCode? region, DateOnly? asOf) => !actor.May(Rights.PeopleImport)
        ? new Refusal("no-right", "您没有导入名册的权限，请联系管理员")
        : region is { } asked && !actor.Region.Contains(asked)
            ? new Refusal("outside-scope", $"{asked} 不在您的管辖范围内，请选择本地区")
            : asOf > clock.Today
                ? new Refusal("future-date", $"台账截至日期 {asOf:yyyy-MM-dd} 还没有到；请填今天或以前的日期")
                : null;

    internal RosterImport NewImport(string fileName, long bytes, RegionCode region, DateOnly? asOf, Actor actor, bool dryRun, bool uploaded) => new()
    {
        FileName = fileName.Length > 200 ? fileName[^200..] : fileName, FileBytes = bytes, Region = region.Value, AsOf = asOf ?? clock.Today, State = ImportStates.Queued,
        DryRun = dryRun, Uploaded = uploaded, StartedBy = actor.Login, StartedAt = clock.UtcStamp,
    };

    /// <summary>Runs one import and writes down what became of it, also when it fails.</summary>
    /// <param name="open">Opens the file; called once to read and once more for the rejects.</param>
    /// <param name="rejects">Where the rows sent back go, and the name whose extension says in which format.</param>
    /// <param name="within">The area its actor answers for.</param>
    internal async Task<Result<ImportReport>> RunAsync(
        RosterImport import, Func<Stream> open, (Func<Stream> Create, string Name)? rejects, RegionCode within, CancellationToken cancel)
    {
        Directory.CreateDirectory(places.Imports);
        try
        {
            progress.Set(import.ImportId, 0, merging: false);
            var ran = await TakeInAsync(import, open, rejects, within, cancel);
            if (ran.IsRefused)
            {
                await FailAsync(import, ran.Refusal.Message);
            }

            return ran;
        }
        catch (OperationCanceledException)
        {
            await FailAsync(import, "已取消，未作任何改动；需要时可以重新导入");
            throw;
        }
        catch (BrokenFileException broken)
        {
            await FailAsync(import, broken.Refusal.Message);
            return broken.Refusal;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or DbException or CryptographicException or DbUpdateException)
        {
            await FailAsync(import, "导入中断，未作任何改动；请稍后重新导入，如再次出现请联系系统管理员");
            throw;
        }
        finally
        {
            progress.End(import.ImportId);
        }
    }

    private async Task<Result<ImportReport>> TakeInAsync(
        RosterImport import, Func<Stream> open, (Func<Stream> Create, string Name)? rejects, RegionCode within, CancellationToken cancel)
    {
        var region = new RegionCode(import.Region);
        var opened = RosterReader.Open(open(), import.FileName, regions, codes, region, import.AsOf);
        if (opened.IsRefused)
        {
            return opened.Refusal;
        }

        using var reader = opened.Value;
        import.UnknownColumns = reader.Header.Unknown.Count == 0 ? null : Cut(string.Join('、', reader.Header.Unknown), 1000);
        using var spool = new IssueSpool(Path.Combine(places.Imports, $"{import.ImportId:N}.issues"), keys);
        Refusal? failed = null;
        List<RosterIssue> verdicts = [];
        await new RegisterLoad(databases, keys, clock).RunAsync(
            import.ImportId, import.StartedBy, VillageChecked,
            async stage =>
            {
                await RosterPipe.RunAsync(reader, stage.Add, spool.Add, rows => progress.Set(import.ImportId, rows, merging: false), cancel);
                if (reader.Broken is { } broken)
                {
                    throw new BrokenFileException(broken);
                }

                spool.Complete();
                progress.Set(import.ImportId, reader.Counts.Rows, merging: true);
            },
            async (connection, transaction, counts) =>
            {
                (import.RowsRead, import.Rejected, import.Warnings) = (reader.Counts.Rows, reader.Counts.Rejected, reader.Counts.WithWarnings);
                (import.Added, import.Updated, import.Unchanged) = (counts.Added, counts.Updated, counts.Unchanged);
                (import.Duplicates, import.Conflicts) = (counts.Duplicates, counts.Conflicts);
                import.Warnings += await connection.ScalarAsync(
                    "SELECT COUNT(DISTINCT row_no) FROM people_import_issue WHERE import_id = @i AND seq < 0", transaction, cancel, ("@i", import.ImportId));
                if (rejects is { } to)
                {
                    using var output = to.Create();
                    var written = RejectsWriter.Write(
                        open(), import.FileName, region, IssueStore.Rejects(spool.Read(), IssueStore.Verdicts(connection, transaction, import.ImportId)), output, to.Name);
                    failed = written.Refusal;
                    if (failed is not null)
                    {
                        throw new BrokenFileException(failed);
                    }
                }

                if (import.DryRun)
                {
                    verdicts.AddRange(IssueStore.Verdicts(connection, transaction, import.ImportId).Take(IssueStore.Most));
                    verdicts.AddRange(IssueStore.Notes(connection, transaction, import.ImportId).Take(IssueStore.Most));
                    return; // rolled back; written down afterwards
                }

                await IssueStore.WriteAsync(connection, transaction, import.ImportId, spool.Read(), cancel);
                await SaveAsync(connection, transaction, import, ImportStates.Done, cancel);
            },
            keep: !import.DryRun, cancel, within);
        if (import.DryRun)
        {
            await using var connection = await databases.OpenAsync(cancel);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await connection.ExecuteAsync("DELETE FROM people_import_issue WHERE import_id = @i", cancel, transaction, ("@i", import.ImportId));
            await IssueStore.WriteAsync(connection, transaction, import.ImportId, spool.Read(), cancel);
            await IssueStore.WriteAsync(connection, transaction, verdicts, cancel);
            await SaveAsync(connection, transaction, import, ImportStates.Checked, cancel);
            await transaction.CommitAsync(cancel);
        }

        return new ImportReport(
            import.ImportId, import.DryRun, import.RowsRead, import.Added, import.Updated, import.Unchanged, import.Rejected, import.Duplicates,
            import.Conflicts, import.Warnings, null);
    }

    private async Task SaveAsync(DbConnection connection, DbTransaction transaction, RosterImport import, string state, CancellationToken cancel)
    {
        (import.State, import.EndedAt, import.Error) = (state, clock.UtcStamp, null);
        await connection.ExecuteAsync(
            """
            UPDATE people_import SET state = @state, dry_run = @dry, ended_at = @ended, rows_read = @read, added = @added, updated = @updated,
                unchanged = @unchanged, rejected = @rejected, duplicates = @duplicates, conflicts = @conflicts, warnings = @warnings,
                unknown_columns = @unknown, error = NULL
            WHERE import_id = @i
            """, cancel, transaction,
            ("@state", state), ("@dry", import.DryRun), ("@ended", import.EndedAt), ("@read", import.RowsRead), ("@added", import.Added),
            ("@updated", import.Updated), ("@unchanged", import.Unchanged), ("@rejected", import.Rejected), ("@duplicates", import.Duplicates),
            ("@conflicts", import.Conflicts), ("@warnings", import.Warnings), ("@unknown", import.UnknownColumns), ("@i", import.ImportId));
    }

    /// <summary>Written on a connection of its own: the import's may be the one that broke.</summary>
    private async Task FailAsync(RosterImport import, string why)
    {
        (import.State, import.EndedAt, import.Error) = (ImportStates.Failed, clock.UtcStamp, Cut(why, 1000));
        await using var connection = await databases.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(
            "UPDATE people_import SET state = @state, ended_at = @ended, error = @why, unknown_columns = @unknown WHERE import_id = @i", CancellationToken.None, null,
            ("@state", import.State), ("@ended", import.EndedAt), ("@why", import.Error), ("@unknown", import.UnknownColumns), ("@i", import.ImportId));
    }

    private static string Cut(string text, int most) => text.Length > most ? text[..most] : text;

    /// <summary>The file broke in the middle: nothing of it may be kept.</summary>
    private sealed class BrokenFileException(Refusal refusal) : Exception(refusal.Code)
    {
        public Refusal Refusal { get; } = refusal;
    }
}
