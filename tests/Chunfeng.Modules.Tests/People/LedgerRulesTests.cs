using Chunfeng.People.Contracts;
using Chunfeng.People.Register;
using CsCheck;

namespace Chunfeng.Modules.Tests.People;

[Trait("Clause", "12.3")]
public class LedgerRulesTests
{
    private static readonly DateOnly Today = new(2022, 2, 28), Birth = new(1985, 3, 9);

    /// <summary>A statement that passes; each test changes one thing.</summary>
    private static readonly WorkStatement Work = new(new(2022, 2, 10), null, 110105000000, 1) { Employer = "北京某餐饮公司", WageFen = 520000 };
    private static readonly StatusStatement Status = new(21, 1, new(2021, 6, 1));

    [Fact(DisplayName = "务工日期：可以早至出生当天，不能早于出生；可以填到今年年底，不能再晚")]
    public void Start_dates_have_two_edges()
    {
        Assert.Null(LedgerRules.Check(Work, Birth, Today));
        Assert.Null(LedgerRules.Check(Work with { StartsOn = Birth }, Birth, Today));
        Assert.Equal("start-too-early", LedgerRules.Check(Work with { StartsOn = Birth.AddDays(-1) }, Birth, Today)!.Code);
        Assert.Null(LedgerRules.Check(Work with { StartsOn = new(2022, 12, 31) }, Birth, Today));
        Assert.Equal("start-in-future", LedgerRules.Check(Work with { StartsOn = new(2023, 1, 1) }, Birth, Today)!.Code);
    }

    [Fact(DisplayName = "结束日期：可以是开始当天，不能更早；结束填报不能晚于今天")]
    public void End_dates_have_two_edges()
    {
        Assert.Null(LedgerRules.Check(Work with { EndsOn = Work.StartsOn }, Birth, Today));
        Assert.Equal("end-before-start", LedgerRules.Check(Work with { EndsOn = Work.StartsOn.AddDays(-1) }, Birth, Today)!.Code);
        Assert.Null(LedgerRules.CheckLastDay(Work.StartsOn, Work.StartsOn, Today));
        Assert.Equal("end-before-start", LedgerRules.CheckLastDay(Work.StartsOn, Work.StartsOn.AddDays(-1), Today)!.Code);
        Assert.Null(LedgerRules.CheckLastDay(Work.StartsOn, Today, Today));
        Assert.Equal("end-in-future", LedgerRules.CheckLastDay(Work.StartsOn, Today.AddDays(1), Today)!.Code);
    }

    [Fact(DisplayName = "务工地填到乡镇为止；境外填0")]
    public void Workplaces()
    {
        Assert.Null(LedgerRules.Check(Work with { Workplace = 0 }, Birth, Today));
        Assert.Null(LedgerRules.Check(Work with { Workplace = 140121100000 }, Birth, Today));
        Assert.Equal("workplace-unknown", LedgerRules.Check(Work with { Workplace = 140121100201 }, Birth, Today)!.Code);
        Assert.Equal("workplace-unknown", LedgerRules.Check(Work with { Workplace = -1 }, Birth, Today)!.Code);
    }

    [Fact(DisplayName = "工资在0元以上、100万元以内")]
    public void Wages()
    {
        Assert.Null(LedgerRules.Check(Work with { WageFen = 1 }, Birth, Today));
        Assert.Null(LedgerRules.Check(Work with { WageFen = 100_000_000 }, Birth, Today));
        Assert.Equal("money", LedgerRules.Check(Work with { WageFen = 0 }, Birth, Today)!.Code);
        Assert.Equal("money", LedgerRules.Check(Work with { WageFen = 100_000_001 }, Birth, Today)!.Code);
    }

    [Fact(DisplayName = "社保比对的记录，自报不能改；同等依据可以改")]
    public void A_weaker_word_does_not_overwrite()
    {
        var other = Work with { Employer = "北京另一公司" };
        Assert.Equal("evidence-weaker", LedgerRules.Weigh(Work, Evidence.SocialInsurance, other, Evidence.SelfReported).Refusal!.Code);
        Assert.Equal("evidence-weaker", LedgerRules.Weigh(Work, Evidence.SocialInsurance, other, Evidence.Employer).Refusal!.Code);
        var equal = LedgerRules.Weigh(Work, Evidence.SocialInsurance, other, Evidence.SocialInsurance).Value!;
        Assert.Equal((LedgerOutcome.Revised, other, Evidence.SocialInsurance), (equal.Outcome, equal.Result, equal.Evidence));
    }

    [Fact(DisplayName = "弱依据可以补充没有的内容，记录仍保留强依据")]
    public void A_weaker_word_may_add()
    {
        var verdict = LedgerRules.Weigh(Work, Evidence.SocialInsurance, Work with { Job = "厨师", Employer = null }, Evidence.SelfReported).Value!;
        Assert.Equal((LedgerOutcome.Revised, Work with { Job = "厨师" }, Evidence.SocialInsurance), (verdict.Outcome, verdict.Result, verdict.Evidence));
    }

    [Fact(DisplayName = "更强的依据再次确认：内容不变，依据升级")]
    public void A_stronger_word_confirms()
    {
        var verdict = LedgerRules.Weigh(Work, Evidence.Village, Work, Evidence.SocialInsurance).Value!;
        Assert.Equal((LedgerOutcome.Revised, Work, Evidence.SocialInsurance), (verdict.Outcome, verdict.Result, verdict.Evidence));
        Assert.Equal(LedgerOutcome.Unchanged, LedgerRules.Weigh(Work, Evidence.Village, Work, Evidence.SelfReported).Value!.Outcome);
    }

    [Fact(DisplayName = "先填县后填乡镇是补充；先填乡镇后填县不丢乡镇")]
    public void A_place_gets_finer_never_coarser()
    {
        var county = Work with { Workplace = 140121000000 };
        var township = Work with { Workplace = 140121100000 };
        Assert.Equal(township, LedgerRules.Weigh(county, Evidence.SocialInsurance, township, Evidence.SelfReported).Value!.Result);
        Assert.Equal(LedgerOutcome.Unchanged, LedgerRules.Weigh(township, Evidence.Village, county, Evidence.Village).Value!.Outcome);
    }

    [Fact(DisplayName = "重复陈述任意次，结果与一次相同")]
    public void Weighing_is_idempotent() => Gen.Select(Statements, Gen.Enum<Evidence>(), Statements, Gen.Enum<Evidence>()).Sample((known, knownBy, stated, by) =>
    {
        var once = LedgerRules.Weigh(known, knownBy, stated, by);
        if (once.IsRefused)
        {
            return by < knownBy;
        }

        var twice = LedgerRules.Weigh(once.Value.Result, once.Value.Evidence, stated, by);
        return !twice.IsRefused && twice.Value.Outcome == LedgerOutcome.Unchanged && twice.Value.Result == once.Value.Result && once.Value.Evidence >= by;
    });

    [Fact(DisplayName = "同一单位同时的两条记录视为同一份工作；不同单位只提示")]
    public void Overlaps()
    {
        var notes = new List<string>();
        var earlier = Work with { StartsOn = new(2022, 1, 5) };
        Assert.Equal("work-overlap", LedgerRules.Overlap(Work, [earlier], notes)!.Code);
        Assert.Equal("work-overlap", LedgerRules.Overlap(Work, [earlier with { EndsOn = Work.StartsOn }], notes)!.Code);
        Assert.Null(LedgerRules.Overlap(Work, [earlier with { EndsOn = Work.StartsOn.AddDays(-1) }], notes));
        Assert.Empty(notes);
        Assert.Null(LedgerRules.Overlap(Work, [earlier with { Employer = "另一单位" }], notes));
        Assert.Single(notes);
    }

    [Fact(DisplayName = "监测对象三类同一时间只能一类；脱贫户可同时是监测对象")]
    public void One_kind_of_monitoring_at_a_time()
    {
        Assert.Null(LedgerRules.Overlap(Status, [Status with { Category = 10 }]));
        Assert.Equal("status-overlap", LedgerRules.Overlap(Status, [Status with { Category = 22 }])!.Code);
        Assert.Null(LedgerRules.Overlap(Status, [Status with { Category = 22, StartsOn = new(2021, 1, 1), EndsOn = new(2021, 5, 31) }]));
        Assert.Equal("status-overlap", LedgerRules.Overlap(Status, [Status with { Category = 22, StartsOn = new(2021, 1, 1), EndsOn = new(2021, 6, 1) }])!.Code);
    }

    [Fact(DisplayName = "结束过的类别再次发生是新的一段；还在其中的是同一段")]
    public void About_which_stretch()
    {
        var ended = Status with { EndsOn = new(2021, 12, 31) };
        Assert.Null(LedgerRules.About(Status with { StartsOn = new(2022, 1, 1) }, [ended], s => s));
        Assert.Same(ended, LedgerRules.About(Status with { StartsOn = new(2021, 12, 31) }, [ended], s => s));
    }

    private static Gen<WorkStatement> Statements { get; } = Gen.Select(
        LedgerWorld.One(140121000000L, 140121100000L, 140121101000L), LedgerWorld.One<short>(1, 3, 99), LedgerWorld.One<string?>(null, "甲", "乙"),
        LedgerWorld.One<long?>(null, 1, 2), LedgerWorld.One<DateOnly?>(null, new(2022, 2, 20), new(2022, 2, 21)),
        (place, form, employer, wage, end) => new WorkStatement(new(2022, 2, 10), end, place, form) { Employer = employer, WageFen = wage });
}
