using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Roster.Import;

/// <summary>Which import; whether it is checked or kept stands in its row.</summary>
internal sealed record RosterImportInput(Guid ImportId);

/// <summary>Checks an uploaded roster, or takes it into the register. A run cut off changed nothing, so it is simply run again.</summary>
internal sealed class RosterImportJob(ChunfengDb db, ImportRoster imports, ImportProgress progress, KeyRing keys, Places places, TimeProvider clock) : IJob<RosterImportInput>
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    public static JobKind Kind { get; } = new("people.import", "名册导入", Rights.PeopleImport);

    public async Task<Result<JobOutcome>> RunAsync(RosterImportInput input, JobRun run, CancellationToken cancel)
    {
        if (await db.Imports().AsNoTracking().SingleOrDefaultAsync(i => i.ImportId == input.ImportId && i.Uploaded, cancel) is not { } import)
        {
            return new Refusal("import-not-found", "这次导入的记录已经不在，请重新上传");
        }

        switch (import.State)
        {
            case ImportStates.Dropped:
                return new Refusal("import-dropped", "这个文件已放弃，请重新上传");
            case ImportStates.Checked or ImportStates.Done:
                return Outcome(import); // an earlier run came to its end, only its answer was lost
        }

        // one that failed begins with its check: the register may have changed since somebody agreed
        import.DryRun |= import.State == ImportStates.Failed;
        await db.Imports().Where(i => i.ImportId == import.ImportId).ExecuteUpdateAsync(
            s => s.SetProperty(i => i.State, ImportStates.Running).SetProperty(i => i.DryRun, import.DryRun).SetProperty(i => i.Error, (string?)null), cancel);
        // the verdicts of the check make room for those of the run
        await db.ImportIssues().Where(i => i.ImportId == import.ImportId).ExecuteDeleteAsync(cancel);
        var rejects = ImportFiles.Rejects(places, import.ImportId);
        using var over = new CancellationTokenSource();
        var telling = TellAsync(import, run, over.Token);
        try
        {
            File.Delete(rejects);
            var ran = await imports.RunAsync(
                import, () => SealedFile.Open(ImportFiles.Upload(places, import.ImportId), keys),
                (() => SealedFile.Create(rejects, keys), ImportFiles.RejectsName(import.FileName)), run.Actor.Region, cancel);
            if (!ran.IsRefused && !import.DryRun)
            {
                File.Delete(ImportFiles.Upload(places, import.ImportId));
            }

            if (ran.IsRefused || ran.Value.Rejected + ran.Value.Duplicates + ran.Value.Conflicts == 0)
            {
                File.Delete(rejects);
            }

            return ran.IsRefused ? ran.Refusal : Outcome(import);
        }
        catch (OperationCanceledException) when (!run.CancelAsked)
        {
            await MoveAsync(import.ImportId, ImportStates.Queued, null, CancellationToken.None); // the next start takes it up
            throw;
        }
        finally
        {
            await over.CancelAsync();
            await telling;
        }
    }

    public async Task StoppedAsync(RosterImportInput input, string why, CancellationToken cancel)
    {
        if (await db.Imports().AsNoTracking().AnyAsync(i => i.ImportId == input.ImportId && (i.State == ImportStates.Queued || i.State == ImportStates.Running), cancel))
        {
            await MoveAsync(input.ImportId, ImportStates.Failed, why, cancel);
        }
    }

    private async Task TellAsync(RosterImport import, JobRun run, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            if (progress.Of(import.ImportId) is var (rows, merging))
            {
                run.Report(0, merging ? import.DryRun ? $"已读 {rows} 行，正在与登记库比对" : $"已读 {rows} 行，正在写入登记库" : $"已读 {rows} 行");
            }

            await Task.Delay(Look, clock, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task MoveAsync(Guid importId, string state, string? error, CancellationToken cancel) => db.Imports().Where(i => i.ImportId == importId)
        .ExecuteUpdateAsync(s => s.SetProperty(i => i.State, state).SetProperty(i => i.Error, error), cancel);

    private static JobOutcome Outcome(RosterImport import) => new(
        import.State == ImportStates.Done
            ? $"已写入：新增 {import.Added} 人，更新 {import.Updated} 人，没有变化 {import.Unchanged} 人，退回 {import.Rejected + import.Duplicates + import.Conflicts} 行"
            : $"核对完成，请确认是否写入：可写入 {import.Added + import.Updated + import.Unchanged} 人，退回 {import.Rejected + import.Duplicates + import.Conflicts} 行",
        $"/people/import/{import.ImportId}");
}

/// <summary>Deletes the files of imports that ended thirty days ago, and those no import knows.</summary>
internal sealed class SweepImports(ChunfengDb db, Places places, TimeProvider clock) : IJob<NoInput>
{
    private static readonly TimeSpan KeepFiles = TimeSpan.FromDays(30);

    /// <summary>03:40 in China.</summary>
    public const string Nightly = "0 40 19 * * ?";

    public static JobKind Kind { get; } = new("people.import-sweep", "清理导入文件", Rights.PeopleImport);

    public async Task<Result<JobOutcome>> RunAsync(NoInput input, JobRun run, CancellationToken cancel)
    {
        var swept = 0;
        if (Directory.Exists(places.Imports))
        {
            var since = clock.UtcStamp - KeepFiles;
            var keep = (await db.Imports().Where(i => i.Uploaded && (i.EndedAt == null || i.EndedAt > since))
                .Select(i => i.ImportId).ToListAsync(cancel)).Select(i => i.ToString("N")).ToHashSet(StringComparer.Ordinal);
            foreach (var file in Directory.EnumerateFiles(places.Imports))
            {
                if (!keep.Contains(Path.GetFileNameWithoutExtension(file)) && File.GetLastWriteTimeUtc(file) < clock.UtcStamp - TimeSpan.FromDays(1))
                {
                    File.Delete(file);
                    swept++;
                }
            }
        }

        return new JobOutcome($"删除了 {swept} 个文件");
    }
}
