using System.IO.Compression;
using Chunfeng.Employers;
using Chunfeng.Employers.Policies;
using Chunfeng.Employers.Register;
using Chunfeng.Employers.Standing;
using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using static Chunfeng.Modules.Tests.Employers.EmployersWorld;

namespace Chunfeng.Modules.Tests.Employers;

/// <summary>Policies and their steps in a database.</summary>
public sealed class PolicyTests
{
    private static readonly PolicyBook Book = PolicyBook.Of(
    [
        new("steady", "晋人社〔2022〕1号", "稳岗", "", 140000000000, new(2022, 1, 1), null, true, "给什么", "", "", "出处", false, [new("flag", ["key"]), new("held", Months: 1, Percent: 90)]),
        new("paper", "一", "看材料的", "", 140000000000, null, null, true, "给什么", "", "", "出处", false, [new("paper", Text: "缴了社保", States: "县就业中心")]),
    ]);

    [Theory(DisplayName = "符合的主动告知、登记申请和结果：谁、哪天都留着；县外的、没权限的办不了"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.3")]
    public async Task From_told_to_granted(string engine)
    {
        await using var world = await CreateAsync(engine);
        var (query, take) = (Query(world), Take(world));
        var employer = await world.EmployerAsync(1, flags: EmployerFlags.Key);
        var e = employer.EmployerId;
        Task<Refusal> Step(PolicyAct act, Actor actor, string note = "", string code = "steady", string version = "晋人社〔2022〕1号") => RefusalAsync(take.HandleAsync(e, code, version, act, note, actor, Cancel));

        Assert.Equal(Fit.CannotTell, (await query.OfEmployerAsync(employer, Own(), Cancel)).Single(v => v.Policy.Code == "steady").Match.Fit); // nothing stated yet
        await StateAsync(world, e, (202201, 100, 0), (202202, 95, 2));
        var mine = await query.OfEmployerAsync(employer, Own(), Cancel);
        Assert.Equal(["steady", "paper"], mine.Select(v => v.Policy.Code)); // what fits first
        Assert.True(mine[0].ToTell);
        Assert.Empty(await query.OfEmployerAsync(employer, Clerk(Yangqu), Cancel));

        Assert.Equal("employer-not-found", (await Step(PolicyAct.Told, Clerk(Yangqu))).Code);
        Assert.Equal("not-office", (await Step(PolicyAct.Told, Own())).Code);
        Assert.Equal("no-right", (await Step(PolicyAct.Told, new Actor("reader", "看的人", new(Qingxu), new HashSet<string> { Rights.EmployersRead }))).Code);
        Assert.Equal("policy-not-found", (await Step(PolicyAct.Told, Clerk(), version: "别的文号")).Code);
        Assert.Equal("text-too-long", (await Step(PolicyAct.Told, Clerk(), new string('长', TakePolicyStep.MostNote + 1))).Code);
        Assert.Equal("none", (await Step(PolicyAct.Told, Clerk(), "电话告知")).Code);
        Assert.Equal("already-told", (await Step(PolicyAct.Told, Clerk())).Code);
        Assert.Equal("看看 1 项可以申请的援企政策", Assert.Single(await new PolicyTodo().WaitingAsync(world.Db, Own(), Cancel)).Title);
        Assert.Equal("none", (await Step(PolicyAct.Applied, Own())).Code);
        Assert.Empty(await new PolicyTodo().WaitingAsync(world.Db, Own(), Cancel));
        Assert.Equal("登记 1 份援企政策申请的结果", Assert.Single(await new PolicyTodo().WaitingAsync(world.Db, Clerk(), Cancel)).Title);
        Assert.Empty(await new PolicyTodo().WaitingAsync(world.Db, Clerk(Yangqu), Cancel));
        Assert.Equal("note-missing", (await Step(PolicyAct.Refused, Clerk())).Code);
        Assert.Equal("none", (await Step(PolicyAct.Granted, Clerk())).Code);
        Assert.Equal([(PolicyAct.Told, "经办人", "电话告知"), (PolicyAct.Applied, "单位人事", ""), (PolicyAct.Granted, "经办人", "")],
            (await query.OfEmployerAsync(employer, Clerk(), Cancel))[0].Steps.Select(s => ((PolicyAct)s.Act, s.Name, s.Note)));
        Assert.Equal(["policies.applied", "policies.granted", "policies.told"], await world.Db.AuditEntries().Where(a => a.Act.StartsWith("policies.")).Select(a => a.Act).OrderBy(a => a).ToListAsync(Cancel));

        // papers the record does not hold: the office looks and says so
        Assert.Equal("none", (await Step(PolicyAct.Checked, Clerk(), "看过社保缴费凭证", "paper", "一")).Code);
        Assert.Equal(Fit.Fits, (await query.OfEmployerAsync(employer, Own(), Cancel)).Single(v => v.Policy.Code == "paper").Match.Fit);
    }

    [Theory(DisplayName = "辖区一览：按政策数符合没告知的；勾选几家一起登记，外县的、不符合的不登记；导出只有辖区的"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.3")]
    public async Task An_area_at_a_glance(string engine)
    {
        await using var world = await CreateAsync(engine);
        var (query, take) = (Query(world), Take(world));
        var first = await world.EmployerAsync(1, flags: EmployerFlags.Key);
        var second = await world.EmployerAsync(2, flags: EmployerFlags.Key);
        var fell = await world.EmployerAsync(3, flags: EmployerFlags.Key);
        var outside = await world.EmployerAsync(4, Yangqu, EmployerFlags.Key);
        await world.EmployerAsync(5); // no key employer
        foreach (var id in new[] { first, second, outside }.Select(e => e.EmployerId))
        {
            await StateAsync(world, id, (202201, 100, 0), (202202, 95, 2));
        }

        await StateAsync(world, fell.EmployerId, (202201, 100, 0), (202202, 89, 0));
        PolicyCount Of(IReadOnlyList<PolicyView> views) => PolicyQuery.Count(views).Single(c => c.Policy.Code == "steady");
        var area = new RegionCode(Qingxu);
        Assert.Equal((2, 0, 0), Of((await query.AreaAsync(area, Clerk(), Cancel)).Value!) is var c ? (c.ToTell, c.CannotTell, c.Told) : default);
        Assert.Equal(3, Of((await query.AreaAsync(new RegionCode(Taiyuan), Clerk(Taiyuan), Cancel)).Value!).ToTell);
        Assert.Equal("no-right", (await query.AreaAsync(new RegionCode(Taiyuan), Clerk(), Cancel)).Refusal?.Code);
        Assert.Equal("no-right", (await query.AreaAsync(area, Own(), Cancel)).Refusal?.Code);

        Assert.Equal("nobody-chosen", (await take.TellAsync([], "steady", "晋人社〔2022〕1号", "", Clerk(), Cancel)).Refusal?.Code);
        Assert.Equal("nobody-chosen", (await take.TellAsync([outside.EmployerId], "steady", "晋人社〔2022〕1号", "", Clerk(), Cancel)).Refusal?.Code);
        Assert.Equal("does-not-fit", (await take.TellAsync([fell.EmployerId], "steady", "晋人社〔2022〕1号", "", Clerk(), Cancel)).Refusal?.Code);
        Assert.Equal(1, (await take.TellAsync([first.EmployerId, fell.EmployerId, outside.EmployerId], "steady", "晋人社〔2022〕1号", "短信", Clerk(), Cancel)).Value);
        Assert.Equal((1, 1), Of((await query.AreaAsync(area, Clerk(), Cancel)).Value!) is var after ? (after.ToTell, after.Told) : default);

        using var book = new MemoryStream();
        Assert.Equal(6, (await query.ExportAsync(area, book, Clerk(), Cancel)).Value); // four that may see papers, two that fit; the one that fell is told of nothing
        using var zip = new ZipArchive(new MemoryStream(book.ToArray()));
        var sheet = string.Concat(zip.Entries.Where(x => x.FullName.EndsWith(".xml", StringComparison.Ordinal)).Select(x => new StreamReader(x.Open()).ReadToEnd()));
        Assert.Contains("第1号服装厂", sheet);
        Assert.DoesNotContain("第4号服装厂", sheet);
    }

    [Theory(DisplayName = "各月稳岗：辖区合计；离开和比上月只算两个月都填了的单位，跨年也接得上"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.3")]
    public async Task Months_of_an_area(string engine)
    {
        await using var world = await CreateAsync(engine);
        var (first, second, outside) = (await world.EmployerAsync(1), await world.EmployerAsync(2), await world.EmployerAsync(3, Yangqu));
        await StateAsync(world, first.EmployerId, (202112, 100, 0), (202201, 98, 3), (202202, 99, 1));
        await StateAsync(world, second.EmployerId, (202202, 40, 4)); // nothing to compare with
        await StateAsync(world, outside.EmployerId, (202202, 1000, 0));
        var months = await Query(world).MonthsAsync(new RegionCode(Qingxu), Clerk(), Cancel);
        Assert.Equal(
        [
            new AreaMonth(202202, 2, 139, 134, 5, 1, 0, 1), new AreaMonth(202201, 1, 98, 95, 3, 1, 5, -2), new AreaMonth(202112, 1, 100, 100, 0, 0, 0, 0),
        ], months);
        Assert.Empty(await Query(world).MonthsAsync(new RegionCode(Qingxu), Clerk(Yangqu), Cancel));
    }

    private static PolicyQuery Query(EmployersWorld world) => new(world.Db, Book, Codes, Reference.Regions, world.Clock);

    private static TakePolicyStep Take(EmployersWorld world) => new(world.Db, Book, Query(world), world.Clock);

    private static async Task StateAsync(EmployersWorld world, Guid employer, params (int Month, int Heads, int Joined)[] months)
    {
        foreach (var (month, heads, joined) in months)
        {
            world.Db.HeadCounts().Add(new HeadCount { EmployerId = employer, Month = month, Heads = heads, Joined = joined, StatedBy = "t", StatedAt = world.Clock.GetUtcNow().UtcDateTime });
        }

        await world.Db.SaveChangesAsync(Cancel);
        world.Db.ChangeTracker.Clear();
    }

    private static async Task<Refusal> RefusalAsync(Task<Platform.Results.Refusal?> asked) => new((await asked)?.Code ?? "none");

    private sealed record Refusal(string Code);
}
