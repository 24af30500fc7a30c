namespace Chunfeng.Standards.Regions;

/// <summary>The forms one place name is written in.</summary>
internal static class RegionNames
{
    private static readonly string[] Peoples =
    [
        "壮族", "回族", "维吾尔", "蒙古族", "藏族", "羌族", "彝族", "苗族", "侗族", "布依族", "土家族", "傣族", "景颇族", "白族", "哈尼族", "傈僳族",
        "朝鲜族", "柯尔克孜", "蒙古", "哈萨克", "黎族", "瑶族", "满族", "畲族",
    ];

    private static readonly string[] ProvinceSuffixes = ["特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市"];
    private static readonly string[] CitySuffixes = ["自治州", "地区", "市", "盟"];
    private static readonly string[] CountySuffixes = ["自治县", "自治旗", "林区", "新区", "县", "区", "市", "旗"];
    private static readonly string[] TownshipSuffixes = ["民族乡", "街道", "镇", "乡"];

    // longest first, and the committee's own 村 goes with it: 城西村委会 and 城西村村委会 are both 城西村
    private static readonly string[] VillageCommittees = ["村民委员会", "村委员会", "村民委会", "村委会", "村委"];
    private static readonly string[] ResidentCommittees = ["居民委员会", "居委员会", "居委会", "居委"];
    private static readonly string[] StreetOffices = ["街道办事处", "街道办", "街办", "办事处"];

    /// <summary>One form for the ways a committee is written: "城西村民委员会", "城西村委会", "城西村" are one name.</summary>
    public static string Canonical(string name, RegionLevel level)
    {
        switch (level)
        {
            case RegionLevel.Village:
                if (TryStrip(name, VillageCommittees, out var village))
                {
                    return EndingIn("村", village);
                }

                return TryStrip(name, ResidentCommittees, out var residents) ? EndingIn("社区", residents) : name;
            case RegionLevel.Township:
                return TryStrip(name, StreetOffices, out var office) ? office + "街道" : name;
            default:
                return name;
        }
    }

    /// <summary>The name without what it is: 太原市 → 太原, 广西壮族自治区 → 广西, 城西村 → 城西. Takes the canonical form.</summary>
    public static string Bare(string canonical, RegionLevel level)
    {
        var suffixes = level switch
        {
            RegionLevel.Province => ProvinceSuffixes,
            RegionLevel.City => CitySuffixes,
            RegionLevel.County => CountySuffixes,
            RegionLevel.Township => TownshipSuffixes,
            _ => ["社区", "村"],
        };
        if (!TryStrip(canonical, suffixes, out var bare))
        {
            return canonical;
        }

        // 延边朝鲜族自治州 → 延边, 积石山保安族东乡族撒拉族自治县 keeps what it cannot know
        while (level is RegionLevel.City or RegionLevel.County or RegionLevel.Township && TryStrip(bare, Peoples, out var shorter) && shorter.Length >= 2)
        {
            bare = shorter;
        }

        return bare;
    }

    private static string EndingIn(string suffix, string name) => name.EndsWith(suffix, StringComparison.Ordinal) ? name : name + suffix;

    private static bool TryStrip(string name, string[] suffixes, out string rest)
    {
        foreach (var suffix in suffixes)
        {
            if (name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal))
            {
                rest = name[..^suffix.Length];
                return true;
            }
        }

        rest = name;
        return false;
    }
}
