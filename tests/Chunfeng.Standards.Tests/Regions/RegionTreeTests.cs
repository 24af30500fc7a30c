using Chunfeng.Standards.Regions;

namespace Chunfeng.Standards.Tests.Regions;

public sealed class RegionTreeTests
{
    private static readonly RegionTree Tree = Reference.Regions;

    [Fact(DisplayName = "山西11市、117县、4个统计区、1352乡镇、21895村居")]
    public void Holds_the_published_counts()
    {
        var shanxi = RegionCode.Shanxi;
        Assert.Equal(34, Tree.Within(RegionCode.China, RegionLevel.Province).Count);
        Assert.Equal(11, Tree.Within(shanxi, RegionLevel.City).Count);
        var counties = Tree.Within(shanxi, RegionLevel.County).ToLookup(r => r.Kind == "zone");
        Assert.Equal(117, counties[false].Count());
        Assert.Equal([140171, 140271, 140671, 140971], counties[true].Select(r => r.Code.Value / 1_000_000));
        Assert.Equal(1352, Tree.Within(shanxi, RegionLevel.Township).Count);
        Assert.Equal(66, Tree.Within(shanxi, RegionLevel.Township).Count(r => r.Kind == "other"));
        var villages = Tree.Within(shanxi, RegionLevel.Village).CountBy(r => r.Kind).ToDictionary();
        Assert.Equal(21_895, villages.Values.Sum());
        Assert.Equal((18_851, 3_038, 6), (villages["村委会"], villages["居委会"], villages["other"]));
    }

    [Fact]
    public void Within_equals_a_look_at_every_region()
    {
        RegionCode[] areas = [RegionCode.China, RegionCode.Shanxi, new(140100000000), new(140121000000), new(140121100000), new(140121100204), new(990000000000), new(110105000000)];
        foreach (var (area, level) in areas.SelectMany(a => Enum.GetValues<RegionLevel>(), (a, l) => (a, l)))
        {
            Assert.Equal(Tree.TryGet(area, out _) ? Tree.All.Where(r => r.Level == level && area.Contains(r.Code)) : [], Tree.Within(area, level));
        }
    }

    [Fact]
    public void Every_region_hangs_where_its_digits_say()
    {
        Assert.Equal(Tree.All.Select(r => r.Code).Order(), Tree.All.Select(r => r.Code));
        foreach (var region in Tree.All)
        {
            Assert.Equal(region.Code.Level, region.Level);
            Assert.Equal(region.Code.Parent, region.Parent);
            Assert.True(Tree.TryGet(region.Parent, out var parent));
            Assert.True(region.Level == RegionLevel.Country || parent.Level == region.Level - 1);
            Assert.True(parent.Code.Contains(region.Code));
        }

        Assert.Equal(Tree.All.Count - 1, Tree.All.Sum(r => Tree.Children(r.Code).Count));
    }

    [Theory]
    [InlineData("14", "140000000000", RegionLevel.Province)]
    [InlineData("1401", "140100000000", RegionLevel.City)]
    [InlineData("140121", "140121000000", RegionLevel.County)]
    [InlineData("140121100", "140121100000", RegionLevel.Township)]
    [InlineData("140121100201", "140121100201", RegionLevel.Village)]
    [InlineData("000000000000", "000000000000", RegionLevel.Country)]
    public void Reads_codes(string text, string digits, RegionLevel level)
    {
        Assert.True(RegionCode.TryParse(text, out var code));
        Assert.Equal((digits, level), (code.ToString(), code.Level));
    }

    [Theory]
    [InlineData("")]
    [InlineData("140")]
    [InlineData("14012110020")]
    [InlineData("14O121")]
    [InlineData("-14010")]
    [InlineData("1401210000000")]
    public void Refuses_what_is_no_code(string text) => Assert.False(RegionCode.TryParse(text, out _));

    [Fact]
    public void A_region_ends_where_the_next_begins()
    {
        var taiyuan = Code("1401");
        Assert.True(taiyuan.Contains(taiyuan));
        Assert.True(taiyuan.Contains(new RegionCode(taiyuan.End - 1)));
        Assert.False(taiyuan.Contains(new RegionCode(taiyuan.End)));
        Assert.True(RegionCode.China.Contains(new RegionCode(999_999_999_999)));
        Assert.Equal(RegionCode.Shanxi, Code("140121100201").At(RegionLevel.Province));
        Assert.Equal(taiyuan, taiyuan.At(RegionLevel.Village));
        Assert.Equal(RegionCode.China, RegionCode.China.Parent);
    }

    [Theory(DisplayName = "撤并的县找到现在的县")]
    [InlineData("140202", "140213")]
    [InlineData("140203", "140214")]
    [InlineData("140227", "140215")]
    [InlineData("140402", "140403")]
    [InlineData("140411", "140403")]
    [InlineData("140421", "140404")]
    [InlineData("140424", "140405")]
    [InlineData("140481", "140406")]
    [InlineData("140726", "140703")]
    [InlineData("140624", "140681")]
    [InlineData("140121", "140121")]
    [InlineData("140726101", "140703")]
    public void An_abolished_county_has_a_successor(string old, string current)
    {
        Assert.True(Tree.TryResolve(Code(old), out var found));
        Assert.Equal(Code(current), found);
        Assert.True(Tree.TryGet(found, out _));
    }

    [Fact]
    public void No_successor_is_itself_abolished_or_missing()
    {
        foreach (var succession in RegionFiles.Successions(Reference.Directory("regions")))
        {
            Assert.False(Tree.TryGet(succession.Old, out _));
            Assert.True(Tree.TryGet(succession.Current, out _));
        }

        Assert.False(Tree.TryResolve(Code("149999"), out _));
    }

    [Theory]
    [InlineData("0", "山西", "140000000000")]
    [InlineData("0", "山西省", "140000000000")]
    [InlineData("0", "内蒙古", "150000000000")]
    [InlineData("0", "广西", "450000000000")]
    [InlineData("0", "新疆", "650000000000")]
    [InlineData("0", "宁夏", "640000000000")]
    [InlineData("0", "西藏", "540000000000")]
    [InlineData("0", "北京", "110000000000")]
    [InlineData("0", "北京市", "110000000000")]
    [InlineData("0", "香港", "810000000000")]
    [InlineData("11", "朝阳", "110105000000")]
    [InlineData("11", "海淀区", "110108000000")]
    [InlineData("50", "忠县", "500233000000")]
    [InlineData("42", "仙桃", "429004000000")]
    [InlineData("44", "深圳", "440300000000")]
    [InlineData("22", "延边", "222400000000")]
    [InlineData("14", "太原", "140100000000")]
    [InlineData("14", "太原市", "140100000000")]
    [InlineData("14", " 太 原 市 ", "140100000000")]
    [InlineData("14", "山西省太原市", "140100000000")]
    [InlineData("1401", "山西省太原市清徐县", "140121000000")]
    [InlineData("1401", "太原市清徐县", "140121000000")]
    [InlineData("1401", "清徐", "140121000000")]
    [InlineData("1401", "小店", "140105000000")]
    [InlineData("1404", "屯留县", "140405000000")]
    [InlineData("1404", "长治县", "140404000000")]
    [InlineData("1404", "城区", "140403000000")]
    [InlineData("1407", "太谷", "140703000000")]
    [InlineData("1406", "怀仁县", "140681000000")]
    [InlineData("140121", "清源镇", "140121100000")]
    [InlineData("140121", "清源", "140121100000")]
    public void Resolves_names(string parent, string name, string expected)
    {
        var match = Tree.Resolve(parent == "0" ? RegionCode.China : Code(parent), name);
        Assert.Equal(expected, match.Region?.Code.ToString());
    }

    [Fact(DisplayName = "村名写全称、村委会、村民委员会或简称都认")]
    public void Villages_go_by_many_forms()
    {
        var village = Tree.Within(Code("140105"), RegionLevel.Village).First(r => r.Name == "东蒲村委会");
        foreach (var form in new[] { "东蒲村委会", "东蒲村民委员会", "东蒲村", "东蒲", "东蒲村委", "东蒲 村" })
        {
            Assert.Same(village, Tree.Resolve(village.Parent, form).Region);
        }

        var community = Tree.Within(Code("140105"), RegionLevel.Village).First(r => r.Name == "师范街社区居委会");
        foreach (var form in new[] { "师范街社区居委会", "师范街社区", "师范街居委会", "师范街社区居民委员会", "师范街" })
        {
            Assert.Same(community, Tree.Resolve(community.Parent, form).Region);
        }
    }

    [Fact(DisplayName = "每个全称都找回自己")]
    public void Every_full_name_finds_its_region() => Assert.All(
        Tree.All.Where(r => r.Level != RegionLevel.Country && r.Kind != "nominal"),
        r => Assert.Same(r, Tree.Resolve(r.Parent, r.Name).Region));

    [Fact(DisplayName = "同名的简称不猜，列出可能的几个")]
    public void A_shared_short_name_is_not_guessed()
    {
        var shared = Tree.Within(RegionCode.Shanxi, RegionLevel.Village)
            .GroupBy(r => (r.Parent, Bare: RegionNames.Bare(RegionNames.Canonical(r.Name, r.Level), r.Level)))
            .First(g => g.Count() == 2 && g.All(r => r.Name != g.Key.Bare));

        var match = Tree.Resolve(shared.Key.Parent, shared.Key.Bare);

        Assert.Null(match.Region);
        Assert.Equal(shared.Select(r => r.Code), match.Suggestions.Select(r => r.Code));
    }

    [Theory(DisplayName = "写错的名字只给建议，不代为认定")]
    [InlineData("14", "太源市", "太原市")]
    [InlineData("14", "山西太原", null)]
    [InlineData("1401", "请徐县", "清徐县")]
    [InlineData("140121", "清源乡", "清源镇")]
    [InlineData("140121", "孟封真", "孟封镇")]
    [InlineData("0", "山西生", "山西省")]
    public void A_near_miss_is_suggested(string parent, string name, string? suggestion)
    {
        var match = Tree.Resolve(parent == "0" ? RegionCode.China : Code(parent), name);
        Assert.Null(match.Region);
        if (suggestion is not null)
        {
            Assert.Contains(suggestion, match.Suggestions.Select(r => r.Name));
        }
    }

    [Fact]
    public void Nothing_is_found_under_a_leaf_or_for_an_empty_name()
    {
        Assert.Null(Tree.Resolve(RegionCode.Shanxi, "").Region);
        Assert.Empty(Tree.Resolve(RegionCode.Shanxi, " ").Suggestions);
        Assert.Null(Tree.Resolve(new RegionCode(999999000000), "太原").Region);
        Assert.Empty(Tree.Children(new RegionCode(999999000000)));
        Assert.Throws<KeyNotFoundException>(() => Tree[new RegionCode(999999000000)]);
    }

    [Theory]
    [InlineData("140121100", "太原市 清徐县 清源镇")]
    [InlineData("14", "山西省")]
    [InlineData("110105", "北京市 朝阳区")]
    [InlineData("1101", "北京市")]
    [InlineData("440305", "广东省 深圳市 南山区")]
    [InlineData("429004", "湖北省 仙桃市")]
    public void Paths_read_from_the_top(string code, string path) => Assert.Equal(path, Tree.Path(Code(code)));

    [Fact]
    public void Full_names_leave_out_what_only_groups()
    {
        Assert.Equal("山西省太原市清徐县清源镇", Tree[Code("140121100")].FullName);
        Assert.Equal("湖北省仙桃市", Tree[Code("429004")].FullName);
        Assert.Equal("北京市朝阳区", Tree[Code("110105")].FullName);
        Assert.Equal("全国", Tree.Path(RegionCode.China));
    }

    [Fact]
    public void A_name_as_held_allocates_nothing()
    {
        Tree.Resolve(RegionCode.Shanxi, "太原市");
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Tree.Resolve(RegionCode.Shanxi, "太原市");
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static RegionCode Code(string text) => RegionCode.TryParse(text, out var code) ? code : throw new FormatException(text);
}
