using System.Globalization;
using Chunfeng.Employers.Register;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Money;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Demand;

/// <summary>A round with what has come in from the account's area.</summary>
internal sealed record RoundCount(DemandRound Round, int Asked, int Answered, long Now, long InPeriod)
{
    public int Outstanding => Asked - Answered;
}

/// <summary>All that was answered, added up.</summary>
internal sealed record RoundTotals(int Asked, int Answered, long Heads, long LetGo, long Added, long Now, long InPeriod)
{
    public long Kept => Heads - LetGo;
}

/// <summary>One county, or another office that keeps employers.</summary>
internal sealed record CountySum(long Region, int Asked, int Answered, long Heads, long LetGo, long Added, long Now, long InPeriod);

/// <summary>An employer that has not answered.</summary>
/// <param name="Reminders">The latest first.</param>
internal sealed record OutstandingRow(Guid EmployerId, string Name, long Region, string OfficerName, IReadOnlyList<DemandReminder> Reminders);

/// <summary>An employer's answer in the list.</summary>
internal sealed record AnsweredRow(Guid EmployerId, string Name, long Region, int Seq, int Heads, int LetGo, int Added, int Now, int InPeriod, int Helps, short Way, DateOnly StatedOn);

/// <summary>An employer in a round: what it answered, the newest first.</summary>
internal sealed record AnswerView(DemandRound Round, Employer Employer, IReadOnlyList<(DemandAnswer Answer, IReadOnlyList<DemandLine> Lines)> Answers, IReadOnlyList<DemandReminder> Reminders);

/// <summary>Reads rounds and answers inside the account's scope. Every figure is counted from the answers that stand.</summary>
internal sealed class DemandQuery(ChunfengDb db, RegionTree regions, CodeSets codes, TimeProvider clock)
{
    public const int MostAnswers = 50, MostRounds = 20, MostExported = 50_000;

    private static readonly KeyOrder<Employer> Order = KeyOrder.By((Employer e) => e.EmployerId);

    /// <summary>The newest rounds, for an office with its counts.</summary>
    public async Task<IReadOnlyList<RoundCount>> ListAsync(Actor actor, CancellationToken cancel)
    {
        var counts = new List<RoundCount>();
        foreach (var round in DemandScope.MayOpen(actor) ? await DemandScope.Rounds(db, actor).AsNoTracking().OrderByDescending(r => r.RoundId).Take(MostRounds).ToListAsync(cancel) : [])
        {
            var (asked, lines) = (Asked(round, actor), LinesOf(round, actor));
            counts.Add(new RoundCount(round, await asked.CountAsync(cancel), await Standing(round, actor).CountAsync(cancel), await lines.SumAsync(l => (long)l.NeededNow, cancel), await lines.SumAsync(l => (long)l.NeededInPeriod, cancel)));
        }

        return counts;
    }

    /// <summary>Null when there is none in the account's scope.</summary>
    public async Task<DemandRound?> FindAsync(Guid roundId, Actor actor, CancellationToken cancel) =>
        DemandScope.MayOpen(actor) ? await DemandScope.Rounds(db, actor).AsNoTracking().SingleOrDefaultAsync(r => r.RoundId == roundId, cancel) : null;

    public async Task<RoundTotals> TotalsAsync(DemandRound round, Actor actor, CancellationToken cancel)
    {
        var (answers, lines) = (Standing(round, actor), LinesOf(round, actor));
        return new RoundTotals(await Asked(round, actor).CountAsync(cancel), await answers.CountAsync(cancel), await answers.SumAsync(a => (long)a.HeadsNow, cancel), await answers.SumAsync(a => (long)a.LetGo, cancel),
            await answers.SumAsync(a => (long)a.Added, cancel), await lines.SumAsync(l => (long)l.NeededNow, cancel), await lines.SumAsync(l => (long)l.NeededInPeriod, cancel));
    }

    /// <summary>By occupation, beside the posts the same employers have published for it and that are open today.</summary>
    public async Task<IReadOnlyList<NeedGap>> OccupationsAsync(DemandRound round, Actor actor, CancellationToken cancel)
    {
        var needs = await LinesOf(round, actor).GroupBy(l => l.Occupation).Select(g => new
        {
            g.Key, Employers = g.Select(l => l.EmployerId).Distinct().Count(), Now = g.Sum(l => l.NeededNow), InPeriod = g.Sum(l => l.NeededInPeriod),
            Low = g.Min(l => l.LowFen == 0 ? (long?)null : l.LowFen), High = g.Max(l => l.HighFen > l.LowFen ? l.HighFen : l.LowFen),
        }).ToListAsync(cancel);
        var (asked, today) = (Asked(round, actor), clock.Today);
        var posts = await db.Postings().Where(p => p.State == (short)PostingState.Published && p.FromDay <= today && p.ToDay >= today && asked.Any(e => e.EmployerId == p.EmployerId))
            .GroupBy(p => p.Occupation).Select(g => new { g.Key, Open = g.Sum(p => p.PostsOpen) }).ToDictionaryAsync(g => g.Key, g => g.Open, cancel);
        return DemandSums.Gaps(needs.Select(n => new NeedSum(n.Key, n.Employers, n.Now, n.InPeriod, n.Low ?? 0, n.High)), posts);
    }

    /// <summary>By the office that keeps the employers, in the order of the codes.</summary>
    public async Task<IReadOnlyList<CountySum>> CountiesAsync(DemandRound round, Actor actor, CancellationToken cancel)
    {
        var asked = await Asked(round, actor).GroupBy(e => e.Region).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        var answered = await Standing(round, actor).Join(db.Employers(), a => a.EmployerId, e => e.EmployerId, (a, e) => new { e.Region, a.HeadsNow, a.LetGo, a.Added })
            .GroupBy(a => a.Region).Select(g => new { g.Key, Count = g.Count(), Heads = g.Sum(a => (long)a.HeadsNow), LetGo = g.Sum(a => (long)a.LetGo), Added = g.Sum(a => (long)a.Added) }).ToDictionaryAsync(g => g.Key, cancel);
        var needs = await LinesOf(round, actor).Join(db.Employers(), l => l.EmployerId, e => e.EmployerId, (l, e) => new { e.Region, l.NeededNow, l.NeededInPeriod })
            .GroupBy(l => l.Region).Select(g => new { g.Key, Now = g.Sum(l => (long)l.NeededNow), InPeriod = g.Sum(l => (long)l.NeededInPeriod) }).ToDictionaryAsync(g => g.Key, cancel);
        return
        [
            .. asked.OrderBy(a => a.Key).Select(a => (Asked: a, Said: answered.GetValueOrDefault(a.Key), Need: needs.GetValueOrDefault(a.Key)))
                .Select(c => new CountySum(c.Asked.Key, c.Asked.Count, c.Said?.Count ?? 0, c.Said?.Heads ?? 0, c.Said?.LetGo ?? 0, c.Said?.Added ?? 0, c.Need?.Now ?? 0, c.Need?.InPeriod ?? 0)),
        ];
    }

    /// <param name="mine">Only those the account serves.</param>
    public async Task<KeyPage<OutstandingRow>> OutstandingAsync(DemandRound round, bool mine, PageAsk ask, Actor actor, CancellationToken cancel)
    {
        var (id, login) = (round.RoundId, actor.Login);
        var page = await Order.PageAsync(Asked(round, actor).Outstanding(db, id).Where(e => !mine || e.OfficerLogin == login), ask, e => new { e.EmployerId, e.Name, e.Region, e.OfficerName }, cancel);
        var ids = page.Rows.Select(e => e.EmployerId).ToList();
        var reminders = (await Latest(db.DemandReminders().AsNoTracking().Where(m => m.RoundId == id && ids.Contains(m.EmployerId))).ToListAsync(cancel)).ToLookup(m => m.EmployerId);
        return page.Select(e => new OutstandingRow(e.EmployerId, e.Name, e.Region, e.OfficerName, [.. reminders[e.EmployerId]]));
    }

    public async Task<KeyPage<AnsweredRow>> AnsweredAsync(DemandRound round, PageAsk ask, Actor actor, CancellationToken cancel)
    {
        var id = round.RoundId;
        var page = await Order.PageAsync(Asked(round, actor).Where(e => db.DemandAnswers().Any(a => a.RoundId == id && a.EmployerId == e.EmployerId)), ask, e => new { e.EmployerId, e.Name, e.Region }, cancel);
        var ids = page.Rows.Select(r => r.EmployerId).ToList();
        var answers = await db.DemandAnswers().AsNoTracking().Where(a => a.RoundId == id && a.SupersededAt == null && ids.Contains(a.EmployerId)).ToDictionaryAsync(a => a.EmployerId, cancel);
        var needs = (await db.DemandLines().AsNoTracking().Where(l => l.RoundId == id && ids.Contains(l.EmployerId)).Select(l => new { l.EmployerId, l.Seq, l.NeededNow, l.NeededInPeriod }).ToListAsync(cancel))
            .ToLookup(l => (l.EmployerId, l.Seq));
        return page.Select(e => (Row: e, Answer: answers[e.EmployerId])).Select(p => new AnsweredRow(p.Row.EmployerId, p.Row.Name, p.Row.Region, p.Answer.Seq, p.Answer.HeadsNow,
            p.Answer.LetGo, p.Answer.Added, needs[(p.Row.EmployerId, p.Answer.Seq)].Sum(l => l.NeededNow), needs[(p.Row.EmployerId, p.Answer.Seq)].Sum(l => l.NeededInPeriod), p.Answer.Helps, p.Answer.Way, p.Answer.StatedOn));
    }

    /// <summary>One employer in a round; null when the account sees neither.</summary>
    /// <param name="employerId">Null for the account's own.</param>
    public async Task<AnswerView?> AnswerAsync(Guid roundId, Guid? employerId, Actor actor, CancellationToken cancel)
    {
        if (await FindAsync(roundId, actor, cancel) is not { } round)
        {
            return null;
        }

        var unit = actor.May(Rights.EmployersOwn) ? actor.Unit : null;
        var employer = await Asked(round, actor).Where(e => employerId == null ? unit != null && e.UnitId == unit : e.EmployerId == employerId).OrderBy(e => e.EmployerId).FirstOrDefaultAsync(cancel);
        if (employer is null)
        {
            return null;
        }

        var answers = await db.DemandAnswers().AsNoTracking().Where(a => a.RoundId == roundId && a.EmployerId == employer.EmployerId).OrderByDescending(a => a.Seq).Take(MostAnswers).ToListAsync(cancel);
        var lines = (await db.DemandLines().AsNoTracking().Where(l => l.RoundId == roundId && l.EmployerId == employer.EmployerId).OrderBy(l => l.Line).ToListAsync(cancel)).ToLookup(l => l.Seq);
        return new AnswerView(round, employer, [.. answers.Select(a => (a, (IReadOnlyList<DemandLine>)[.. lines[a.Seq]]))],
            await Latest(db.DemandReminders().AsNoTracking().Where(m => m.RoundId == roundId && m.EmployerId == employer.EmployerId)).ToListAsync(cancel));
    }

    /// <summary>A line of the answer that stands, to make a vacancy of it; null when there is none the account may see.</summary>
    public async Task<DemandLine?> LineAsync(Guid roundId, Guid employerId, int line, Actor actor, CancellationToken cancel) =>
        await AnswerAsync(roundId, employerId, actor, cancel) is { Answers: [var (_, lines), ..] } ? lines.FirstOrDefault(l => l.Line == line) : null;

    /// <summary>The rounds an employer stands in that take answers, and those it has answered, the newest first; none for an employer the account does not see.</summary>
    public async Task<IReadOnlyList<(DemandRound Round, DemandAnswer? Answer)>> OfEmployerAsync(Employer employer, Actor actor, CancellationToken cancel)
    {
        if (!DemandScope.MayOpen(actor) || !EmployerScope.Sees(actor, employer))
        {
            return [];
        }

        var (reads, (from, end, above, unit)) = (db.Compiled<DemandReads>(), DemandScope.Of(actor));
        var rounds = await reads.Newest(db, from, end, above, unit, MostRounds).ToListAsync(cancel);
        var answers = (await reads.Answers(db, employer.EmployerId, rounds.ConvertAll(r => r.RoundId)).ToListAsync(cancel)).ToLookup(a => a.RoundId);
        return
        [
            .. rounds.Where(r => DemandScope.Asks(r, employer, answers.Contains(r.RoundId)))
                .Select(r => (Round: r, Answer: answers[r.RoundId].SingleOrDefault(a => a.SupersededAt is null))).Where(f => f.Answer is not null || f.Round.ClosedAt is null),
        ];
    }

    /// <summary>Every answer that stands, a row for each occupation, and who has not answered; logged first.</summary>
    public async Task<Result<int>> ExportAsync(DemandRound round, Stream output, Actor actor, CancellationToken cancel)
    {
        if (!DemandScope.IsOffice(actor))
        {
            return new Refusal("no-right", "您没有导出的权限，请联系本级专班的系统管理员开通");
        }

        var employers = await Asked(round, actor).OrderBy(e => e.Region).ThenBy(e => e.EmployerId).Select(e => new { e.EmployerId, e.Name, e.CreditCode, e.Region, e.OfficerName }).Take(MostExported + 1).ToListAsync(cancel);
        if (employers.Count > MostExported)
        {
            return new Refusal("too-many", $"这一轮调查的单位超过 {MostExported} 家，请由各市分别导出");
        }

        db.Audit(clock, actor, "demand.export", $"{round.RoundId} area={actor.Region}");
        await db.SaveChangesAsync(cancel);
        var answers = await Standing(round, actor).ToDictionaryAsync(a => a.EmployerId, cancel);
        var lines = (await LinesOf(round, actor).AsNoTracking().ToListAsync(cancel)).ToLookup(l => l.EmployerId);
        using var table = TableWriter.Create(output, "demand.xlsx", "用工需求");
        table.WriteRow("地区", "单位名称", "统一社会信用代码", "服务专员", "是否答复", "现有人数", "预计留用", "预计减少", "预计新增", "需要的帮助", "说明", "答复方式", "答复日期", "工种代码", "工种", "现在就要", "这段时间一共要", "每月工资低", "每月工资高");
        var written = 0;
        foreach (var e in employers)
        {
            var a = answers.GetValueOrDefault(e.EmployerId);
            string[] who = [EmployerWords.Place(regions, e.Region), e.Name, e.CreditCode, e.OfficerName];
            string[] said = a is null ? ["未答复", .. Enumerable.Repeat("", 8)]
                : ["已答复", Text(a.HeadsNow), Text(a.Kept), Text(a.LetGo), Text(a.Added), DemandWords.HelpText(a.Helps), a.Remark, DemandWords.Way(a.Way), DemandWords.Day(a.StatedOn)];
            var needs = lines[e.EmployerId].OrderBy(l => l.Line).ToList();
            foreach (var need in needs.Count > 0 ? needs : [null!])
            {
                table.WriteRow([.. who, .. said, .. need is null ? Enumerable.Repeat("", 6)
                    : [VacancyWords.Code(need.Occupation), DemandRules.NameOf(codes, need.Occupation), Text(need.NeededNow), Text(need.NeededInPeriod), Yuan(need.LowFen), Yuan(need.HighFen)]]);
                written++;
            }
        }

        return written;
    }

    internal static IQueryable<DemandReminder> Latest(IQueryable<DemandReminder> reminders) => reminders.OrderByDescending(m => m.On).ThenByDescending(m => m.Way);

    private IQueryable<Employer> Asked(DemandRound round, Actor actor) => EmployerScope.Employers(db, actor).AsNoTracking().Asked(db, round);

    /// <summary>The answers that stand, of employers in the account's scope.</summary>
    private IQueryable<DemandAnswer> Standing(DemandRound round, Actor actor)
    {
        var (id, asked) = (round.RoundId, Asked(round, actor));
        return db.DemandAnswers().AsNoTracking().Where(a => a.RoundId == id && a.SupersededAt == null && asked.Any(e => e.EmployerId == a.EmployerId));
    }

    private IQueryable<DemandLine> LinesOf(DemandRound round, Actor actor)
    {
        var (id, standing) = (round.RoundId, Standing(round, actor));
        return db.DemandLines().Where(l => l.RoundId == id && standing.Any(a => a.EmployerId == l.EmployerId && a.Seq == l.Seq));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Yuan(long fen) => fen == 0 ? "" : new Fen(fen).ToYuan();
}
