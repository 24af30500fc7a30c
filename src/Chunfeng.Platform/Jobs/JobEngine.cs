using System.Collections.Concurrent;
using System.Data.Common;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Chunfeng.Platform.Jobs;

/// <summary>What is to become of a job that Quartz hands over.</summary>
internal enum JobTurn { Begin, Ignore, Cancel, GiveUp }

/// <summary>The rules of a job's life; pure.</summary>
internal static class JobRules
{
    /// <summary>A job found running was left behind by a killed host: nobody else runs it.</summary>
    public static (JobTurn Turn, string Why) Next(string state, int attempts, bool cancelAsked, JobKind? kind) => (state, kind) switch
    {
        _ when JobStates.IsOver(state) => (JobTurn.Ignore, ""),
        _ when cancelAsked => (JobTurn.Cancel, Cancelled),
        (_, null) => (JobTurn.GiveUp, "这类任务已不再提供，请联系系统管理员"),
        (JobStates.Running, { Repeatable: false }) => (JobTurn.GiveUp, "运行中服务停止，结果不确定；请先核对，再决定是否再试一次"),
        (JobStates.Running, { } k) when attempts >= k.MostAttempts => (JobTurn.GiveUp, $"运行中服务停止了 {attempts} 次，不再自动重试；请联系系统管理员"),
        _ => (JobTurn.Begin, ""),
    };

    /// <summary>Rights and area are those of now: what was taken away since asking is gone.</summary>
    public static Refusal? Refuse(Job job, Actor? actor, JobKind kind) =>
        actor is null ? new Refusal("no-account", $"账号 {job.AskedBy} 已不存在或已停用，任务没有运行")
        : !actor.May(kind.Right) ? new Refusal("no-right", $"提交人已没有“{kind.Name}”所需的权限，任务没有运行；请有权限的人重新提交")
        : !actor.Region.Contains(new RegionCode(job.Region)) ? new Refusal("outside-scope", "任务所涉地区已不在提交人的管辖范围内，任务没有运行")
        : null;

    public const string Cancelled = "已取消";
    public const string Broke = "运行出错，没有完成；请再试一次，如再次出现请联系系统管理员";
}

/// <summary>How far the jobs running on this host are.</summary>
public sealed class JobProgress
{
    private readonly ConcurrentDictionary<Guid, JobRun> running = [];

    /// <summary>Thousandths and a sentence; null when the job does not run here.</summary>
    public (int Share, string Text)? Of(Guid jobId) => running.TryGetValue(jobId, out var run) ? run.At : null;

    internal bool Runs(Guid jobId) => running.ContainsKey(jobId);
    internal bool Add(JobRun run) => running.TryAdd(run.JobId, run);
    internal void Remove(Guid jobId) => running.TryRemove(jobId, out _);
}

/// <summary>Runs one job from its row to its end.</summary>
internal sealed partial class JobEngine(
    IServiceScopeFactory scopes, IDbFactory databases, JobCatalogue catalogue, JobProgress progress, KeyRing keys, Places places, TimeProvider clock, ILogger<JobEngine> log)
{
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(1);

    /// <exception cref="OperationCanceledException">The host stops; the job waits for the next one.</exception>
    public async Task RunAsync(Guid jobId, CancellationToken stop)
    {
        var (job, account) = await LoadAsync(jobId, stop);
        if (job is null || progress.Runs(jobId))
        {
            return;
        }

        var entry = catalogue.Find(job.Kind);
        var (turn, why) = JobRules.Next(job.State, job.Attempts, job.CancelAsked, entry?.Kind);
        if (turn == JobTurn.Ignore)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var refusal = turn != JobTurn.Begin ? new Refusal("stopped", why) : JobRules.Refuse(job, job.Scheduled ? Actor.Operator : account?.ToActor(), entry!.Kind);
        if (refusal is not null)
        {
            await StoppedAsync(scope.ServiceProvider, entry, job, refusal.Message);
            await EndAsync(jobId, turn == JobTurn.Cancel ? JobStates.Cancelled : JobStates.Failed, new JobOutcome(refusal.Message), job.Attempts);
            return;
        }

        var run = new JobRun(jobId, job.Scheduled ? Actor.Operator : account!.ToActor(), job.Attempts + 1, () => CreateResult(jobId));
        if (!progress.Add(run))
        {
            return;
        }

        try
        {
            if (await ClaimAsync(job, stop))
            {
                await WorkAsync(entry!, job, run, scope.ServiceProvider, stop);
            }
        }
        finally
        {
            progress.Remove(jobId);
        }
    }

    private async Task WorkAsync(JobEntry entry, Job job, JobRun run, IServiceProvider services, CancellationToken stop)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var ended = new CancellationTokenSource();
        var watching = WatchAsync(run, cancel, ended.Token);
        var (state, outcome) = (JobStates.Failed, new JobOutcome(JobRules.Broke));
        try
        {
            var ran = await entry.Run(services, job.Input, run, cancel.Token);
            (state, outcome) = ran.IsRefused ? (JobStates.Failed, new JobOutcome(ran.Refusal.Message)) : (JobStates.Done, ran.Value);
        }
        catch (OperationCanceledException) when (run.CancelAsked)
        {
            (state, outcome) = (JobStates.Cancelled, new JobOutcome(JobRules.Cancelled));
            await StoppedAsync(services, entry, job, JobRules.Cancelled);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await UpdateAsync(job.JobId, s => s.SetProperty(j => j.State, JobStates.Waiting).SetProperty(j => j.Attempts, job.Attempts), CancellationToken.None);
            throw;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            JobFailed(log, job.Kind, job.JobId, failure.GetType().Name); // never the message: it may quote a row
            await StoppedAsync(services, entry, job, JobRules.Broke);
        }
        finally
        {
            await ended.CancelAsync();
            await watching;
        }

        await EndAsync(job.JobId, state, outcome, run.Attempt);
    }

    /// <summary>Writes the progress down and looks whether somebody wants the job stopped. On SQLite a bulk load may hold the one writer: then it waits for the next turn.</summary>
    private async Task WatchAsync(JobRun run, CancellationTokenSource cancel, CancellationToken ended)
    {
        var written = (0, "");
        while (!ended.IsCancellationRequested)
        {
            await Task.Delay(Watch, clock, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await using var db = databases.Create();
                db.Database.SetCommandTimeout(1);
                if (!run.CancelAsked && await db.Jobs().AnyAsync(j => j.JobId == run.JobId && j.CancelAsked, ended))
                {
                    run.CancelAsked = true;
                    await cancel.CancelAsync();
                }

                var (share, text) = run.At;
                if ((share, text) != written)
                {
                    await db.Jobs().Where(j => j.JobId == run.JobId && j.State == JobStates.Running)
                        .ExecuteUpdateAsync(s => s.SetProperty(j => j.Progress, share).SetProperty(j => j.ProgressText, text), ended);
                    written = (share, text);
                }
            }
            catch (Exception failure) when (failure is DbException or OperationCanceledException or InvalidOperationException)
            {
                // the next turn looks again
            }
        }
    }

    private async Task<(Job?, Account?)> LoadAsync(Guid jobId, CancellationToken cancel)
    {
        await using var db = databases.Create();
        var job = await db.Jobs().AsNoTracking().SingleOrDefaultAsync(j => j.JobId == jobId, cancel);
        return job is null ? (null, null) : (job, await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Login == job.AskedBy && a.DisabledAt == null, cancel));
    }

    /// <summary>False when the row moved on since it was read.</summary>
    private async Task<bool> ClaimAsync(Job job, CancellationToken cancel)
    {
        var now = clock.UtcStamp;
        await using var db = databases.Create();
        return await db.Jobs().Where(j => j.JobId == job.JobId && j.State == job.State && j.Attempts == job.Attempts && !j.CancelAsked).ExecuteUpdateAsync(
            s => s.SetProperty(j => j.State, JobStates.Running).SetProperty(j => j.Attempts, job.Attempts + 1).SetProperty(j => j.StartedAt, now)
                .SetProperty(j => j.Progress, 0).SetProperty(j => j.ProgressText, ""), cancel) == 1;
    }

    private async Task EndAsync(Guid jobId, string state, JobOutcome outcome, int attempts)
    {
        var now = clock.UtcStamp;
        var kept = outcome.File is not null && state == JobStates.Done;
        if (!kept)
        {
            JobFiles.Delete(places, jobId);
        }

        DateTime? expires = kept ? now + JobFiles.Kept : null;
        var text = outcome.Text.Length > JobTable.MostText ? outcome.Text[..JobTable.MostText] : outcome.Text;
        var file = kept ? outcome.File : null;
        await UpdateAsync(jobId, s => s.SetProperty(j => j.State, state).SetProperty(j => j.Attempts, attempts).SetProperty(j => j.EndedAt, now)
            .SetProperty(j => j.Result, text).SetProperty(j => j.ResultLink, outcome.Link).SetProperty(j => j.ResultFile, file)
            .SetProperty(j => j.ResultExpiresAt, expires).SetProperty(j => j.ProgressText, ""), CancellationToken.None);
    }

    private async Task UpdateAsync(Guid jobId, Action<UpdateSettersBuilder<Job>> set, CancellationToken cancel)
    {
        await using var db = databases.Create();
        await db.Jobs().Where(j => j.JobId == jobId && (j.State == JobStates.Running || j.State == JobStates.Waiting)).ExecuteUpdateAsync(set, cancel);
    }

    private async Task StoppedAsync(IServiceProvider services, JobEntry? entry, Job job, string why)
    {
        try
        {
            await (entry?.Stopped(services, job.Input, why, CancellationToken.None) ?? Task.CompletedTask);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            JobFailed(log, job.Kind, job.JobId, failure.GetType().Name);
        }
    }

    private Stream CreateResult(Guid jobId)
    {
        JobFiles.Delete(places, jobId);
        Directory.CreateDirectory(JobFiles.Folder(places));
        return SealedFile.Create(JobFiles.Result(places, jobId), keys);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Kind} {JobId} failed: {Failure}")]
    private static partial void JobFailed(ILogger log, string kind, Guid jobId, string failure);
}

/// <summary>Where sealed results lie.</summary>
internal static class JobFiles
{
    /// <summary>How long a result can be fetched.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    public static string Folder(Places places) => Path.Combine(places.Var, "jobs");
    public static string Result(Places places, Guid jobId) => Path.Combine(Folder(places), $"{jobId:N}.result");

    public static void Delete(Places places, Guid jobId)
    {
        if (File.Exists(Result(places, jobId)))
        {
            File.Delete(Result(places, jobId));
        }
    }
}
