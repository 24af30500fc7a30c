using Chunfeng.Modules.Tests.Support;
using Chunfeng.People;
using Chunfeng.People.Contracts;
using Chunfeng.People.Register;
using Chunfeng.People.Roster;
using Chunfeng.People.Roster.Import;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Chunfeng.Modules.Tests.People;

/// <summary>The whole of a list, kept views and waiting rosters, on both engines.</summary>
public class RegisterListTests
{
    private const int People = 600;
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private static readonly string Data = Path.GetDirectoryName(Places.FindUpwards(AppContext.BaseDirectory, "data/regions")!)!;
    private static readonly RegionTree Regions = RegionTree.Load(Path.Combine(Data, "regions"));
    private static readonly DateOnly Day = new(2022, 2, 27);
    private static readonly Actor Taiyuan = new("taiyuan", "太原", new(140100000000), new HashSet<string> { Rights.PeopleRead, Rights.PeopleImport });
    private readonly FakeTimeProvider clock = new(new(2022, 2, 28, 1, 0, 0, TimeSpan.Zero));

    [Theory(DisplayName = "导出读到的人与一页页翻到的人相同，顺序也相同；正好到上限可以，多一人不行"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "12.3")]
    public async Task The_whole_list_is_its_pages(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        Assert.False((await new CreateDemo(db, test.Factory, KeyRing.ForTests, Regions, clock).HandleAsync(People, 3, Day, Actor.Operator, Cancel)).IsRefused);
        var register = new RegisterQuery(db, KeyRing.ForTests);
        var plain = new RegisterFilter { On = Day };
        foreach (var (filter, actor) in new[]
        {
            (plain, Actor.Operator), (plain, Taiyuan), (plain with { Text = "王" }, Actor.Operator), (plain with { Working = true, Sex = 1 }, Taiyuan),
            (plain with { Category = 10, MinAge = 30 }, Actor.Operator), (plain with { Region = new(140200000000) }, Taiyuan),
        })
        {
            List<RegisterRow> walked = [];
            for (string? after = null; ;)
            {
                var page = await register.HandleAsync(filter with { After = after }, actor, Cancel);
                walked.AddRange(page.Rows);
                if ((after = page.Next) is null)
                {
                    break;
                }
            }

            var all = await (await register.AllAsync(filter, actor, Math.Max(walked.Count, 1), Cancel)).Value!.ToListAsync(Cancel);
            Assert.Equal(walked.Select(r => (r.WorkerId, r.Working)), all.Select(r => (r.WorkerId, r.Working)));
            Assert.True(walked.Count > 1 || filter.Region is not null);
            if (walked.Count > 1)
            {
                Assert.Equal("too-many", (await register.AllAsync(filter, actor, walked.Count - 1, Cancel)).Refusal?.Code);
            }
        }

        Assert.Equal("bad-filter", (await register.AllAsync(plain with { Text = "12345" }, Actor.Operator, 10, Cancel)).Refusal?.Code);
    }

    [Theory(DisplayName = "常用条件：同名替换、两次同时按只留一个、各人各存、列另存不占数"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Views_are_one_a_name(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            await using var own = test.Open();
            Assert.Null(await new SavedViews(own, clock, new AccountShelf(clock)).SaveAsync("/people", " 同一个 ", $"sex={i}", Taiyuan, Cancel));
        }));
        await using var db = test.Open();
        var views = new SavedViews(db, clock, new AccountShelf(clock));
        var kept = Assert.Single((await views.OfPageAsync("/people", Taiyuan, Cancel)).Views);
        Assert.Equal("同一个", kept.Name);
        Assert.Null(await views.SaveAsync("/people", "同一个", "sex=2", Taiyuan, Cancel));
        await views.KeepColumnsAsync("/people", "age", Taiyuan, Cancel);
        await views.KeepColumnsAsync("/people", "sex", Taiyuan, Cancel);
        Assert.Equal("sex", (await views.OfPageAsync("/people", Taiyuan, Cancel)).Columns);
        Assert.Equal("sex=2", Assert.Single((await views.OfPageAsync("/people", Taiyuan, Cancel)).Views).Query);
        Assert.Empty((await views.OfPageAsync("/dispatch", Taiyuan, Cancel)).Views);
        Assert.Empty((await views.OfPageAsync("/people", Actor.Operator, Cancel)).Views);
        await views.DropAsync(kept.ViewId, Actor.Operator, Cancel);
        Assert.Single((await views.OfPageAsync("/people", Taiyuan, Cancel)).Views);
        Assert.Equal("view-name", (await views.SaveAsync("/people", new string('长', SavedViews.LongestName + 1), "", Taiyuan, Cancel))?.Code);
        Assert.Null(await views.SaveAsync("/people", string.Concat(Enumerable.Repeat("𠮷", SavedViews.LongestName)), new string('a', SavedViews.LongestQuery), Taiyuan, Cancel));
        Assert.Equal("view-too-long", (await views.SaveAsync("/people", "长", new string('a', SavedViews.LongestQuery + 1), Taiyuan, Cancel))?.Code);
        Assert.Equal("view-name", (await views.SaveAsync("/people", "", "", Taiyuan, Cancel))?.Code); // the columns' own name is not to be had
    }

    [Theory(DisplayName = "待办：核对完、未成功、三十天内有冲突的才等人；别处的、演示省的周、没有权限的不等"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task What_waits_is_ours(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        RosterImport Import(string name, string state, int conflicts = 0, int daysAgo = 1, long region = 140121000000, bool uploaded = true) => new()
        {
            FileName = name, State = state, Region = region, AsOf = Day, DryRun = true, StartedBy = "x", Uploaded = uploaded, Conflicts = conflicts,
            StartedAt = clock.GetUtcNow().UtcDateTime.AddDays(-daysAgo), EndedAt = clock.GetUtcNow().UtcDateTime.AddDays(-daysAgo),
        };
        db.Imports().AddRange(
            Import("checked", ImportStates.Checked), Import("failed", ImportStates.Failed, daysAgo: 9), Import("conflict", ImportStates.Done, conflicts: 2),
            Import("old conflict", ImportStates.Done, conflicts: 2, daysAgo: 32), Import("done", ImportStates.Done), Import("running", ImportStates.Running),
            Import("dropped", ImportStates.Dropped), Import("elsewhere", ImportStates.Checked, region: 140200000000), Import("command line", ImportStates.Checked, uploaded: false));
        await db.SaveChangesAsync(Cancel);
        ITodoSource imports = new ImportTodo(clock), weeks = new Chunfeng.Dispatch.Weeks.WeekTodo(clock);
        var shelf = new AccountShelf(TimeProvider.System);
        TodoDesk Desk(Actor actor, params ITodoSource[] sources) => new(sources, test.Factory, shelf, actor, NullLogger<TodoDesk>.Instance);
        var groups = await Desk(Taiyuan, imports, weeks).MineAsync(Cancel);
        Assert.Equal(["failed", "checked", "conflict"], Assert.Single(groups).Items.Select(i => i.Detail).Order(Comparer<string>.Create((a, b) => Order(a) - Order(b))));
        Assert.Equal("failed", groups[0].Items[0].Detail); // late first

        // the badge of other pages: for whom it was counted, with those rights, until they act
        Assert.Equal(groups.Sum(g => g.Items.Sum(i => i.Count)), await Desk(Taiyuan).BadgeAsync(Cancel));
        foreach (var other in new[] { Taiyuan with { Rights = new HashSet<string> { Rights.PeopleRead } }, Taiyuan with { Region = new RegionCode(140200000000) } })
        {
            await Desk(Taiyuan, imports, weeks).MineAsync(Cancel);
            Assert.Equal(0, await Desk(other).BadgeAsync(Cancel));
        }

        await Desk(Taiyuan, imports, weeks).MineAsync(Cancel);
        shelf.Forget(Taiyuan.Login);
        Assert.Equal(0, await Desk(Taiyuan).BadgeAsync(Cancel));
        Assert.Empty(await imports.WaitingAsync(db, Taiyuan with { Rights = new HashSet<string> { Rights.PeopleRead } }, Cancel));

        var run = Actor.Operator;
        Assert.Equal(["2022-W08 还没有封存", "2022年任务还没有下达"], (await weeks.WaitingAsync(db, run, Cancel)).Select(i => i.Title));
        Assert.Empty(await weeks.WaitingAsync(db, Taiyuan, Cancel));
        db.AllSettings().Add(new Setting { Key = Setting.RegisterKind, Value = "demo workers=1" });
        await db.SaveChangesAsync(Cancel);
        Assert.Empty(await weeks.WaitingAsync(db, run, Cancel));

        static int Order(string name) => Array.IndexOf(["failed", "checked", "conflict"], name);
    }

    [Fact(DisplayName = "常用条件：半分钟内不再问库，自己存了马上看到，别处存的半分钟后看到")]
    public async Task Kept_filters_are_asked_for_once_in_half_a_minute()
    {
        await using var test = await TestDb.CreateAsync(TestDb.Sqlite);
        await using var db = test.Open();
        var (here, there) = (new SavedViews(db, clock, new AccountShelf(clock)), new SavedViews(db, clock, new AccountShelf(clock)));
        async Task<int> SeenAsync() => (await here.OfPageAsync("/people", Taiyuan, Cancel)).Views.Count;
        Assert.Equal(0, await SeenAsync());
        Assert.Null(await there.SaveAsync("/people", "别处", "sex=1", Taiyuan, Cancel));
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(0, await SeenAsync());
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await SeenAsync());
        Assert.Null(await here.SaveAsync("/people", "自己", "sex=2", Taiyuan, Cancel));
        Assert.Equal(2, await SeenAsync());
        await here.KeepColumnsAsync("/people", "id", Taiyuan, Cancel);
        Assert.Equal("id", (await here.OfPageAsync("/people", Taiyuan, Cancel)).Columns);
        await here.DropAsync((await here.OfPageAsync("/people", Taiyuan, Cancel)).Views[0].ViewId, Taiyuan, Cancel);
        Assert.Equal(1, await SeenAsync());
        Assert.Empty((await here.OfPageAsync("/people", Taiyuan with { Login = "another" }, Cancel)).Views);
    }

    [Fact(DisplayName = "一个房间的待办读不出来，其余照常")]
    public async Task A_room_that_fails_leaves_the_others()
    {
        await using var test = await TestDb.CreateAsync(TestDb.Sqlite);
        var groups = await new TodoDesk([new Broken(), new Chunfeng.Dispatch.Weeks.WeekTodo(clock)], test.Factory, new AccountShelf(TimeProvider.System), Actor.Operator, NullLogger<TodoDesk>.Instance).MineAsync(Cancel);
        Assert.Equal([("坏的", true, 0), ("调度", false, 2)], groups.Select(g => (g.Room, g.Failed, g.Items.Count)));
    }

    private sealed class Broken : ITodoSource
    {
        public string Room => "坏的";

        public async Task<IReadOnlyList<TodoItem>> WaitingAsync(ChunfengDb db, Actor actor, CancellationToken cancel) =>
            await db.Database.ExecuteSqlRawAsync("SELECT nothing FROM nowhere", cancel) == 0 ? [] : [];
    }
}
