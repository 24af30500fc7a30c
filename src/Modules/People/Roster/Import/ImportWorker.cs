using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Chunfeng.People.Roster.Import;

/// <summary>Wakes the worker when something was queued.</summary>
internal sealed class ImportSignal : IDisposable
{
    private readonly SemaphoreSlim bell = new(0, 1);

    public void Ring()
    {
        try
        {
            bell.Release();
        }
        catch (SemaphoreFullException)
        {
            // it rings already
        }
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancel) => bell.WaitAsync(atMost, cancel);

    public void Dispose() => bell.Dispose();
}

/// <summary>Runs queued imports one after another. The queue is the table: a restart takes up what was interrupted, which changed nothing.</summary>
internal sealed partial class ImportWorker(
    IServiceScopeFactory scopes, ImportSignal signal, KeyRing keys, Places places, TimeProvider clock, ILogger<ImportWorker> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeepFiles = TimeSpan.FromDays(30);
    private DateOnly swept;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await MoveAsync(i => i.State == ImportStates.Running, ImportStates.Queued, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (swept != clock.Today)
                {
                    await SweepAsync(stoppingToken);
                    swept = clock.Today;
                }

                if (!await RunNextAsync(stoppingToken))
                {
                    await signal.WaitAsync(Look, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                ImportFailed(log, failure.GetType().Name); // never the message: it may quote a row
                await Task.Delay(Look, clock, stoppingToken);
            }
        }
    }

    private async Task<bool> RunNextAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChunfengDb>();
        var import = await db.Imports().AsNoTracking().Where(i => i.Uploaded && i.State == ImportStates.Queued)
            .OrderBy(i => i.StartedAt).ThenBy(i => i.ImportId).FirstOrDefaultAsync(cancel);
        if (import is null)
        {
            return false;
        }

        var account = await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Login == import.StartedBy, cancel);
        await MoveAsync(i => i.ImportId == import.ImportId && i.State == ImportStates.Queued, ImportStates.Running, cancel);
        // the verdicts of the check make room for those of the run
        await db.ImportIssues().Where(i => i.ImportId == import.ImportId).ExecuteDeleteAsync(cancel);
        var rejects = ImportFiles.Rejects(places, import.ImportId);
        try
        {
            File.Delete(rejects);
            var ran = await scope.ServiceProvider.GetRequiredService<ImportRoster>().RunAsync(
                import, () => SealedFile.Open(ImportFiles.Upload(places, import.ImportId), keys),
                (() => SealedFile.Create(rejects, keys), ImportFiles.RejectsName(import.FileName)),
                account?.ToActor().Region ?? default, cancel);
            if (!ran.IsRefused && !import.DryRun)
            {
                File.Delete(ImportFiles.Upload(places, import.ImportId));
            }

            if (ran.IsRefused || ran.Value.Rejected + ran.Value.Duplicates + ran.Value.Conflicts == 0)
            {
                File.Delete(rejects);
            }
        }
        catch (OperationCanceledException)
        {
            await MoveAsync(i => i.ImportId == import.ImportId, ImportStates.Queued, CancellationToken.None); // the next start takes it up
            throw;
        }

        return true;
    }

    private async Task MoveAsync(System.Linq.Expressions.Expression<Func<RosterImport, bool>> which, string state, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ChunfengDb>().Imports().Where(i => i.Uploaded).Where(which)
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.State, state), cancel);
    }

    /// <summary>Files of imports that ended thirty days ago are deleted, and those no import knows.</summary>
    private async Task SweepAsync(CancellationToken cancel)
    {
        if (!Directory.Exists(places.Imports))
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var since = clock.UtcStamp - KeepFiles;
        var keep = (await scope.ServiceProvider.GetRequiredService<ChunfengDb>().Imports().Where(i => i.Uploaded && (i.EndedAt == null || i.EndedAt > since))
            .Select(i => i.ImportId).ToListAsync(cancel)).Select(i => i.ToString("N")).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(places.Imports))
        {
            if (!keep.Contains(Path.GetFileNameWithoutExtension(file)) && File.GetLastWriteTimeUtc(file) < clock.UtcStamp - TimeSpan.FromDays(1))
            {
                File.Delete(file);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An import failed: {Kind}")]
    private static partial void ImportFailed(ILogger log, string kind);
}
