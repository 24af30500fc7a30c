using Chunfeng.Gigs.Markets;
using Chunfeng.Gigs.Posts;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Gigs.Hall;

/// <summary>到场签到、离场、技能标签 — puts a registered person into the day's line of a market: by staff at the window, or by the code on the hall's screen.</summary>
internal sealed class SignIn(ChunfengDb db, FindPeople people, NamedPeople named, GigTerms terms, KeyRing keys, TimeProvider clock)
{
    private static readonly Refusal Unknown = new("worker-not-found", "没有找到这个人的登记，或不在您的管辖范围内；外地户籍的，请本人用手机扫大厅二维码签到");

    /// <summary>What the hall's screen shows for phones to read; another one every day, so that nobody signs in from home.</summary>
    public string CodeOf(Guid marketId, DateOnly day) => ((ulong)new PersonCrypto(keys).Blind('m', $"{marketId:N}{day:yyyyMMdd}")).ToString("x16");

    /// <summary>Staff sign a person of their area in.</summary>
    public async Task<Result<Presence>> ByStaffAsync(Guid marketId, Guid workerId, IReadOnlyList<string> trades, Actor actor, CancellationToken cancel)
    {
        if (!GigScope.MayRun(actor))
        {
            return KeepMarket.NoRight;
        }

        if (await GigScope.Markets(db, actor).AsNoTracking().SingleOrDefaultAsync(m => m.MarketId == marketId, cancel) is not { } market || !GigScope.Runs(actor, market.Region))
        {
            return KeepMarket.NotFound;
        }

        // somebody who takes gigs here already may be registered elsewhere; anybody else must be of the area
        var known = await db.GigWorkers().AsNoTracking().AnyAsync(w => w.WorkerId == workerId, cancel)
            && await GigScope.Presences(db, actor).AnyAsync(p => p.WorkerId == workerId, cancel);
        if (!known && (await named.HandleAsync([workerId], actor, cancel))[0] is null)
        {
            return Unknown;
        }

        return await people.SelfAsync(workerId, cancel) is { } self ? await PutAsync(market, self, trades, SignInWay.Staff, actor, cancel) : Unknown;
    }

    /// <summary>The worker signs in with the code of the hall's screen.</summary>
    public async Task<Result<Presence>> ByPhoneAsync(Guid marketId, string? code, IReadOnlyList<string> trades, Guid workerId, Actor actor, CancellationToken cancel)
    {
        var market = await db.Markets().AsNoTracking().SingleOrDefaultAsync(m => m.MarketId == marketId, cancel);
        if (market is null || code != CodeOf(marketId, clock.Today))
        {
            return new Refusal("bad-code", "这个二维码不是今天的，请扫大厅屏幕上现在的二维码");
        }

        return await people.SelfAsync(workerId, cancel) is { } self ? await PutAsync(market, self, trades, SignInWay.Phone, actor, cancel) : Unknown;
    }

    /// <summary>Sets the skill labels a worker has; the day's line learns of them too.</summary>
    public async Task<Refusal?> TradesAsync(Guid workerId, IReadOnlyList<string> trades, Actor actor, CancellationToken cancel)
    {
        if (await people.SelfAsync(workerId, cancel) is not { } self)
        {
            return Unknown;
        }

        var kept = terms.KeepTrades(trades);
        if (kept.Length == 0)
        {
            return NoTrade;
        }

        return await Turns.TakeAsync(db, async () =>
        {
            var row = await EnsureAsync(self, cancel);
            if (PostRules.CheckAge(row.BornOn, clock.Today, "") is { } young)
            {
                return young;
            }

            row.Trades = kept;
            row.Version++;
            var today = clock.Today;
            var present = await db.Presences().SingleOrDefaultAsync(p => p.WorkerId == self.WorkerId && p.Day == today, cancel);
            if (present is not null)
            {
                present.Trades = kept;
                present.Version++;
            }

            db.Audit(clock, actor, "gigs.trades", kept, self.WorkerId);
            await db.SaveChangesAsync(cancel);
            return (Refusal?)null;
        });
    }

    /// <summary>Takes somebody out of the line: they go home, or go to work.</summary>
    public Task<Refusal?> LeaveAsync(Guid marketId, Guid workerId, bool self, Actor actor, CancellationToken cancel) => Turns.TakeAsync(db, async () =>
    {
        var line = self ? db.Presences() : GigScope.MayRun(actor) ? GigScope.Presences(db, actor) : db.Presences().Where(_ => false);
        var today = clock.Today;
        var row = await line.SingleOrDefaultAsync(p => p.WorkerId == workerId && p.Day == today && p.MarketId == marketId, cancel);
        if (row is null || row.LeftAt is not null)
        {
            return new Refusal("not-in-line", "今天没有在排队，或已经离场");
        }

        row.LeftAt = clock.UtcStamp;
        row.Version++;
        db.Audit(clock, actor, "gigs.leave", $"{marketId}", workerId);
        await db.SaveChangesAsync(cancel);
        return (Refusal?)null;
    });

    private static readonly Refusal NoTrade = new("no-trade", "请至少勾选一个工种；什么都能干的勾“普工杂工”");

    private Task<Result<Presence>> PutAsync(GigMarket market, OwnFacts self, IReadOnlyList<string> given, SignInWay way, Actor actor, CancellationToken cancel)
    {
        return Turns.TakeAsync<Result<Presence>>(db, async () =>
        {
            var (today, now) = (clock.Today, clock.UtcStamp);
            if (!market.IsOpen || market.Kind != (short)MarketKind.Gig)
            {
                return new Refusal("market-closed", "这个市场没有开放零工排队");
            }

            if (PostRules.CheckAge(self.BirthDate, today, "") is { } young)
            {
                return young;
            }

            var worker = await EnsureAsync(self, cancel);
            var trades = terms.KeepTrades(given);
            trades = trades.Length > 0 ? trades : worker.Trades;
            if (trades.Length == 0)
            {
                return NoTrade;
            }

            var row = await db.Presences().SingleOrDefaultAsync(p => p.WorkerId == self.WorkerId && p.Day == today, cancel);
            if (row is { LeftAt: null } && row.MarketId == market.MarketId)
            {
                return row; // twice is once; labels are changed on their own
            }

            var day = await DayAsync(db, market.MarketId, today, cancel);
            if (row is null)
            {
                row = new Presence
                {
                    WorkerId = self.WorkerId, Day = today, MarketId = market.MarketId, Region = market.Region, Number = 0, Turn = 0, Trades = trades,
                    MaskedName = self.MaskedName, Way = (short)way, SignedInAt = now,
                };
                db.Presences().Add(row);
            }

            // who comes back, or comes over from another hall, takes a new ticket at the end
            (row.MarketId, row.Region, row.Number, row.Turn, row.Trades, row.Way, row.SignedInAt, row.LeftAt) =
                (market.MarketId, market.Region, ++day.LastNumber, ++day.LastTurn, trades, (short)way, now, null);
            row.Version++;
            (worker.Trades, worker.MaskedName, worker.Home) = (trades, self.MaskedName, self.Home);
            worker.Version++;
            db.Audit(clock, actor, "gigs.sign-in", $"{market.MarketId} number={row.Number} way={row.Way}", self.WorkerId);
            await db.SaveChangesAsync(cancel);
            return row;
        });
    }

    private async Task<GigWorker> EnsureAsync(OwnFacts self, CancellationToken cancel)
    {
        var worker = await db.GigWorkers().SingleOrDefaultAsync(w => w.WorkerId == self.WorkerId, cancel);
        if (worker is null)
        {
            worker = new GigWorker { WorkerId = self.WorkerId, MaskedName = self.MaskedName, BornOn = self.BirthDate, Home = self.Home, JoinedAt = clock.UtcStamp };
            db.GigWorkers().Add(worker);
        }

        return worker;
    }

    /// <summary>The day's counters, one version on: whoever else changes the line at the same time looks again.</summary>
    internal static async Task<MarketDay> DayAsync(ChunfengDb db, Guid marketId, DateOnly today, CancellationToken cancel)
    {
        var day = await db.MarketDays().SingleOrDefaultAsync(d => d.MarketId == marketId && d.Day == today, cancel);
        if (day is null)
        {
            day = new MarketDay { MarketId = marketId, Day = today };
            db.MarketDays().Add(day);
        }

        day.Version++;
        return day;
    }
}
