using System.Globalization;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Platform.Audit;

/// <summary>What the audit office looks for; empty members do not filter.</summary>
/// <param name="Act">The act or its beginning: "people." finds everything done to people.</param>
/// <param name="From">First day in China, included.</param>
/// <param name="To">Last day in China, included.</param>
public sealed record AuditFilter(string? Login, string? Act, Guid? Worker, string? Source, DateOnly? From, DateOnly? To);

/// <summary>Reads the audit trail for the audit office alone. Looking at it is not itself an entry; taking it away is.</summary>
public sealed class AuditQuery(ChunfengDb db, TimeProvider clock)
{
    /// <summary>A longer export is asked for in parts.</summary>
    public const int MostExported = 500_000;

    private static readonly KeyOrder<AuditEntry> Order = KeyOrder.ByDescending((AuditEntry e) => e.At).ThenByDescending(e => e.AuditId);
    private static readonly AuditFilter Everything = new(null, null, null, null, null, null);
    private static readonly Refusal NoRight = new("no-right", "审计记录只有审计员可以查看");

    /// <summary>A page of the trail, the newest first.</summary>
    public async Task<Result<KeyPage<AuditEntry>>> HandleAsync(AuditFilter filter, PageAsk ask, Actor actor, CancellationToken cancel)
    {
        if (!actor.May(Rights.AuditRead))
        {
            return NoRight;
        }

        return ask.IsFirst && filter == Everything ? await Order.FirstAsync(db.Compiled<AuditReads>().Newest(db, ask.Size + 1), ask.Size, cancel)
            : await Order.PageAsync(Narrow(filter), ask, cancel);
    }

    /// <summary>Writes the entries found, oldest first, as CSV or XLSX by the name's extension; the export is an entry itself.</summary>
    /// <returns>How many were written.</returns>
    public async Task<Result<long>> ExportAsync(AuditFilter filter, Stream output, string fileName, Actor actor, CancellationToken cancel)
    {
        if (!actor.May(Rights.AuditRead))
        {
            return NoRight;
        }

        if (await Narrow(filter).Take(MostExported + 1).CountAsync(cancel) > MostExported)
        {
            return new Refusal("too-many", $"符合条件的记录超过 {MostExported} 条，请缩小日期范围后分次导出");
        }

        db.Audit(clock, actor, "audit.export", $"{filter.Login} {filter.Act} {filter.Worker} {filter.Source} {filter.From:yyyy-MM-dd} {filter.To:yyyy-MM-dd}".Trim());
        await db.SaveChangesAsync(cancel);
        using var table = TableWriter.Create(output, fileName, "审计");
        table.WriteRow("时间", "账号", "序号", "行为", "劳动者编号", "说明", "来源地址", "变更前", "变更后", "校验值");
        long rows = 0;
        await foreach (var e in Narrow(filter).OrderBy(e => e.At).ThenBy(e => e.AuditId).AsAsyncEnumerable().WithCancellation(cancel))
        {
            table.WriteRow(
                ChinaTime.Show(e.At), e.Login, e.Seq.ToString(CultureInfo.InvariantCulture), e.Act, e.WorkerId?.ToString() ?? "", e.Detail, e.Source, e.Before, e.After,
                Convert.ToHexStringLower(e.Hash));
            rows++;
        }

        return rows;
    }

    private IQueryable<AuditEntry> Narrow(AuditFilter filter)
    {
        var query = db.AuditEntries().AsNoTracking().TagWith(Planned.Anew);
        if (!string.IsNullOrEmpty(filter.Login))
        {
            query = query.Where(e => e.Login == filter.Login);
        }

        if (!string.IsNullOrEmpty(filter.Act))
        {
            query = query.Where(e => e.Act.StartsWith(filter.Act));
        }

        if (filter.Worker is { } worker)
        {
            query = query.Where(e => e.WorkerId == worker);
        }

        if (!string.IsNullOrEmpty(filter.Source))
        {
            query = query.Where(e => e.Source == filter.Source);
        }

        if (filter.From is { } from)
        {
            var start = ChinaTime.StartOf(from);
            query = query.Where(e => e.At >= start);
        }

        if (filter.To is { } to && to < DateOnly.MaxValue)
        {
            var end = ChinaTime.StartOf(to.AddDays(1));
            query = query.Where(e => e.At < end);
        }

        return query;
    }
}

/// <summary>The trail as it opens, put together once.</summary>
internal sealed class AuditReads
{
    /// <summary>The newest entries of all: the index in its order, so planned once.</summary>
    public Func<ChunfengDb, int, IAsyncEnumerable<AuditEntry>> Newest { get; } = EF.CompileAsyncQuery((ChunfengDb db, int most) =>
        db.Set<AuditEntry>().AsNoTracking().TagWith(Planned.Once).OrderByDescending(e => e.At).ThenByDescending(e => e.AuditId).Take(most));
}
