using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Gigs.Markets;

/// <summary>登记市场、登记当天服务 — registers a market of one of the three kinds, changes it, and records how often it gave its services on a day.</summary>
internal sealed class KeepMarket(ChunfengDb db, RegionTree regions, TimeProvider clock)
{
    public static readonly Refusal NotFound = new("market-not-found", "没有找到这个市场，或不在您的管辖范围内");
    public static readonly Refusal NoRight = new("no-right", "您没有办理零工市场业务的权限，请联系本级管理员开通");

    private const int MostTimes = 100_000, DaysBack = 7;

    /// <param name="marketId">Null registers a new one.</param>
    /// <param name="seen">The version the change was made on.</param>
    public async Task<Result<GigMarket>> HandleAsync(Guid? marketId, long? seen, MarketDraft written, Actor actor, CancellationToken cancel)
    {
        if (!GigScope.MayRun(actor))
        {
            return NoRight;
        }

        var draft = written with { Name = MarketRules.Clean(written.Name), Address = MarketRules.Clean(written.Address), Hours = MarketRules.Clean(written.Hours), Phone = MarketRules.Clean(written.Phone) };
        if (MarketRules.Check(draft, actor.Region, regions) is { } refusal)
        {
            return refusal;
        }

        try
        {
            GigMarket? market = null;
            if (marketId is null)
            {
                market = new GigMarket
                {
                    Name = draft.Name, Kind = (short)draft.Kind, Region = draft.Region.Value, UnitId = actor.Unit, Address = draft.Address, Hours = draft.Hours,
                    Capacity = draft.Capacity, IsOpen = draft.IsOpen, CreatedAt = clock.UtcStamp,
                };
                db.Markets().Add(market);
            }
            else if (await GigScope.Markets(db, actor).SingleOrDefaultAsync(m => m.MarketId == marketId, cancel) is { } found)
            {
                market = found;
                if (seen is { } version && version != market.Version)
                {
                    return new Refusal("just-changed", "这个市场的登记刚被同事改过，请看过最新内容后再改");
                }
            }
            else
            {
                return NotFound;
            }

            (market.Name, market.Address, market.Hours, market.Phone, market.Capacity, market.Services, market.Areas, market.IsOpen) =
                (draft.Name, draft.Address, draft.Hours, draft.Phone, draft.Capacity, draft.Services, draft.Areas, draft.IsOpen);
            market.Version++;
            db.Audit(clock, actor, marketId is null ? "gigs.market.register" : "gigs.market.change", $"{market.MarketId} kind={market.Kind} region={market.Region:D12} open={market.IsOpen}");
            await db.SaveChangesAsync(cancel);
            return market;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal("just-changed", "这个市场的登记刚被同事改过，请看过最新内容后再改");
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>Sets how often a service was given on a day; the last count stands.</summary>
    public Task<Refusal?> ServiceAsync(Guid marketId, DateOnly day, string service, int times, Actor actor, CancellationToken cancel) => Turns.TakeAsync(db, async () =>
    {
        if (!GigScope.MayRun(actor))
        {
            return NoRight;
        }

        var market = await GigScope.Markets(db, actor).AsNoTracking().SingleOrDefaultAsync(m => m.MarketId == marketId, cancel);
        if (market is null)
        {
            return NotFound;
        }

        if (!GigTerms.Split(market.Services).Contains(service))
        {
            return new Refusal("bad-service", "这个市场没有登记这项服务，请先在市场资料里勾选");
        }

        if (times is < 0 or > MostTimes || day > clock.Today || day < clock.Today.AddDays(-DaysBack))
        {
            return new Refusal("bad-times", $"次数填 0 至 {MostTimes}；只能登记今天和此前 {DaysBack} 天的");
        }

        var row = await db.ServiceDays().SingleOrDefaultAsync(s => s.MarketId == marketId && s.Day == day && s.Service == service, cancel);
        if (row is null)
        {
            row = new ServiceDay { MarketId = marketId, Day = day, Service = service, Region = market.Region };
            db.ServiceDays().Add(row);
        }

        var before = row.Times;
        (row.Times, row.RecordedBy) = (times, actor.Login);
        row.Version++;
        db.Audit(clock, actor, "gigs.service", $"{marketId} {day:yyyy-MM-dd} {service}", before: $"times={before}", after: $"times={times}");
        await db.SaveChangesAsync(cancel);
        return (Refusal?)null;
    });
}
