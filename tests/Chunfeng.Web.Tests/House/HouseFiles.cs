using Chunfeng.Platform.Data;

namespace Chunfeng.Web.Tests.House;

/// <summary>The working copy these tests were built from.</summary>
internal static class HouseFiles
{
    public static string Root { get; } = Path.GetDirectoryName(Places.FindUpwards(AppContext.BaseDirectory, "Chunfeng.slnx"))
        ?? throw new InvalidOperationException("Run these tests from inside the working copy.");
}
