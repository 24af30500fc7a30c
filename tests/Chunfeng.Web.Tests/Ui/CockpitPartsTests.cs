using Bunit;
using Chunfeng.Platform.Ui;

namespace Chunfeng.Web.Tests.Ui;

/// <summary>Labels that fit, maps of a part, cards that lead on.</summary>
public class CockpitPartsTests : BunitContext
{
    [Fact(DisplayName = "地图上的字互不压盖：先去掉数字，再去掉名字，宽敞处的先占位")]
    public void Labels_do_not_lie_over_each_other()
    {
        var alone = new MapLabel("娄烦县", 100, 300, "90.9%");
        var near = new MapLabel("迎泽区", 500, 300, "92.5%");
        var below = new MapLabel("小店区", 500, 300 + (1.3 * MapLabels.Line), "91.7%");
        var over = new MapLabel("杏花岭区", 505, 300, "87.6%");
        var fit = MapLabels.Fit([alone, near, below, over]);
        Assert.Contains(alone, fit);
        Assert.Contains(fit, l => l.Name == "小店区");
        Assert.Single(fit, l => l.Name is "迎泽区" or "杏花岭区");
        Assert.Null(fit.Single(l => l.Name is "迎泽区" or "杏花岭区").Value);
    }

    [Fact]
    public void A_part_of_a_file_has_its_own_frame()
    {
        var json = """
            {"features":[
            {"properties":{"adcode":"140105","name":"甲","parent":"140100"},"geometry":{"type":"Polygon","coordinates":[[[112,37],[113,37],[113,37.1],[112,37]]]}},
            {"properties":{"adcode":"140205","name":"乙","parent":"140200"},"geometry":{"type":"Polygon","coordinates":[[[113,40],[114,40],[114,41],[113,40]]]}}]}
            """u8.ToArray();
        var part = GeoShapes.Parse(json, parent: "140100");
        Assert.Equal("甲", part.Shapes.Single().Name);
        Assert.Equal(640, part.Frame.Width);
        Assert.Throws<InvalidDataException>(() => GeoShapes.Parse(json, parent: "140300"));
    }

    [Fact]
    public void Kpi_leads_to_the_people_and_marks_the_chosen()
    {
        var kpi = Render<Kpi>(p => p.Add(k => k.Label, "务工").Add(k => k.Number, 5).Add(k => k.Href, "/?indicator=x").Add(k => k.Here, true).Add(k => k.ValueHref, "/dispatch/people"));
        Assert.Equal("true", kpi.Find(".kpi-here .kpi-label a").GetAttribute("aria-current"));
        Assert.Equal("/dispatch/people", kpi.Find(".kpi-value a").GetAttribute("href"));
    }
}
