using Chunfeng.Engine.Counting;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Dispatch.Weeks;

/// <summary>Reads a frozen week back in the order it was made.</summary>
internal static class FrozenRows
{
    // above this many regions the whole revision (about 9,000 rows) is read: a long list of codes costs more
    private const int ListedRegions = 200;

    private static readonly Dictionary<string, int> Order =
        Indicators.All.Select((indicator, i) => (indicator.Code, i)).ToDictionary(p => p.Code, p => p.i);

    extension(ChunfengDb db)
    {
        /// <summary>Rows by region and indicator; of all regions, or of the given ones.</summary>
        public async Task<IReadOnlyList<WeekRow>> RowsAsync(
            string week, int revision, CancellationToken cancel, IReadOnlyCollection<long>? only = null)
        {
            var figures = db.Figures().Where(f => f.Week == week && f.Revision == revision);
            if (only is { Count: <= ListedRegions })
            {
                figures = figures.Where(f => only.Contains(f.Region));
            }

            var rows = await figures
                .Select(f => new WeekRow(f.Region, f.Indicator, f.Stock, f.Cumulative, f.Target, f.Rank, f.Change)).ToListAsync(cancel);
            if (only is { Count: > ListedRegions })
            {
                var wanted = only.ToHashSet();
                rows.RemoveAll(r => !wanted.Contains(r.Region));
            }

            return [.. rows.OrderBy(r => r.Region).ThenBy(r => Order.GetValueOrDefault(r.Indicator, int.MaxValue))];
        }

        /// <summary>The asked revision, or the latest, or null.</summary>
        public Task<DispatchWeek?> FrozenAsync(string week, int? revision, CancellationToken cancel) =>
            db.Weeks().AsNoTracking().Where(w => w.Week == week && (revision == null || w.Revision == revision))
                .OrderByDescending(w => w.Revision).FirstOrDefaultAsync(cancel);
    }
}

/// <summary>The "no" answers that several uses of a week share.</summary>
internal static class WeekRefusals
{
    public static Refusal NoWeek(string text) => new("not-a-week", $"“{text}”不是周次；请写成 2022-W08 这样的形式");

    public static Refusal NotFrozen(string week, int? revision) => revision is null
        ? new("week-not-frozen", $"{week} 还没有封存；请先运行该周调度")
        : new("no-such-revision", $"{week} 没有第 {revision} 次修订；请查看该周的修订列表");
}
