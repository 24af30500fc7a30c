using System.Globalization;
using System.Text.Json;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Platform.Jobs;

/// <summary>A page of jobs, newest first, with the positions of its neighbours.</summary>
public sealed record JobPage(IReadOnlyList<Job> Jobs, string? Next, string? Previous);

/// <summary>Asks for jobs, lists, cancels and repeats them. People see their own; with <see cref="Rights.JobsAll"/> all of their area.</summary>
public sealed class JobDesk(
    ChunfengDb db, JobCatalogue catalogue, JobBell bell, KeyRing keys, Places places, TimeProvider clock, IServiceProvider services)
{
    public const int PageSize = 20;

    private static readonly Refusal NotFound = new("job-not-found", "没有找到这个任务，或它不是您提交的");
    private static readonly Refusal MovedOn = new("job-moved-on", "任务的状态已经变化，请刷新后再看");

    /// <summary>Puts a job into the caller's unit of work; it begins after that is saved. Then call <see cref="Ring"/>, or it begins some seconds later.</summary>
    /// <param name="title">What it is about, for people; at most 200 characters are kept.</param>
    /// <param name="region">The area it is about; the actor's own when null.</param>
    /// <returns>The job's id; refused when the actor lacks the right or asks for another area.</returns>
    public Result<Guid> Add<TJob, TInput>(TInput input, string title, Actor actor, RegionCode? region = null) where TJob : class, IJob<TInput>
    {
        if (!actor.May(TJob.Kind.Right))
        {
            return new Refusal("no-right", $"您没有“{TJob.Kind.Name}”的权限，请联系管理员");
        }

        if (!actor.Region.Contains(region ?? actor.Region))
        {
            return new Refusal("outside-scope", "这个地区不在您的管辖范围内，请选择本地区");
        }

        var job = new Job
        {
            Kind = TJob.Kind.Code, Title = title.Length > 200 ? title[..200] : title, Input = JsonSerializer.Serialize(input, JobRegistration.Json), AskedBy = actor.Login,
            Scheduled = false, Region = (region ?? actor.Region).Value, AskedAt = clock.UtcStamp,
        };
        db.Jobs().Add(job);
        return job.JobId;
    }

    /// <summary>Tells the host, once the unit of work is saved.</summary>
    public void Ring() => bell.Ring();

    /// <summary>What people call a kind of job.</summary>
    public string NameOf(string kind) => catalogue.Find(kind)?.Kind.Name ?? kind;

    /// <param name="state">Only jobs in this state; null for all.</param>
    public async Task<JobPage> ListAsync(Actor actor, string? state, string? after, string? before, CancellationToken cancel)
    {
        var query = Mine(actor);
        if (!string.IsNullOrEmpty(state))
        {
            query = query.Where(j => j.State == state);
        }

        var backwards = before is not null;
        var position = Position(before ?? after);
        if (position is var (at, id))
        {
            query = backwards
                ? query.Where(j => j.AskedAt > at || (j.AskedAt == at && j.JobId.CompareTo(id) > 0))
                : query.Where(j => j.AskedAt < at || (j.AskedAt == at && j.JobId.CompareTo(id) < 0));
        }

        query = backwards ? query.OrderBy(j => j.AskedAt).ThenBy(j => j.JobId) : query.OrderByDescending(j => j.AskedAt).ThenByDescending(j => j.JobId);
        var rows = await query.Take(PageSize + 1).ToListAsync(cancel);
        var more = rows.Count > PageSize;
        if (more)
        {
            rows.RemoveAt(PageSize);
        }

        if (backwards)
        {
            rows.Reverse();
        }

        return new JobPage(
            rows, rows.Count > 0 && (backwards || more) ? Key(rows[^1]) : null, rows.Count > 0 && (backwards ? more : position is not null) ? Key(rows[0]) : null);
    }

    /// <summary>Null when there is no such job or it is not the actor's to see: the answer is the same.</summary>
    public async Task<Job?> FindAsync(Guid jobId, Actor actor, CancellationToken cancel) =>
        await Mine(actor).SingleOrDefaultAsync(j => j.JobId == jobId, cancel);

    /// <summary>A waiting job ends at once, a running one as soon as its work looks up.</summary>
    public async Task<Refusal?> CancelAsync(Guid jobId, Actor actor, CancellationToken cancel)
    {
        if (await FindAsync(jobId, actor, cancel) is not { } job)
        {
            return NotFound;
        }

        var now = clock.UtcStamp;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var ended = await db.Jobs().Where(j => j.JobId == jobId && j.State == JobStates.Waiting).ExecuteUpdateAsync(
            s => s.SetProperty(j => j.State, JobStates.Cancelled).SetProperty(j => j.CancelAsked, true).SetProperty(j => j.EndedAt, now).SetProperty(j => j.Result, JobRules.Cancelled), cancel);
        var asked = ended == 1 ? 1 : await db.Jobs().Where(j => j.JobId == jobId && j.State == JobStates.Running && !j.CancelAsked)
            .ExecuteUpdateAsync(s => s.SetProperty(j => j.CancelAsked, true), cancel);
        if (asked == 0)
        {
            return MovedOn;
        }

        db.Audit(clock, actor, "job.cancel", $"{jobId} {job.Kind}");
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        if (ended == 1 && catalogue.Find(job.Kind) is { } entry)
        {
            await entry.Stopped(services, job.Input, JobRules.Cancelled, cancel);
        }

        return null;
    }

    /// <summary>Begins a failed or cancelled job again, still as the one who asked for it.</summary>
    public async Task<Refusal?> RetryAsync(Guid jobId, Actor actor, CancellationToken cancel)
    {
        if (await FindAsync(jobId, actor, cancel) is not { } job)
        {
            return NotFound;
        }

        if (catalogue.Find(job.Kind) is null)
        {
            return new Refusal("job-unknown", "这类任务已不再提供，不能再试");
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var moved = await db.Jobs().Where(j => j.JobId == jobId && (j.State == JobStates.Failed || j.State == JobStates.Cancelled)).ExecuteUpdateAsync(
            s => s.SetProperty(j => j.State, JobStates.Waiting).SetProperty(j => j.CancelAsked, false).SetProperty(j => j.Attempts, 0).SetProperty(j => j.Result, (string?)null)
                .SetProperty(j => j.StartedAt, (DateTime?)null).SetProperty(j => j.EndedAt, (DateTime?)null).SetProperty(j => j.Progress, 0), cancel);
        if (moved == 0)
        {
            return MovedOn;
        }

        db.Audit(clock, actor, "job.retry", $"{jobId} {job.Kind}");
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        bell.Ring();
        return null;
    }

    /// <summary>The file a job made, in clear, for the one who asked for it and may still have it; logged. Null when there is none, it expired, or it is another's.</summary>
    public async Task<(Stream Content, string Name)?> ResultAsync(Guid jobId, Actor actor, CancellationToken cancel)
    {
        if (await FindAsync(jobId, actor, cancel) is not { ResultFile: { } name } job || !MayTake(job, actor))
        {
            return null;
        }

        db.Audit(clock, actor, "job.result", $"{jobId} {job.Kind}");
        await db.SaveChangesAsync(cancel);
        return (SealedFile.Open(JobFiles.Result(places, jobId), keys), name);
    }

    /// <summary>Whether the actor may fetch a job's file now: asked for it, still has the right and the area, and the seven days are not over.</summary>
    public bool MayTake(Job job, Actor actor) => job.ResultFile is not null && job.ResultExpiresAt > clock.UtcStamp && job.AskedBy == actor.Login && !job.Scheduled
        && catalogue.Find(job.Kind) is { } entry && JobRules.Refuse(job, actor, entry.Kind) is null && File.Exists(JobFiles.Result(places, job.JobId));

    private IQueryable<Job> Mine(Actor actor)
    {
        long from = actor.Region.Value, to = actor.Region.End;
        return actor.May(Rights.JobsAll)
            ? db.Jobs().AsNoTracking().Where(j => (j.AskedBy == actor.Login && !j.Scheduled) || (j.Region >= from && j.Region < to))
            : db.Jobs().AsNoTracking().Where(j => j.AskedBy == actor.Login && !j.Scheduled);
    }

    private static string Key(Job job) => $"{job.AskedAt.Ticks:x}-{job.JobId:N}";

    private static (DateTime At, Guid Id)? Position(string? key) =>
        key?.Split('-') is [var ticks, var id] && long.TryParse(ticks, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var at)
            && at >= 0 && at <= DateTime.MaxValue.Ticks && Guid.TryParseExact(id, "N", out var job)
            ? (new DateTime(at, DateTimeKind.Utc), job) : null;
}

/// <summary>What jobs need wherever they are asked for; the host that runs them is added where there is one.</summary>
public static class JobServices
{
    extension(IServiceCollection services)
    {
        public void AddJobs()
        {
            services.AddSingleton<JobCatalogue>();
            services.AddSingleton<JobProgress>();
            services.AddSingleton<JobBell>();
            services.AddSingleton<JobEngine>();
            services.AddScoped<JobDesk>();
            services.AddSingleton<ITodoSource, HouseTodo>();
            services.AddJob<SweepJobs, NoInput>();
            services.AddSchedule<SweepJobs>("清理过期结果", SweepJobs.Nightly);
            services.AddJob<CheckAudit, NoInput>();
            services.AddSchedule<CheckAudit>("夜间检查审计链", CheckAudit.Nightly);
        }

        public void AddJobHost()
        {
            services.AddSingleton<JobHost>();
            services.AddHostedService(s => s.GetRequiredService<JobHost>());
        }
    }
}
