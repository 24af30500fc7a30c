using Chunfeng.Modules.Tests.Support;
using Chunfeng.People;
using Chunfeng.People.Contracts;
using Chunfeng.People.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Modules.Tests.People;

/// <summary>Looking people up by the last four of a number (decision 35).</summary>
[Trait("Clause", "12.3")]
public class LastFourTests
{
    private const long County = 140121000000, Neighbour = 140122000000, City = 140100000000;
    private static readonly CancellationToken Cancel = CancellationToken.None;

    [Theory(DisplayName = "后四位：改了手机号跟着变，合并后算在合并后的人，撤销后各归各；辖区外查不到"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Follows_the_register(string engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await world.Register(1);
        await world.Register(2);
        Assert.Equal(Both(1, 2), await Found(world, "1234", County));
        Assert.Equal(Both(1), await Found(world, Tail(1), City));
        Assert.Equal(Both(1), await Found(world, Tail(1), RegionCode.Shanxi.Value));
        Assert.Empty(await Found(world, Tail(1), Neighbour));
        Assert.Empty(await Found(world, "1235", County));

        var version = (await world.OnDb(db => db.Workers().AsNoTracking().SingleAsync(w => w.WorkerId == LedgerWorld.Worker(1)))).Version;
        await world.Must(l => l.ChangePersonAsync(LedgerWorld.Worker(1), version, new PersonChange { Phone = "19900005678" }, LedgerWorld.Village, Actor.Operator, Cancel));
        Assert.Equal(Both(2), await Found(world, "1234", County));
        Assert.Equal(Both(1), await Found(world, "5678", County));

        await world.Must(l => l.MergeAsync(LedgerWorld.Worker(2), LedgerWorld.Worker(1), "身份证号录错一位，已核对原件", Actor.Operator, Cancel));
        Assert.Equal(Both(1), await Found(world, "1234", County));
        Assert.Equal(Both(1), await Found(world, Tail(2), County));
        await world.Must(l => l.UndoMergeAsync(LedgerWorld.Worker(2), "两人确非一人", Actor.Operator, Cancel));
        Assert.Equal(Both(2), await Found(world, "1234", County));
    }

    [Theory(DisplayName = "后四位：索引还没有补做的人也查得到，补做以后相同；太多时请先选小范围"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task What_is_not_made_yet_is_found_too(string engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        for (var serial = 1; serial <= 5; serial++)
        {
            await world.Register(serial);
        }

        var made = await world.OnDb(db => db.Workers().AsNoTracking().OrderBy(w => w.WorkerId).Select(w => new { w.WorkerId, w.IdTail, w.PhoneTail }).ToListAsync(Cancel));
        Assert.All(made, w => Assert.True(w.IdTail is >= 0 and < 256 && w.PhoneTail is >= 0 and < 256));
        await world.OnDb(db => db.Workers().ExecuteUpdateAsync(s => s.SetProperty(w => w.IdTail, (short?)null).SetProperty(w => w.PhoneTail, (short?)null), Cancel));
        Assert.Equal(Both(3), await Found(world, Tail(3), City));
        Assert.Equal(5, (await Found(world, "1234", County)).Count);
        Assert.Equal("tails-missing", await Refused(world, "1234", most: 4));

        Assert.Equal((5L, 0L), await world.OnDb(db => new FillTails(db, world.Test.Factory, KeyRing.ForTests).FillAsync(_ => { }, Cancel)));
        Assert.Equal(made, await world.OnDb(db => db.Workers().AsNoTracking().OrderBy(w => w.WorkerId).Select(w => new { w.WorkerId, w.IdTail, w.PhoneTail }).ToListAsync(Cancel)));
        Assert.Equal((0L, 0L), await world.OnDb(db => new FillTails(db, world.Test.Factory, KeyRing.ForTests).FillAsync(_ => { }, Cancel)));
        Assert.Equal(Both(3), await Found(world, Tail(3), City));
        Assert.Equal("too-many", await Refused(world, "1234", most: 4));
    }

    private static string Tail(int serial) => LedgerWorld.Id(serial).ToString()[^4..];

    private static List<Guid> Both(params int[] serials) => [.. serials.Select(LedgerWorld.Worker).Order()];

    private static async Task<List<Guid>> Found(LedgerWorld world, string tail, long region)
    {
        var page = await world.OnDb(db => new RegisterQuery(db, KeyRing.ForTests).HandleAsync(
            new RegisterFilter { Text = tail, On = new(2022, 2, 28) }, LedgerWorld.At(region), Cancel));
        Assert.Null(page.Fault);
        return [.. page.Rows.Select(r => r.WorkerId).Order()];
    }

    private static async Task<string?> Refused(LedgerWorld world, string tail, int most)
    {
        var range = (County, Neighbour);
        return (await world.OnDb(db => new Tails(db, KeyRing.ForTests).FindAsync(tail, range, range, Cancel, most))).Refusal?.Code;
    }
}
