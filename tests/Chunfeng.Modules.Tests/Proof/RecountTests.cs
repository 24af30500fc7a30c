using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.Modules.Tests.Support;

namespace Chunfeng.Modules.Tests.Proof;

/// <summary>The frozen figures against a second count that shares no code with the first.</summary>
[Trait("Clause", "13.2")]
public class RecountTests(FrozenProvince province) : IClassFixture<FrozenProvince>
{
    private static readonly Dictionary<string, string> Plan = new()
    {
        ["employed.total"] = "0.1", ["employed.protected"] = "0.2", ["employed.inter"] = "1.1", ["employed.inter.protected"] = "1.1",
        ["employed.intra"] = "2.1", ["employed.home"] = "3.1",
    };

    [Theory(DisplayName = "从导出的台账另行重算，省、市、县、乡每一项在岗、累计、比上周都与封存数一致"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "0.1"), Trait("Clause", "0.2"), Trait("Clause", "1.1"), Trait("Clause", "2.1"), Trait("Clause", "3.1")]
    public async Task Every_frozen_figure_is_recounted(string engine)
    {
        var frozen = await province.OnAsync(engine);
        var recount = new Recount(frozen.Spells, frozen.Statuses);
        var now = recount.At("2022-02-27");
        var before = recount.At("2022-02-20");
        var regions = Recount.Rows(Path.Combine(Reference.Data, "regions", "shanxi_to_town.csv"), "code").Select(r => r[0]).ToList();

        Assert.InRange(recount.People, FrozenProvince.Workers / 2, FrozenProvince.Workers + FrozenProvince.HardCases);
        Assert.Equal(1 + 11 + 117 + 4 + 1352, regions.Count); // four of the counties are statistical zones
        Assert.Equal(regions.Count * Plan.Count, frozen.Figures.Count);
        Assert.Subset(frozen.Figures.Keys.ToHashSet(), now.Keys.ToHashSet());
        var wrong = new List<string>();
        foreach (var region in regions)
        {
            foreach (var indicator in Plan.Keys)
            {
                var (stock, cumulative) = now.GetValueOrDefault((region, indicator));
                var expected = new Figure(stock, cumulative, cumulative - before.GetValueOrDefault((region, indicator)).Cumulative);
                if (frozen.Figures[(region, indicator)] != expected)
                {
                    wrong.Add($"{region} {indicator}: {frozen.Figures[(region, indicator)]}, recounted {expected}");
                }
            }
        }

        Assert.Empty(wrong);
        Assert.All(Plan.Keys, i => Assert.True(frozen.Figures[("140000000000", i)] is { Stock: > 0, Change: > 0 } f && f.Cumulative > f.Stock, i));
    }

    [Theory(DisplayName = "三个去向互不重复，相加等于总数；下级相加等于上级"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "0.1")]
    public async Task Figures_sum(string engine)
    {
        var figures = (await province.OnAsync(engine)).Figures;
        foreach (var region in figures.Keys.Select(k => k.Item1).Distinct())
        {
            Figure Of(string indicator) => figures[(region, indicator)];
            Assert.Equal(Of("employed.total").Stock, Of("employed.inter").Stock + Of("employed.intra").Stock + Of("employed.home").Stock);
            Assert.Equal(Of("employed.total").Cumulative, Of("employed.inter").Cumulative + Of("employed.intra").Cumulative + Of("employed.home").Cumulative);
        }

        // digits: 2 province, 2 city, 2 county, 3 township
        static int Digits(string region) => region[2..].All(c => c == '0') ? 2 : region[4..].All(c => c == '0') ? 4 : region[6..].All(c => c == '0') ? 6 : 9;
        static string Above(string region) => region[..(Digits(region) is 9 ? 6 : Digits(region) - 2)].PadRight(12, '0');
        var families = figures.Where(f => Digits(f.Key.Item1) > 2).GroupBy(f => (Above(f.Key.Item1), f.Key.Item2)).ToList();
        Assert.Equal((1 + 11 + 117 + 4) * Plan.Count, families.Count);
        Assert.All(families, f => Assert.Equal(
            (figures[f.Key].Stock, figures[f.Key].Cumulative), (f.Sum(x => x.Value.Stock), f.Sum(x => x.Value.Cumulative))));
    }

    [Fact(DisplayName = "同样的人在 SQLite 与 PostgreSQL 上得到同一份封存和同样的数字")]
    public async Task Both_databases_seal_the_same_cut()
    {
        var postgres = await province.OnAsync(TestDb.Postgres);
        var sqlite = await province.OnAsync(TestDb.Sqlite);
        Assert.Equal(sqlite.Cut, postgres.Cut);
        Assert.Equal(sqlite.Figures, postgres.Figures);
        Assert.Equal(await File.ReadAllBytesAsync(sqlite.Spells), await File.ReadAllBytesAsync(postgres.Spells));
        Assert.Equal(await File.ReadAllBytesAsync(sqlite.Statuses), await File.ReadAllBytesAsync(postgres.Statuses));
    }
}
