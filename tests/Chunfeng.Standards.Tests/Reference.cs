using Chunfeng.Standards.Calendar;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Standards.Tests;

/// <summary>The reference data of the repository, read once.</summary>
internal static class Reference
{
    private static readonly Lazy<RegionTree> LazyRegions = new(() => RegionTree.Load(Directory("regions")));
    private static readonly Lazy<CodeSets> LazyCodes = new(() => CodeSets.Load(Directory("codes")));
    private static readonly Lazy<WorkCalendar> LazyCalendar =
        new(() => WorkCalendar.Load(Path.Combine(Directory("calendar"), "cn_holidays_2021_2026.csv")));

    public static RegionTree Regions => LazyRegions.Value;

    public static CodeSets Codes => LazyCodes.Value;

    public static WorkCalendar Calendar => LazyCalendar.Value;

    public static string Directory(string subject)
    {
        var root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Chunfeng.slnx")))
        {
            root = Path.GetDirectoryName(root);
        }

        return Path.Combine(root ?? throw new DirectoryNotFoundException("No Chunfeng.slnx above the tests."), "data", subject);
    }
}
