using Chunfeng.Platform.Access;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Dispatch.Contracts;

/// <summary>Whose figures and whose names an account sees. Ranking lives from comparison and the bulletin goes to every office, so
/// figures of an account's own level and above are open to it across the province; below its level, and names anywhere, only inside its region.</summary>
public static class FigureScope
{
    /// <summary>Where an account's view begins: its own region, or the township of a village, which has no figures of its own.</summary>
    public static RegionCode Start(Actor actor) => !RegionCode.Shanxi.Contains(actor.Region) ? RegionCode.Shanxi
        : actor.Region.Level == RegionLevel.Village ? actor.Region.Parent : actor.Region;

    /// <summary>Whether the figures of a region are shown to the account.</summary>
    public static bool MaySee(Actor actor, RegionCode region) => actor.Region.Contains(region) || region.Level <= actor.Region.Level;

    /// <summary>Whether the account may see who is behind the figures of a region.</summary>
    public static bool MayName(Actor actor, RegionCode region) => actor.May(Rights.PeopleRead) && actor.Region.Contains(region);
}
