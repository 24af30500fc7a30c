using System.Globalization;
using Chunfeng.Dispatch.Contracts;
using Chunfeng.Engine.Counting;
using Chunfeng.Engine.Facts;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Dispatch.Weeks;

/// <summary>Somebody counted in a figure: where home and main work were when the week was frozen.</summary>
/// <param name="Named">Null when the register no longer has this person inside the actor's region.</param>
/// <param name="Workplace">Twelve digits, 0 abroad; null without a main spell.</param>
internal sealed record CountedPerson(Guid WorkerId, NamedPerson? Named, long Home, long? Workplace);

/// <summary>A page of the people behind a figure.</summary>
/// <param name="Total">Everybody counted: the figure itself.</param>
/// <param name="Start">How many stand before this page.</param>
internal sealed record CountedPage(long Total, long Start, IReadOnlyList<CountedPerson> People);

/// <summary>From a published figure to the named people in it, read from the very cut the week was frozen from.</summary>
internal sealed class PeopleBehind(ChunfengDb db, BuildFacts cuts, CutShelf shelf, NamedPeople people)
{
    public const int PageSize = 50;

    /// <param name="start">Position of the first person of the page, from 0; beyond the end gives the last page.</param>
    public async Task<Result<CountedPage>> HandleAsync(
        string week, RegionCode region, string indicator, bool cumulative, long start, Actor actor, CancellationToken cancel)
    {
        if (!actor.May(Rights.DispatchRead) || !actor.May(Rights.PeopleRead))
        {
            return new Refusal("no-right", "您没有查看人员名单的权限；需要时请联系本级专班的系统管理员开通");
        }

        if (!FigureScope.MayName(actor, region))
        {
            return new Refusal("outside-region", "这个地区不在您的管辖范围内，只能看它的数字，不能看名单；请从本地区的数字进入");
        }

        if (Indicators.Find(indicator) is null)
        {
            return new Refusal("unknown-indicator", "没有这个指标；请从周调度表里点数字进入");
        }

        var reads = db.Compiled<WeekReads>();
        var frozen = await reads.Last(db, week, cancel);
        var figure = frozen is null ? null : await reads.Figure(db, week, frozen.Revision, region.Value, indicator, cancel);
        if (frozen is null || figure is null)
        {
            return new Refusal("week-not-frozen", "这一周还没有封存，或没有这个地区的数字；请从周调度表里点数字进入");
        }

        // another cut of the same day may count others: only the one that was frozen answers
        var file = $"{frozen.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}-{frozen.CutHash[..12]}.facts";
        if (cuts.Find(file) is not { } cut)
        {
            return new Refusal("cut-gone", $"{week} 的封存文件（{file}）已不在服务器上，数字仍然有效，但暂时列不出名单");
        }

        try
        {
            return await PageAsync(cut, frozen, figure, cumulative, start, actor, cancel);
        }
        catch (Exception failure) when (failure is FactsFormatException or IOException)
        {
            return new Refusal("cut-damaged", $"{week} 的封存文件（{file}）读不出来，数字仍然有效，但暂时列不出名单");
        }
    }

    private async Task<Result<CountedPage>> PageAsync(
        string cut, FrozenWeek frozen, FrozenFigure figure, bool cumulative, long start, Actor actor, CancellationToken cancel)
    {
        using var loan = shelf.Borrow(cut);
        var facts = loan.Facts;
        var count = loan.Count(figure.Region)[figure.Indicator];
        var total = cumulative ? count.Cumulative : count.Stock;
        if (facts.Hash != frozen.CutHash || total != (cumulative ? figure.Cumulative : figure.Stock))
        {
            return new Refusal("cut-damaged", "封存文件与封存时的数字不一致，已停止列出名单");
        }

        var from = Math.Clamp(start, 0, Math.Max(0, (total - 1) / PageSize * PageSize));
        var rows = IndicatorCounter.Rows(facts, figure.Region, figure.Indicator, cumulative).Skip((int)from).Take(PageSize).ToList();
        var workers = rows.ConvertAll(facts.WorkerAt);
        var homes = rows.ConvertAll(facts.HomeAt);
        var workplaces = rows.ConvertAll(row => facts.MainSpellOf(row) is >= 0 and var spell ? facts.SpellWorkplace[spell] : (long?)null);
        var named = await people.HandleAsync(workers, actor, cancel);
        return new CountedPage(total, from, [.. rows.Select((_, i) => new CountedPerson(workers[i], named[i], homes[i], workplaces[i]))]);
    }
}
