using Chunfeng.Engine.Matching;
using Chunfeng.Engine.Tests.Support;
using CsCheck;

namespace Chunfeng.Engine.Tests.Matching;

/// <summary>Limits and parts in words, the edges of each limit, and what may never count.</summary>
public sealed class ExplainMatchTests
{
    private static readonly MatchNames s_names = new(
        code => code switch { 6180204 => "电焊工", 6180205 => "钎焊工", 6290101 => "砌筑工", _ => $"工种{code}" },
        region => region switch { 140700000000 => "晋中市", 140702000000 => "榆次区", 140724000000 => "昔阳县", 140105000000 => "小店区", _ => $"地区{region}" },
        bit => bit == 60 ? "焊接与热切割作业证" : $"技能{bit}");

    private static readonly Townspeople s_towns = new([(7, 140222001000, 2), (7, 140222001001, 1), (8, 140105000000, 9)]);

    private static readonly Vacancy s_vacancy = new()
    {
        Id = Guid.Parse("00000001-0000-0000-0000-000000000000"),
        Occupation = 6180204,
        Place = 140702000000,
        MonthFen = 450_000,
        Employer = 7,
        Skills = 6,
        Lodging = true,
        Board = true,
        Welcomes = PriorityGroups.LiftedOutOfPoverty,
    };

    private static readonly Seeker s_seeker = new()
    {
        Id = Guid.Parse("00000002-0000-0000-0000-000000000000"),
        Occupations = [6180204],
        Experience = [6180205],
        Places = [140700000000],
        WishedFen = 450_000,
        Born = new DateOnly(1990, 2, 27),
        Sex = 2,
        Education = EducationRank.JuniorMiddle,
        Health = HealthStates.Good,
        Skills = 2,
        Home = 140222003005,
        Groups = PriorityGroups.LiftedOutOfPoverty,
        NeedsLodging = true,
    };

    [Fact(DisplayName = "每条推荐都逐项说明理由，各项得分相加等于总分")]
    public void SaysEveryPart()
    {
        MatchExplanation why = Explain(s_vacancy, s_seeker);

        Assert.True(why.IsShown);
        Assert.Equal(
            [
                "工种相符：电焊工", "您做过相近的钎焊工", "在您想去的晋中市", "月薪4500元，达到您的期望", "用得上您的技能：技能1",
                "同县有3人在此务工", "该岗位优先安排脱贫劳动力", "包吃住",
            ],
            why.Parts.Select(p => p.Text));
        MatchWeights w = MatchOracle.Weights;
        Assert.Equal(
            [
                w.Occupation.Same, w.Experience.Near, w.Place.Same, w.WageMet, w.SkillEach, w.ForTownspeople(3), w.PriorityGroup + w.PriorityWelcome, w.Lodging,
            ],
            why.Parts.Select(p => p.Score));
        Assert.Equal(why.Parts.Sum(p => p.Score), why.Score);
        Assert.Empty(why.Notes);
    }

    [Theory(DisplayName = "不相符的地方也如实说明")]
    [InlineData(MatchPart.Occupation, "工种相近：电焊工，您想做钎焊工")]
    [InlineData(MatchPart.Experience, "您没有做过电焊工，可先参加培训")]
    [InlineData(MatchPart.Place, "在榆次区，与您想去的昔阳县同市")]
    [InlineData(MatchPart.Wage, "月薪4500元，比您期望的少500.50元")]
    [InlineData(MatchPart.Skills, "会技能1、技能2更好，可参加培训")]
    [InlineData(MatchPart.Townspeople, "还没有同县的人在此务工")]
    [InlineData(MatchPart.Priority, "您属于优先服务对象：零就业家庭成员")]
    public void SaysWhatIsMissing(MatchPart part, string text)
    {
        Seeker other = s_seeker with
        {
            Occupations = [6290101, 6180205],
            Experience = [4020301],
            Places = [110000000000, 140724000000],
            WishedFen = 500_050,
            Skills = 0,
            Home = 140303000000,
            Groups = PriorityGroups.ZeroEmploymentFamily,
        };
        Assert.Equal(text, Explain(s_vacancy, other).Parts[(int)part].Text);
    }

    [Fact(DisplayName = "不推荐的岗位列出全部未满足的硬条件，而不只是第一条")]
    public void SaysEveryLimitThatFailed()
    {
        Vacancy closed = s_vacancy with
        {
            Posts = 0,
            To = MatchWorld.Day.AddDays(-1),
            MaximumAge = 30,
            OnlySex = 1,
            SexReason = SexLimitReason.UndergroundMining,
            Education = EducationRank.College,
            Health = HealthStates.Weak,
            Licences = 1UL << 60,
            ReservedFor = PriorityGroups.HardToPlace | PriorityGroups.ZeroEmploymentFamily,
        };
        MatchExplanation why = Explain(closed, s_seeker);

        Assert.False(why.IsShown);
        Assert.Equal(
            [
                "该岗位已招满，可看看同工种的其他岗位", "该岗位招聘已于2022年2月26日截止，可看看同工种的其他岗位", "该岗位要求不超过30周岁，您32周岁",
                "矿山井下作业属于法律规定女职工禁忌从事的劳动", "该岗位要求大专及以上学历，您登记的是初中",
                "您登记的健康状况与该岗位的劳动条件不相适应，如有变化请到村里更新登记", "从事该岗位须持证：焊接与热切割作业证，可报名相应培训取证",
                "该岗位专门安排给就业困难人员、零就业家庭成员",
            ],
            why.Unmet.Select(u => u.Text));
    }

    [Theory(DisplayName = "年龄按周岁计算，生日当天满岁；未满16周岁、未满18周岁的危险岗位依法不推荐")]
    [InlineData("2006-02-28", 0, 0, false, HardLimit.UnderSixteen)]
    [InlineData("2006-02-27", 0, 0, false, null)]
    [InlineData("2004-02-28", 0, 0, true, HardLimit.HazardousUnderEighteen)]
    [InlineData("2004-02-27", 0, 0, true, null)]
    [InlineData("2002-02-28", 20, 0, false, HardLimit.TooYoung)]
    [InlineData("2002-02-27", 20, 0, false, null)]
    [InlineData("1976-02-27", 0, 45, false, HardLimit.TooOld)]
    [InlineData("1976-02-28", 0, 45, false, null)]
    [InlineData("1930-01-01", 0, 77, false, HardLimit.TooOld)]
    [InlineData("1944-02-27", 0, 77, false, HardLimit.TooOld)]
    [InlineData("1944-02-28", 0, 77, false, null)]
    public void AgeIsAnAgeAtADate(string born, int least, int most, bool hazardous, HardLimit? limit)
    {
        Vacancy v = s_vacancy with { MinimumAge = least, MaximumAge = most, Hazardous = hazardous };
        Seeker s = s_seeker with { Born = DateOnly.Parse(born) };

        Assert.Equal(limit is { } one ? [one] : [], Explain(v, s).Unmet.Select(u => u.Limit));
        Assert.Equal(limit is null ? 1 : 0, Found(v, s));
    }

    [Theory(DisplayName = "性别要求只有法律依据才有效；没有依据的不予采用并说明")]
    [InlineData(1, SexLimitReason.UndergroundMining, 2, true, 0)]
    [InlineData(1, SexLimitReason.UndergroundMining, 1, false, 0)]
    [InlineData(1, SexLimitReason.None, 2, false, 1)]
    [InlineData(2, SexLimitReason.None, 1, false, 1)]
    [InlineData(2, SexLimitReason.HeavyLoads, 1, false, 1)]
    public void ASexLimitNeedsALawfulReason(byte only, SexLimitReason reason, byte sex, bool refused, int notes)
    {
        Vacancy v = s_vacancy with { OnlySex = only, SexReason = reason };
        Seeker s = s_seeker with { Sex = sex };
        MatchExplanation why = Explain(v, s);

        Assert.Equal(refused, why.Unmet.Any(u => u.Limit == HardLimit.Sex));
        Assert.Equal(notes, why.Notes.Count);
        Assert.Equal(refused ? 0 : 1, Found(v, s));
    }

    [Fact(DisplayName = "登记中缺少的信息不作为拒绝的理由，只提示补充")]
    public void WhatIsNotKnownRefusesNobody()
    {
        Seeker unknown = new() { Id = s_seeker.Id };
        Vacancy strict = s_vacancy with
        {
            MinimumAge = 30,
            Education = EducationRank.College,
            Health = HealthStates.Good,
            OnlySex = 1,
            SexReason = SexLimitReason.FourthGradeLabour,
        };
        MatchExplanation why = Explain(strict, unknown);

        Assert.True(why.IsShown);
        Assert.Equal(4, why.Notes.Count);
        Assert.Equal(1, Found(strict, unknown));
    }

    [Fact(DisplayName = "说明与推荐一致：列出硬条件的一定不推荐，没有的一定可推荐，得分相同")]
    public void AgreesWithTheSearch() => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            MatchWorld world = MatchWorld.Narrow(seed);
            List<Vacancy> vacancies = world.Vacancies(12, 5);
            List<Seeker> seekers = [.. world.Seekers(6)];
            Townspeople towns = new(world.TownspeopleCounts(5));
            VacancyTable table = new(vacancies);
            SeekerTable people = new(seekers, seekers.Count);
            VacancyIndex index = new(table, MatchOracle.Weights, MatchWorld.Day, towns);
            Match[] best = new Match[12];
            for (int row = 0; row < seekers.Count; row++)
            {
                Dictionary<int, int> found = best[..index.Top(people, row, best)].ToDictionary(m => m.Row, m => m.Score);
                for (int v = 0; v < vacancies.Count; v++)
                {
                    // from the tables, so that they are seen to keep every column
                    MatchExplanation why = ExplainMatch.Of(table[v], people[row], MatchOracle.Weights, MatchWorld.Day, towns, s_names);
                    Assert.Equal(why.IsShown, found.ContainsKey(v));
                    Assert.Equal(why.IsShown ? why.Score : 0, found.GetValueOrDefault(v));
                    Assert.DoesNotContain(why.Parts, p => p.Text.Length == 0);
                }
            }
        },
        iter: 300);

    [Fact(DisplayName = "性别和籍贯不影响得分：只改性别，得分不变；在同乡人数相同的岗位，只改籍贯，得分不变")]
    public void SexAndOriginNeverLowerAScore() => Gen.Select(Gen.Int[0, 1_000_000], Gen.OneOf<byte>(0, 1, 2, 9), Gen.OneOf<long>(0L, 140222000000, 140105009001, 410000000000)).Sample(
        (seed, sex, home) =>
        {
            MatchWorld world = MatchWorld.Narrow(seed);
            List<Vacancy> vacancies = world.Vacancies(10, 5);
            Seeker s = world.Seekers(1).First();

            // as many people of each county with each employer: then origin has nothing left to act through
            Townspeople even = new(Enumerable.Range(0, 5).SelectMany(e => new[] { s.Home, home }.Where(h => h != 0).Select(h => h / 1_000_000 * 1_000_000).Distinct().Select(h => (e, h, 3))));
            foreach (Vacancy v in vacancies)
            {
                int score = Score(v, s, even);
                Assert.Equal(score, Score(v, s with { Sex = sex }, even));
                if (s.Home != 0 && home != 0)
                {
                    Assert.Equal(score, Score(v, s with { Home = home }, even));
                }

                // nobody's townspeople ever take away
                Assert.True(Score(v, s, even) >= Score(v, s, Townspeople.Nobody));
                if (v.OnlySex == 0)
                {
                    Assert.Equal(MatchOracle.Passes(v, s, MatchWorld.Day), Found(v, s with { Sex = sex, Home = home }) == 1);
                }
            }
        },
        iter: 500);

    [Fact(DisplayName = "工资越高得分不低，期望越高得分不高")]
    public void TheWageCountsEvenly() => Gen.Select(Gen.Int[0, 2_000_000], Gen.Int[0, 2_000_000], Gen.Int[1, 2_000_000], Gen.Int[1, 2_000_000]).Sample(
        (less, more, wish, greaterWish) =>
        {
            (less, more) = (Math.Min(less, more), Math.Max(less, more));
            (wish, greaterWish) = (Math.Min(wish, greaterWish), Math.Max(wish, greaterWish));
            MatchWeights w = MatchOracle.Weights;
            Assert.InRange(w.ForWage(less, wish), 0, w.ForWage(more, wish));
            Assert.InRange(w.ForWage(less, greaterWish), 0, w.ForWage(less, wish));
            Assert.InRange(w.ForWage(more, wish), 0, w.WageMet + w.WageAbove);
        },
        iter: 20_000);

    [Theory(DisplayName = "日薪、时薪、计件工资按写明的天数和数量折算成月薪")]
    [InlineData(PayPeriod.Month, 450_000, 0, 0, 450_000)]
    [InlineData(PayPeriod.Day, 20_000, 26, 0, 520_000)]
    [InlineData(PayPeriod.Hour, 2_500, 22, 8, 440_000)]
    [InlineData(PayPeriod.Piece, 50, 26, 400, 520_000)]
    public void PayIsMoneyWithAPeriod(PayPeriod period, long fen, int days, int units, int month) => Assert.Equal(month, MatchCodes.MonthFen(period, fen, days, units));

    [Fact(DisplayName = "没有写明天数或数量的日薪、计件工资不能折算")]
    public void PayWithoutItsDaysIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => MatchCodes.MonthFen(PayPeriod.Month, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => MatchCodes.MonthFen(PayPeriod.Day, 20_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => MatchCodes.MonthFen(PayPeriod.Day, 20_000, 32));
        Assert.Throws<ArgumentOutOfRangeException>(() => MatchCodes.MonthFen(PayPeriod.Piece, 50, 26));
        Assert.Throws<OverflowException>(() => MatchCodes.MonthFen(PayPeriod.Month, 3_000_000_000));
    }

    [Fact(DisplayName = "权重文件缺项、为负或颠倒远近时不予采用")]
    public void WeightsAreChecked()
    {
        MatchWeights w = MatchOracle.Weights;
        Assert.Null(w.Fault());
        Assert.NotNull((w with { Occupation = new NearnessWeights(5, 4, 6, 7) }).Fault());
        Assert.NotNull((w with { Lodging = -1 }).Fault());
        Assert.NotNull((w with { ShortfallPercent = 0 }).Fault());
        Assert.NotNull((w with { WageMet = MatchWeights.MostScore }).Fault());
        Assert.NotNull((w with { Townspeople = [new(3, 10), new(1, 20)] }).Fault());
        string path = Path.GetTempFileName();
        File.WriteAllText(path, """{ "name": "x" }""");
        Assert.Throws<InvalidDataException>(() => MatchWeights.Load(path));
        File.Delete(path);
    }

    [Theory(DisplayName = "职业代码按大中小细四级读取")]
    [InlineData("6-18-02-04", true, 6180204)]
    [InlineData("6-18-02", true, 6180200)]
    [InlineData("6", true, 6000000)]
    [InlineData("0-18", false, 0)]
    [InlineData("6-1", false, 0)]
    [InlineData("6-18-0a", false, 0)]
    public void OccupationCodesAreRead(string text, bool read, int code)
    {
        Assert.Equal(read, OccupationCode.TryParse(text, out int found));
        Assert.Equal(code, found);
    }

    [Fact(DisplayName = "给别人看的理由说“本人”，给本人看的说“您”，其余一字不差")]
    public void Sentences_about_a_person_name_the_person()
    {
        int named = 0;
        MatchNames about = s_names with { Person = "本人" };
        static string[] Said(MatchExplanation why) => [.. why.Parts.Select(p => p.Text), .. why.Unmet.Select(u => u.Text), .. why.Notes];
        Gen.Int[0, 1_000_000].Sample(
            seed =>
            {
                MatchWorld world = MatchWorld.Narrow(seed);
                foreach ((Vacancy v, Seeker s) in world.Vacancies(6, 3).Zip(world.Seekers(6)))
                {
                    string[] own = Said(Explain(v, s));
                    Assert.Equal(own.Select(text => text.Replace("您", "本人", StringComparison.Ordinal)), Said(ExplainMatch.Of(v, s, MatchOracle.Weights, MatchWorld.Day, s_towns, about)));
                    Interlocked.Add(ref named, own.Count(text => text.Contains('您', StringComparison.Ordinal)));
                }
            },
            iter: 100);
        Assert.True(named > 200, $"only {named} sentences name the person");
    }

    private static MatchExplanation Explain(Vacancy v, Seeker s) => ExplainMatch.Of(v, s, MatchOracle.Weights, MatchWorld.Day, s_towns, s_names);

    private static int Score(Vacancy v, Seeker s, Townspeople towns) => ExplainMatch.Of(v, s, MatchOracle.Weights, MatchWorld.Day, towns, s_names).Score;

    private static int Found(Vacancy v, Seeker s) =>
        new VacancyIndex(new VacancyTable([v]), MatchOracle.Weights, MatchWorld.Day, s_towns).Top(new SeekerTable([s], 1), 0, new Match[1]);
}
