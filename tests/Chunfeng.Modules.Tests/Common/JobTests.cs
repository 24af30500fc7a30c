using Chunfeng.Modules.Tests.Support;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Quartz;

namespace Chunfeng.Modules.Tests.Common;

public class JobTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static Task<Result<JobOutcome>> Answer(JobOutcome outcome) => Task.FromResult<Result<JobOutcome>>(outcome);

    [Theory(DisplayName = "后台任务：完成、被拒、出错各有结果；同类任务一个接一个"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Jobs_end_with_what_came_out(string engine)
    {
        await using var world = await JobWorld.CreateAsync(engine);
        world.Stage.Act = async (run, cancel) =>
        {
            run.Report(0.5, "一半");
            await Task.Delay(50, cancel);
            return new JobOutcome("共 3 行", "/people");
        };
        await using var host = await world.StartAsync();
        var ids = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add(await world.AskAsync<Probe>($"{i}", JobWorld.Zhang, host.Services));
        }

        foreach (var id in ids)
        {
            var done = await world.EndAsync(id);
            Assert.Equal((JobStates.Done, "共 3 行", "/people", 1), (done.State, done.Result, done.ResultLink, done.Attempts));
            Assert.NotNull(done.EndedAt);
        }

        Assert.Equal(1, world.Stage.Most);
        Assert.All(world.Stage.Logins, login => Assert.Equal("zhang", login));
        world.Stage.Act = (_, _) => Task.FromResult<Result<JobOutcome>>(new Refusal("x", "请先核对名册"));
        Assert.Equal((JobStates.Failed, "请先核对名册"), await EndAsync("refused"));
        world.Stage.Act = (_, _) => throw new InvalidOperationException("secret 140121198503090011");
        Assert.Equal((JobStates.Failed, JobRules.Broke), await EndAsync("broken"));
        Assert.Equal(["broken " + JobRules.Broke], world.Stage.Stopped);
        async Task<(string, string?)> EndAsync(string word)
        {
            var end = await world.EndAsync(await world.AskAsync<Probe>(word, JobWorld.Zhang, host.Services));
            return (end.State, end.Result);
        }
    }

    [Theory(DisplayName = "任务运行时按提交人当时的权限和地区：期间收回的，不再运行"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "13.1")]
    public async Task Rights_are_those_of_the_moment_it_runs(string engine)
    {
        await using var world = await JobWorld.CreateAsync(engine);
        await using var idle = world.Services();
        var id = await world.AskAsync<Probe>("a", JobWorld.Zhang, idle);
        await ChangeAsync(a => a.SetProperty(x => x.ExtraRights, Rights.PeopleExport));
        await using var host = await world.StartAsync();
        Assert.Contains("权限", (await world.EndAsync(id)).Result);
        await ChangeAsync(a => a.SetProperty(x => x.ExtraRights, Rights.PeopleRead).SetProperty(x => x.Region, JobWorld.Xiaodian));
        await world.DeskAsync(host.Services, d => d.RetryAsync(id, JobWorld.Zhang, None));
        Assert.Contains("管辖范围", (await world.WaitAsync(id, j => JobStates.IsOver(j.State))).Result);
        await ChangeAsync(a => a.SetProperty(x => x.Region, JobWorld.Qingxu));
        Assert.Null(await world.DeskAsync(host.Services, d => d.RetryAsync(id, JobWorld.Zhang, None)));
        Assert.Equal(JobStates.Done, (await world.EndAsync(id)).State);
        Assert.Single(world.Stage.Logins);
        Assert.Equal(2, world.Stage.Stopped.Count);
        await using (var db = world.Open())
        {
            await db.Set<Account>().Where(a => a.Login == "li").ExecuteDeleteAsync(None);
        }

        Assert.Contains("已不存在", (await world.EndAsync(await world.AskAsync<Probe>("b", JobWorld.ActorOf("li", JobWorld.Xiaodian, Rights.PeopleRead), host.Services))).Result);
        async Task ChangeAsync(Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<Account>> set)
        {
            await using var db = world.Open();
            Assert.Equal(1, await db.Set<Account>().Where(a => a.Login == "zhang").ExecuteUpdateAsync(set, None));
        }
    }

    [Theory(DisplayName = "等待的任务可以取消，运行中的也可以；取消后可以再试一次"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Cancelled_and_tried_again(string engine)
    {
        await using var world = await JobWorld.CreateAsync(engine);
        var runs = new TaskCompletionSource();
        world.Stage.Act = async (_, cancel) =>
        {
            runs.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancel);
            return new JobOutcome("");
        };
        await using var host = await world.StartAsync();
        var running = await world.AskAsync<Probe>("running", JobWorld.Zhang, host.Services);
        await runs.Task;
        var waiting = await world.AskAsync<Probe>("waiting", JobWorld.Zhang, host.Services);
        Assert.Null(await world.DeskAsync(host.Services, d => d.CancelAsync(waiting, JobWorld.Zhang, None)));
        Assert.Equal(JobStates.Cancelled, (await world.ReadAsync(waiting)).State);
        Assert.Null(await world.DeskAsync(host.Services, d => d.CancelAsync(running, JobWorld.Zhang, None)));
        Assert.Equal(JobStates.Cancelled, (await world.EndAsync(running)).State);
        Assert.Equal(["waiting 已取消", "running 已取消"], world.Stage.Stopped);
        Assert.Equal("job-moved-on", (await world.DeskAsync(host.Services, d => d.CancelAsync(running, JobWorld.Zhang, None)))!.Code);
        world.Stage.Act = (_, _) => Answer(new JobOutcome("好了"));
        foreach (var id in new[] { waiting, running })
        {
            Assert.Null(await world.DeskAsync(host.Services, d => d.RetryAsync(id, JobWorld.Zhang, None)));
            Assert.Equal((JobStates.Done, "好了"), (await world.EndAsync(id) is var again ? (again.State, again.Result) : default));
            Assert.Equal("job-moved-on", (await world.DeskAsync(host.Services, d => d.RetryAsync(id, JobWorld.Zhang, None)))!.Code);
        }
    }

    [Theory(DisplayName = "主机死后留下的任务：可重复的再运行，不可重复的说明要先核对，屡次中断的不再试"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task What_a_killed_host_left_behind(string engine)
    {
        await using var world = await JobWorld.CreateAsync(engine);
        var again = await world.LeftBehindAsync("test.probe", 1);
        var tired = await world.LeftBehindAsync("test.probe", 3);
        var once = await world.LeftBehindAsync("test.once", 1);
        var unknown = await world.LeftBehindAsync("test.gone", 1);
        await using var host = await world.StartAsync();
        Assert.Equal((JobStates.Done, 2), (await world.EndAsync(again) is var a ? (a.State, a.Attempts) : default));
        Assert.Contains("停止了 3 次", (await world.EndAsync(tired)).Result);
        Assert.Contains("先核对", (await world.EndAsync(once)).Result);
        Assert.Contains("不再提供", (await world.EndAsync(unknown)).Result);
        Assert.Single(world.Stage.Logins);
    }

    [Theory(DisplayName = "服务正常停止时运行中的任务等下一次启动接着做"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task A_stop_in_good_order_puts_the_job_back(string engine)
    {
        await using var world = await JobWorld.CreateAsync(engine);
        var runs = new TaskCompletionSource();
        world.Stage.Act = async (_, cancel) =>
        {
            runs.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancel);
            return new JobOutcome("");
        };
        Guid id;
        await using (var first = await world.StartAsync())
        {
            id = await world.AskAsync<Probe>("a", JobWorld.Zhang, first.Services);
            await runs.Task;
        }

        Assert.Equal((JobStates.Waiting, 0), (await world.ReadAsync(id) is var left ? (left.State, left.Attempts) : default));
        Assert.Empty(world.Stage.Stopped);
        world.Stage.Act = (_, _) => Answer(new JobOutcome("好了"));
        await using var second = await world.StartAsync();
        Assert.Equal((JobStates.Done, 1), (await world.EndAsync(id) is var end ? (end.State, end.Attempts) : default));
        Assert.Equal(2, world.Stage.Logins.Count);
    }

    [Theory(DisplayName = "只看得到自己的任务；有“全部任务”权限的看本地区的；结果文件只有提交人能取，七天后失效，磁盘上没有明文"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "13.1")]
    public async Task Who_sees_what(string engine)
    {
        await using var world = await JobWorld.CreateAsync(engine);
        world.Stage.Act = async (run, cancel) =>
        {
            await using (var file = run.CreateResult())
            {
                await file.WriteAsync("身份证号140121198503090011"u8.ToArray(), cancel);
            }

            return new JobOutcome("共 1 行", File: "名册.csv");
        };
        await using var host = await world.StartAsync();
        var id = await world.AskAsync<Probe>("a", JobWorld.Zhang, host.Services);
        var done = await world.EndAsync(id);
        Actor other = JobWorld.ActorOf("li", JobWorld.Xiaodian, Rights.PeopleRead), head = JobWorld.ActorOf("head", JobWorld.Qingxu, Rights.PeopleRead, Rights.JobsAll),
            otherHead = JobWorld.ActorOf("li", JobWorld.Xiaodian, Rights.PeopleRead, Rights.JobsAll), without = JobWorld.ActorOf("zhang", JobWorld.Qingxu);
        foreach (var (actor, sees) in new[] { (JobWorld.Zhang, true), (other, false), (head, true), (otherHead, false) })
        {
            Assert.Equal(sees, await world.DeskAsync(host.Services, d => d.FindAsync(id, actor, None)) is not null);
            Assert.Equal(sees ? 1 : 0, (await world.DeskAsync(host.Services, d => d.ListAsync(actor, null, null, null, None))).Jobs.Count);
        }

        foreach (var actor in new[] { other, otherHead })
        {
            Assert.Equal("job-not-found", (await world.DeskAsync(host.Services, d => d.CancelAsync(id, actor, None)))!.Code);
            Assert.Equal("job-not-found", (await world.DeskAsync(host.Services, d => d.RetryAsync(id, actor, None)))!.Code);
        }

        foreach (var actor in new[] { other, head, otherHead, without })
        {
            Assert.Null(await world.DeskAsync(host.Services, d => d.ResultAsync(id, actor, None)));
        }

        var result = (await world.DeskAsync(host.Services, d => d.ResultAsync(id, JobWorld.Zhang, None)))!.Value;
        using (var reader = new StreamReader(result.Content))
        {
            Assert.Equal(("名册.csv", "身份证号140121198503090011"), (result.Name, await reader.ReadToEndAsync(None)));
        }

        var stored = Directory.GetFiles(world.Places.Var, "*.result", SearchOption.AllDirectories).Single();
        Assert.True((await File.ReadAllBytesAsync(stored, None)).AsSpan().IndexOf("140121198503090011"u8) < 0);
        var clock = new FakeTimeProvider(new DateTimeOffset(done.ResultExpiresAt!.Value.AddMilliseconds(-1), TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromDays(7), done.ResultExpiresAt!.Value - done.EndedAt!.Value);
        await using var later = world.Services(clock);
        var before = await world.DeskAsync(later, d => d.ResultAsync(id, JobWorld.Zhang, None));
        Assert.NotNull(before);
        await before.Value.Content.DisposeAsync();
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await world.DeskAsync(later, d => d.ResultAsync(id, JobWorld.Zhang, None)));
        await using var scope = later.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SweepJobs>().RunAsync(new(), null!, None);
        Assert.False(File.Exists(stored));
        Assert.Null((await world.ReadAsync(id)).ResultFile);
    }

    [Theory(DisplayName = "任务列表一页一页看得全，往回翻也一样"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Pages_by_key(string engine)
    {
        await using var world = await JobWorld.CreateAsync(engine);
        await using var idle = world.Services(new FakeTimeProvider(new(2022, 2, 28, 15, 30, 0, TimeSpan.Zero))); // all at one moment
        for (var i = 0; i < 45; i++)
        {
            await world.AskAsync<Probe>($"{i}", JobWorld.Zhang, idle);
        }

        var pages = new List<JobPage> { await PageAsync(null, null) };
        while (pages[^1].Next is { } next)
        {
            pages.Add(await PageAsync(next, null));
        }

        Assert.Equal([20, 20, 5], pages.Select(p => p.Jobs.Count));
        Assert.Equal(45, pages.SelectMany(p => p.Jobs).Select(j => j.JobId).Distinct().Count());
        Assert.Null(pages[0].Previous);
        var back = await PageAsync(null, pages[2].Previous);
        Assert.Equal(pages[1].Jobs.Select(j => j.JobId), back.Jobs.Select(j => j.JobId));
        Assert.Null((await PageAsync("nonsense-x", null)).Previous);
        Task<JobPage> PageAsync(string? after, string? before) => world.DeskAsync(idle, d => d.ListAsync(JobWorld.Zhang, JobStates.Waiting, after, before, None));
    }

    [Fact(DisplayName = "没有权限、不是本地区：不能提交任务")]
    public async Task Asking_needs_the_right()
    {
        await using var world = await JobWorld.CreateAsync(TestDb.Sqlite);
        await using var idle = world.Services();
        await using var scope = idle.CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<JobDesk>();
        Assert.Equal("no-right", desk.Add<Probe, ProbeInput>(new("x"), "x", JobWorld.ActorOf("zhang", JobWorld.Qingxu)).Refusal!.Code);
        Assert.Equal("outside-scope", desk.Add<Probe, ProbeInput>(new("x"), "x", JobWorld.Zhang, new(JobWorld.Xiaodian)).Refusal!.Code);
        Assert.False(desk.Add<Probe, ProbeInput>(new("x"), "x", JobWorld.Zhang, new(140121001000)).IsRefused);
    }

    [Theory(DisplayName = "定时任务由时刻表提交，前一个没有结束就不再提交"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task The_timetable_asks_once(string engine)
    {
        await using var world = await JobWorld.CreateAsync(engine);
        await using var host = await world.StartAsync();
        await host.Services.GetRequiredService<JobHost>().AskAsync(CheckAudit.Kind.Code, None);
        await using var db = world.Open();
        var job = await world.EndAsync((await db.Jobs().SingleAsync(None)).JobId);
        Assert.Equal((JobStates.Done, true, "operator"), (job.State, job.Scheduled, job.AskedBy));
        Assert.Contains("审计链完整", job.Result);
        await using var idle = world.Services();
        for (var i = 0; i < 2; i++)
        {
            await idle.GetRequiredService<JobHost>().AskAsync("test.none", None);
        }

        Assert.Equal(1, await db.Jobs().CountAsync(None));
        Assert.Empty((await world.DeskAsync(host.Services, d => d.ListAsync(JobWorld.ActorOf("operator", JobWorld.Qingxu, Rights.PeopleRead), null, null, null, None))).Jobs);
    }

    [Theory]
    [InlineData(CheckAudit.Nightly, "02:00")]
    [InlineData(SweepJobs.Nightly, "03:30")]
    public void Nightly_means_night_in_China(string cron, string time)
    {
        var next = new CronExpression(cron, TimeZoneInfo.Utc).GetNextValidTimeAfter(new(2022, 2, 27, 4, 0, 0, TimeSpan.Zero))!.Value;
        Assert.EndsWith(time, ChinaTime.Show(next.UtcDateTime));
    }

    [Theory]
    [InlineData(JobStates.Waiting, 0, false, "Begin")]
    [InlineData(JobStates.Waiting, 0, true, "Cancel")]
    [InlineData(JobStates.Running, 2, false, "Begin")]
    [InlineData(JobStates.Running, 3, false, "GiveUp")]
    [InlineData(JobStates.Running, 3, true, "Cancel")]
    [InlineData(JobStates.Done, 1, false, "Ignore")]
    [InlineData(JobStates.Failed, 1, false, "Ignore")]
    [InlineData(JobStates.Cancelled, 1, true, "Ignore")]
    public void The_rules_of_a_job_s_life(string state, int attempts, bool cancelAsked, string turn) =>
        Assert.Equal(turn, JobRules.Next(state, attempts, cancelAsked, Probe.Kind).Turn.ToString());
}
