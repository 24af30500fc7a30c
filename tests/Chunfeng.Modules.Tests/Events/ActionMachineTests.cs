using Chunfeng.Events.Campaigns;
using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.Modules.Tests.Employers;
using Chunfeng.Standards.Identity;
using CsCheck;

namespace Chunfeng.Modules.Tests.Events;

/// <summary>The way of a campaign's action, how its list is read and its figures summed, without a database.</summary>
[Trait("Clause", "0.4")]
public sealed class ActionMachineTests
{
    private static readonly DateOnly Day = new(2022, 3, 5);
    private static readonly ActionFacts Trip = new(ActionKind.Trip, ActionState.Planned, Day, 30, Day, Reason: "因雪停运");
    private static readonly ActionFacts Leaflets = Trip with { Kind = ActionKind.Publicity, People = 0, Copies = 500, Households = 0 };

    private static readonly Campaign Spring = new() { Title = "春风行动", Region = 140100000000, FromDay = new(2022, 1, 1), ToDay = new(2022, 3, 31), CreatedAt = DateTime.UnixEpoch };

    [Fact(DisplayName = "筹备中的到日子才能登记办完，有名单才能；宣传要填份数和户数，零也算；取消要写原因")]
    public void The_way_of_an_action()
    {
        Assert.Equal(ActionState.Done, ActionMachine.Next(ActionAct.Finish, Trip).Value!.State);
        Assert.Equal("action-not-yet", Code(ActionAct.Finish, Trip with { Today = Day.AddDays(-1) }));
        Assert.Equal(ActionState.Done, ActionMachine.Next(ActionAct.Finish, Trip with { People = 1 }).Value!.State);
        Assert.Equal("nobody-named", Code(ActionAct.Finish, Trip with { People = 0 }));
        Assert.Equal("nobody-named", Code(ActionAct.Finish, Trip with { Kind = ActionKind.Training, People = 0 }));
        Assert.Equal(ActionState.Done, ActionMachine.Next(ActionAct.Finish, Leaflets).Value!.State);
        Assert.Equal("figures-missing", Code(ActionAct.Finish, Leaflets with { Copies = null }));
        Assert.Equal("figures-missing", Code(ActionAct.Finish, Leaflets with { Households = null }));
        Assert.Equal(ActionState.Cancelled, ActionMachine.Next(ActionAct.Cancel, Trip).Value!.State);
        Assert.Equal("reason-missing", Code(ActionAct.Cancel, Trip with { Reason = "" }));
        Assert.Null(Code(ActionAct.Name, Trip));
        Assert.Equal("no-list", Code(ActionAct.Name, Leaflets));
    }

    [Fact(DisplayName = "办完的、取消的一样也不能再动：不能改、不能改名单、不能再办完、不能再取消")]
    public void What_is_over_stays() => Assert.All(
        from state in new[] { ActionState.Done, ActionState.Cancelled } from act in Enum.GetValues<ActionAct>() where act != ActionAct.Reopen from facts in new[] { Trip, Leaflets } select (act, facts with { State = state }),
        x => Assert.Equal("action-state", Code(x.act, x.Item2)));

    [Fact(DisplayName = "办完的可以改回筹备，要写原因，到行动最后一天为止；取消的不能恢复，在筹备的不用改回")]
    public void What_is_done_is_taken_up_again()
    {
        foreach (var kind in Enum.GetValues<ActionKind>())
        {
            var done = Trip with { Kind = kind, State = ActionState.Done, LastDay = Day, Reason = "名单漏了人" };
            Assert.Equal(ActionState.Planned, ActionMachine.Next(ActionAct.Reopen, done).Value!.State);
            Assert.Equal("reason-missing", Code(ActionAct.Reopen, done with { Reason = "" }));
            Assert.Equal("campaign-over", Code(ActionAct.Reopen, done with { LastDay = Day.AddDays(-1) }));
            Assert.Equal("action-state", Code(ActionAct.Reopen, done with { State = ActionState.Cancelled }));
            Assert.Equal("action-state", Code(ActionAct.Reopen, done with { State = ActionState.Planned }));
        }
    }

    [Fact(DisplayName = "名单从表格里贴来：号码带空格、全角、小写 x、15 位、序号、姓名都认得；行号与框里一致，空行不算错")]
    public void A_list_is_read_as_people_paste_it()
    {
        var id = IdNumber.Create(140121, new(1985, 3, 9), 12);
        var text = id.ToString();
        var odd = Enumerable.Range(0, 999).Select(i => IdNumber.Create(140121, new(1985, 3, 9), i)).First(i => i.ToString().EndsWith('X'));
        var lines = PeopleLines.Read($"\n{text}\r\n\r\n1\t张三\t{text}\t13800001234\n张三，{text[..6]} {text[6..14]} {text[14..]}\n{odd.ToString().ToLowerInvariant()}\n{Wide(text)} 男 王五\n   \n李四 没有号码\n{text[..17]}\n{text} {odd}");
        Assert.Equal([1, 3, 4, 5, 6, 8, 9, 10], lines.Select(l => l.Line));
        Assert.Equal([id, id, id, odd, id], lines.Take(5).Select(l => l.Id));
        Assert.All(lines.Take(5), l => Assert.Null(l.Fault));
        Assert.Equal([[], ["张三"], ["张三"], [], ["王五"]], lines.Take(5).Select(l => l.Names.ToArray()));
        Assert.Equal(["没有看到身份证号；每行写一个人的完整身份证号", "身份证号应为18位（旧证15位），请对照证件核对位数", "一行只写一个人的身份证号"], lines.Skip(5).Select(l => l.Fault!));
    }

    [Fact(DisplayName = "随便贴什么都读得完：每个不空的行正好一个答复，行号不重不乱")]
    public void Any_text_is_read() => Gen.OneOf(Gen.String, Gen.String["19xX 张，\t \n\n"]).Sample(text =>
    {
        var lines = PeopleLines.Read(text);
        Assert.Equal(PeopleLines.Trim(text).Split('\n').Count(l => !string.IsNullOrWhiteSpace(l)), lines.Count);
        Assert.Equal(lines.Select(l => l.Line).Distinct().Order(), lines.Select(l => l.Line));
    });

    [Fact(DisplayName = "行动的数字等于老老实实一项一项数出来的；筹备和取消的不算")]
    public void The_tally_equals_a_plain_recount()
    {
        long[] places = [110105000000, 140105000000, 320500000000];
        var one = Gen.Select(Gen.Short[1, 3], Gen.Short[1, 3], Gen.Int[0, 60], Gen.Int[0, 2], Gen.Int[0, 900], (kind, state, people, to, stated) =>
            new ActionSum((ActionKind)kind, (ActionState)state, 140121000000, kind == 3 ? 0 : people, kind == 1 ? places[to] : null, kind == 3 && state == 2 ? stated : null, kind == 3 && state == 2 ? stated / 2 : null));
        one.Array[0, 40].Sample(sums =>
        {
            var plain = new long[10];
            foreach (var a in sums)
            {
                plain[8] += a.State == ActionState.Planned ? 1 : 0;
                plain[9] += a.State == ActionState.Cancelled ? 1 : 0;
                if (a.State != ActionState.Done)
                {
                    continue;
                }

                if (a.Kind == ActionKind.Trip)
                {
                    plain[0]++;
                    plain[1] += a.People;
                    plain[2] += a.Destination is >= 140000000000 and < 150000000000 ? 0 : a.People;
                }
                else if (a.Kind == ActionKind.Training)
                {
                    plain[3]++;
                    plain[4] += a.People;
                }
                else
                {
                    plain[5]++;
                    plain[6] += a.Copies!.Value;
                    plain[7] += a.Households!.Value;
                }
            }

            Assert.Equal(new ActionTally((int)plain[0], plain[1], plain[2], (int)plain[3], plain[4], (int)plain[5], plain[6], plain[7], (int)plain[8], (int)plain[9]), ActionTally.Of(sums));
        });
    }

    [Fact(DisplayName = "行程要有认得出的目的地、上车地点、车和数，日期在行动期间内，首尾两天都行；培训的工种认不出就说可能是什么")]
    public void A_draft_is_checked()
    {
        var trip = new ActionDraft("赴苏州返岗专车", "2022-03-05", FromPlace: "人力资源市场", Destination: "江苏省苏州市", Vehicle: "coach", Vehicles: "2");
        Assert.Empty(Wrong(trip));
        Assert.Equal(320500000000, Checked(trip, ActionKind.Trip).Read!.Destination);
        Assert.Empty(Wrong(trip with { HeldOn = "2022-01-01" }));
        Assert.Empty(Wrong(trip with { HeldOn = "2022-03-31" }));
        Assert.Equal("held", Wrong(trip with { HeldOn = "2021-12-31" }));
        Assert.Equal("held", Wrong(trip with { HeldOn = "2022-04-01" }));
        Assert.Equal("to", Wrong(trip with { Destination = "某某地方" }));
        Assert.Equal("from", Wrong(trip with { FromPlace = " " }));
        Assert.Equal("vehicle", Wrong(trip with { Vehicle = "boat" }));
        Assert.Equal("vehicles", Wrong(trip with { Vehicles = "0" }));
        Assert.Empty(Wrong(trip with { Vehicles = "500" }));
        Assert.Equal("vehicles", Wrong(trip with { Vehicles = "501" }));
        Assert.Equal("title", Wrong(trip with { Title = new string('长', 81) }));
        var training = new ActionDraft("培训班", "2022-03-05", Subject: "电焊", Body: "职业学校", Occupation: "焊工");
        Assert.Equal("6-18-02-04", Checked(training, ActionKind.Training).Read!.Occupation);
        Assert.Equal("", Checked(training with { Occupation = "" }, ActionKind.Training).Read!.Occupation);
        Assert.Equal(["occupation"], Checked(training with { Occupation = "不是工种的字" }, ActionKind.Training).Wrong.Keys);
        Assert.Equal(["subject", "body"], Checked(training with { Subject = "", Body = "" }, ActionKind.Training).Wrong.Keys);
        Assert.Equal(["channel"], Checked(trip, ActionKind.Publicity).Wrong.Keys);
        Assert.Equal("banner", Checked(trip with { Channel = "banner" }, ActionKind.Publicity).Read!.Channel);

        static (ActionContent? Read, IReadOnlyDictionary<string, string> Wrong) Checked(ActionDraft draft, ActionKind kind) => ActionRules.Check(draft, kind, Spring, Reference.Regions, EmployersWorld.Words);
        static string Wrong(ActionDraft draft) => string.Join(' ', Checked(draft, ActionKind.Trip).Wrong.Keys);
    }

    private static string? Code(ActionAct act, ActionFacts facts) => ActionMachine.Next(act, facts).Refusal?.Code;

    private static string Wide(string digits) => string.Concat(digits.Select(c => (char)(c - '0' + '０')));
}
