using System.Globalization;
using System.Text.RegularExpressions;

namespace Chunfeng.Web.Tests.Ui;

/// <summary>The stylesheets and the script keep their promises: readable, small, from this house only.</summary>
public partial class AssetTests
{
    [Theory(DisplayName = "文字与底色的对比度不低于 4.5:1")]
    [InlineData("ink", "page paper paper-2 paper-3 level-0 level-1 level-2 accent-soft")]
    [InlineData("ink-2", "page paper paper-2 paper-3 neutral-soft")]
    [InlineData("ink-3", "page paper paper-2 paper-3 accent-soft")]
    [InlineData("accent", "page paper paper-2 accent-soft")]
    [InlineData("accent-strong", "paper paper-3 accent-soft")]
    [InlineData("paper", "accent accent-strong info success warning danger")]
    [InlineData("bar-ink", "bar bar-2")]
    [InlineData("bar-ink-2", "bar bar-2")]
    [InlineData("peach-ink", "peach")]
    [InlineData("info", "paper info-soft")]
    [InlineData("success", "paper success-soft")]
    [InlineData("warning", "paper warning-soft")]
    [InlineData("danger", "paper danger-soft")]
    [InlineData("neutral", "paper neutral-soft")]
    public void Text_is_readable(string text, string surfaces)
    {
        var colours = Colours();
        Assert.All(surfaces.Split(' '), s => Assert.True(Contrast(colours[text], colours[s]) >= 4.5, $"--{text} on --{s}: {Contrast(colours[text], colours[s]):0.00}"));
    }

    [Theory(DisplayName = "输入框边框、焦点框和图线不低于 3:1")]
    [InlineData("line-3", "paper")]
    [InlineData("focus", "page paper")]
    [InlineData("willow", "bar")]
    [InlineData("series-0", "paper")]
    [InlineData("series-1", "paper")]
    [InlineData("series-2", "paper")]
    [InlineData("series-3", "paper")]
    public void Marks_are_visible(string mark, string surfaces)
    {
        var colours = Colours();
        Assert.All(surfaces.Split(' '), s => Assert.True(Contrast(colours[mark], colours[s]) >= 3, $"--{mark} on --{s}: {Contrast(colours[mark], colours[s]):0.00}"));
    }

    [Theory(DisplayName = "大屏上文字与底色的对比度不低于 7:1，图线不低于 3:1")]
    [InlineData("ink ink-2", "page paper paper-2 paper-3", 7)]
    [InlineData("ink-3 accent success warning danger", "page paper paper-2", 7)]
    [InlineData("series-0 series-1", "paper", 3)]
    [InlineData("warning", "warning-soft", 4.5)]
    [InlineData("info", "info-soft", 4.5)]
    public void The_wall_is_readable(string texts, string surfaces, double least)
    {
        var block = File.ReadAllText(Asset("tokens.css")).Split("[data-theme=\"wall\"]")[1].Split('}')[0];
        var colours = Hex().Matches(block).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        Assert.All(texts.Split(' ').SelectMany(t => surfaces.Split(' ').Select(s => (t, s))), p =>
            Assert.True(Contrast(colours[p.t], colours[p.s]) >= least, $"--{p.t} on --{p.s}: {Contrast(colours[p.t], colours[p.s]):0.00}"));
        var light = Enumerable.Range(1, 5).Select(i => Luminance(colours["level-" + i])).ToList();
        Assert.Equal(light.Order(), light); // on the dark, more is brighter
    }

    [Fact]
    public void Map_classes_darken_step_by_step()
    {
        var colours = Colours();
        var light = Enumerable.Range(1, 5).Select(i => Luminance(colours["level-" + i])).ToList();
        Assert.Equal(light.OrderDescending(), light);
    }

    [Fact]
    public void The_script_is_under_4_KB() => Assert.True(new FileInfo(Asset("ui.js")).Length < 4096);

    [Theory]
    [InlineData("tokens.css")]
    [InlineData("ui.css")]
    [InlineData("ui.js")]
    [InlineData("wall.css")]
    [InlineData("wall.js")]
    public void Nothing_is_fetched_from_elsewhere(string file) => Assert.DoesNotMatch(@"https?:|url\(|@import", File.ReadAllText(Asset(file)));

    [Fact]
    public void Rules_use_only_tokens_that_exist()
    {
        var css = File.ReadAllText(Asset("tokens.css")) + File.ReadAllText(Asset("ui.css")) + File.ReadAllText(Asset("wall.css"));
        var known = Defined().Matches(css).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.Empty(Used().Matches(css).Select(m => m.Groups[1].Value).Distinct().Except(known));
    }

    private static string Asset(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "src", "Chunfeng.Platform", "wwwroot", name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException(name);
    }

    // the first :root block: what the themes change is only ever darker
    private static Dictionary<string, string> Colours() => Hex().Matches(File.ReadAllText(Asset("tokens.css")))
        .GroupBy(m => m.Groups[1].Value).ToDictionary(g => g.Key, g => g.First().Groups[2].Value);

    private static double Contrast(string a, string b)
    {
        var (x, y) = (Luminance(a), Luminance(b));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    // WCAG 2.2 relative luminance
    private static double Luminance(string hex)
    {
        double Channel(int at)
        {
            var c = int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Channel(0)) + (0.7152 * Channel(2)) + (0.0722 * Channel(4));
    }

    [GeneratedRegex(@"--([\w-]+):\s*#([0-9a-f]{6})")]
    private static partial Regex Hex();

    [GeneratedRegex(@"--([\w-]+)\s*:")]
    private static partial Regex Defined();

    [GeneratedRegex(@"var\(--([\w-]+)")]
    private static partial Regex Used();
}
