using Chunfeng.Standards.Identity;

namespace Chunfeng.Engine.Matching;

/// <summary>Why a vacancy is not for a person. Each stands for one rule; several may hold.</summary>
public enum HardLimit
{
    NoPostsLeft,
    NotYetOpen,
    Closed,

    /// <summary>《劳动法》第十五条：禁止用人单位招用未满十六周岁的未成年人。</summary>
    UnderSixteen,

    /// <summary>《未成年工特殊保护规定》第三条。</summary>
    HazardousUnderEighteen,
    TooYoung,
    TooOld,

    /// <summary>A lawful sex limit only, see <see cref="SexLimitReason"/>.</summary>
    Sex,
    Education,
    Health,
    Licence,
    Reserved,
}

/// <summary>One part of a score, and the sentence that says it.</summary>
public sealed record MatchReason(MatchPart Part, int Score, string Text);

/// <summary>One hard limit that was not met, and the sentence that says it and what to do.</summary>
public sealed record UnmetLimit(HardLimit Limit, string Text);

/// <summary>One pair, taken apart: every part of the score adds up to <see cref="Score"/>, also where limits refuse the pair.</summary>
/// <param name="Parts">All parts in their order; those of 0 say what is missing.</param>
/// <param name="Unmet">Empty when the vacancy may be shown.</param>
/// <param name="Notes">What the register does not know and the employer will ask, and limits that were not followed for want of a lawful reason.</param>
public sealed record MatchExplanation(int Score, IReadOnlyList<MatchReason> Parts, IReadOnlyList<UnmetLimit> Unmet, IReadOnlyList<string> Notes)
{
    public bool IsShown => Unmet.Count == 0;
}

/// <summary>What codes are called; the engine itself knows no names.</summary>
/// <param name="Occupation">Of an occupation code, see <see cref="OccupationCode"/>.</param>
/// <param name="Place">Of a 12-digit region.</param>
/// <param name="Skill">Of a bit, 0 to 63.</param>
public sealed record MatchNames(Func<int, string> Occupation, Func<long, string> Place, Func<int, string> Skill)
{
    /// <summary>What the sentences call the person: 您 when the person reads them, 本人 when somebody else does.</summary>
    public string Person { get; init; } = "您";
}

/// <summary>Says in words why a vacancy is recommended, or why it is not shown.</summary>
public static class ExplainMatch
{
    public static MatchExplanation Of(Vacancy v, Seeker s, MatchWeights weights, DateOnly asOf, Townspeople townspeople, MatchNames names)
    {
        VacancyLine line = VacancyLine.Of(v, 0, townspeople);
        SeekerLine seeker = new SeekerTable([s], 1).Line(0, asOf, weights.ReferenceMonthFen);
        List<MatchReason> parts = [];
        for (MatchPart part = MatchPart.Occupation; part <= MatchPart.Lodging; part++)
        {
            int score = MatchScore.Part(part, line, v.Employer, seeker, weights, townspeople);
            parts.Add(new MatchReason(part, score, Words(part, v, s, townspeople, names)));
        }

        return new MatchExplanation(parts.Sum(p => p.Score), parts, Unmet(v, s, asOf, names), Notes(v, s, names));
    }

    /// <summary>Every hard limit the pair does not meet, in the order of <see cref="HardLimit"/>.</summary>
    public static IReadOnlyList<UnmetLimit> Unmet(Vacancy v, Seeker s, DateOnly asOf, MatchNames names)
    {
        List<UnmetLimit> unmet = [];
        void Refuse(bool refused, HardLimit limit, string text)
        {
            if (refused)
            {
                unmet.Add(new UnmetLimit(limit, text));
            }
        }

        Refuse(v.Posts < 1, HardLimit.NoPostsLeft, "该岗位已招满，可看看同工种的其他岗位");
        Refuse(asOf < v.From, HardLimit.NotYetOpen, $"该岗位{Day(v.From)}起才开始招聘，届时再来报名");
        Refuse(asOf > v.To, HardLimit.Closed, $"该岗位招聘已于{Day(v.To)}截止，可看看同工种的其他岗位");
        if (s.Born is { } born)
        {
            int age = Ages.On(born, asOf);
            Refuse(age < 16, HardLimit.UnderSixteen, $"{names.Person}{age}周岁，法律规定未满16周岁不能就业，可先参加学习和培训");
            Refuse(v.Hazardous && age is >= 16 and < 18, HardLimit.HazardousUnderEighteen, $"{names.Person}{age}周岁，未满18周岁不能从事这类有危险或繁重的工作");

            // what the law already said is not said twice
            Refuse(age >= (v.Hazardous ? 18 : 16) && age < v.MinimumAge, HardLimit.TooYoung, $"该岗位要求年满{v.MinimumAge}周岁，{names.Person}{age}周岁");
            Refuse(v.MaximumAge != 0 && age > v.MaximumAge, HardLimit.TooOld, $"该岗位要求不超过{v.MaximumAge}周岁，{names.Person}{age}周岁");
        }

        Refuse(v.HasLawfulSexLimit && s.Sex == 2, HardLimit.Sex, $"{Reason(v.SexReason)}属于法律规定女职工禁忌从事的劳动");
        Refuse(s.Education != EducationRank.Unknown && s.Education < v.Education, HardLimit.Education, $"该岗位要求{Name(v.Education)}及以上学历，{names.Person}登记的是{Name(s.Education)}");
        Refuse(
            s.Health != HealthStates.None && v.Health != HealthStates.None && (v.Health & s.Health) == HealthStates.None, HardLimit.Health,
            $"{names.Person}登记的健康状况与该岗位的劳动条件不相适应，如有变化请到村里更新登记");
        string[] missing = [.. Bits(v.Licences & ~s.Skills).Select(names.Skill)];
        Refuse(missing.Length > 0, HardLimit.Licence, $"从事该岗位须持证：{string.Join("、", missing)}，可报名相应培训取证");
        Refuse(
            v.ReservedFor != PriorityGroups.None && (v.ReservedFor & s.Groups) == PriorityGroups.None, HardLimit.Reserved,
            $"该岗位专门安排给{Name(v.ReservedFor)}");
        return unmet;
    }

    private static List<string> Notes(Vacancy v, Seeker s, MatchNames names)
    {
        List<string> notes = [];
        void Say(bool holds, string text)
        {
            if (holds)
            {
                notes.Add(text);
            }
        }

        Say(s.Born is null, "登记中没有出生日期，应聘前请补充");
        Say(s.Education == EducationRank.Unknown && v.Education > EducationRank.None, $"该岗位要求{Name(v.Education)}及以上学历，登记中没有{names.Person}的学历，请补充");
        Say(s.Health == HealthStates.None && v.Health != HealthStates.None, $"该岗位对健康状况有要求，登记中没有{names.Person}的健康状况，请补充");
        Say(s.Sex is not (1 or 2) && v.HasLawfulSexLimit, $"该岗位属于女职工禁忌从事的劳动，登记中没有{names.Person}的性别，请补充");
        Say(v.OnlySex != 0 && !v.HasLawfulSexLimit, "该岗位提出的性别要求没有法律依据，推荐时不予采用");
        return notes;
    }

    private static string Words(MatchPart part, Vacancy v, Seeker s, Townspeople townspeople, MatchNames names)
    {
        switch (part)
        {
            case MatchPart.Occupation:
                return (v.Occupation, s.Occupations.Count) switch
                {
                    (0, _) => "该岗位没有说明工种",
                    (_, 0) => $"{names.Person}还没有登记想做的工种，登记后推荐更准",
                    _ => Nearest(v.Occupation, s.Occupations, OccupationCode.Compare) switch
                    {
                        (Nearness.Same, _) => $"工种相符：{names.Occupation(v.Occupation)}",
                        (Nearness.Far, _) => $"工种是{names.Occupation(v.Occupation)}，与{names.Person}想做的不同",
                        (_, int wish) => $"工种相近：{names.Occupation(v.Occupation)}，{names.Person}想做{names.Occupation(wish)}",
                    },
                };
            case MatchPart.Experience:
                return (v.Occupation, s.Experience.Count) switch
                {
                    (0, _) => $"该岗位没有说明工种，无法与{names.Person}的经历比较",
                    (_, 0) => $"{names.Person}还没有登记务工经历，登记后推荐更准",
                    _ => Nearest(v.Occupation, s.Experience, OccupationCode.Compare) switch
                    {
                        (Nearness.Same, _) => $"{names.Person}做过{names.Occupation(v.Occupation)}",
                        (Nearness.Far, _) => $"{names.Person}没有做过{names.Occupation(v.Occupation)}，可先参加培训",
                        (_, int work) => $"{names.Person}做过相近的{names.Occupation(work)}",
                    },
                };
            case MatchPart.Place:
                return (v.Place, s.Places.Count) switch
                {
                    (0, _) => "该岗位没有说明工作地点",
                    (_, 0) => $"{names.Person}还没有登记想去的地方，登记后推荐更准",
                    _ => Nearest(PlaceCode.Of(v.Place), s.Places, (at, wish) => PlaceCode.Compare(at, PlaceCode.Of(wish))) switch
                    {
                        (Nearness.Same, long wish) => $"在{names.Person}想去的{names.Place(wish)}",
                        (Nearness.Near, long wish) => $"在{names.Place(v.Place)}，与{names.Person}想去的{names.Place(wish)}同县",
                        (Nearness.Middle, long wish) => $"在{names.Place(v.Place)}，与{names.Person}想去的{names.Place(wish)}同市",
                        (Nearness.Wide, long wish) => $"在{names.Place(v.Place)}，与{names.Person}想去的{names.Place(wish)}同省",
                        _ => $"在{names.Place(v.Place)}，不在{names.Person}想去的地方",
                    },
                };
            case MatchPart.Wage when v.MonthFen == 0:
                return "该岗位没有说明工资，请向单位问清";
            case MatchPart.Wage when s.WishedFen == 0:
                return $"月薪{Yuan(v.MonthFen)}元，{names.Person}还没有登记期望工资";
            case MatchPart.Wage:
                return v.MonthFen >= s.WishedFen ? $"月薪{Yuan(v.MonthFen)}元，达到{names.Person}的期望"
                    : $"月薪{Yuan(v.MonthFen)}元，比{names.Person}期望的少{Yuan(s.WishedFen - v.MonthFen)}元";
            case MatchPart.Skills:
                string[] shared = [.. Bits(v.Skills & s.Skills).Select(names.Skill)];
                return shared.Length > 0 ? $"用得上{names.Person}的技能：{string.Join("、", shared)}"
                    : v.Skills == 0 ? "该岗位没有技能要求" : $"会{string.Join("、", Bits(v.Skills).Select(names.Skill))}更好，可参加培训";
            case MatchPart.Townspeople:
                int people = townspeople.Count(v.Employer, Matching.Townspeople.CountyOf(s.Home));
                return people > 0 ? $"同县有{people}人在此务工" : "还没有同县的人在此务工";
            case MatchPart.Priority:
                return (v.Welcomes & s.Groups) != PriorityGroups.None ? $"该岗位优先安排{Name(v.Welcomes & s.Groups)}"
                    : s.Groups != PriorityGroups.None ? $"{names.Person}属于优先服务对象：{Name(s.Groups)}" : "不涉及优先服务";
            case MatchPart.Lodging:
                return v.Lodging ? v.Board ? "包吃住" : "提供住宿" : s.NeedsLodging ? "不提供住宿，需自行安排" : "不提供住宿";
            default:
                throw new ArgumentOutOfRangeException(nameof(part));
        }
    }

    private static (Nearness Nearness, T Wish) Nearest<T>(int at, IReadOnlyList<T> wishes, Func<int, T, Nearness> compare)
    {
        // the earlier wish where two are as near
        (Nearness Nearness, T Wish) best = (compare(at, wishes[0]), wishes[0]);
        foreach (T wish in wishes.Skip(1))
        {
            Nearness found = compare(at, wish);
            best = found > best.Nearness ? (found, wish) : best;
        }

        return best;
    }

    private static IEnumerable<int> Bits(ulong bits) => Enumerable.Range(0, 64).Where(b => ((bits >> b) & 1) == 1);

    private static string Yuan(int fen) => fen % 100 == 0 ? $"{fen / 100}" : $"{fen / 100}.{fen % 100:00}";

    private static string Day(DateOnly day) => $"{day.Year}年{day.Month}月{day.Day}日";

    private static string Reason(SexLimitReason reason) => reason switch
    {
        SexLimitReason.UndergroundMining => "矿山井下作业",
        SexLimitReason.FourthGradeLabour => "第四级体力劳动强度的作业",
        SexLimitReason.HeavyLoads => "长时间搬运重物的作业",
        _ => "",
    };

    private static string Name(EducationRank rank) => rank switch
    {
        EducationRank.None => "小学以下",
        EducationRank.Primary => "小学",
        EducationRank.JuniorMiddle => "初中",
        EducationRank.SeniorMiddle => "高中（中专、技校）",
        EducationRank.College => "大专",
        EducationRank.Bachelor => "本科",
        EducationRank.Graduate => "研究生",
        _ => "未登记",
    };

    private static string Name(PriorityGroups groups)
    {
        (PriorityGroups Group, string Name)[] all =
        [
            (PriorityGroups.LiftedOutOfPoverty, "脱贫劳动力"), (PriorityGroups.Monitored, "防返贫监测对象"), (PriorityGroups.Relocated, "易地扶贫搬迁劳动力"),
            (PriorityGroups.HardToPlace, "就业困难人员"), (PriorityGroups.ZeroEmploymentFamily, "零就业家庭成员"), (PriorityGroups.LowIncome, "低保、特困人员"),
        ];
        return string.Join("、", all.Where(g => (groups & g.Group) != PriorityGroups.None).Select(g => g.Name));
    }
}
