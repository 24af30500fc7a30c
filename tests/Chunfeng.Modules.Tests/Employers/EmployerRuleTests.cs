using Chunfeng.Employers.Guarantee;
using Chunfeng.Employers.Register;
using Chunfeng.Employers.Standing;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Engine.Matching;
using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.Standards.Regions;
using CsCheck;

namespace Chunfeng.Modules.Tests.Employers;

/// <summary>The small pure rules of the room, each against a slow plain version where there is one.</summary>
public class EmployerRuleTests
{
    private static readonly DateOnly Today = EmployersWorld.Today;

    [Fact(DisplayName = "相似度与逐对数的慢办法一致，对称，自己与自己完全相同")]
    [Trait("Clause", "2.2")]
    public void Likeness_equals_the_slow_count()
    {
        var text = Gen.Char["招聘缝纫工A1，。 "].Array[0, 12].Select(c => new string(c));
        Gen.Select(text, text).Sample((a, b) =>
        {
            var fast = TextSimilarity.Compare(a, b);
            var (left, right) = (SlowPairs(a), SlowPairs(b));
            var all = left.Count + right.Count;
            var shared = 0;
            foreach (var pair in left)
            {
                shared += right.Remove(pair) ? 2 : 0;
            }

            var slow = all == 0 ? (1, 1) : (shared, all);
            var back = TextSimilarity.Compare(b, a);
            return (fast.Shared, fast.All) == slow && fast == back && TextSimilarity.Compare(a, a).AtLeast(100);
        }, iter: 2000);
    }

    [Theory(DisplayName = "几乎一样的岗位说明认得出，不同的不误认")]
    [InlineData("缝纫工服装流水线作业，可培训上岗。", "缝纫工 服装流水线作业，可培训上岗", true)]
    [InlineData("缝纫工服装流水线作业，可培训上岗，包吃住，月休四天。", "缝纫工服装流水线作业，可培训上岗，包吃住，月休两天。", true)]
    [InlineData("缝纫工服装流水线作业，可培训上岗。", "裁剪工负责面料裁剪和排版，有经验优先。", false)]
    [Trait("Clause", "2.2")]
    public void Nearly_the_same(string a, string b, bool same) => Assert.Equal(same, TextSimilarity.Compare(a, b).AtLeast(WriteVacancy.NearlySame));

    [Theory(DisplayName = "单位名称相近：去掉地名和公司形式再比")]
    [InlineData("山西晋丰服饰有限公司", "太原市晋丰服饰有限责任公司", true)]
    [InlineData("清徐县晋丰服饰有限公司", "清徐县晋丰食品有限公司", false)]
    [InlineData("晋丰服饰（集团）股份有限公司", "晋丰服饰有限公司", true)]
    public void Near_names(string a, string b, bool near) => Assert.Equal(near ? 1 : 0, EmployerNames.Near(a, [b], n => n).Count);

    [Theory(DisplayName = "地点：代码、全称、省略的写法都认得，认不准的不猜")]
    [InlineData("140121", 140121000000)]
    [InlineData("山西省太原市清徐县", 140121000000)]
    [InlineData("太原市 清徐县", 140121000000)]
    [InlineData("清徐县", 140121000000)]
    [InlineData("清徐", 140121000000)]
    [InlineData("太原小店区", 140105000000)]
    [InlineData("太原市清徐县清源镇", 140121100000)]
    [InlineData("北京市朝阳区", 110105000000)]
    [InlineData("太原", 140100000000)]
    [InlineData("城区", 0)]
    [InlineData("没有这个地方", 0)]
    [InlineData("", 0)]
    public void Places(string text, long code) => Assert.Equal(code, PlaceText.Read(Reference.Regions, text)?.Code.Value ?? 0);

    [Theory(DisplayName = "工资折合成月：按月、按天、按小时、计件")]
    [InlineData(PayPeriod.Month, 450_000, 0, 0, 450_000)]
    [InlineData(PayPeriod.Day, 18_000, 26, 0, 468_000)]
    [InlineData(PayPeriod.Hour, 2_000, 26, 8, 416_000)]
    [InlineData(PayPeriod.Piece, 50, 26, 400, 520_000)]
    public void Pay_for_a_month(PayPeriod period, long fen, int days, int units, long month)
    {
        var draft = EmployersWorld.Sewing with { PayPeriod = period, LowFen = fen, HighFen = 0, DaysPerMonth = days, UnitsPerDay = units };
        Assert.Empty(VacancyRules.Check(draft, Reference.Regions, EmployersWorld.Codes, Today));
        Assert.Equal(month, VacancyRules.MonthFenOf(draft));
    }

    [Fact(DisplayName = "岗位填写的边界：人数、日期、工资、地点各差一点就说明怎么改")]
    public void Edges_of_a_draft()
    {
        var good = EmployersWorld.Sewing;
        string[] Codes(VacancyDraft d) => [.. VacancyRules.Check(d, Reference.Regions, EmployersWorld.Codes, Today).Select(f => f.Code)];
        Assert.Empty(Codes(good));
        Assert.Equal(["bad-title"], Codes(good with { Title = "" }));
        Assert.Empty(Codes(good with { Title = new string('工', 60) }));
        Assert.Equal(["bad-title"], Codes(good with { Title = new string('工', 61) }));
        Assert.Equal(["no-occupation"], Codes(good with { Occupation = 0 }));
        Assert.Equal(["unknown-occupation"], Codes(good with { Occupation = 9_999_999 }));
        Assert.Equal(["bad-place"], Codes(good with { Place = EmployersWorld.Taiyuan }));
        Assert.Empty(Codes(good with { Place = EmployersWorld.Chaoyang }));
        Assert.Equal(["bad-posts"], Codes(good with { Posts = 0 }));
        Assert.Empty(Codes(good with { Posts = VacancyRules.MostPosts }));
        Assert.Equal(["bad-posts"], Codes(good with { Posts = VacancyRules.MostPosts + 1 }));
        Assert.Equal(["bad-pay"], Codes(good with { HighFen = 100 }));
        Assert.Empty(Codes(good with { LowFen = 0, HighFen = 0 }));
        Assert.Equal(["bad-days"], Codes(good with { PayPeriod = PayPeriod.Day, LowFen = 18_000, HighFen = 0 }));
        Assert.Equal(["pay-too-high"], Codes(good with { LowFen = 450_000, HighFen = VacancyRules.MostMonthFen + 1 }));
        Assert.Empty(Codes(good with { ToDay = Today }));
        Assert.Equal(["vacancy-past"], Codes(good with { FromDay = Today.AddDays(-9), ToDay = Today.AddDays(-1) }));
        Assert.Empty(Codes(good with { ToDay = Today.AddDays(VacancyRules.MostDays) }));
        Assert.Equal(["open-too-long"], Codes(good with { ToDay = Today.AddDays(VacancyRules.MostDays + 1) }));
        Assert.Equal(["bad-age"], Codes(good with { MinimumAge = 40, MaximumAge = 39, AgeReason = "高处作业" }));
    }

    [Fact(DisplayName = "留用、新进、离开由月末人数和新进人数算出；隔月不硬算")]
    [Trait("Clause", "2.3")]
    public void Kept_and_added()
    {
        var months = Retention.Of([new(202202, 110, 15), new(202201, 100, 5), new(202204, 90, 0)]);
        Assert.Equal(new MonthKept(202201, 100, 5, 95, null, null), months[0]);
        Assert.Equal(new MonthKept(202202, 110, 15, 95, 10, 5), months[1]);
        Assert.Equal(new MonthKept(202204, 90, 0, 90, null, null), months[2]); // March was not stated
        Assert.Equal((202112, 202201), (Retention.Before(202201), Retention.After(202112)));
    }

    [Theory(DisplayName = "月度填报说不通的退回：新进多于人数、留下多于上月、下月对不上、还没到的月")]
    [InlineData(202202, 100, 0, null)]
    [InlineData(202202, 101, 1, null)]
    [InlineData(202202, 101, 0, "more-than-before")]
    [InlineData(202202, 5, 6, "bad-heads")]
    [InlineData(202202, 79, 0, "fewer-than-after")]
    [InlineData(202202, 80, 0, null)]
    [InlineData(202204, 100, 0, "month-ahead")]
    [InlineData(202213, 100, 0, "bad-month")]
    [Trait("Clause", "2.3")]
    public void Impossible_months(int month, int heads, int joined, string? code) => Assert.Equal(code, Retention.Check(
        new(month, heads, joined), month == 202202 ? new(202201, 100, 0) : null, month == 202202 ? new(202203, 90, 10) : null, Today)?.Code);

    [Fact(DisplayName = "招满一人要的天数取中位数：双数取中间两个的平均，与慢办法一致")]
    [Trait("Clause", "2.4")]
    public void Median_of_days()
    {
        Assert.Null(TimeToFill.TwiceMedian([]));
        Assert.Equal("—", TimeToFill.Text(null));
        Assert.Equal("3 天", TimeToFill.Text(TimeToFill.TwiceMedian([9, 3, 1])));
        Assert.Equal("2.5 天", TimeToFill.Text(TimeToFill.TwiceMedian([9, 2, 3, 1])));
        Gen.Int[0, 50].List[1, 15].Sample(days =>
        {
            // half of the days are no greater, half no smaller
            var twice = TimeToFill.TwiceMedian(days)!.Value;
            return days.Count(d => 2 * d <= twice) * 2 >= days.Count && days.Count(d => 2 * d >= twice) * 2 >= days.Count;
        }, iter: 500);
    }

    [Fact(DisplayName = "吸纳排名：一人一家只算一次，同数同名次（1、1、3），没有吸纳的不排")]
    [Trait("Clause", "2.5")]
    public void Absorption_ranks()
    {
        var (a, b, c, d) = (Guid.Parse("00000000-0000-8000-8000-00000000000a"), Guid.Parse("00000000-0000-8000-8000-00000000000b"), Guid.Parse("00000000-0000-8000-8000-00000000000c"), Guid.Parse("00000000-0000-8000-8000-00000000000d"));
        var (one, two) = (Guid.NewGuid(), Guid.NewGuid());
        var lines = AbsorptionRanking.Rank([(a, "甲", 1), (b, "乙", 1), (c, "丙", 1), (d, "丁", 1)],
        [
            new(a, one, true, true), new(a, one, true, false), new(a, two, true, false), // the same person began twice
            new(b, one, true, true), new(b, two, true, true), new(c, one, true, true), new(d, one, false, true),
        ]);
        Assert.Equal([("乙", 2, 2, 1), ("甲", 2, 1, 1), ("丙", 1, 1, 3), ("丁", 0, 0, -1)], lines.Select(l => (l.Name, l.Protected, l.Staying, l.Rank ?? -1)));
    }

    private static List<string> SlowPairs(string text)
    {
        var letters = TextSimilarity.Letters(text);
        return letters.Length == 1 ? [letters] : [.. Enumerable.Range(0, Math.Max(0, letters.Length - 1)).Select(i => letters.Substring(i, 2))];
    }
}
