using Chunfeng.Engine.Counting;
using Chunfeng.Engine.Facts;
using Chunfeng.Engine.Tests.Support;
using CsCheck;

namespace Chunfeng.Engine.Tests.Counting;

/// <summary>Counts of whole provinces against the plain oracle, and the sums that must hold between regions and figures.</summary>
public sealed class IndicatorCounterTests
{
    private const long Shanxi = 140000000000;

    private static readonly long[] s_counties = [.. People.Villages.Select(v => v / 1_000_000 * 1_000_000).Distinct()];

    private static readonly long[] s_regions =
    [
        .. People.Villages.SelectMany(v => (long[])
            [v, v / 1_000 * 1_000, v / 1_000_000 * 1_000_000, v / 100_000_000 * 100_000_000, Shanxi]).Distinct(),
        140900000000, 140105009000, 150000000000,
    ];

    [Fact(DisplayName = "各级区划、各项指标的人数与逐人逐日核对一致；明细行数等于指标数")]
    [Trait("Clause", "0.1")]
    [Trait("Clause", "0.2")]
    [Trait("Clause", "1.1")]
    [Trait("Clause", "2.1")]
    [Trait("Clause", "3.1")]
    public void AgreesWithThePlainOracle()
    {
        Gen.Select(People.Province, People.Day, Gen.Bool).Sample(
            (people, day, isCounty) =>
            {
                using CutFolder folder = new();
                using FactsFile facts = FactsFile.Open(folder.Seal(people, day, People.LineOf(isCounty)).Path);
                Dictionary<Guid, PlainOracle.Standing> standings =
                    people.ToDictionary(p => p.WorkerId, p => PlainOracle.Judge(p, day, isCounty));

                IReadOnlyDictionary<long, RegionCounts> counts = IndicatorCounter.Count(facts, s_regions);

                Assert.Equal(s_regions.Length, counts.Count);
                foreach (long region in s_regions)
                {
                    List<PersonFact> locals = [.. people.Where(p => Lies(p.Home, region)).OrderBy(p => p.Home)];
                    foreach (string indicator in Indicators.All.Select(i => i.Code))
                    {
                        foreach (bool cumulative in (bool[])[false, true])
                        {
                            Guid[] expected =
                            [
                                .. locals.Where(p => PlainOracle.Counts(standings[p.WorkerId], indicator, cumulative))
                                    .Select(p => p.WorkerId),
                            ];
                            Count count = counts[region][indicator];
                            Assert.Equal(expected.Length, cumulative ? count.Cumulative : count.Stock);
                            Assert.Equal(expected, IndicatorCounter.Rows(facts, region, indicator, cumulative).Select(facts.WorkerAt));
                        }
                    }
                }
            },
            iter: 150);
    }

    [Fact(DisplayName = "用同一份底数重算较早一天，等于当天的底数")]
    [Trait("Clause", "0.1")]
    public void RecountsAnEarlierDay()
    {
        Gen.Select(People.Province, People.Day, People.Day, Gen.Bool).Sample(
            (people, one, other, isCounty) =>
            {
                (DateOnly early, DateOnly late) = one < other ? (one, other) : (other, one);
                using CutFolder folder = new();
                using FactsFile then = FactsFile.Open(folder.Seal(people, early, People.LineOf(isCounty)).Path);
                using FactsFile now = FactsFile.Open(folder.Seal(people, late, People.LineOf(isCounty)).Path);

                AssertSame(IndicatorCounter.Count(then, s_regions), IndicatorCounter.CountAt(now, early, s_regions));
                AssertSame(IndicatorCounter.Count(now, s_regions), IndicatorCounter.CountAt(now, late, s_regions));
            },
            iter: 150);
    }

    [Fact(DisplayName = "三类互斥：省际输出加省内转移加在乡等于总数；下级之和等于上级；分块并行不重不漏")]
    [Trait("Clause", "0.1")]
    public void SumsExactlyAcrossBlocks()
    {
        DateOnly day = new(2022, 2, 1);
        Random random = new(20220227);
        using CutFolder folder = new();
        using FactsFile facts = FactsFile.Open(folder.Seal(Crowd(random, 200_000), day).Path);

        IReadOnlyDictionary<long, RegionCounts> counts = IndicatorCounter.Count(facts, s_regions);
        AssertSame(counts, IndicatorCounter.CountAt(facts, day, s_regions));
        long[] crossed = new long[IndicatorCounter.CrossTabWidth];
        foreach (byte cell in facts.Cells)
        {
            // one after the other: runs this long are counted two cells at a time
            crossed[((int)Cell.Cumulative(cell) * 2) + (Cell.ProtectedCumulative(cell) ? 1 : 0)]++;
        }

        Assert.Equal(crossed, IndicatorCounter.CrossTab(facts, [Shanxi]));
        foreach (long region in s_regions)
        {
            RegionCounts c = counts[region];
            Assert.Equal(c[Indicators.Total].Stock, c[Indicators.Inter].Stock + c[Indicators.Intra].Stock + c[Indicators.Home].Stock);
            Assert.Equal(
                c[Indicators.Total].Cumulative,
                c[Indicators.Inter].Cumulative + c[Indicators.Intra].Cumulative + c[Indicators.Home].Cumulative);
        }

        foreach (string indicator in Indicators.All.Select(i => i.Code))
        {
            Count whole = counts[Shanxi][indicator];
            Assert.Equal(whole.Cumulative, s_counties.Sum(r => counts[r][indicator].Cumulative));
            Assert.Equal(whole.Stock, People.Villages.Sum(r => counts[r][indicator].Stock));
            Assert.Equal(whole.Cumulative, IndicatorCounter.Rows(facts, Shanxi, indicator, cumulative: true).LongCount());
        }

        Assert.True(counts[Shanxi][Indicators.InterProtected].Stock > 0);
    }

    [Fact(DisplayName = "县×类别×身份交叉表与指标一致，且不漏一人")]
    [Trait("Clause", "0.1")]
    [Trait("Clause", "0.2")]
    public void CrossTabAgreesWithCount()
    {
        using CutFolder folder = new();
        using FactsFile facts = FactsFile.Open(folder.Seal(Crowd(new Random(5), 3_000), new DateOnly(2022, 2, 1)).Path);

        long[] table = IndicatorCounter.CrossTab(facts, s_counties);
        IReadOnlyDictionary<long, RegionCounts> counts = IndicatorCounter.Count(facts, s_counties);

        Assert.Equal(s_counties.Length * IndicatorCounter.CrossTabWidth, table.Length);
        Assert.Equal(facts.People, table.Sum());
        for (int i = 0; i < s_counties.Length; i++)
        {
            long[] row = table[(i * 8)..((i + 1) * 8)];
            Assert.Equal(0, row[1]);
            Assert.Equal(counts[s_counties[i]][Indicators.Inter].Cumulative, row[2] + row[3]);
            Assert.Equal(counts[s_counties[i]][Indicators.InterProtected].Cumulative, row[3]);
            Assert.Equal(counts[s_counties[i]][Indicators.Intra].Cumulative, row[4] + row[5]);
            Assert.Equal(counts[s_counties[i]][Indicators.Home].Cumulative, row[6] + row[7]);
            Assert.Equal(counts[s_counties[i]][Indicators.Protected].Cumulative, row[3] + row[5] + row[7]);
        }
    }

    [Fact]
    public void UnknownNamesAreRefusedNotCounted()
    {
        using CutFolder folder = new();
        using FactsFile facts = FactsFile.Open(folder.Seal(Crowd(new Random(1), 10), new DateOnly(2022, 2, 1)).Path);

        Assert.Throws<ArgumentException>(() => IndicatorCounter.Count(facts, [140105]));
        Assert.Throws<ArgumentException>(() => IndicatorCounter.Rows(facts, Shanxi, "employed.all", cumulative: true));
        Assert.Throws<ArgumentException>(() => IndicatorCounter.Count(facts, [Shanxi])[Shanxi]["employed"]);
        Assert.Throws<ArgumentOutOfRangeException>(() => IndicatorCounter.CountAt(facts, new DateOnly(2022, 2, 2), [Shanxi]));
        Assert.Throws<ArgumentOutOfRangeException>(() => IndicatorCounter.CountAt(facts, new DateOnly(2021, 12, 31), [Shanxi]));
        Assert.Null(Indicators.Find("employed"));
        Assert.Equal("0.2", Indicators.Find("employed.protected")?.Clause);
    }

    [Fact]
    public void AnEmptyCutCountsZero()
    {
        using CutFolder folder = new();
        using FactsFile facts = FactsFile.Open(folder.Seal([], new DateOnly(2022, 2, 1)).Path);

        Assert.Equal(default, IndicatorCounter.Count(facts, [Shanxi])[Shanxi][Indicators.Total]);
        Assert.Empty(IndicatorCounter.Rows(facts, Shanxi, Indicators.Total, cumulative: true));
        Assert.Equal(new long[8], IndicatorCounter.CrossTab(facts, [140105000000]));
        Assert.Null(FactsFile.Verify(facts.Path));
    }

    private static IEnumerable<PersonFact> Crowd(Random random, int people)
    {
        PersonFact person = new();
        for (int i = 0; i < people; i++)
        {
            person.WorkerId = new Guid(i, (short)random.Next(9), 0, new byte[8]);
            person.Home = People.Villages[random.Next(People.Villages.Length)];
            person.Spells.Clear();
            person.Statuses.Clear();
            for (int s = random.Next(4); s > 0; s--)
            {
                int from = People.YearStart.DayNumber + random.Next(-60, 60);
                long workplace = random.Next(3) switch { 0 => 310000000000, 1 => person.Home, _ => 140300000000 };
                person.Spells.Add(new SpellFact(
                    new Guid(random.Next(), 0, 0, new byte[8]), from, random.Next(2) == 0 ? int.MaxValue : from + random.Next(90), workplace, 1, 0, 0));
            }

            if (random.Next(4) == 0)
            {
                person.Statuses.Add(new StatusFact(0, People.YearStart.DayNumber + random.Next(60), 10, 0));
            }

            yield return person;
        }
    }

    private static void AssertSame(IReadOnlyDictionary<long, RegionCounts> expected, IReadOnlyDictionary<long, RegionCounts> actual)
    {
        foreach ((long region, RegionCounts counts) in expected)
        {
            foreach (string indicator in Indicators.All.Select(i => i.Code))
            {
                Assert.Equal(counts[indicator], actual[region][indicator]);
            }
        }
    }

    // by the digits: a code without its trailing level groups of zeros is a prefix of what lies in it
    private static bool Lies(long home, long region)
    {
        string code = $"{region}";
        int digits = code.EndsWith("0000000000", StringComparison.Ordinal) ? 2
            : code.EndsWith("00000000", StringComparison.Ordinal) ? 4
            : code.EndsWith("000000", StringComparison.Ordinal) ? 6
            : code.EndsWith("000", StringComparison.Ordinal) ? 9
            : 12;
        return $"{home}".StartsWith(code[..digits], StringComparison.Ordinal);
    }
}
