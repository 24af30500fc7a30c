using System.Collections.Concurrent;
using Chunfeng.Data;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Chunfeng.Modules.Tests.Common;

/// <summary>What the probe jobs do and what was seen of them.</summary>
internal sealed class Stage
{
    public Func<JobRun, CancellationToken, Task<Result<JobOutcome>>> Act { get; set; } = (_, _) => Task.FromResult<Result<JobOutcome>>(new JobOutcome("好了"));
    public ConcurrentQueue<string> Stopped { get; } = [];
    public ConcurrentQueue<string> Logins { get; } = [];
    public int Most;
    public int Now;
}

internal sealed record ProbeInput(string Word);

/// <summary>A job that does what the test says.</summary>
internal sealed class Probe(Stage stage) : IJob<ProbeInput>
{
    public static JobKind Kind { get; } = new("test.probe", "试验", Rights.PeopleRead) { MostAttempts = 3 };

    public async Task<Result<JobOutcome>> RunAsync(ProbeInput input, JobRun run, CancellationToken cancel)
    {
        var now = Interlocked.Increment(ref stage.Now);
        stage.Most = Math.Max(stage.Most, now);
        try
        {
            stage.Logins.Enqueue(run.Actor.Login);
            return await stage.Act(run, cancel);
        }
        finally
        {
            Interlocked.Decrement(ref stage.Now);
        }
    }

    public Task StoppedAsync(ProbeInput input, string why, CancellationToken cancel)
    {
        stage.Stopped.Enqueue($"{input.Word} {why}");
        return Task.CompletedTask;
    }
}

/// <summary>A job that must not run twice by itself.</summary>
internal sealed class OnceProbe(Stage stage) : IJob<ProbeInput>
{
    public static JobKind Kind { get; } = new("test.once", "只跑一次", Rights.PeopleRead) { Repeatable = false };

    public Task<Result<JobOutcome>> RunAsync(ProbeInput input, JobRun run, CancellationToken cancel) => stage.Act(run, cancel);
}

/// <summary>A database, accounts, and a job host that can be started and stopped.</summary>
internal sealed class JobWorld : IAsyncDisposable
{
    public const long Qingxu = 140121000000, Xiaodian = 140105000000;
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TestDb test;
    private readonly string folder = Directory.CreateTempSubdirectory("chunfeng-jobs-").FullName;

    private JobWorld(TestDb test) => this.test = test;

    public Stage Stage { get; } = new();
    public Places Places => new(folder, folder);

    public static async Task<JobWorld> CreateAsync(string engine)
    {
        var world = new JobWorld(await TestDb.CreateAsync(engine));
        await using var db = world.Open();
        db.AddRange(AccountOf("zhang", Qingxu, Rights.PeopleRead), AccountOf("li", Xiaodian, Rights.PeopleRead), AccountOf("head", Qingxu, Rights.PeopleRead, Rights.JobsAll));
        await db.SaveChangesAsync(None);
        return world;
    }

    public static Actor ActorOf(string login, long region, params string[] rights) => new(login, login, new RegionCode(region), rights.ToHashSet(StringComparer.Ordinal));
    public static Actor Zhang => ActorOf("zhang", Qingxu, Rights.PeopleRead);

    public ChunfengDb Open() => test.Open();

    public ServiceProvider Services(TimeProvider? clock = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton(clock ?? TimeProvider.System);
        services.AddSingleton<IDbFactory>(test.Factory);
        services.AddSingleton<IJobStore>(new QuartzStore(test.Factory));
        services.AddScoped(_ => test.Open());
        services.AddSingleton(KeyRing.ForTests);
        services.AddSingleton(Places);
        services.AddSingleton(Stage);
        services.AddSingleton<Platform.Audit.AuditAnchors>();
        services.AddScoped<Platform.Audit.VerifyAudit>();
        services.AddJobs();
        services.AddJobHost();
        services.AddJob<Probe, ProbeInput>();
        services.AddJob<OnceProbe, ProbeInput>();
        return services.BuildServiceProvider();
    }

    /// <summary>A host that runs until it is disposed, in good order.</summary>
    public async Task<Host> StartAsync()
    {
        var services = Services();
        var host = services.GetServices<IHostedService>().Single();
        await host.StartAsync(None);
        return new Host(services, host);
    }

    public async Task<Guid> AskAsync<TJob>(string word, Actor actor, IServiceProvider services) where TJob : class, IJob<ProbeInput>
    {
        await using var scope = services.CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<JobDesk>();
        var asked = desk.Add<TJob, ProbeInput>(new(word), word, actor);
        Assert.False(asked.IsRefused);
        await scope.ServiceProvider.GetRequiredService<ChunfengDb>().SaveChangesAsync(None);
        desk.Ring();
        return asked.Value;
    }

    public async Task<T> DeskAsync<T>(IServiceProvider services, Func<JobDesk, Task<T>> act)
    {
        await using var scope = services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<JobDesk>());
    }

    /// <summary>Writes a row as a killed host leaves it.</summary>
    public async Task<Guid> LeftBehindAsync(string kind, int attempts)
    {
        await using var db = Open();
        var job = new Job
        {
            Kind = kind, Title = "left", Input = """{"word":"left"}""", AskedBy = "zhang", Scheduled = false, Region = Qingxu, AskedAt = TimeProvider.System.UtcStamp,
            State = JobStates.Running, Attempts = attempts,
        };
        db.Add(job);
        await db.SaveChangesAsync(None);
        return job.JobId;
    }

    public async Task<Job> ReadAsync(Guid id)
    {
        await using var db = Open();
        return await db.Jobs().AsNoTracking().SingleAsync(j => j.JobId == id);
    }

    public Task<Job> EndAsync(Guid id) => WaitAsync(id, j => JobStates.IsOver(j.State));

    public async Task<Job> WaitAsync(Guid id, Func<Job, bool> until)
    {
        for (var i = 0; i < 600; i++)
        {
            if (await ReadAsync(id) is var job && until(job))
            {
                return job;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"{id}: {(await ReadAsync(id)).State}");
    }

    public async ValueTask DisposeAsync()
    {
        await test.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static Account AccountOf(string login, long region, params string[] rights) => new()
    {
        Login = login, DisplayName = login, PasswordHash = "", Region = region, UnitId = Guid.CreateVersion7(), ExtraRights = string.Join(' ', rights), CreatedAt = TimeProvider.System.UtcStamp,
    };

    internal sealed class Host(ServiceProvider services, IHostedService host) : IAsyncDisposable
    {
        public IServiceProvider Services => services;

        public async ValueTask DisposeAsync()
        {
            await host.StopAsync(None);
            await services.DisposeAsync();
        }
    }
}
