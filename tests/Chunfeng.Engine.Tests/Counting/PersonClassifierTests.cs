using Chunfeng.Engine.Counting;
using Chunfeng.Engine.Facts;
using Chunfeng.Engine.Tests.Support;
using CsCheck;

namespace Chunfeng.Engine.Tests.Counting;

/// <summary>The definition of the indicators at its edges, and against a slow plain reading of the same rules.</summary>
public sealed class PersonClassifierTests
{
    private const long Home = 140105001001;
    private const long Away = 110105000000;
    private const long Province = 140202001000;

    private static readonly DateOnly s_cutOff = new(2022, 2, 27);

    [Fact(DisplayName = "逐日核对：任意务工记录与身份，判定与笨办法一致")]
    [Trait("Clause", "0.1")]
    [Trait("Clause", "0.2")]
    public void AgreesWithThePlainOracle()
    {
        Gen.Select(People.Person, People.Day, Gen.Bool).Sample(
            (person, day, isCounty) =>
            {
                PlainOracle.Standing expected = PlainOracle.Judge(person, day, isCounty);
                byte cell = PersonClassifier.Classify(
                    person.Spells.ToArray(), person.Statuses.ToArray(), person.Home, day, People.LineOf(isCounty), out int main);

                Assert.Equal(expected.Cumulative, Letter(Cell.Cumulative(cell)));
                Assert.Equal(expected.Stock, Letter(Cell.Stock(cell)));
                Assert.Equal(expected.ProtectedCumulative, Cell.ProtectedCumulative(cell));
                Assert.Equal(expected.ProtectedStock, Cell.ProtectedStock(cell));
                Assert.Equal(expected.Main, main < 0 ? null : person.Spells[main]);
            },
            iter: 20_000);
    }

    [Theory(DisplayName = "务工记录起止日的边界")]
    [Trait("Clause", "0.1")]
    [InlineData("2021-06-01", "2021-12-31", Bucket.None, Bucket.None)]
    [InlineData("2021-06-01", "2022-01-01", Bucket.Inter, Bucket.None)]
    [InlineData("2022-02-26", "2022-02-26", Bucket.Inter, Bucket.None)]
    [InlineData("2022-01-10", "2022-02-27", Bucket.Inter, Bucket.Inter)]
    [InlineData("2022-02-27", "2022-02-27", Bucket.Inter, Bucket.Inter)]
    [InlineData("2022-02-27", null, Bucket.Inter, Bucket.Inter)]
    [InlineData("2022-02-28", null, Bucket.None, Bucket.None)]
    [InlineData("2015-03-01", null, Bucket.Inter, Bucket.Inter)]
    public void CountsTheDaysItShould(string from, string? to, Bucket cumulative, Bucket stock)
    {
        byte cell = Classify([Spell(1, from, to, Away)], []);

        Assert.Equal(cumulative, Cell.Cumulative(cell));
        Assert.Equal(stock, Cell.Stock(cell));
    }

    [Theory(DisplayName = "务工地分三类：省际输出、省内转移、在乡")]
    [Trait("Clause", "1.1")]
    [Trait("Clause", "2.1")]
    [Trait("Clause", "3.1")]
    [InlineData(0, Bucket.Inter, Bucket.Inter)]
    [InlineData(110105000000, Bucket.Inter, Bucket.Inter)]
    [InlineData(150102001001, Bucket.Inter, Bucket.Inter)]
    [InlineData(140202001000, Bucket.Intra, Bucket.Intra)]
    [InlineData(140105002001, Bucket.Intra, Bucket.Home)]
    [InlineData(140105000000, Bucket.Intra, Bucket.Home)]
    [InlineData(140100000000, Bucket.Intra, Bucket.Intra)]
    [InlineData(140105001000, Bucket.Home, Bucket.Home)]
    [InlineData(140105001001, Bucket.Home, Bucket.Home)]
    [InlineData(140105001999, Bucket.Home, Bucket.Home)]
    public void SortsByWorkplace(long workplace, Bucket township, Bucket county)
    {
        SpellFact[] spells = [Spell(1, "2022-01-01", null, workplace)];

        Assert.Equal(township, Cell.Cumulative(Classify(spells, [])));
        Assert.Equal(county, Cell.Cumulative(Classify(spells, [], InnerLine.County)));
    }

    [Fact(DisplayName = "只知道到县的务工地不算户籍乡镇以内，即使户籍也只到县")]
    [Trait("Clause", "3.1")]
    public void ACountyIsNoTownship()
    {
        Assert.Equal(Bucket.Intra, PersonClassifier.BucketOf(140105000000, 140105000000, InnerLine.Township));
    }

    [Fact(DisplayName = "主要务工记录：当年天数最多，往年的天数不算")]
    [Trait("Clause", "1.1")]
    public void MainSpellHasMostDaysOfThisYear()
    {
        SpellFact[] spells = [Spell(1, "2018-01-01", "2022-01-20", Away), Spell(2, "2022-01-21", null, Province)];

        byte cell = Classify(spells, [], InnerLine.Township, out int main);

        Assert.Equal(1, main);
        Assert.Equal(Bucket.Intra, Cell.Cumulative(cell));
    }

    [Fact(DisplayName = "天数相同取开始较晚的")]
    [Trait("Clause", "1.1")]
    public void EqualDaysGoToTheLaterStart()
    {
        SpellFact[] spells = [Spell(9, "2021-12-01", "2022-01-10", Away), Spell(1, "2022-01-01", "2022-01-10", Province)];

        Assert.Equal(Bucket.Intra, Cell.Cumulative(Classify(spells, [])));
    }

    [Fact(DisplayName = "再相同取记录编号较大的，与登记先后无关")]
    [Trait("Clause", "1.1")]
    public void EqualStartsGoToTheGreaterId()
    {
        SpellFact low = Spell(1, "2022-01-01", null, Away) with { SpellId = Guid.Parse("7fffffff-0000-0000-0000-000000000000") };
        SpellFact high = Spell(1, "2022-01-01", null, Province) with { SpellId = Guid.Parse("80000000-0000-0000-0000-000000000000") };

        Assert.Equal(Bucket.Intra, Cell.Cumulative(Classify([low, high], [])));
        Assert.Equal(Bucket.Intra, Cell.Stock(Classify([high, low], [])));
    }

    [Fact(DisplayName = "在岗按截止日有效的记录认定，可与累计不同类")]
    [Trait("Clause", "1.1")]
    public void StockLooksAtTheDayOnly()
    {
        byte cell = Classify([Spell(1, "2022-01-01", "2022-02-20", Away), Spell(2, "2022-02-21", null, Home)], []);

        Assert.Equal(Bucket.Inter, Cell.Cumulative(cell));
        Assert.Equal(Bucket.Home, Cell.Stock(cell));
    }

    [Theory(DisplayName = "脱贫身份与务工须有同一天")]
    [Trait("Clause", "0.2")]
    [InlineData("2020-01-01", "2022-01-09", false, false)]
    [InlineData("2020-01-01", "2022-01-10", true, false)]
    [InlineData("2020-01-01", "2022-02-26", true, false)]
    [InlineData("2020-01-01", "2022-02-27", true, true)]
    [InlineData("2022-02-27", null, true, true)]
    [InlineData("2022-02-28", null, false, false)]
    public void ProtectionNeedsACommonDay(string from, string? to, bool cumulative, bool stock)
    {
        byte cell = Classify([Spell(1, "2022-01-10", null, Away)], [Status(10, from, to)]);

        Assert.Equal(cumulative, Cell.ProtectedCumulative(cell));
        Assert.Equal(stock, Cell.ProtectedStock(cell));
    }

    [Fact(DisplayName = "去年的同一天不算今年")]
    [Trait("Clause", "0.2")]
    public void ACommonDayOfLastYearIsNotEnough()
    {
        byte cell = Classify([Spell(1, "2021-06-01", null, Away)], [Status(10, "2021-01-01", "2021-12-31")]);

        Assert.False(Cell.ProtectedCumulative(cell));
    }

    [Theory(DisplayName = "脱贫与三类监测对象受保护，其他类别不是")]
    [Trait("Clause", "0.2")]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(11, false)]
    [InlineData(20, false)]
    [InlineData(21, true)]
    [InlineData(22, true)]
    [InlineData(23, true)]
    [InlineData(24, false)]
    public void KnowsTheProtectedCategories(byte category, bool expected)
    {
        byte cell = Classify([Spell(1, "2022-01-01", null, Away)], [Status(category, "2022-01-01", null)]);

        Assert.Equal(expected, Cell.ProtectedCumulative(cell));
        Assert.Equal(expected, Cell.ProtectedStock(cell));
    }

    [Fact(DisplayName = "没有务工记录的脱贫人口不计")]
    [Trait("Clause", "0.2")]
    public void ProtectedWithoutWorkIsNothing()
    {
        Assert.Equal(0, Classify([], [Status(10, "2020-01-01", null)], InnerLine.Township, out int main));
        Assert.Equal(-1, main);
    }

    private static byte Classify(SpellFact[] spells, StatusFact[] statuses, InnerLine line = InnerLine.Township)
    {
        return Classify(spells, statuses, line, out _);
    }

    private static byte Classify(SpellFact[] spells, StatusFact[] statuses, InnerLine line, out int main)
    {
        return PersonClassifier.Classify(spells, statuses, Home, s_cutOff, line, out main);
    }

    private static SpellFact Spell(int id, string from, string? to, long workplace)
    {
        return new SpellFact(new Guid(id, 0, 0, new byte[8]), Day(from), to is null ? int.MaxValue : Day(to), workplace, 1, 300_000, 1);
    }

    private static StatusFact Status(byte category, string from, string? to)
    {
        return new StatusFact(Day(from), to is null ? int.MaxValue : Day(to), category, 0);
    }

    private static int Day(string day) => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture).DayNumber;

    private static char Letter(Bucket bucket) => "-外内乡"[(int)bucket];
}
