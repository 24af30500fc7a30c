using System.Globalization;
using Chunfeng.Employers.Register;
using Chunfeng.Employers.Standing;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Policies;

/// <summary>A policy for an employer: how it matches today and what was done about it, in order.</summary>
internal sealed record PolicyView(Guid EmployerId, string Employer, string CreditCode, long Region, string OfficerName, Policy Policy, PolicyMatch Match, IReadOnlyList<PolicyStep> Steps)
{
    public PolicyAct? Standing => PolicyMachine.Standing(Steps.Select(s => (PolicyAct)s.Act));

    /// <summary>It fits and nobody has said so to the employer yet.</summary>
    public bool ToTell => Match.Fit == Fit.Fits && Standing is null;
}

/// <summary>A policy over an area.</summary>
internal sealed record PolicyCount(Policy Policy, int ToTell, int CannotTell, int Told, int Applied, int Granted, int Refused);

/// <summary>A month of an area: the sums of what its employers stated.</summary>
/// <param name="Employers">How many stated it; <paramref name="Compared"/>: and the month before.</param>
/// <param name="Left">Gone since the month before, of those compared; <paramref name="Added"/>: more or fewer heads, likewise.</param>
internal sealed record AreaMonth(int Month, int Employers, long Heads, long Kept, long Joined, int Compared, long Left, long Added);

/// <summary>Which employers of a policy are listed.</summary>
internal enum PolicyTab { ToTell, CannotTell, Told, Applied, Granted, Refused }

/// <summary>Reads policies against employers of the account's area.</summary>
internal sealed class PolicyQuery(ChunfengDb db, PolicyBook book, CodeSets codes, RegionTree regions, TimeProvider clock)
{
    /// <summary>Employers matched at once, and lines shown of a list: our own limits.</summary>
    public const int MostEmployers = 20_000, MostShown = 200, Months = 12;

    private const int MonthsBack = 25, Some = 500;

    public static readonly Refusal TooMany = new("too-many", $"这个地区的单位超过 {MostEmployers} 家，请选一个市或县（市、区）再看");

    /// <summary>Every policy in force for one employer: what fits first; nothing for one the account does not see.</summary>
    public async Task<IReadOnlyList<PolicyView>> OfEmployerAsync(Employer employer, Actor actor, CancellationToken cancel) => !EmployerScope.Sees(actor, employer) ? []
        : [.. (await MatchAsync([employer], [.. book.For(new RegionCode(employer.Region), clock.Today)], cancel)).OrderBy(v => v.Match.Fit).ThenBy(v => v.Policy.Demonstration).ThenBy(v => v.Policy.Code, StringComparer.Ordinal)];

    /// <summary>Each employer against each policy, as things stand today.</summary>
    public async Task<IReadOnlyList<PolicyView>> MatchAsync(IReadOnlyList<Employer> employers, IReadOnlyList<Policy> policies, CancellationToken cancel)
    {
        var (today, views) = (clock.Today, new List<PolicyView>(employers.Count * policies.Count));
        var since = today.AddMonths(-MonthsBack);
        var first = (since.Year * 100) + since.Month;
        var reads = db.Compiled<EmployerReads>();
        foreach (var some in employers.Chunk(Some))
        {
            var ids = some.Select(e => e.EmployerId).ToList();
            var months = (await reads.Months(db, ids, first).ToListAsync(cancel)).ToLookup(h => h.EmployerId, h => new MonthStatement(h.Month, h.Heads, h.Joined));
            var serious = (await db.Compiled<VacancyReads>().Serious(db, ids).ToListAsync(cancel)).ToLookup(c => c.EmployerId);
            var steps = (await reads.PolicySteps(db, ids).ToListAsync(cancel)).ToLookup(s => (s.EmployerId, s.Policy, s.Document));
            foreach (var e in some)
            {
                var facts = new EmployerFacts(e.Region, (EmployerSize)e.Size, (EmployerFlags)e.Flags, e.Industry, [.. months[e.EmployerId]], serious[e.EmployerId].Count(), PapersChecked: false);
                foreach (var policy in policies)
                {
                    IReadOnlyList<PolicyStep> done = [.. steps[(e.EmployerId, policy.Code, policy.Version)]];
                    var match = PolicyMatcher.Match(policy, facts with { PapersChecked = done.Any(s => s.Act == (short)PolicyAct.Checked) }, today, codes);
                    views.Add(new PolicyView(e.EmployerId, e.Name, e.CreditCode, e.Region, e.OfficerName, policy, match, done));
                }
            }
        }

        return views;
    }

    /// <param name="region">Inside the account's area.</param>
    public async Task<Result<IReadOnlyList<PolicyView>>> AreaAsync(RegionCode region, Actor actor, CancellationToken cancel)
    {
        if (!EmployerScope.SeesArea(actor) || !actor.Region.Contains(region))
        {
            return new Refusal("no-right", "您没有查看的权限，请联系本级专班的系统管理员开通");
        }

        long from = region.Value, end = region.End;
        var employers = await EmployerScope.Employers(db, actor).AsNoTracking().Where(e => e.Region >= from && e.Region < end).OrderBy(e => e.EmployerId).Take(MostEmployers + 1).ToListAsync(cancel);
        return employers.Count > MostEmployers ? TooMany : Result.Of(await MatchAsync(employers, [.. book.For(region, clock.Today)], cancel));
    }

    public static IReadOnlyList<PolicyCount> Count(IEnumerable<PolicyView> views) =>
    [
        .. views.GroupBy(v => v.Policy).Select(g => new PolicyCount(g.Key, g.Count(v => v.ToTell), g.Count(v => In(v, PolicyTab.CannotTell)), g.Count(v => v.Standing is PolicyAct.Told),
            g.Count(v => v.Standing is PolicyAct.Applied), g.Count(v => v.Standing is PolicyAct.Granted), g.Count(v => v.Standing is PolicyAct.Refused))),
    ];

    public static bool In(PolicyView view, PolicyTab tab) => tab switch
    {
        PolicyTab.ToTell => view.ToTell, PolicyTab.CannotTell => view.Match.Fit == Fit.CannotTell && view.Standing is null, PolicyTab.Told => view.Standing is PolicyAct.Told,
        PolicyTab.Applied => view.Standing is PolicyAct.Applied, PolicyTab.Granted => view.Standing is PolicyAct.Granted, _ => view.Standing is PolicyAct.Refused,
    };

    /// <summary>The last months of an area, the newest first, summed from what employers stated.</summary>
    public async Task<IReadOnlyList<AreaMonth>> MonthsAsync(RegionCode region, Actor actor, CancellationToken cancel)
    {
        if (!EmployerScope.SeesArea(actor) || !actor.Region.Contains(region))
        {
            return [];
        }

        long from = region.Value, end = region.End;
        var first = clock.Today.AddMonths(-Months);
        var since = (first.Year * 100) + first.Month;
        var employers = EmployerScope.Employers(db, actor).Where(e => e.Region >= from && e.Region < end);
        var stated = db.HeadCounts().AsNoTracking().Where(h => h.Month >= since && employers.Any(e => e.EmployerId == h.EmployerId));
        var sums = await stated.GroupBy(h => h.Month).Select(g => new { g.Key, Employers = g.Count(), Heads = g.Sum(h => (long)h.Heads), Joined = g.Sum(h => (long)h.Joined) }).ToListAsync(cancel);
        var compared = await stated.Join(db.HeadCounts(), h => new { h.EmployerId, Before = h.Month % 100 == 1 ? h.Month - 89 : h.Month - 1 }, b => new { b.EmployerId, Before = b.Month },
                (h, b) => new { h.Month, Left = b.Heads - (h.Heads - h.Joined), Added = h.Heads - b.Heads })
            .GroupBy(m => m.Month).Select(g => new { g.Key, Count = g.Count(), Left = g.Sum(m => (long)m.Left), Added = g.Sum(m => (long)m.Added) }).ToDictionaryAsync(g => g.Key, cancel);
        return
        [
            .. sums.OrderByDescending(s => s.Key).Take(Months).Select(s => (Sum: s, With: compared.GetValueOrDefault(s.Key)))
                .Select(m => new AreaMonth(m.Sum.Key, m.Sum.Employers, m.Sum.Heads, m.Sum.Heads - m.Sum.Joined, m.Sum.Joined, m.With?.Count ?? 0, m.With?.Left ?? 0, m.With?.Added ?? 0)),
        ];
    }

    /// <summary>Every employer of the area and policy that fits, may fit, or for which something was done; logged first.</summary>
    public async Task<Result<int>> ExportAsync(RegionCode region, Stream output, Actor actor, CancellationToken cancel)
    {
        var area = await AreaAsync(region, actor, cancel);
        if (area.IsRefused)
        {
            return area.Refusal;
        }

        db.Audit(clock, actor, "policies.export", $"area={region}");
        await db.SaveChangesAsync(cancel);
        using var table = TableWriter.Create(output, "policies.xlsx", "援企稳岗");
        table.WriteRow("政策", "文号或版本", "演示", "单位名称", "统一社会信用代码", "地区", "服务专员", "是否符合", "还缺什么", "办到哪一步", "哪天", "谁登记的", "说明");
        var written = 0;
        foreach (var view in area.Value.Where(v => v.Match.Fit != Fit.DoesNotFit || v.Standing is not null))
        {
            var last = view.Steps.Count > 0 ? view.Steps[^1] : null;
            table.WriteRow(view.Policy.Name, view.Policy.Version, view.Policy.Demonstration ? "演示" : "", view.Employer, view.CreditCode, EmployerWords.Place(regions, view.Region), view.OfficerName,
                PolicyWords.Name(view.Match.Fit), view.Match.Why, last is null ? "还没有告知" : PolicyWords.Name((PolicyAct)last.Act),
                last is null ? "" : ChinaTime.DayOf(last.At).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), last?.Name ?? "", last?.Note ?? "");
            written++;
        }

        return written;
    }
}
