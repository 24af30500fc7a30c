using Chunfeng.Platform.Data;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Modules.Tests.Dispatch;

/// <summary>The reference data of the repository, loaded once.</summary>
internal static class Reference
{
    public static string Data { get; } = Path.GetDirectoryName(Places.FindUpwards(AppContext.BaseDirectory, "data/regions"))!;

    public static RegionTree Regions { get; } = RegionTree.Load(Path.Combine(Data, "regions"));

    public static string Indicators(string file) => Path.Combine(Data, "indicators", file);
}
