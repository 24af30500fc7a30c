using Chunfeng.Employers;
using Chunfeng.Employers.Register;
using Chunfeng.Employers.Standing;
using Chunfeng.Gigs;
using Chunfeng.Gigs.Posts;
using Chunfeng.Gigs.Work;
using Chunfeng.Modules.Tests.Employers;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using EmployerDraft = Chunfeng.Gigs.Posts.EmployerDraft;

namespace Chunfeng.Modules.Tests.Gigs;

/// <summary>Units that give gigs and the employers' register.</summary>
[Trait("Clause", "7.2")]
[Trait("Clause", "11.2")]
public sealed class GigEmployerTests
{
    private const string Serious = "拖欠工资";
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private static readonly Guid Unit = Guid.Parse("0197bbbb-0000-7000-8000-000000000001");

    /// <summary>Runs the market and keeps the register of the county.</summary>
    private static readonly Actor Clerk = new("clerk", "县级经办", new RegionCode(GigWorld.Qingxu), Roles.Find("county-clerk")!.Rights);

    private static readonly Actor Boss = new("boss", "单位经办", new RegionCode(GigWorld.Qingxu), new HashSet<string> { Rights.EmployersOwn }) { Unit = Unit };

    private static readonly EmployerDraft Typed = new(EmployerKind.Unit, "清徐县宏达建筑有限公司", EmployersWorld.Credit(1), "19900002222", true);

    [Theory(DisplayName = "名册里有这个信用代码的，对上名册；名称对不上先提醒；从名册选的按名册的名称和代码"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Tied_by_the_code(string engine)
    {
        await using var world = await GigWorld.CreateAsync(engine, 1);
        var registered = await RegisterAsync(world, 1, "清徐县宏达建筑有限公司");
        var differs = await KeepAsync(world, Typed with { Name = "太原某某物流有限公司" }, GigWorld.Staff);
        Assert.Equal("name-differs", differs.Refusal!.Code);
        Assert.Contains("清徐县宏达建筑有限公司", differs.Refusal.Message, StringComparison.Ordinal);
        var typed = (await KeepAsync(world, Typed, GigWorld.Staff)).Value!;
        Assert.Equal((registered.EmployerId, "清徐县宏达建筑有限公司"), (typed.RegisterId, typed.ShownName));
        var picked = (await KeepAsync(world, Typed with { Name = "", Credit = "", Picked = registered.EmployerId }, GigWorld.Staff)).Value!;
        Assert.Equal(typed.EmployerId, picked.EmployerId); // one unit of one area
        Assert.Equal("not-in-register", (await KeepAsync(world, Typed with { Picked = Guid.NewGuid() }, GigWorld.Staff)).Refusal!.Code);
        Assert.Equal("not-checked", (await KeepAsync(world, Typed with { Picked = registered.EmployerId, Shown = false }, GigWorld.Staff)).Refusal!.Code);
        Assert.Equal("market-not-found", (await KeepAsync(world, Typed, GigWorld.Neighbour)).Refusal!.Code);
    }

    [Theory(DisplayName = "名册里没有的：名称相近先提醒；没有登记权的照常用工并列入待办，有权的写了所在地就登记进名册"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Told_to_the_register(string engine)
    {
        await using var world = await GigWorld.CreateAsync(engine, 1);
        await RegisterAsync(world, 1, "清徐县宏达建筑有限公司");
        var near = await KeepAsync(world, Typed with { Name = "清徐县宏达建筑公司", Credit = EmployersWorld.Credit(2) }, GigWorld.Staff);
        Assert.Equal("near-name", near.Refusal!.Code);
        var untold = (await KeepAsync(world, Typed with { Name = "清徐县宏达建筑公司", Credit = EmployersWorld.Credit(2), Seat = "清徐县", Confirmed = true }, GigWorld.Staff)).Value!;
        Assert.Null(untold.RegisterId); // who runs the hall alone does not keep the register
        Assert.Equal(1, (await TodoAsync(world, Clerk)).Single(i => i.Href.Contains("untold", StringComparison.Ordinal)).Count);
        Assert.DoesNotContain(await TodoAsync(world, GigWorld.Staff), i => i.Href.Contains("untold", StringComparison.Ordinal));
        var told = (await KeepAsync(world, Typed with { Name = "清徐县晋丰物流有限公司", Credit = EmployersWorld.Credit(3), Seat = "太原市清徐县" }, Clerk)).Value!;
        Assert.NotNull(told.RegisterId);
        Assert.Equal("清徐县晋丰物流有限公司", (await world.Do(db => world.Register(db).FindAsync(told.RegisterId!.Value, Cancel)))!.Name);
        Assert.Equal("outside-area", (await KeepAsync(world, Typed with { Name = "大同市平城区某某商贸有限公司", Credit = EmployersWorld.Credit(4), Seat = "大同市平城区" }, Clerk)).Refusal!.Code);

        Assert.Equal("no-right", (await TellAsync(world, untold.EmployerId, "清徐县", true, GigWorld.Staff))!.Code);
        Assert.Equal("employer-not-found", (await TellAsync(world, untold.EmployerId, "清徐县", true, GigWorld.Neighbour))!.Code);
        Assert.Equal("near-name", (await TellAsync(world, untold.EmployerId, "清徐县", false, Clerk))!.Code);
        Assert.Equal("bad-seat", (await TellAsync(world, untold.EmployerId, "", true, Clerk))!.Code);
        Assert.Null(await TellAsync(world, untold.EmployerId, "清徐县", true, Clerk));
        Assert.Equal("already-tied", (await TellAsync(world, untold.EmployerId, "清徐县", true, Clerk))!.Code);
        Assert.Equal("already-tied", (await TellAsync(world, world.Employer, "清徐县", true, Clerk))!.Code); // a household
        Assert.DoesNotContain(await TodoAsync(world, Clerk), i => i.Href.Contains("untold", StringComparison.Ordinal));
    }

    [Theory(DisplayName = "严重的用工问题没整改：审核人、接单的人、大厅屏幕都看得到；整改后不再显示；后来才进名册的也一样"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Conduct_is_shown_to_workers(string engine)
    {
        await using var world = await GigWorld.CreateAsync(engine, 1);
        var employer = (await KeepAsync(world, Typed, GigWorld.Staff)).Value!;
        var post = await world.Must(db => new SubmitPost(db, world.Terms, world.People.Clock).HandleAsync(world.Market, employer.EmployerId, world.Draft(1), null, GigWorld.Staff, Cancel));
        Assert.Null((await ReadAsync(world, post.PostId)).Card);
        var registered = await RegisterAsync(world, 1, "清徐县宏达建筑有限公司"); // after it came to the window
        var entry = await world.Do(async db =>
        {
            var conduct = new ConductEntry
            {
                EmployerId = registered.EmployerId, Kind = (short)ConductKind.WagesOwed, Serious = true, FoundOn = world.Today, Document = "清人社监〔2022〕1号", State = (short)ConductState.Open,
                RecordedAt = world.People.Clock.GetUtcNow().UtcDateTime, RecordedBy = "x",
            };
            db.ConductEntries().Add(conduct);
            await db.SaveChangesAsync(Cancel);
            return conduct.EntryId;
        });
        var waiting = await ReadAsync(world, post.PostId);
        Assert.Contains(waiting.Notes, n => n.Contains(Serious, StringComparison.Ordinal));
        Assert.Equal([(Serious, true)], waiting.Conduct.Select(c => (c.Kind, c.Open)));
        Assert.Null(await world.Do(db => new JudgePost(db, world.Terms, world.People.Clock).HandleAsync(post.PostId, PostAct.Approve, "", GigWorld.Staff, Cancel))); // as a vacancy: shown, not barred
        Assert.Null(await world.TradesAsync(1, "mason"));
        Assert.Contains(Serious, (await MineAsync(world)).Warnings[employer.EmployerId], StringComparison.Ordinal);
        Assert.Contains(post.PostId, (await ScreenAsync(world)).Warned);
        var place = (await world.GrabAsync(post.PostId, 1)).Value!;
        Assert.Contains(Serious, (await world.Do(db => world.Work(db).ForWorkerAsync(place.WorkerId, place.PlaceId, Cancel)))!.ConductWarning, StringComparison.Ordinal);

        await world.Do(db => db.ConductEntries().Where(c => c.EntryId == entry).ExecuteUpdateAsync(s => s.SetProperty(c => c.State, (short)ConductState.Mended), Cancel));
        Assert.Null((await world.Do(db => world.Work(db).ForWorkerAsync(place.WorkerId, place.PlaceId, Cancel)))!.ConductWarning);
        Assert.Equal([(Serious, false)], (await ReadAsync(world, post.PostId)).Conduct.Select(c => (c.Kind, c.Open)));
    }

    [Theory(DisplayName = "单位自己的账号只能用本单位的名义：写别家的名称代码也按名册里的本单位"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task An_account_speaks_for_its_own_unit(string engine)
    {
        await using var world = await GigWorld.CreateAsync(engine, 1);
        var own = await RegisterAsync(world, 1, "清徐县宏达建筑有限公司");
        var other = await RegisterAsync(world, 2, "清徐县晋丰物流有限公司");
        await world.Do(db => db.Employers().Where(e => e.EmployerId == own.EmployerId).ExecuteUpdateAsync(s => s.SetProperty(e => e.UnitId, Unit), Cancel));
        var kept = (await KeepAsync(world, Typed with { Name = "别家", Credit = EmployersWorld.Credit(2), Picked = other.EmployerId }, Boss)).Value!;
        Assert.Equal((own.EmployerId, own.CreditCode, (Guid?)Unit), (kept.RegisterId, kept.Credit, kept.UnitId));
    }

    [Theory(DisplayName = "名册查找：本县的按名称，外县的要写全信用代码；乡镇在全县里查；单位账号只查到自己"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task The_register_is_searched_in_scope(string engine)
    {
        await using var world = await GigWorld.CreateAsync(engine, 1);
        for (var i = 1; i <= 5; i++)
        {
            await RegisterAsync(world, i, $"清徐县第{i}建筑有限公司");
        }

        var away = await RegisterAsync(world, 6, "平城区建筑有限公司", 140213000000);
        await world.Do(db => db.Employers().Where(e => e.CreditCode == EmployersWorld.Credit(1)).ExecuteUpdateAsync(s => s.SetProperty(e => e.UnitId, Unit), Cancel));
        var township = new Actor("town", "乡镇", new RegionCode(140121100000), new HashSet<string> { Rights.EmployersRead });
        Assert.Equal(5, (await SearchAsync(world, "建筑", township)).Rows.Count);
        Assert.Equal(5, (await SearchAsync(world, "", Clerk)).Rows.Count);
        Assert.Equal([away.EmployerId], (await SearchAsync(world, EmployersWorld.Credit(6), Clerk)).Rows.Select(e => e.EmployerId));
        Assert.Equal([EmployersWorld.Credit(1)], (await SearchAsync(world, "建筑", Boss)).Rows.Select(e => e.CreditCode));
        Assert.Empty((await SearchAsync(world, EmployersWorld.Credit(6), Boss)).Rows);
        Assert.Empty((await SearchAsync(world, "建筑", Clerk with { Rights = new HashSet<string>() })).Rows);
        var first = await SearchAsync(world, "建筑", Clerk, new PageAsk(Size: 3));
        var second = await SearchAsync(world, "建筑", Clerk, new PageAsk(first.Next, Size: 3));
        Assert.Equal(5, first.Rows.Concat(second.Rows).Select(e => e.EmployerId).Distinct().Count());
        Assert.Null(second.Next);
    }

    private static async Task<Employer> RegisterAsync(GigWorld world, int serial, string name, long seat = GigWorld.Qingxu) => await world.Must(db => new WriteEmployer(db, Modules.Tests.Dispatch.Reference.Regions, EmployersWorld.Codes,
        Platform.Security.KeyRing.ForTests, world.People.Clock).RegisterAsync(EmployersWorld.Credit(serial), EmployersWorld.Named(name, seat), true, EmployersWorld.Clerk(seat), Cancel));

    private static Task<Result<GigEmployer>> KeepAsync(GigWorld world, EmployerDraft draft, Actor actor) => world.Do(db => world.Employers(db).HandleAsync(draft, world.Market, actor, Cancel));

    private static Task<Refusal?> TellAsync(GigWorld world, Guid employer, string seat, bool confirmed, Actor actor) => world.Do(db => world.Employers(db).TellAsync(employer, seat, confirmed, actor, Cancel));

    private static Task<IReadOnlyList<Platform.Desk.TodoItem>> TodoAsync(GigWorld world, Actor actor) => world.Do(db => new GigTodo(world.People.Clock).WaitingAsync(db, actor, Cancel));

    private static Task<KeyPage<Chunfeng.Employers.Contracts.EmployerCard>> SearchAsync(GigWorld world, string text, Actor actor, PageAsk? ask = null) => world.Do(db => world.Register(db).SearchAsync(text, ask ?? new PageAsk(), actor, Cancel));

    private static async Task<PostView> ReadAsync(GigWorld world, Guid post) => (await world.Do(db => world.Read(db).HandleAsync(post, new PageAsk(), GigWorld.Staff, Cancel)))!;

    private static Task<MyDay> MineAsync(GigWorld world) => world.Do(db => world.Work(db).MineAsync(GigWorld.Worker(1), new RegionCode(GigWorld.Qingxu), null, new PageAsk(), Cancel));

    private static Task<Chunfeng.Gigs.Hall.Screen> ScreenAsync(GigWorld world) => world.Do(async db => await world.Hall(db).ScreenAsync((await world.Hall(db).HandleAsync(world.Market, null, GigWorld.Staff, Cancel))!, 9, 9, 9, Cancel));
}
