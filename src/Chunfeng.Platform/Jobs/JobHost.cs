using System.Globalization;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Chunfeng.Platform.Jobs;

/// <summary>Tells the host that a job was asked for, so that it need not wait for its next look.</summary>
public sealed class JobBell : IDisposable
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

    internal Task WaitAsync(TimeSpan atMost, CancellationToken cancel) => bell.WaitAsync(atMost, cancel);

    public void Dispose() => bell.Dispose();
}

/// <summary>Keeps Quartz in step with the table of jobs. The table says what is to be done, Quartz who does it when; a job Quartz
/// does not know is handed to it, so nothing is lost when the host dies between the two.</summary>
internal sealed partial class JobHost(
    IJobStore store, JobEngine engine, JobBell bell, JobProgress progress, IDbFactory databases, IEnumerable<JobSchedule> timetable, JobCatalogue catalogue,
    IConfiguration settings, TimeProvider clock, ILoggerFactory logs) : BackgroundService, IAsyncDisposable
{
    private const string Group = "jobs", Timetable = "timetable";
    private const int AtOnce = 4, MostAdopted = 500;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);
    private readonly ILogger log = logs.CreateLogger<JobHost>();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // the first page need not wait for Quartz
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WorkAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                Stumbled(log, failure.GetType().Name);
                await Task.Delay(Look, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Also where the host is dropped without being stopped, running jobs come to their end before the database goes.</summary>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        if (ExecuteTask is { } work)
        {
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WorkAsync(CancellationToken cancel)
    {
        await store.PrepareAsync(cancel);
        await using var factory = QuartzSchedulerBuilder.Create(quartz =>
        {
            quartz.Services.AddSingleton(logs);
            quartz.Services.AddSingleton(this);
            quartz.Services.AddSingleton(engine);
            quartz.ConfigureScheduler(options =>
            {
                options.InstanceName = "chunfeng";
                options.GenerateInstanceId = true;
                options.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            quartz.UseDefaultThreadPool(AtOnce);
            quartz.UseExecutionLimits(limits => limits.ForOtherGroups(1)); // jobs of one kind one after another
            quartz.UsePersistentStore(tables =>
            {
                tables.ConfigureStore(options =>
                {
                    options.TablePrefix = IJobStore.TablePrefix;
                    options.StoreJobDataAsStrings = true;
                    options.UseBackgroundThreads = true;
                });
                tables.ProvisionSchema();
                store.Use(tables);
            });
        }).Build();
        var scheduler = await factory.GetScheduler(cancel);
        await SetTimetableAsync(scheduler, cancel);
        await scheduler.Start(cancel);
        try
        {
            while (true)
            {
                await AdoptAsync(scheduler, cancel);
                await bell.WaitAsync(Look, cancel);
            }
        }
        finally
        {
            await scheduler.Shutdown(true, CancellationToken.None);
        }
    }

    /// <summary>Hands over every unfinished job that Quartz does not know: just asked for, to be tried again, or from a time before Quartz's tables.</summary>
    private async Task AdoptAsync(IScheduler scheduler, CancellationToken cancel)
    {
        await using var db = databases.Create();
        var open = await db.Jobs().AsNoTracking().Where(j => j.State == JobStates.Waiting || j.State == JobStates.Running)
            .OrderBy(j => j.AskedAt).ThenBy(j => j.JobId).Take(MostAdopted).Select(j => new { j.JobId, j.Kind }).ToListAsync(cancel);
        foreach (var job in open.Where(j => !progress.Runs(j.JobId)))
        {
            var name = job.JobId.ToString("N");
            if (await scheduler.Exists(new JobKey(name, Group), cancel))
            {
                continue;
            }

            try
            {
                await scheduler.ScheduleJob(
                    JobBuilder.Create<RunJob>().WithIdentity(name, Group).RequestRecovery(true).Build(),
                    TriggerBuilder.Create().WithIdentity(name, Group).WithExecutionGroup(job.Kind).StartNow().Build(), new ScheduleJobOptions(), cancel);
            }
            catch (ObjectAlreadyExistsException)
            {
                // another host was first
            }
        }
    }

    /// <summary>A trigger that is as it should be is left alone: then Quartz knows what was missed while no host ran.</summary>
    private async Task SetTimetableAsync(IScheduler scheduler, CancellationToken cancel)
    {
        foreach (var line in timetable)
        {
            var key = new TriggerKey(line.Kind, Timetable);
            var wanted = line.Setting is null || string.Equals(settings[line.Setting], "true", StringComparison.OrdinalIgnoreCase);
            if (!wanted)
            {
                await scheduler.DeleteJob(new JobKey(line.Kind, Timetable), cancel);
                continue;
            }

            if (await scheduler.GetTrigger(key, cancel) is ICronTrigger known && known.CronExpressionString == line.Cron)
            {
                continue;
            }

            await scheduler.DeleteJob(new JobKey(line.Kind, Timetable), cancel);
            try
            {
                await scheduler.ScheduleJob(
                    JobBuilder.Create<AskByTimetable>().WithIdentity(line.Kind, Timetable).Build(),
                    TriggerBuilder.Create().WithIdentity(key).WithSchedule(CronScheduleBuilder.Create(line.Cron).InTimeZone(TimeZoneInfo.Utc)
                        .WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)).Build(), new ScheduleJobOptions(), cancel);
            }
            catch (ObjectAlreadyExistsException)
            {
                // another host was first
            }
        }
    }

    /// <summary>Asks for a job of the timetable unless the last one of its kind is not over yet.</summary>
    internal async Task AskAsync(string kind, CancellationToken cancel)
    {
        var line = timetable.FirstOrDefault(l => l.Kind == kind);
        if (line is null || catalogue.Find(kind) is null)
        {
            return;
        }

        await using var db = databases.Create();
        if (await db.Jobs().AnyAsync(j => j.Kind == kind && (j.State == JobStates.Waiting || j.State == JobStates.Running), cancel))
        {
            return;
        }

        db.Jobs().Add(new Job
        {
            Kind = kind, Title = $"{line.Title} {clock.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}", Input = "{}", AskedBy = Actor.Operator.Login, Scheduled = true,
            Region = Actor.Operator.Region.Value, AskedAt = clock.UtcStamp,
        });
        await db.SaveChangesAsync(cancel);
        bell.Ring();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The job host stumbled and begins again: {Kind}")]
    private static partial void Stumbled(ILogger log, string kind);
}

/// <summary>What Quartz fires for a job; the job's id is its name.</summary>
internal sealed class RunJob(JobEngine engine) : Quartz.IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await engine.RunAsync(Guid.ParseExact(context.JobDetail.Key.Name, "N"), cancellationToken);
}

/// <summary>What Quartz fires when the timetable says so.</summary>
internal sealed class AskByTimetable(JobHost host) : Quartz.IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await host.AskAsync(context.JobDetail.Key.Name, cancellationToken);
}
