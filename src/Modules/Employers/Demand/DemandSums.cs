namespace Chunfeng.Employers.Demand;

/// <summary>What the answers of a round say of one occupation.</summary>
/// <param name="Employers">How many named it.</param>
/// <param name="LowFen">The lowest pay stated, fen a month; 0 when nobody stated any.</param>
internal sealed record NeedSum(int Occupation, int Employers, int Now, int InPeriod, long LowFen, long HighFen);

/// <summary>The need for one occupation beside the posts that are published for it.</summary>
/// <param name="OpenPosts">Posts still open of the asked employers' published vacancies.</param>
/// <param name="Gap">Needed in the period and not yet published; never below zero.</param>
internal sealed record NeedGap(NeedSum Need, int OpenPosts, int Gap);

/// <summary>Need beside vacancies. Pure.</summary>
internal static class DemandSums
{
    /// <summary>The widest gap first; equal ones by need, then by occupation.</summary>
    public static IReadOnlyList<NeedGap> Gaps(IEnumerable<NeedSum> needs, IReadOnlyDictionary<int, int> openPosts) =>
    [
        .. needs.Select(n => (Need: n, Posts: openPosts.GetValueOrDefault(n.Occupation))).Select(p => new NeedGap(p.Need, p.Posts, Math.Max(0, p.Need.InPeriod - p.Posts)))
            .OrderByDescending(g => g.Gap).ThenByDescending(g => g.Need.InPeriod).ThenBy(g => g.Need.Occupation),
    ];
}
