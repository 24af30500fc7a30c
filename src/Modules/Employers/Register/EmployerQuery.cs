using System.Linq.Expressions;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Register;

/// <summary>What somebody looks for in the list of employers; empty members do not filter.</summary>
/// <param name="Text">Part of the name, or the whole credit code.</param>
/// <param name="Industry">A section of GB/T 4754, one letter.</param>
internal sealed record EmployerFilter(string? Text = null, RegionCode? Region = null, string? Industry = null, EmployerSize? Size = null, EmployerFlags Flag = EmployerFlags.None, bool Mine = false);

/// <summary>One line of the list.</summary>
internal sealed record EmployerRow(Guid EmployerId, string Name, string CreditCode, string Industry, short Size, int Flags, long Seat, string OfficerName, int OpenPosts);

/// <summary>Reads the employers an account may see: by page, all of them for a file, a few for the search box.</summary>
internal sealed class EmployerQuery(ChunfengDb db, RegionTree regions, CodeSets codes, TimeProvider clock)
{
    public const int MostExported = 50_000;

    private static readonly KeyOrder<Employer> Order = KeyOrder.ByDescending((Employer e) => e.EmployerId);

    /// <summary>The newest first.</summary>
    public Task<KeyPage<EmployerRow>> HandleAsync(EmployerFilter filter, PageAsk ask, Actor actor, CancellationToken cancel) => Order.PageAsync(Narrow(filter, actor), ask, Row(), cancel);

    /// <summary>The whole list as a workbook, contacts left out; logged first.</summary>
    /// <returns>How many were written.</returns>
    public async Task<Result<int>> ExportAsync(EmployerFilter filter, Stream output, Actor actor, CancellationToken cancel)
    {
        if (!EmployerScope.SeesArea(actor))
        {
            return new Refusal("no-right", "您没有导出的权限，请联系本级专班的系统管理员开通");
        }

        var query = Narrow(filter, actor);
        if (await query.Take(MostExported + 1).CountAsync(cancel) > MostExported)
        {
            return new Refusal("too-many", $"符合条件的超过 {MostExported} 家，请增加条件后再导出");
        }

        db.Audit(clock, actor, "employers.export", $"area={actor.Region}");
        await db.SaveChangesAsync(cancel);
        using var table = TableWriter.Create(output, "list.xlsx", "用人单位");
        table.WriteRow("单位名称", "统一社会信用代码", "行业", "规模", "标签", "所在地", "服务专员", "在招岗位空缺");
        var written = 0;
        await foreach (var row in query.OrderByDescending(e => e.EmployerId).Select(Row()).AsAsyncEnumerable().WithCancellation(cancel))
        {
            table.WriteRow(row.Name, row.CreditCode, IndustryName(row.Industry), EmployerWords.Size(row.Size), string.Join('、', EmployerWords.FlagTexts(row.Flags)),
                EmployerWords.Place(regions, row.Seat), row.OfficerName, row.OpenPosts.ToString(System.Globalization.CultureInfo.InvariantCulture));
            written++;
        }

        return written;
    }

    public string IndustryName(string code) => code.Length == 0 ? "" : codes.Industry.NameOf(code);

    /// <summary>Null when there is none in the account's scope.</summary>
    public async Task<Employer?> FindAsync(Guid employerId, Actor actor, CancellationToken cancel)
    {
        var (from, end, unit) = EmployerScope.Of(actor);
        return EmployerScope.MayOpen(actor) ? await db.Compiled<EmployerReads>().One(db, employerId, from, end, unit, cancel) : null;
    }

    /// <summary>The employer a sender names by its full credit code; null when none is registered.</summary>
    public async Task<Employer?> SendableAsync(string? creditCode, Actor actor, CancellationToken cancel) =>
        EmployerScope.IsSender(actor) && CreditCode.TryParse(creditCode ?? "", out var credit, out _)
            ? await EmployerScope.Sendable(db, actor).AsNoTracking().SingleOrDefaultAsync(e => e.CreditCode == credit.Value, cancel) : null;

    /// <summary>The employer an account speaks for; null for anybody else.</summary>
    public async Task<Employer?> OwnAsync(Actor actor, CancellationToken cancel) =>
        actor.May(Rights.EmployersOwn) && actor.Unit is { } unit ? await db.Employers().AsNoTracking().OrderBy(e => e.EmployerId).FirstOrDefaultAsync(e => e.UnitId == unit, cancel) : null;

    private IQueryable<Employer> Narrow(EmployerFilter filter, Actor actor)
    {
        var query = EmployerScope.MayOpen(actor) ? EmployerScope.Employers(db, actor).AsNoTracking() : db.Employers().AsNoTracking().Where(e => false);
        if (filter.Region is { } region)
        {
            long from = region.Value, end = region.End;
            query = query.Where(e => e.Region >= from && e.Region < end);
        }

        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            var text = VacancyRules.Clean(filter.Text);
            query = CreditCode.TryParse(text, out var credit, out _) ? query.Where(e => e.CreditCode == credit.Value) : query.Where(e => e.Name.Contains(text));
        }

        if (!string.IsNullOrEmpty(filter.Industry))
        {
            var section = filter.Industry;
            var divisions = codes.Industry.Entries.Where(e => e.Parent == section).Select(e => e.Code).ToList();
            query = query.Where(e => e.Industry == section || divisions.Contains(e.Industry.Substring(0, 2)));
        }

        if (filter.Size is { } size)
        {
            var value = (short)size;
            query = query.Where(e => e.Size == value);
        }

        if (filter.Flag != EmployerFlags.None)
        {
            var flag = (int)filter.Flag;
            query = query.Where(e => (e.Flags & flag) != 0);
        }

        if (filter.Mine)
        {
            var login = actor.Login;
            query = query.Where(e => e.OfficerLogin == login);
        }

        return query;
    }

    private Expression<Func<Employer, EmployerRow>> Row()
    {
        var (today, postings) = (clock.Today, db.Postings());
        return e => new EmployerRow(e.EmployerId, e.Name, e.CreditCode, e.Industry, e.Size, e.Flags, e.Seat, e.OfficerName,
            postings.Where(p => p.EmployerId == e.EmployerId && p.State == (short)PostingState.Published && p.FromDay <= today && p.ToDay >= today).Sum(p => p.PostsOpen));
    }
}
