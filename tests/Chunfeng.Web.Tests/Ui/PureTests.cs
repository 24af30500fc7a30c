using Chunfeng.Platform.Data;
using Chunfeng.Platform.Ui;
using CsCheck;

namespace Chunfeng.Web.Tests.Ui;

/// <summary>Figures, classes, axes and addresses: the pure parts under the components.</summary>
public class PureTests
{
    [Theory(DisplayName = "满一万用万，满一亿用亿")]
    [InlineData(0, "0")]
    [InlineData(9_876, "9,876")]
    [InlineData(9_999, "9,999")]
    [InlineData(10_000, "1万")]
    [InlineData(1_234_000, "123.4万")]
    [InlineData(1_234_500, "123.5万")]
    [InlineData(12_345_678, "1,234.6万")]
    [InlineData(99_994_999, "9,999.5万")]
    [InlineData(99_999_999, "1亿")]
    [InlineData(1_234_567_890, "12.3亿")]
    [InlineData(-9_999, "-9,999")]
    [InlineData(-1_234_000, "-123.4万")]
    [InlineData(long.MinValue, "-92,233,720,368.5亿")]
    public void Wan_reads_as_offices_write(long value, string text) => Assert.Equal(text, Numbers.Wan(value));

    [Fact(DisplayName = "页签上的件数：999 以内照写，再多写 999+")]
    public void Up_to_says_more() => Assert.Equal(["0", "12", "999", "999+"], [Numbers.UpTo(0), Numbers.UpTo(12), Numbers.UpTo(Bounded.Most), Numbers.UpTo(Bounded.Most + 1)]);

    [Theory(DisplayName = "完成率只舍不入：差一人也不显示100%")]
    [InlineData(9_999, 10_000, "99.9%")]
    [InlineData(10_000, 10_000, "100.0%")]
    [InlineData(0, 10_000, "0.0%")]
    [InlineData(5, 0, "—")]
    public void Completion_is_cut(long done, long target, string text) => Assert.Equal(text, Numbers.Completion(done, target));

    [Fact]
    public void Equal_figures_share_a_class_and_greater_ones_are_never_lower() =>
        Gen.Select(Gen.Double[-50, 50].Select(d => Math.Round(d)).Array[1, 60], Gen.Int[1, 5]).Sample((values, n) =>
        {
            var q = Quantiles.Of(values, n);
            Assert.InRange(q.Classes, 1, n);
            Assert.Equal(q.Classes, q.Legend(v => v.ToString("0")).Count);
            var levels = values.Order().Select(v => q.LevelOf(v)).ToList();
            Assert.Equal(levels.Order(), levels);
            Assert.All(levels, l => Assert.InRange(l, 1, q.Classes));
            Assert.Equal(q.Classes, levels.Distinct().Count());
        });

    [Fact]
    public void No_figure_is_level_zero()
    {
        var q = Quantiles.Of([double.NaN]);
        Assert.Equal(0, q.Classes);
        Assert.Equal(0, q.LevelOf(3));
        Assert.Equal(0, Quantiles.Of([1, 2, 3]).LevelOf(null));
        Assert.Empty(q.Legend(v => v.ToString("0")));
    }

    [Fact]
    public void Five_classes_of_ten_figures_hold_two_each() =>
        Assert.Equal([1, 1, 2, 2, 3, 3, 4, 4, 5, 5], Enumerable.Range(1, 10).Select(v => Quantiles.Of(Enumerable.Range(1, 10).Select(x => (double)x)).LevelOf(v)));

    [Fact]
    public void Ticks_hold_both_ends_and_rise() =>
        Gen.Select(Gen.Double[-1e6, 1e6], Gen.Double[0, 1e6]).Sample((low, span) =>
        {
            var ticks = Ticks.Between(low, low + span);
            Assert.InRange(ticks.Count, 2, 12);
            Assert.True(ticks[0] <= low + 1e-6 && ticks[^1] >= low + span - 1e-6);
            Assert.Equal(ticks.Distinct().Order(), ticks);
        });

    [Theory]
    [InlineData(0, 4e-11)]
    [InlineData(1_000_000, 1e-10)]
    [InlineData(-5, 0)]
    public void Ticks_of_a_span_too_small_to_see_still_rise(double low, double span)
    {
        var ticks = Ticks.Between(low, low + span);
        Assert.InRange(ticks.Count, 2, 12);
        Assert.Equal(ticks.Distinct().Order(), ticks);
    }

    [Theory]
    [InlineData("http://h/people?q=%E5%BC%A0&after=x#top", "/people?q=%E5%BC%A0&sort=name")]
    [InlineData("/people", "/people?sort=name")]
    public void Links_change_some_values_and_keep_the_rest(string uri, string expected) =>
        Assert.Equal(expected, Links.With(uri, ("sort", "name"), ("after", null)));

    [Theory]
    [InlineData("/people"), InlineData("/people?region=14"), InlineData("http://h/people?q=%E5%BC%A0&Region=14&after=x#top")]
    public void A_choice_among_many_links_is_the_same_address(string uri)
    {
        var choosing = Links.Choosing(uri, "region");
        foreach (var value in new[] { null, "140100000000", "a&b=\"<", "" })
        {
            Assert.Equal(Links.With(uri, ("region", value)), choosing(value));
        }
    }

    [Fact]
    public void Links_escape_what_people_typed() => Assert.Equal("/p?q=a%26b%3D%22%3C", Links.With("/p", ("q", "a&b=\"<")));

    private const string TwoSquares = """
        {"type":"FeatureCollection","features":[
        {"properties":{"adcode":"140100","name":"甲市","parent":"140000","centroid":[110.5,35.5]},"geometry":{"type":"Polygon","coordinates":[[[110,35],[111,35],[111,36],[110,36],[110,35]]]}},
        {"properties":{"code":140200,"name":"乙市"},"geometry":{"type":"MultiPolygon","coordinates":[[[[111,35],[112,35],[112,36],[111,35]]]]}}]}
        """;

    [Fact]
    public void Outlines_are_projected_north_up_into_the_view_box()
    {
        var map = GeoShapes.Parse(System.Text.Encoding.UTF8.GetBytes(TwoSquares));
        Assert.Equal(["140100", "140200"], map.Shapes.Select(s => s.Code));
        Assert.Equal("140100000000", map.Shapes[0].RegionCode);
        Assert.Equal(640, map.Frame.Width);
        var (west, north) = map.Frame.Project(110, 36);
        var (east, south) = map.Frame.Project(112, 35);
        Assert.Equal(4, west, 6);
        Assert.Equal(4, north, 6);
        Assert.Equal(636, east, 6);
        Assert.True(south > north && south <= map.Frame.Height);
        Assert.Equal(["4 636", "320 636", "320 4", "4 4", "4 636"], Points(map.Shapes[0].Path).Select(p => $"{p.X} {(p.Y > 300 ? 636 : p.Y)}"));
        Assert.Equal(Points(map.Shapes[0].Path)[1], Points(map.Shapes[1].Path)[0]); // neighbours share their border
        Assert.DoesNotMatch(@"\.", map.Shapes[0].Path);
    }

    /// <summary>The corners of one ring, as a browser reads the steps.</summary>
    private static List<(int X, int Y)> Points(string path)
    {
        Assert.Matches(@"^M\d+ \d+l-?\d+[ -]\d+([ -]\d+[ -]\d+)*Z$", path);
        var numbers = System.Text.RegularExpressions.Regex.Matches(path, @"-?\d+").Select(m => int.Parse(m.Value, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        List<(int X, int Y)> points = [(numbers[0], numbers[1])];
        for (var i = 2; i < numbers.Count; i += 2)
        {
            points.Add((points[^1].X + numbers[i], points[^1].Y + numbers[i + 1]));
        }

        return points;
    }

    [Fact]
    public void A_file_is_read_once_and_again_when_it_changes()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, TwoSquares);
            var first = GeoShapes.Load(path);
            Assert.Same(first, GeoShapes.Load(path));
            File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddSeconds(5));
            Assert.NotSame(first, GeoShapes.Load(path));
            Assert.Same(first.Frame, GeoShapes.Load(path, first.Frame).Frame);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_missing_or_empty_map_says_so()
    {
        Assert.Throws<FileNotFoundException>(() => GeoShapes.Load("/nowhere/x.geojson"));
        Assert.Throws<InvalidDataException>(() => GeoShapes.Parse("{\"features\":[]}"u8.ToArray()));
    }

    [Theory]
    [InlineData("/people/import/3", "/people/import")]
    [InlineData("/people/17", "/people")]
    [InlineData("/peoples", null)]
    [InlineData("/", "/")]
    public void Navigation_marks_the_longest_beginning(string path, string? href) =>
        Assert.Equal(href, NavMenu.Find([new("首页", [new("首页", "/")]), new("人员", [new("劳动者", "/people"), new("导入", "/people/import")])], path)?.Href);
}
