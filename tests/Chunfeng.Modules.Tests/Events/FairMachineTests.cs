using Chunfeng.Events.Fairs;
using Chunfeng.Events.SignIns;
using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.Standards.Regions;
using CsCheck;

namespace Chunfeng.Modules.Tests.Events;

/// <summary>The way of an event and its safety checklist, without a database.</summary>
public sealed class FairMachineTests
{
    private static readonly DateOnly Day = new(2022, 3, 22);
    private static readonly CheckItem[] Items = [new("a", "疫情防控", "甲", "本系统拟定"), new("b", "人员安全", "乙", "本系统拟定")];
    private static readonly FairFacts Ready = new(FairState.Planned, Day, Day, ChecklistVerdict.Complete, 3, Day.AddDays(-10), 100, 200, "因故");

    [Fact(DisplayName = "筹备、发布、举办、报结果、办结，一步一步走")]
    [Trait("Clause", "8.1")]
    public void The_way_of_an_event()
    {
        Assert.Equal(FairState.Released, Next(FairAct.Release, Ready));
        Assert.Equal(FairState.Held, Next(FairAct.Hold, Ready with { State = FairState.Released, Today = Day }));
        Assert.Equal(FairState.Filed, Next(FairAct.File, Ready with { State = FairState.Held, Today = Day }));
        Assert.Equal(FairState.Closed, Next(FairAct.Close, Ready with { State = FairState.Filed }));
        Assert.Equal(FairState.Planned, Next(FairAct.Recall, Ready with { State = FairState.Released }));
        Assert.Equal(FairState.Cancelled, Next(FairAct.Cancel, Ready with { State = FairState.Released }));
    }

    [Theory(DisplayName = "安全检查没填完、有一项不符合，都不能发布；填完才能")]
    [Trait("Clause", "13.6")]
    [InlineData("1", "1", null)]
    [InlineData("1", "3", null)]
    [InlineData("1", "", "checklist-open")]
    [InlineData("1", "2", "checklist-open")]
    [InlineData("2", "", "checklist-open")]
    public void An_open_or_failed_item_blocks_release(string a, string b, string? code)
    {
        var verdict = Checklists.Judge(Items, new[] { ("a", a), ("b", b) }.Where(x => x.Item2.Length > 0).Select(x => (x.Item1, (CheckAnswer)short.Parse(x.Item2), "写明原因")));
        Assert.Equal(code, FairMachine.Next(FairAct.Release, Ready with { Checks = verdict }).Refusal?.Code);
    }

    [Fact(DisplayName = "拒绝发布时把所有原因一次说清：几项不符合、几项没填、日期已过")]
    [Trait("Clause", "13.6")]
    public void Every_reason_is_told()
    {
        var words = FairMachine.Next(FairAct.Release, Ready with { Checks = new([Items[0]], [Items[1]]), Today = Day.AddDays(1) }).Refusal!.Message;
        Assert.Contains("1 项不符合：“乙”", words, StringComparison.Ordinal);
        Assert.Contains("还有 1 项没有填：“甲”", words, StringComparison.Ordinal);
        Assert.Contains("日期已经过去", words, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "不适用要写原因，没有原因等于没填；不认识的条目不算")]
    [Trait("Clause", "13.6")]
    public void Not_applicable_needs_a_note()
    {
        Assert.Equal(["b"], Checklists.Judge(Items, [("a", CheckAnswer.NotApplicable, "线上活动"), ("b", CheckAnswer.NotApplicable, "")]).Open.Select(i => i.Code));
        Assert.Equal(["b"], Checklists.Judge(Items, [("a", CheckAnswer.Yes, ""), ("c", CheckAnswer.No, "")]).Open.Select(i => i.Code));
        Assert.Empty(Checklists.Judge(Items, [("a", CheckAnswer.Yes, ""), ("c", CheckAnswer.No, "")]).Blocking);
    }

    [Fact(DisplayName = "清单数据：有疫情防控和人员安全两类，每一项都写明依据，不重复")]
    [Trait("Clause", "13.6")]
    public void The_list_has_both_groups_and_names_its_sources()
    {
        var items = Checklists.Load(Path.Combine(Reference.Data, "events", "safety-2022.json")).On(Day);
        Assert.Equal(items.Count, items.DistinctBy(i => i.Code).Count());
        Assert.Contains("疫情防控", items.Select(i => i.Group));
        Assert.Contains("人员安全", items.Select(i => i.Group));
        Assert.All(items, i => Assert.NotEmpty(i.Source));
    }

    [Theory(DisplayName = "开始那天才能登记举办；结束那天才能报结果")]
    [Trait("Clause", "8.1")]
    [InlineData(-1, "fair-not-begun", "fair-not-over")]
    [InlineData(0, null, null)]
    public void Not_before_the_day(int days, string? hold, string? file)
    {
        Assert.Equal(hold, FairMachine.Next(FairAct.Hold, Ready with { State = FairState.Released, Today = Day.AddDays(days) }).Refusal?.Code);
        Assert.Equal(file, FairMachine.Next(FairAct.File, Ready with { State = FairState.Held, Today = Day.AddDays(days) }).Refusal?.Code);
    }

    [Fact(DisplayName = "举办当天发布还来得及，第二天就不行")]
    [Trait("Clause", "8.1")]
    public void Released_on_the_day_itself()
    {
        Assert.Null(FairMachine.Next(FairAct.Release, Ready with { Today = Day }).Refusal);
        Assert.Equal("fair-past", FairMachine.Next(FairAct.Release, Ready with { Today = Day.AddDays(1) }).Refusal?.Code);
    }

    [Fact(DisplayName = "发布以后发现一项不符合，不能举办，要整改或取消")]
    [Trait("Clause", "13.6")]
    public void A_failed_item_stops_a_public_event() =>
        Assert.Equal("checklist-no", FairMachine.Next(FairAct.Hold, Ready with { State = FairState.Released, Today = Day, Checks = new([], [Items[0]]) }).Refusal?.Code);

    [Fact(DisplayName = "取消、收回、更正都要写原因；到场人数和岗位数要填")]
    [Trait("Clause", "8.4")]
    public void Words_and_figures_are_asked_for()
    {
        var bare = Ready with { Reason = "" };
        Assert.Equal("reason-missing", FairMachine.Next(FairAct.Cancel, bare).Refusal?.Code);
        Assert.Equal("reason-missing", FairMachine.Next(FairAct.Recall, bare with { State = FairState.Released }).Refusal?.Code);
        Assert.Equal("reason-missing", FairMachine.Next(FairAct.File, bare with { State = FairState.Filed, Today = Day }).Refusal?.Code);
        Assert.Null(FairMachine.Next(FairAct.File, bare with { State = FairState.Held, Today = Day }).Refusal);
        Assert.Equal("result-missing", FairMachine.Next(FairAct.File, Ready with { State = FairState.Held, Today = Day, StatedPosts = null }).Refusal?.Code);
        Assert.Equal("result-missing", FairMachine.Next(FairAct.File, Ready with { State = FairState.Held, Today = Day, StatedAttendance = null }).Refusal?.Code);
        Assert.Null(FairMachine.Next(FairAct.File, Ready with { State = FairState.Held, Today = Day, StatedAttendance = 0 }).Refusal);
    }

    [Fact(DisplayName = "任意状态任意一步：办结和取消之后什么都办不了，没有哪一步默默不动")]
    [Trait("Clause", "8.1")]
    public void Nothing_after_the_end() => Gen.Select(Gen.Int[1, 6], Gen.Int[2, 8], Gen.Int[-3, 3]).Sample((state, act, days) =>
    {
        var facts = Ready with { State = (FairState)state, Today = Day.AddDays(days) };
        var next = FairMachine.Next((FairAct)act, facts);
        if (facts.State is FairState.Closed or FairState.Cancelled)
        {
            Assert.True(next.IsRefused);
        }

        Assert.True(next.IsRefused || next.Value.State != facts.State || act is (int)FairAct.Change or (int)FairAct.File);
        Assert.True(!next.IsRefused || next.Refusal.Message.Length > 5);
    });

    [Theory(DisplayName = "签到只在举办的那几天：前一天、后一天、没发布、取消了、报了结果都不行")]
    [Trait("Clause", "8.1")]
    [InlineData((int)FairState.Released, 0, null)]
    [InlineData((int)FairState.Held, 1, null)]
    [InlineData((int)FairState.Released, -1, "fair-not-begun")]
    [InlineData((int)FairState.Held, 2, "fair-over")]
    [InlineData((int)FairState.Planned, 0, "fair-not-public")]
    [InlineData((int)FairState.Cancelled, 0, "fair-cancelled")]
    [InlineData((int)FairState.Filed, 0, "fair-over")]
    public void Signing_in(int state, int days, string? code) => Assert.Equal(code, SignInToFair.Check((FairState)state, Day, Day.AddDays(1), Day.AddDays(days))?.Code);

    [Fact(DisplayName = "写活动：每一项哪里不对分别说；都对就能保存")]
    [Trait("Clause", "8.4")]
    public void A_draft_is_checked_by_field()
    {
        var area = new RegionCode(140121000000);
        var good = new FairDraft("春风送岗", FairKind.General, FairMode.OnSite, area, Guid.NewGuid(), area, "县人力资源市场", Day, Day, 540, 720, 20, "", "", null);
        Assert.Empty(FairRules.Check(good, area, Reference.Regions));
        Assert.Empty(FairRules.Check(good with { Target = new RegionCode(110000000000), Kind = FairKind.Docking }, area, Reference.Regions)); // a docking fair outside the province
        void Wrong(string field, FairDraft draft) => Assert.Equal([field], FairRules.Check(draft, area, Reference.Regions).Keys);
        Wrong("title", good with { Title = "" });
        Wrong("title", good with { Title = new string('字', FairRules.MostTitle + 1) });
        Assert.Empty(FairRules.Check(good with { Title = new string('字', FairRules.MostTitle) }, area, Reference.Regions));
        Wrong("kind", good with { Kind = null });
        Wrong("mode", good with { Kind = FairKind.Cloud });
        Wrong("region", good with { Region = new RegionCode(140122000000) });
        Wrong("target", good with { Target = new RegionCode(149999000000) });
        Wrong("place", good with { Place = "" });
        Wrong("ends", good with { EndsOn = Day.AddDays(-1) });
        Wrong("closes", good with { ClosesAt = 540 });
        Wrong("booths", good with { Booths = -1 });
        Assert.Equal((short)570, FairRules.Minutes("09:30"));
        Assert.Null(FairRules.Minutes("24:00"));
        Assert.Null(FairRules.Day("2022-02-29"));
    }

    private static FairState Next(FairAct act, FairFacts facts) => FairMachine.Next(act, facts).Value!.State;
}
