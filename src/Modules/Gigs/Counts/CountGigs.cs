using Chunfeng.Gigs.Markets;
using Chunfeng.Gigs.Posts;
using Chunfeng.Gigs.Work;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Money;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Gigs.Counts;

/// <summary>One line of the statistics. Money is fen; <c>PaidFen + OwedFen = AmountFen</c> in every line.</summary>
/// <param name="People">Signed in at the hall; each once a day.</param>
internal sealed record GigCount(
    DateOnly? Day, Guid? MarketId, string? Trade, int People, int Posts, int Places, int Matched, int Done, long AmountFen, long PaidFen, int Declined, int Absent, int Disputes)
{
    public long OwedFen => AmountFen - PaidFen;

    public static GigCount Sum(DateOnly? day, Guid? market, string? trade, IEnumerable<GigCount> parts) => parts.Aggregate(
        new GigCount(day, market, trade, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), (sum, p) => sum with
        {
            People = sum.People + p.People, Posts = sum.Posts + p.Posts, Places = sum.Places + p.Places, Matched = sum.Matched + p.Matched, Done = sum.Done + p.Done,
            AmountFen = sum.AmountFen + p.AmountFen, PaidFen = sum.PaidFen + p.PaidFen, Declined = sum.Declined + p.Declined, Absent = sum.Absent + p.Absent, Disputes = sum.Disputes + p.Disputes,
        });
}

/// <summary>The statistics of a stretch of days: by market and day, by trade, and together.</summary>
internal sealed record GigStatistics(DateOnly From, DateOnly To, GigCount All, IReadOnlyList<GigCount> Days, IReadOnlyList<GigCount> Trades, IReadOnlyDictionary<Guid, string> Markets)
{
    /// <summary>A page of the days: counted together, shown by key.</summary>
    public KeyPage<GigCount> DaysOn(PageAsk ask)
    {
        var keys = Days.Select(KeyOf).ToList();
        var (after, before) = (keys.IndexOf(ask.After ?? ""), keys.IndexOf(ask.Before ?? ""));
        var first = before >= 0 ? Math.Max(0, before - ask.Size) : after + 1;
        var rows = Days.Skip(first).Take(before >= 0 ? before - first : ask.Size).ToList();
        var last = first + rows.Count;
        return new KeyPage<GigCount>(rows, rows.Count > 0 && last < Days.Count ? keys[last - 1] : null, rows.Count > 0 && first > 0 ? keys[first] : null);
    }

    private static string KeyOf(GigCount line) => $"{line.Day:yyyyMMdd}-{line.MarketId:N}";
}

/// <summary>零工统计: people, posts, places, matched, paid, per market and day and by trade, inside the account's area; the database counts, what comes back is a line for each market, day and trade.</summary>
internal sealed class CountGigs(ChunfengDb db, GigTerms terms, TimeProvider clock)
{
    public const int MostDays = 93;

    /// <param name="market">One market, or null for all in the area.</param>
    public async Task<Result<GigStatistics>> HandleAsync(DateOnly from, DateOnly to, Guid? market, Actor actor, CancellationToken cancel)
    {
        if (!GigScope.MayOpen(actor))
        {
            return KeepMarket.NoRight;
        }

        if (to < from || to.DayNumber - from.DayNumber >= MostDays)
        {
            return new Refusal("bad-days", $"请选起止日期，最多 {MostDays} 天");
        }

        var names = await GigScope.Markets(db, actor).Where(m => m.Kind == (short)MarketKind.Gig).ToDictionaryAsync(m => m.MarketId, m => m.Name, cancel);
        var present = await GigScope.Presences(db, actor).Where(p => p.Day >= from && p.Day <= to && (market == null || p.MarketId == market))
            .GroupBy(p => new { p.Day, p.MarketId }).Select(g => new { g.Key.Day, g.Key.MarketId, People = g.Count() }).ToListAsync(cancel);
        var posts = await GigScope.Posts(db, actor).Where(p => p.Day >= from && p.Day <= to && (market == null || p.MarketId == market)
            && (p.State == (short)PostState.Open || p.State == (short)PostState.Closed))
            .GroupBy(p => new { p.Day, p.MarketId, p.Trade }).Select(g => new { g.Key.Day, g.Key.MarketId, g.Key.Trade, Posts = g.Count(), Places = g.Sum(p => p.Places) }).ToListAsync(cancel);
        var places = GigScope.Places(db, actor).Where(p => p.Day >= from && p.Day <= to && (market == null || p.MarketId == market))
            .LeftJoin(GigScope.Posts(db, actor).Where(p => p.Day >= from && p.Day <= to), place => place.PostId, post => post.PostId, (place, post) => new { Place = place, Trade = post == null ? null : post.Trade });
        var worked = await places.GroupBy(p => new { p.Place.Day, p.Place.MarketId, p.Trade }).Select(g => new
        {
            g.Key.Day, g.Key.MarketId, g.Key.Trade,
            Matched = g.Count(p => p.Place.State == (short)PlaceState.Taken || p.Place.State == (short)PlaceState.Arrived || p.Place.State == (short)PlaceState.Done),
            Done = g.Count(p => p.Place.State == (short)PlaceState.Done), AmountFen = g.Sum(p => p.Place.AmountFen), PaidFen = g.Sum(p => p.Place.PaidFen),
            Declined = g.Count(p => p.Place.State == (short)PlaceState.Declined), Absent = g.Count(p => p.Place.State == (short)PlaceState.Absent),
        }).ToListAsync(cancel);
        var disputed = await places.Join(db.GigDisputes(), p => new { p.Place.WorkerId, p.Place.PlaceId }, d => new { d.WorkerId, d.PlaceId }, (p, d) => new { p.Place.Day, p.Place.MarketId, p.Trade })
            .GroupBy(p => new { p.Day, p.MarketId, p.Trade }).Select(g => new { g.Key.Day, g.Key.MarketId, g.Key.Trade, Disputes = g.Count() }).ToListAsync(cancel);

        // of each market, day and trade one line at most; what is shown is their sums
        var parts = present.Select(p => new GigCount(p.Day, p.MarketId, null, p.People, 0, 0, 0, 0, 0, 0, 0, 0, 0))
            .Concat(posts.Select(p => new GigCount(p.Day, p.MarketId, p.Trade, 0, p.Posts, p.Places, 0, 0, 0, 0, 0, 0, 0)))
            .Concat(worked.Select(w => new GigCount(w.Day, w.MarketId, w.Trade, 0, 0, 0, w.Matched, w.Done, w.AmountFen, w.PaidFen, w.Declined, w.Absent, 0)))
            .Concat(disputed.Select(d => new GigCount(d.Day, d.MarketId, d.Trade, 0, 0, 0, 0, 0, 0, 0, 0, 0, d.Disputes))).ToList();
        var trades = parts.Where(p => p.Trade is not null).ToLookup(p => p.Trade!);
        return new GigStatistics(from, to, GigCount.Sum(null, null, null, parts),
            [
                .. parts.GroupBy(p => (Day: p.Day!.Value, Market: p.MarketId!.Value))
                    .OrderByDescending(g => g.Key.Day).ThenBy(g => names.GetValueOrDefault(g.Key.Market, ""), StringComparer.Ordinal).ThenBy(g => g.Key.Market)
                    .Select(g => GigCount.Sum(g.Key.Day, g.Key.Market, null, g)),
            ],
            [.. terms.Trades.Select(t => GigCount.Sum(null, null, t.Code, trades[t.Code])).Where(c => c.Posts > 0 || c.Matched > 0)],
            names);
    }

    /// <summary>The same as a table file; logged.</summary>
    public async Task<Result<byte[]>> ExportAsync(DateOnly from, DateOnly to, Guid? market, Actor actor, CancellationToken cancel)
    {
        var counted = await HandleAsync(from, to, market, actor, cancel);
        if (counted.IsRefused)
        {
            return counted.Refusal;
        }

        var stats = counted.Value;
        using var stream = new MemoryStream();
        using (var table = TableWriter.Create(stream, "stats.xlsx", "零工统计"))
        {
            table.WriteRow("日期", "市场", "工种", "到场人次", "用工信息", "需要人数", "对接人数", "完工人数", "应付（元）", "已付（元）", "未付（元）", "婉拒", "没来", "争议");
            foreach (var line in stats.Days.Concat(stats.Trades).Append(stats.All))
            {
                table.WriteRow(
                    line.Day?.ToString("yyyy-MM-dd") ?? (line.Trade is null ? "合计" : ""), line.MarketId is { } id ? stats.Markets.GetValueOrDefault(id, "") : "", line.Trade is null ? "" : terms.TradeName(line.Trade),
                    line.Trade is null ? $"{line.People}" : "", $"{line.Posts}", $"{line.Places}", $"{line.Matched}", $"{line.Done}", new Fen(line.AmountFen).ToYuan(), new Fen(line.PaidFen).ToYuan(), new Fen(line.OwedFen).ToYuan(),
                    $"{line.Declined}", $"{line.Absent}", $"{line.Disputes}");
            }
        }

        db.Audit(clock, actor, "gigs.export", $"{from:yyyy-MM-dd}..{to:yyyy-MM-dd} market={market}");
        await db.SaveChangesAsync(cancel);
        return stream.ToArray();
    }
}
