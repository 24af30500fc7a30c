namespace Chunfeng.Engine.Search;

/// <summary>A published vacancy as the search sees it: what is read, what is filtered by, what is sorted by. Nothing personal.</summary>
public sealed record VacancyText
{
    /// <summary>Also what breaks a tie: the smaller id first.</summary>
    public required Guid Id { get; init; }

    public required string Title { get; init; }

    /// <summary>The employer's name.</summary>
    public string Employer { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>The workplace in words, such as 山西省太原市小店区.</summary>
    public string Place { get; init; } = "";

    /// <summary>The workplace, 12 digits; 0 when not stated.</summary>
    public long Region { get; init; }

    /// <summary>职业分类大典 2022 as <see cref="Matching.OccupationCode"/> numbers it; 0 when not stated.</summary>
    public int Occupation { get; init; }

    /// <summary>Fen a month, see <see cref="Matching.MatchCodes.MonthFen"/>; 0 when not stated.</summary>
    public int MonthFen { get; init; }

    public bool Board { get; init; }

    public bool Lodging { get; init; }

    /// <summary>Social insurance is paid (五险 or what the law asks for).</summary>
    public bool Insurance { get; init; }

    /// <summary>Posts still open; without any it is open on no day.</summary>
    public int Posts { get; init; } = 1;

    /// <summary>The day it was published.</summary>
    public DateOnly PostedOn { get; init; }

    public DateOnly From { get; init; } = DateOnly.MinValue;

    /// <summary>The last day, inclusive.</summary>
    public DateOnly To { get; init; } = DateOnly.MaxValue;
}

/// <summary>How the list is ordered. Equal ones follow the smaller id.</summary>
public enum VacancyOrder
{
    /// <summary>How well the words fit, then the later published.</summary>
    Relevance = 0,

    /// <summary>The best paid first; pay not stated last.</summary>
    Pay = 1,

    /// <summary>The nearest to <see cref="VacancyQuery.Near"/> first; unknown places last.</summary>
    Distance = 2,

    /// <summary>The later published first.</summary>
    Newest = 3,
}

/// <summary>What somebody looks for. Start from the default, which finds everything, and set what was asked.</summary>
public sealed record VacancyQuery
{
    /// <summary>More of a text than this is not read.</summary>
    public const int MostText = 60;

    /// <summary>The furthest a list may be paged.</summary>
    public const int MostSkip = 10_000;

    public const int MostTake = 200;

    /// <summary>Words in any writing: 太原 保洁, 电焊工, CNC. All must fit; see <see cref="SearchBook.Read"/>.</summary>
    public string Text { get; init; } = "";

    /// <summary>One fitting word is enough.</summary>
    public bool AnyWord { get; init; }

    /// <summary>12 digits, province to village: this place and all inside it; 0 for anywhere.</summary>
    public long Region { get; init; }

    /// <summary>An occupation or a group with all below it; 0 for any.</summary>
    public int Occupation { get; init; }

    /// <summary>Fen a month; 0 for any, also not stated.</summary>
    public int LeastFen { get; init; }

    /// <summary>Only with board. False asks for nothing; so do the next two.</summary>
    public bool Board { get; init; }

    public bool Lodging { get; init; }

    public bool Insurance { get; init; }

    public DateOnly? PostedSince { get; init; }

    /// <summary>Open on this day with a post left. Public lists set it to today.</summary>
    public DateOnly? OpenOn { get; init; }

    public VacancyOrder Order { get; init; }

    /// <summary>Where distance is counted from, 12 digits: the person's county. 0 when not known: then nothing has a distance.</summary>
    public long Near { get; init; }

    /// <summary>0 to <see cref="MostSkip"/>; beyond is held to it.</summary>
    public int Skip { get; init; }

    /// <summary>1 to <see cref="MostTake"/>; beyond is held to it.</summary>
    public int Take { get; init; } = 20;
}

/// <summary>One vacancy found.</summary>
/// <param name="Score">How well the words fit; 0 without words.</param>
/// <param name="Metres">From <see cref="VacancyQuery.Near"/>, between the points of both counties; null when either is not known.</param>
public readonly record struct VacancyHit(Guid Id, int Score, int? Metres);

/// <summary>A wider question that does find something.</summary>
/// <param name="Text">What was given up or widened, in words: 不限“包住”.</param>
/// <param name="Total">How many it finds; more than 0.</param>
/// <param name="Query">To be asked next: a link.</param>
public sealed record Relaxation(string Text, int Total, VacancyQuery Query);

/// <summary>A page of what was found and, when nothing was, why and what would find something.</summary>
/// <param name="Total">All that fit, whatever the page.</param>
/// <param name="Understood">How everyday words were read: “月嫂”按“家政服务员”查找.</param>
/// <param name="Why">Empty unless nothing fits; then a sentence that names the conditions.</param>
/// <param name="Relaxations">Empty unless nothing fits; then what changes least comes first. Empty, too, when there is no vacancy at all.</param>
/// <param name="Instead">What the first relaxation finds, a page of it.</param>
public sealed record VacancyHits(
    int Total, IReadOnlyList<VacancyHit> Page, IReadOnlyList<string> Understood, string Why, IReadOnlyList<Relaxation> Relaxations, IReadOnlyList<VacancyHit> Instead);
