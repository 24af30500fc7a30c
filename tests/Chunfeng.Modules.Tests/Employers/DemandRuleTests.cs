using Chunfeng.Employers.Demand;
using Chunfeng.Employers.Register;
using Chunfeng.Modules.Tests.Dispatch;
using static Chunfeng.Modules.Tests.Employers.EmployersWorld;

namespace Chunfeng.Modules.Tests.Employers;

/// <summary>What a survey and an answer must be, how an answer is read, and what the sums say; no database.</summary>
public sealed class DemandRuleTests
{
    private static readonly RoundDraft Spring = new("一季度用工需求调查", Qingxu, EmployerFlags.None, Today, Today.AddDays(90), Today.AddDays(14), "");
    private static readonly NeedDraft Sewers = new(6050103, 3, 10, 450_000, 600_000);
    private static readonly AnswerDraft Answer = new(50, 2, 10, DemandHelp.Recruiting, "", AnswerWay.Phone, "王经理", Today, false, [Sewers]);

    [Fact(DisplayName = "写全的调查和答复可以保存")]
    public void Lawful_and_complete()
    {
        Assert.Empty(DemandRules.Check(Spring, Reference.Regions, Today));
        Assert.Empty(DemandRules.Check(Answer, Codes, Today, Today));
        Assert.Empty(DemandRules.Check(Answer with { NoNeed = true, Needs = [] }, Codes, Today, Today));
    }

    [Fact(DisplayName = "调查：期限今天可以、昨天不行；时段一年可以、多一天不行；乡镇不能开展")]
    [Trait("Clause", "2.2")]
    public void A_round_has_edges()
    {
        string? Code(RoundDraft d) => DemandRules.Check(d, Reference.Regions, Today).Select(f => f.Code).SingleOrDefault();
        Assert.Null(Code(Spring with { DueOn = Today }));
        Assert.Equal("bad-due", Code(Spring with { DueOn = Today.AddDays(-1) }));
        Assert.Null(Code(Spring with { DueOn = Today.AddDays(DemandRules.MostWait) }));
        Assert.Equal("bad-due", Code(Spring with { DueOn = Today.AddDays(DemandRules.MostWait + 1) }));
        Assert.Null(Code(Spring with { PeriodTo = Today.AddDays(DemandRules.MostPeriod) }));
        Assert.Equal("bad-period", Code(Spring with { PeriodTo = Today.AddDays(DemandRules.MostPeriod + 1) }));
        Assert.Equal("bad-period", Code(Spring with { PeriodTo = Today.AddDays(-1) }));
        Assert.Equal("bad-region", Code(Spring with { Region = 140121100000 }));
        Assert.Null(Code(Spring with { Region = 140000000000 }));
        Assert.Equal("bad-title", Code(Spring with { Title = "调" }));
    }

    [Fact(DisplayName = "答复：减少的不多于现有的，一共要的不少于现在就要的，答复日在调查开始以后")]
    [Trait("Clause", "2.2")]
    public void An_answer_has_edges()
    {
        string? Code(AnswerDraft d) => DemandRules.Check(d, Codes, Today.AddDays(-3), Today).Select(f => f.Code).SingleOrDefault();
        Assert.Null(Code(Answer with { LetGo = 50 }));
        Assert.Equal("bad-let-go", Code(Answer with { LetGo = 51 }));
        Assert.Null(Code(Answer with { Needs = [Sewers with { InPeriod = 3 }] }));
        Assert.Equal("bad-need", Code(Answer with { Needs = [Sewers with { InPeriod = 2 }] }));
        Assert.Equal("bad-need", Code(Answer with { Needs = [Sewers with { Now = 0, InPeriod = 0 }] }));
        Assert.Equal("no-occupation", Code(Answer with { Needs = [Sewers with { Occupation = 0 }] }));
        Assert.Equal("bad-pay", Code(Answer with { Needs = [Sewers with { HighFen = 440_000 }] }));
        Assert.Equal("need-twice", Code(Answer with { Needs = [Sewers, Sewers with { Now = 1 }] }));
        Assert.Null(Code(Answer with { Needs = [Sewers, Sewers with { LowFen = 500_000 }] })); // another pay is another post
        Assert.Equal("no-needs", Code(Answer with { Needs = [] }));
        Assert.Equal("needs-and-none", Code(Answer with { NoNeed = true }));
        Assert.Equal("other-not-said", Code(Answer with { Helps = DemandHelp.Other }));
        Assert.Equal("bad-helps", Code(Answer with { Helps = (DemandHelp)64 }));
        Assert.Equal("not-stated-by", Code(Answer with { StatedBy = "" }));
        Assert.Null(Code(Answer with { StatedOn = Today.AddDays(-3) }));
        Assert.Equal("bad-stated-on", Code(Answer with { StatedOn = Today.AddDays(-4) }));
        Assert.Equal("bad-stated-on", Code(Answer with { StatedOn = Today.AddDays(1) }));
        Assert.Equal("too-many-needs", Code(Answer with { Needs = [.. Enumerable.Range(0, DemandRules.MostNeeds + 1).Select(i => Sewers with { LowFen = 400_000 + i })] }));
    }

    [Fact(DisplayName = "工种写平常的叫法也认得；认不出的说可能是什么；空着的行不算")]
    [Trait("Clause", "2.2")]
    public void Everyday_words_are_read()
    {
        var form = new Dictionary<string, string> { ["occupation-0"] = "扫大街", ["now-0"] = "2人", ["occupation-3"] = "缝纫工", ["now-3"] = "3", ["period-3"] = "10", ["pay-3"] = "4500—6000元", ["heads"] = "50", ["stated-on"] = "2022-03-01" };
        var read = DemandForm.Read(form.GetValueOrDefault, ["recruiting", "nonsense"], Words);
        Assert.Empty(read.Faults);
        Assert.Equal([new NeedDraft(4090801, 2, 2, 0, 0), new NeedDraft(6050103, 3, 10, 450_000, 600_000)], read.Draft.Needs);
        Assert.Equal((50, DemandHelp.Recruiting, Today), (read.Draft.HeadsNow, read.Draft.Helps, read.Draft.StatedOn));

        form["occupation-0"] = "翻跟头的";
        form["pay-3"] = "4500-很多";
        form.Remove("heads");
        Assert.Equal(["unread-occupation", "unread-pay-3", "no-heads"], DemandForm.Read(form.GetValueOrDefault, [], Words).Faults.Select(f => f.Code));
        form["now-3"] = "99999999999";
        Assert.Contains("unread-now-3", DemandForm.Read(form.GetValueOrDefault, [], Words).Faults.Select(f => f.Code));
    }

    [Fact(DisplayName = "缺口是一共要的减去在招空缺，不小于零；大的在前")]
    [Trait("Clause", "2.2")]
    public void The_gap_is_need_without_posts()
    {
        var gaps = DemandSums.Gaps([new NeedSum(1, 2, 5, 8, 0, 0), new NeedSum(2, 1, 1, 30, 0, 0), new NeedSum(3, 1, 1, 12, 0, 0)], new Dictionary<int, int> { [1] = 20, [2] = 22, [9] = 5 });
        Assert.Equal([(3, 12, 0), (2, 8, 22), (1, 0, 20)], gaps.Select(g => (g.Need.Occupation, g.Gap, g.OpenPosts)));
    }
}
