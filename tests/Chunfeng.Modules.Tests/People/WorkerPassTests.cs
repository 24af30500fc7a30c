using Chunfeng.Modules.Tests.Support;
using Chunfeng.People.Contracts;
using Chunfeng.People.Portal;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Modules.Tests.People;

/// <summary>A link that lets one worker into the portal: who may give it, how long it holds, what it takes to use it.</summary>
public class WorkerPassTests
{
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private static readonly Actor Cadre = LedgerWorld.At(140121100204, Rights.PeopleRead, Rights.PeoplePass);
    private static readonly string Digits = LedgerWorld.Id(1).ToString()[^4..];

    private static async Task<T> Do<T>(LedgerWorld world, Func<WorkerPasses, Task<T>> act)
    {
        await using var db = world.Test.Open();
        return await act(new WorkerPasses(db, KeyRing.ForTests, world.Clock));
    }

    private static async Task<LedgerWorld> Registered(string engine)
    {
        var world = await LedgerWorld.CreateAsync(engine);
        await world.Must(l => l.RegisterAsync(LedgerWorld.Person(1), LedgerWorld.Village, LedgerWorld.At(LedgerWorld.Home), Cancel));
        return world;
    }

    private static async Task<string> Token(LedgerWorld world, int days = 90)
    {
        var issued = await Do(world, p => p.IssueAsync(LedgerWorld.Worker(1), days, Cadre, Cancel));
        Assert.False(issued.IsRefused, issued.Refusal?.Message);
        return issued.Value.Address["/p/".Length..];
    }

    [Theory(DisplayName = "村干部给本村的人发服务卡，本人凭链接和身份证后四位进入")]
    [MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "7.7")]
    public async Task The_worker_comes_in(string engine)
    {
        await using var world = await Registered(engine);
        var token = await Token(world);
        Assert.Equal("张*", (await Do(world, p => p.PeekAsync(token, Cancel)))!.Name);
        var entered = await Do(world, p => p.EnterAsync(token, Digits.ToLowerInvariant() + " ", "10.0.0.9", Cancel));
        Assert.Equal(LedgerWorld.Worker(1), entered.Value.Worker.WorkerId);
        Assert.NotNull(await Do(world, p => p.RecheckAsync(entered.Value.Worker.WorkerId, entered.Value.Worker.PassId, Cancel)));
    }

    [Theory(DisplayName = "外村的干部、没有这项权限的人发不了；天数超出范围退回")]
    [MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "13.1")]
    public async Task Only_ones_own_people(string engine)
    {
        await using var world = await Registered(engine);
        Task<Result<IssuedPass>> By(Actor actor, int days = 30) => Do(world, p => p.IssueAsync(LedgerWorld.Worker(1), days, actor, Cancel));
        Assert.Equal("worker-not-found", (await By(LedgerWorld.At(140121100205, Rights.PeopleRead, Rights.PeoplePass))).Refusal!.Code);
        Assert.Equal("no-right", (await By(LedgerWorld.At(140121100204, Rights.PeopleRead))).Refusal!.Code);
        Assert.Equal("pass-days", (await By(Cadre, 0)).Refusal!.Code);
        Assert.Equal("pass-days", (await By(Cadre, 367)).Refusal!.Code);
        Assert.False((await By(Cadre, 366)).IsRefused);
        Assert.Null(await Do(world, p => p.LatestAsync(LedgerWorld.Worker(1), LedgerWorld.At(140121100205, Rights.PeopleRead, Rights.PeoplePass), Cancel)));
    }

    [Theory(DisplayName = "最后一天还能用，第二天就不能了；重新发放后旧链接作废")]
    [MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "7.7")]
    public async Task It_ends(string engine)
    {
        await using var world = await Registered(engine);
        var token = await Token(world, days: 2); // the 28th and 1 March
        var first = (await Do(world, p => p.EnterAsync(token, Digits, "", Cancel))).Value.Worker;
        world.Clock.SetUtcNow(new(2022, 3, 1, 15, 59, 59, TimeSpan.Zero)); // a second before midnight in China
        Assert.NotNull(await Do(world, p => p.PeekAsync(token, Cancel)));
        world.Clock.SetUtcNow(new(2022, 3, 1, 16, 0, 0, TimeSpan.Zero));
        Assert.Null(await Do(world, p => p.PeekAsync(token, Cancel)));
        Assert.Null(await Do(world, p => p.RecheckAsync(first.WorkerId, first.PassId, Cancel)));
        var (older, newer) = (await Token(world), await Token(world));
        Assert.Equal("pass-gone", (await Do(world, p => p.EnterAsync(older, Digits, "", Cancel))).Refusal!.Code);
        Assert.False((await Do(world, p => p.EnterAsync(newer, Digits, "", Cancel))).IsRefused);
        Assert.Null(await Do(world, p => p.EndAsync(LedgerWorld.Worker(1), Cadre, Cancel)));
        Assert.Equal("pass-gone", (await Do(world, p => p.EnterAsync(newer, Digits, "", Cancel))).Refusal!.Code);
        Assert.Equal("no-pass", (await Do(world, p => p.EndAsync(LedgerWorld.Worker(1), Cadre, Cancel)))!.Code);
    }

    [Theory(DisplayName = "后四位连续错五次，服务卡停用；对一次，重新计数")]
    [MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "13.1")]
    public async Task Guessing_ends_it(string engine)
    {
        await using var world = await Registered(engine);
        var token = await Token(world);
        Task<string?> Try(string digits) => Do(world, async p => (await p.EnterAsync(token, digits, "", Cancel)).Refusal?.Code);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal("wrong-digits", await Try("0000"));
        }

        Assert.Null(await Try(Digits));
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal("wrong-digits", await Try(""));
        }

        Assert.Equal("pass-gone", await Try("0000"));
        Assert.Equal("pass-gone", await Try(Digits));
        await using var db = world.Test.Open();
        Assert.DoesNotContain(token, string.Join(' ', await db.Set<Chunfeng.Platform.Audit.AuditEntry>().Select(e => e.Detail + e.After).ToListAsync(Cancel)));
    }

    [Theory(DisplayName = "合并掉的登记，原来的服务卡不再能用")]
    [MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "12.3")]
    public async Task A_merged_registration_does_not_act(string engine)
    {
        await using var world = await Registered(engine);
        await world.Must(l => l.RegisterAsync(LedgerWorld.Person(2), LedgerWorld.Village, LedgerWorld.At(LedgerWorld.Home), Cancel));
        var token = await Token(world);
        await world.Must(l => l.MergeAsync(LedgerWorld.Worker(1), LedgerWorld.Worker(2), "同一人", LedgerWorld.At(LedgerWorld.Home), Cancel));
        Assert.Null(await Do(world, p => p.PeekAsync(token, Cancel)));
    }

    [Fact(DisplayName = "链接里的内容写得出、读得回；改一个字符就不是它了")]
    public void Tokens_read_back() => Gen.Select(Gen.Guid, Gen.Guid, Gen.Byte.Array[16], Gen.Int[0, 63]).Sample((worker, pass, secret, at) =>
    {
        var text = new PassToken(worker, pass, secret).ToString();
        var read = PassToken.Read(text)!.Value;
        var changed = text[..at] + (text[at] == 'A' ? 'B' : 'A') + text[(at + 1)..];
        return text.Length == 64 && read.WorkerId == worker && read.PassId == pass && read.Secret.AsSpan().SequenceEqual(secret)
            && (PassToken.Read(changed) is not { } other || other.WorkerId != worker || other.PassId != pass || !other.Secret.AsSpan().SequenceEqual(secret));
    });
}
