using Chunfeng.Engine.Facts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;

namespace Chunfeng.Dispatch.Contracts;

/// <summary>One target of one region.</summary>
/// <param name="Region">Twelve digits.</param>
/// <param name="Value">People; 0 or more.</param>
/// <param name="Source">Where the number comes from, in Chinese.</param>
public sealed record TargetLine(string Indicator, long Region, long Value, string Source, bool IsDemo);

/// <summary>What setting targets did.</summary>
public sealed record TargetsSet(int Year, int Lines, bool IsDemo);

/// <summary>A frozen week. <c>Created</c> is false when the same figures were there already.</summary>
public sealed record FrozenWeek(string Week, int Revision, DateOnly AsOf, string Cut, string Note, bool Created);

/// <summary>A week in the list of frozen weeks, at its latest revision.</summary>
public sealed record WeekSummary(string Week, int Revision, DateOnly AsOf, string Cut, DateTime FrozenAtUtc, string FrozenBy, string Note,
    bool TargetsAreDemo, bool PeopleAreDemo);

/// <summary>The bulletin as a file.</summary>
public sealed record BulletinFile(string FileName, byte[] Docx);

/// <summary>One place in the composite ranking. <c>Score</c> is out of the sum of the weights; 100 when every target is met.</summary>
public sealed record CompositePlace(string Region, string Name, int? Rank, double? Score);

/// <summary>The composite ranking of a week and where its weights come from.</summary>
public sealed record CompositeTable(string Week, int Revision, string WeightsNote, IReadOnlyList<CompositePlace> Places);

/// <summary>The weekly dispatch, for the console, the API and the command line.</summary>
public interface IWeeklyDispatch
{
    /// <summary>Freezes a week from the cut of its Sunday. The same figures again change nothing; other figures become a revision.</summary>
    Task<Result<FrozenWeek>> RunAsync(FactsFile facts, string week, Actor actor, CancellationToken cancel);

    /// <param name="level">province, city, county or township.</param>
    /// <param name="region">Only areas inside it; null is the whole province.</param>
    /// <param name="revision">null is the latest.</param>
    Task<Result<WeekTableJson>> TableAsync(string week, string level, long? region, int? revision, CancellationToken cancel);

    /// <summary>Every frozen week, newest first.</summary>
    Task<IReadOnlyList<WeekSummary>> WeeksAsync(CancellationToken cancel);

    /// <summary>The bulletin of a frozen week; the same revision gives the same bytes.</summary>
    Task<Result<BulletinFile>> BulletinAsync(string week, int? revision, CancellationToken cancel);

    /// <summary>Cities by weighted completion (clause 13.4).</summary>
    Task<Result<CompositeTable>> CompositeAsync(string week, int? revision, CancellationToken cancel);

    /// <summary>Replaces a year's targets, all or nothing.</summary>
    Task<Result<TargetsSet>> SetTargetsAsync(int year, IReadOnlyCollection<TargetLine> targets, Actor actor, CancellationToken cancel);

    /// <summary>Sets the demonstration's targets of the cut's year, split below the city by the people in the cut.</summary>
    Task<Result<TargetsSet>> SetDemoTargetsAsync(FactsFile facts, Actor actor, CancellationToken cancel);
}
