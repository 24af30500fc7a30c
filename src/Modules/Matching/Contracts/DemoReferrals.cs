using Chunfeng.Employers.Contracts;
using Chunfeng.Engine.Matching;
using Chunfeng.Matching.Recommend;
using Chunfeng.Matching.Referrals;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Matching.Contracts;

/// <summary>Fills a demonstration with referrals in every state; the same register and market give the same ones. Every text says 演示.</summary>
public sealed class DemoReferrals
{
    private const string Done = "matching.demo";

    // so many of a hundred end in each way
    private static readonly (int Share, ReferralAct[] Acts)[] Ways =
    [
        (18, []), (12, [ReferralAct.Confirm]), (10, [ReferralAct.Confirm, ReferralAct.Book]), (8, [ReferralAct.Confirm, ReferralAct.Book, ReferralAct.Pass]),
        (26, [ReferralAct.Confirm, ReferralAct.Hire]), (6, [ReferralAct.Confirm, ReferralAct.Hire, ReferralAct.StillThere]), (5, [ReferralAct.Confirm, ReferralAct.Hire, ReferralAct.Leave]),
        (5, [ReferralAct.Withdraw]), (6, [ReferralAct.Confirm, ReferralAct.Book, ReferralAct.Fail]), (4, [ReferralAct.Confirm, ReferralAct.Hire, ReferralAct.Undo]),
    ];

    private readonly ChunfengDb db;
    private readonly ISeekers seekers;
    private readonly IVacancies vacancies;
    private readonly TimeProvider clock;
    private readonly MarketShelf shelf;
    private readonly MakeSeeker make;
    private readonly OpenReferral open;
    private readonly TakeReferralStep take;

    internal DemoReferrals(
        ChunfengDb db, ISeekers seekers, IVacancies vacancies, TimeProvider clock, MarketShelf shelf, MakeSeeker make, OpenReferral open, TakeReferralStep take) =>
        (this.db, this.seekers, this.vacancies, this.clock, this.shelf, this.make, this.open, this.take) = (db, seekers, vacancies, clock, shelf, make, open, take);

    /// <summary>Only over a register that is a demonstration, and only once.</summary>
    /// <param name="area">Whose people.</param>
    /// <returns>How many referrals were made.</returns>
    public async Task<int> HandleAsync(int count, RegionCode area, Actor actor, CancellationToken cancel)
    {
        if (count <= 0 || await db.SettingAsync(Setting.RegisterKind, cancel) is not { } kind || !kind.StartsWith("demo", StringComparison.Ordinal)
            || await db.SettingAsync(Done, cancel) is not null)
        {
            return 0;
        }

        var market = await shelf.MarketAsync(cancel);
        if (market.Table.Count == 0)
        {
            return 0;
        }

        var units = await db.Units().AsNoTracking().Where(u => u.Kind == "station" || u.Kind == "help" || u.Kind == "agency").OrderBy(u => u.Kind).ThenBy(u => u.UnitId)
            .Select(u => new { u.UnitId, u.Kind }).Take(20).ToListAsync(cancel);
        var (made, best, today) = (0, new Match[8], clock.Today);
        await foreach (var fact in seekers.StreamAsync(area, today, actor, cancel))
        {
            if (made == count)
            {
                break;
            }

            if (!MakeSeeker.IsLooking(fact, today) || market.Index.Top(new SeekerTable([make.Of(fact)], 1), 0, best) is not (> 0 and var found))
            {
                continue;
            }

            // spread over a person's list: not everybody to the same vacancy
            var vacancy = market.Table.IdAt(best[made % found].Row);
            var source = units.Count == 0 || made % 4 == 0 ? new ReferralSource(ReferralChannel.Office, UnitTree.OfficeId(new RegionCode(fact.Home).At(RegionLevel.County)))
                : new ReferralSource(ReferralRules.ChannelOf(units[made % units.Count].Kind), units[made % units.Count].UnitId);
            if ((await vacancies.FindAsync(vacancy, cancel))?.OpenOn(today) == true
                && await open.HandleAsync(fact.WorkerId, vacancy, source, ReferralRole.Office, "演示", actor, actor, cancel) is { IsRefused: false, Value: { } referral })
            {
                await WalkAsync(referral, made, actor, cancel);
                made++;
            }
        }

        db.AllSettings().Add(new Setting { Key = Done, Value = $"{made}" });
        await db.SaveChangesAsync(cancel);
        return made;
    }

    private async Task WalkAsync(Referral referral, int number, Actor actor, CancellationToken cancel)
    {
        var (at, today) = (number * 37 % 100, clock.Today);
        var way = Ways.First(w => (at -= w.Share) < 0).Acts;
        var viewer = new Viewer(ReferralRole.Office, actor);
        var start = today.AddDays(-(number % 55));
        start = start.Year < today.Year ? new DateOnly(today.Year, 1, 1) : start;
        foreach (var act in way)
        {
            var input = new ReferralInput(
                act, Reason: act == ReferralAct.Withdraw ? (short)32 : (short)0, Text: act == ReferralAct.Confirm ? "" : "演示",
                Day: act == ReferralAct.Hire ? start : act == ReferralAct.Leave ? today : null,
                At: act == ReferralAct.Book ? ChinaTime.StartOf(today.AddDays(1 + (number % 5))).AddHours(10) : null);
            if (await take.HandleAsync(referral.WorkerId, referral.ReferralId, input, viewer, cancel) is not null)
            {
                return; // no post left, a question not yet due: it stays where it is
            }
        }
    }
}
