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

/// <summary>零工统计: people, posts, places, matched, paid, per market and day and by trade, inside the account's area.</summary>
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
        var presences = await GigScope.Presences(db, actor).Where(p => p.Day >= from && p.Day <= to && (market == null || p.MarketId == market))
            .Select(p => new { p.WorkerId, p.Day, p.MarketId }).ToListAsync(cancel);
        var posts = await GigScope.Posts(db, actor).Where(p => p.Day >= from && p.Day <= to && (market == null || p.MarketId == market)
            && (p.State == (short)PostState.Open || p.State == (short)PostState.Closed)).Select(p => new { p.PostId, p.Day, p.MarketId, p.Trade, p.Places }).ToListAsync(cancel);
        var trades = await GigScope.Posts(db, actor).Where(p => p.Day >= from && p.Day <= to).Select(p => new { p.PostId, p.Trade }).ToDictionaryAsync(p => p.PostId, p => p.Trade, cancel);
        var places = (await GigScope.Places(db, actor).Where(p => p.Day >= from && p.Day <= to && (market == null || p.MarketId == market))
            .Select(p => new { p.PlaceId, p.PostId, p.Day, p.MarketId, p.State, p.AmountFen, p.PaidFen }).ToListAsync(cancel))
            .Select(p => new Row(p.PlaceId, p.PostId, p.Day, p.MarketId, (PlaceState)p.State, p.AmountFen, p.PaidFen)).ToList();
        var disputes = (await db.GigDisputes().Where(d => places.Select(p => p.PlaceId).Contains(d.PlaceId)).Select(d => d.PlaceId).ToListAsync(cancel)).ToLookup(d => d);

        GigCount Sum(DateOnly? day, Guid? at, string? trade, int people, IReadOnlyCollection<int> wanted, IReadOnlyCollection<Row> rows) => new(
            day, at, trade, people, wanted.Count, wanted.Sum(), rows.Count(r => r.State is PlaceState.Taken or PlaceState.Arrived or PlaceState.Done), rows.Count(r => r.State == PlaceState.Done),
            rows.Sum(r => r.AmountFen), rows.Sum(r => r.PaidFen), rows.Count(r => r.State == PlaceState.Declined), rows.Count(r => r.State == PlaceState.Absent), rows.Sum(r => disputes[r.PlaceId].Count()));

        var (presentAt, postsAt, placesAt) = (presences.ToLookup(p => (p.Day, p.MarketId)), posts.ToLookup(p => (p.Day, p.MarketId)), places.ToLookup(p => (p.Day, p.MarketId)));
        var keys = presences.Select(p => (p.Day, p.MarketId)).Concat(posts.Select(p => (p.Day, p.MarketId))).Concat(places.Select(p => (p.Day, p.MarketId))).Distinct()
            .OrderByDescending(k => k.Day).ThenBy(k => names.GetValueOrDefault(k.MarketId, ""), StringComparer.Ordinal).ThenBy(k => k.MarketId);
        return new GigStatistics(from, to,
            Sum(null, null, null, presences.Select(p => (p.WorkerId, p.Day)).Distinct().Count(), [.. posts.Select(p => p.Places)], places),
            [
                .. keys.Select(k => Sum(k.Day, k.MarketId, null, presentAt[k].Count(), [.. postsAt[k].Select(p => p.Places)], [.. placesAt[k]])),
            ],
            [
                .. terms.Trades.Select(t => Sum(null, null, t.Code, 0, [.. posts.Where(p => p.Trade == t.Code).Select(p => p.Places)], [.. places.Where(p => trades.GetValueOrDefault(p.PostId) == t.Code)]))
                    .Where(c => c.Posts > 0 || c.Matched > 0),
            ],
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

    private sealed record Row(Guid PlaceId, Guid PostId, DateOnly Day, Guid MarketId, PlaceState State, long AmountFen, long PaidFen);
}
