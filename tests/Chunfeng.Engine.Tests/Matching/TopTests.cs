using Chunfeng.Engine.Matching;
using Chunfeng.Engine.Tests.Support;
using CsCheck;

namespace Chunfeng.Engine.Tests.Matching;

/// <summary>The best of all, found without looking at all, against scoring every pair plainly.</summary>
public sealed class TopTests
{
    private static readonly Gen<(int Seed, int Vacancies, int Seekers, int K)> s_worlds =
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[0, 120], Gen.Int[1, 60], Gen.Int[1, 12]);

    [Fact(DisplayName = "为人荐岗：所推荐的岗位与逐岗计算的结果完全一致，得分相同的按岗位编号排列")]
    public void JobsForAPersonEqualBruteForce() => s_worlds.Sample(
        w =>
        {
            Market market = new(MatchWorld.Narrow(w.Seed), w.Vacancies, w.Seekers);
            Match[] best = new Match[w.K];
            for (int row = 0; row < market.Seekers.Count; row++)
            {
                int found = market.Jobs.Top(market.SeekerTable, row, best);
                Assert.Equal(MatchOracle.Jobs(market.Vacancies, market.Seekers[row], w.K, MatchWorld.Day, market.Townspeople.CountOf), best[..found]);
            }
        },
        iter: 400);

    [Fact(DisplayName = "为岗荐人：所推荐的人与逐人计算的结果完全一致，得分相同的按人员编号排列")]
    public void PeopleForAJobEqualBruteForce() => s_worlds.Sample(
        w =>
        {
            Market market = new(MatchWorld.Narrow(w.Seed), w.Vacancies, w.Seekers);
            Match[] best = new Match[w.K];
            for (int row = 0; row < market.Vacancies.Count; row++)
            {
                int found = market.People.Top(market.VacancyTable, row, best);
                Assert.Equal(MatchOracle.People(market.Seekers, market.Vacancies[row], w.K, MatchWorld.Day, market.Townspeople.CountOf), best[..found]);
            }
        },
        iter: 400);

    [Fact(DisplayName = "3000人对全部岗位、全部岗位对3000人，两个方向都与逐对计算一致；多线程批量结果与逐人结果一致")]
    public void ThreeThousandAgainstAll()
    {
        int[] occupations = [.. Enumerable.Range(0, 300).Select(i => ((i * 7919 % 6) + 1) * 1_000_000 + (i * 31 % 9 * 10_000) + (i * 17 % 7 * 100) + (i % 5) + 1).Distinct()];
        long[] places = [.. Enumerable.Range(0, 117).Select(i => 140_000_000_000L + ((i % 11) + 1) * 100_000_000L + ((i / 11) + 2) * 1_000_000L), 110105000000, 310115000000, 440300000000];
        Market market = new(new MatchWorld(5, occupations, places, places[..40]), 2_000, 3_000);
        const int K = 20;
        Match[] best = new Match[K];
        List<Match[]> each = [];
        for (int row = 0; row < market.Seekers.Count; row++)
        {
            int found = market.Jobs.Top(market.SeekerTable, row, best);
            each.Add(best[..found]);
            if (row % 10 == 0)
            {
                Assert.Equal(MatchOracle.Jobs(market.Vacancies, market.Seekers[row], K, MatchWorld.Day, market.Townspeople.CountOf), each[row]);
            }

            // every pair, with the packed score that the plain one has just confirmed
            Assert.Equal(market.Brute(row, K), each[row]);
        }

        for (int row = 0; row < market.Vacancies.Count; row += 20)
        {
            int found = market.People.Top(market.VacancyTable, row, best);
            Assert.Equal(MatchOracle.People(market.Seekers, market.Vacancies[row], K, MatchWorld.Day, market.Townspeople.CountOf), best[..found]);
        }

        foreach (int threads in (int[])[1, 3])
        {
            int next = 0;
            MatchEverybody.Run(market.Jobs, market.SeekerTable, K, threads, (first, counts, all) =>
            {
                Assert.Equal(next, first);
                for (int i = 0; i < counts.Length; i++)
                {
                    Assert.Equal(each[first + i], all.Slice(i * K, counts[i]).ToArray());
                }

                next += counts.Length;
            });
            Assert.Equal(market.Seekers.Count, next);
        }
    }

    [Fact(DisplayName = "批量推荐中途出错时不再继续，错误如实报出")]
    public void EverybodyStopsWhenTheSinkFails()
    {
        Market market = new(MatchWorld.Narrow(3), 20, 9_000);
        Assert.ThrowsAny<AggregateException>(() => MatchEverybody.Run(market.Jobs, market.SeekerTable, 3, 2, (_, _, _) => throw new InvalidDataException("full")));
    }

    [Fact(DisplayName = "查询不另外占用内存")]
    public void AQueryAllocatesNothing()
    {
        Market market = new(MatchWorld.Narrow(11), 500, 50);
        Match[] best = new Match[20];
        for (int row = 0; row < 50; row++)
        {
            market.Jobs.Top(market.SeekerTable, row, best);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int row = 0; row < 50; row++)
        {
            market.Jobs.Top(market.SeekerTable, row, best);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact(DisplayName = "没有岗位、没有求职者、一个也不要时，结果为空")]
    public void NothingToFind()
    {
        Market none = new(MatchWorld.Narrow(1), 0, 1);
        Assert.Equal(0, none.Jobs.Top(none.SeekerTable, 0, new Match[5]));
        Market some = new(MatchWorld.Narrow(1), 9, 1);
        Assert.Equal(0, some.Jobs.Top(some.SeekerTable, 0, []));
        Assert.Equal(0, some.People.Top(some.VacancyTable, 0, []));
        MatchEverybody.Run(none.Jobs, new SeekerTable([], 0), 5, 2, (_, _, _) => Assert.Fail("nobody is there"));
    }

    [Fact(DisplayName = "同一编号出现两次、求职者次序不对、愿望超过三个，当场拒绝")]
    public void TablesRefuseWhatCannotBe()
    {
        Vacancy v = MatchWorld.Narrow(1).Vacancies(1, 1)[0];
        Seeker s = MatchWorld.Narrow(1).Seekers(1).First();
        Assert.Throws<ArgumentException>(() => new VacancyTable([v, v]));
        Assert.Throws<ArgumentException>(() => new VacancyTable([v with { MonthFen = -1 }]));
        Assert.Throws<ArgumentException>(() => new VacancyTable([v with { MaximumAge = 78 }]));
        Assert.Throws<ArgumentException>(() => new VacancyTable([v with { Occupation = 618 }]));
        Assert.Throws<ArgumentException>(() => new VacancyTable([v with { Place = 140105 }]));
        Assert.Throws<ArgumentException>(() => new SeekerTable([s with { Places = [1401] }], 1));
        Assert.Throws<ArgumentException>(() => new SeekerTable([s, s], 2));
        Assert.Throws<ArgumentException>(() => new SeekerTable([s], 2));
        Assert.Throws<ArgumentException>(() => new SeekerTable([s with { Occupations = [1, 2, 3, 4] }], 1));
    }
}
