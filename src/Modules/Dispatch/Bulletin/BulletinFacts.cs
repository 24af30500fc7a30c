using Chunfeng.Dispatch.Contracts;

namespace Chunfeng.Dispatch.Bulletin;

/// <summary>What the bulletin is called and who sends it to whom; an office may set its own words.</summary>
internal sealed record BulletinOffice(string Masthead, string Issuer, string ReportTo, string CopyTo)
{
    /// <summary>The plan, 13.1: the province's working group has its office in the provincial employment bureau.</summary>
    public static BulletinOffice Province { get; } = new(
        "农民务工就业工作专报", "省农民务工就业工作专班办公室", "省委、省政府", "省专班各成员单位，各市农民务工就业工作专班");
}

/// <summary>Everything the bulletin is written from: frozen figures and nothing else.</summary>
/// <param name="Week">"2022-W08".</param>
/// <param name="Number">Week of the ISO year, also the number.</param>
/// <param name="Issued">成文日期: the China date of the freeze.</param>
/// <param name="Note">What this revision changed; empty for the first freeze.</param>
/// <param name="EarlierNote">What last week's revisions changed; empty when last week was never revised.</param>
/// <param name="DemoTargets">Some targets are the demonstration's.</param>
/// <param name="DemoPeople">The register holds demonstration people.</param>
/// <param name="Province">Indicator → the province's row.</param>
/// <param name="Cities">All rows of the cities.</param>
/// <param name="Counties">Rows of the counties on the total; names with the city's before them. Statistical zones are left out.</param>
/// <param name="Composite">Cities best first, or empty when not every city has every target.</param>
internal sealed record BulletinFacts(
    string Week, int Year, int Number, DateOnly AsOf, int Revision, string Cut, DateOnly Issued, string Note, string EarlierNote,
    bool DemoTargets, bool DemoPeople, IReadOnlyDictionary<string, WeekRow> Province, IReadOnlyList<WeekRow> Cities,
    IReadOnlyList<WeekRow> Counties, string CompositeNote, IReadOnlyList<(string Name, int Rank, double Score)> Composite,
    BulletinOffice Office);

/// <summary>The bulletin's words, before they are laid out.</summary>
internal sealed record BulletinText(
    BulletinOffice Office, int Number, DateOnly Issued, string Title, string Subtitle, string? Warning,
    IReadOnlyList<BulletinPart> Parts, BulletinTable Cities, IReadOnlyList<string> Closing);

/// <summary>A numbered heading (一、) and its paragraphs; the opening part has no heading.</summary>
internal sealed record BulletinPart(string? Heading, IReadOnlyList<string> Paragraphs);

/// <summary>The table of cities.</summary>
internal sealed record BulletinTable(string Caption, IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows, string Remark);
