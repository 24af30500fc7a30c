using Chunfeng.Dispatch.Contracts;
using Chunfeng.Platform.Documents;

namespace Chunfeng.Dispatch.Bulletin;

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
    IssuingOffice Office);
