using Chunfeng.Gigs;
using Chunfeng.Gigs.Hall;
using Chunfeng.Gigs.Posts;
using Chunfeng.Gigs.Work;
using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using CsCheck;

namespace Chunfeng.Modules.Tests.Gigs;

/// <summary>The pure rules of the gig market: the line, the way of a place, the slip's money, what a post must be.</summary>
[Trait("Clause", "7.2")]
public sealed class GigEngineTests
{
    private static readonly DateOnly Today = new(2022, 2, 28);
    private static readonly DateTime Now = ChinaTime.StartOf(Today).AddHours(6);
    private static readonly RegionCode Yanhu = new(140802000000);
    private static readonly GigTerms Terms = GigTerms.Load(new Places(Reference.Data, ""), null);
    private static readonly PostDraft Valid = new("mason", "砌墙", "", "开发区", Today, 8 * 60, 17 * 60, PayUnit.Day, 200_00, "", 2, [], FillWays.All);

    [Fact(DisplayName = "派单：先到先派；婉拒超过一次、叫号不应、接了活的排到队尾——与一张真的队伍名单逐步一致")]
    public void The_line_is_the_list_people_would_keep() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 7], Gen.Int[0, 2]).List[0, 60].Sample(steps =>
        {
            var trades = new[] { "mason", "pipe", "porter" };
            var engine = new Dictionary<int, (int Number, int Turn, HashSet<string> Trades, int Declines)>();
            var list = new List<int>(); // the oracle: a list on paper
            var (number, turn) = (0, 0);
            foreach (var (act, who, trade) in steps)
            {
                switch (act)
                {
                    case 0 or 1 when !engine.ContainsKey(who):
                        engine[who] = (++number, ++turn, [trades[trade], trades[who % 3]], 0);
                        list.Add(who);
                        break;
                    case 2 when engine.Count > 0: // the first in line is asked and declines
                    case 3 when engine.Count > 0: // the first in line is asked and accepts
                        var next = HallQueue.Order(engine.Select(e => Line(e.Key, e.Value.Number, e.Value.Turn, e.Value.Trades)), Guid.Empty, trades[trade], false, new Span(Now, Now.AddHours(8))).FirstOrDefault();
                        int? expected = list.Where(w => engine[w].Trades.Contains(trades[trade])).Select(w => (int?)w).FirstOrDefault();
                        Assert.Equal(expected, next is null ? null : Key(next.WorkerId));
                        if (expected is { } first)
                        {
                            var row = engine[first];
                            var declines = row.Declines + (act == 2 ? 1 : 0);
                            var moves = act == 3 || HallQueue.GoesToEnd(declines);
                            engine[first] = (row.Number, moves ? ++turn : row.Turn, row.Trades, declines);
                            if (act == 3 || declines >= 2)
                            {
                                list.Remove(first);
                                list.Add(first);
                            }
                        }

                        break;
                    case 4:
                        engine.Remove(who);
                        list.Remove(who);
                        break;
                    default:
                        break;
                }
            }

            Assert.Equal(list, engine.OrderBy(e => e.Value.Turn).Select(e => e.Key));
        });

    [Fact(DisplayName = "派单跳过时间冲突的、没有这个工种的、已问过这一单的；普工谁都能派")]
    public void Who_cannot_is_passed_over()
    {
        var post = Guid.NewGuid();
        var hours = new Span(Now.AddHours(2), Now.AddHours(6));
        InLine busy = Line(1, 1, 1, ["mason"]) with { Busy = [new Span(Now, Now.AddHours(2).AddMinutes(1))] }, touching = Line(2, 2, 2, ["mason"]) with { Busy = [new Span(Now, Now.AddHours(2))] },
            asked = Line(3, 3, 3, ["mason"]) with { Refused = new HashSet<Guid> { post } }, other = Line(4, 4, 4, ["pipe"]);
        Assert.Equal([2], HallQueue.Order([other, asked, touching, busy], post, "mason", false, hours).Select(w => Key(w.WorkerId)));
        Assert.Equal([2, 4], HallQueue.Order([other, asked, touching, busy], post, "general", true, hours).Select(w => Key(w.WorkerId)));
    }

    [Fact(DisplayName = "完工要双方确认：谁报的数量谁不能自己确认；服务台凭依据完工，没有依据不行")]
    public void Done_needs_both_sides_or_evidence()
    {
        var arrived = new PlaceFacts(PlaceState.Arrived, Now, Now.AddHours(8), null, 100, GigSide.Worker);
        Assert.Equal("other-side", Code(arrived, PlaceAct.Confirm, GigSide.Worker));
        Assert.Equal(PlaceState.Done, PlaceMachine.Next(arrived, PlaceAct.Confirm, GigSide.Employer, "", Now).Value!.To);
        Assert.Equal("nothing-stated", Code(arrived with { Quantity = null }, PlaceAct.Confirm, GigSide.Employer));
        Assert.Equal("evidence-missing", Code(arrived, PlaceAct.Settle, GigSide.Staff));
        Assert.Equal(PlaceState.Done, PlaceMachine.Next(arrived, PlaceAct.Settle, GigSide.Staff, "双方签字的工单", Now).Value!.To);
        Assert.Equal("not-yours", Code(arrived, PlaceAct.Settle, GigSide.Employer, "工单"));
        Assert.Equal("not-arrived", Code(arrived with { State = PlaceState.Taken }, PlaceAct.Confirm, GigSide.Employer));
        Assert.Equal("place-done", Code(arrived with { State = PlaceState.Done }, PlaceAct.Confirm, GigSide.Employer));
    }

    [Fact(DisplayName = "应答时间：最后一刻能接，过了就轮到下一位；没到时间不能过号")]
    public void An_offer_stands_for_its_time()
    {
        var offer = new PlaceFacts(PlaceState.Offered, Now.AddHours(2), Now.AddHours(9), Now, null, GigSide.None);
        Assert.Equal(PlaceState.Taken, PlaceMachine.Next(offer, PlaceAct.Accept, GigSide.Worker, "", Now).Value!.To);
        Assert.Equal("offer-lapsed", PlaceMachine.Next(offer, PlaceAct.Accept, GigSide.Worker, "", Now.AddMilliseconds(1)).Refusal!.Code);
        Assert.Equal("offer-stands", PlaceMachine.Next(offer, PlaceAct.Lapse, GigSide.Staff, "", Now).Refusal!.Code);
        Assert.Equal(PlaceState.Absent, PlaceMachine.Next(offer, PlaceAct.Lapse, GigSide.Staff, "", Now.AddMilliseconds(1)).Value!.To);
        Assert.Equal("not-yours", Code(offer, PlaceAct.Accept, GigSide.Employer));
    }

    [Fact(DisplayName = "开工前两小时才能签到；开工前不能记没来；开工后本人不能自己取消")]
    public void Arrival_and_absence_have_their_hours()
    {
        var taken = new PlaceFacts(PlaceState.Taken, Now, Now.AddHours(8), null, null, GigSide.None);
        Assert.Equal("too-early", PlaceMachine.Next(taken, PlaceAct.Arrive, GigSide.Worker, "", Now.AddHours(-2).AddMilliseconds(-1)).Refusal!.Code);
        Assert.Equal(PlaceState.Arrived, PlaceMachine.Next(taken, PlaceAct.Arrive, GigSide.Worker, "", Now.AddHours(-2)).Value!.To);
        Assert.Equal("too-early", PlaceMachine.Next(taken, PlaceAct.Absent, GigSide.Employer, "", Now.AddMilliseconds(-1)).Refusal!.Code);
        Assert.Equal(PlaceState.Absent, PlaceMachine.Next(taken, PlaceAct.Absent, GigSide.Employer, "", Now).Value!.To);
        Assert.Equal(PlaceState.Cancelled, PlaceMachine.Next(taken, PlaceAct.Cancel, GigSide.Worker, "", Now.AddMilliseconds(-1)).Value!.To);
        Assert.Equal("already-started", PlaceMachine.Next(taken, PlaceAct.Cancel, GigSide.Worker, "", Now).Refusal!.Code);
    }

    [Fact(DisplayName = "凭证的钱：单价乘数量，不足一分的进到分；半天半天地记天，件数要整")]
    public void A_slip_s_money_is_whole_fen()
    {
        Assert.Equal(300_00, SlipMath.Amount(200_00, 1_50));
        Assert.Equal(1, SlipMath.Amount(1, 50));
        Assert.Equal(0, SlipMath.Amount(1, 49));
        Gen.Select(Gen.Long[1, 1_000_000], Gen.Long[1, 100_000_00]).Sample((rate, quantity) =>
        {
            var exact = (decimal)rate * quantity / 100;
            return SlipMath.Amount(rate, quantity) == Math.Floor(exact + 0.5m);
        });
        Assert.Null(SlipMath.Check(PayUnit.Day, 50));
        Assert.NotNull(SlipMath.Check(PayUnit.Day, 75));
        Assert.NotNull(SlipMath.Check(PayUnit.Day, 2_50));
        Assert.Null(SlipMath.Check(PayUnit.Hour, 8_25));
        Assert.NotNull(SlipMath.Check(PayUnit.Hour, 24_01));
        Assert.NotNull(SlipMath.Check(PayUnit.Piece, 1_50));
        Assert.NotNull(SlipMath.Check(PayUnit.Day, 0));
        Assert.Null(SlipMath.CheckPayment(100, 40, 60));
        Assert.Equal("overpaid", SlipMath.CheckPayment(100, 40, 61)!.Code);
        Assert.Equal("bad-amount", SlipMath.CheckPayment(100, 40, 0)!.Code);
    }

    [Fact(DisplayName = "零工只收今天到两天后的；收工时间已过的不收；一天最多十六小时")]
    public void A_post_is_of_these_days()
    {
        Assert.Null(Check(Valid));
        Assert.Equal("bad-day", Check(Valid with { Day = Today.AddDays(-1) })!.Code);
        Assert.Null(Check(Valid with { Day = Today.AddDays(2) }));
        Assert.Equal("bad-day", Check(Valid with { Day = Today.AddDays(3) })!.Code);
        Assert.Equal("past", Check(Valid with { Start = 0, End = 6 * 60 })!.Code); // it is six o'clock
        Assert.Null(Check(Valid with { Start = 0, End = (6 * 60) + 1 }));
        Assert.Null(Check(Valid with { Start = 6 * 60, End = 22 * 60 }));
        Assert.Equal("too-long", Check(Valid with { Start = 6 * 60, End = (22 * 60) + 1 })!.Code);
        Assert.Null(Check(Valid with { Start = 22 * 60, End = 6 * 60 })); // until the next morning
        Assert.Equal("bad-trade", Check(Valid with { Trade = "astronaut" })!.Code);
        Assert.Equal("bad-pay", Check(Valid with { PayFen = 0 })!.Code);
        Assert.Equal("bad-piece", Check(Valid with { PayUnit = PayUnit.Piece })!.Code);
        Assert.Equal("no-way", Check(Valid with { Ways = FillWays.None })!.Code);
        Assert.Equal("bad-places", Check(Valid with { Places = 201 })!.Code);
    }

    [Fact(DisplayName = "小时最低工资：没有配置只提醒；配置了，单位低一分就退，按天的折成小时比；家庭用工只提醒")]
    public void Pay_below_the_floor()
    {
        Assert.Contains(PostRules.Notes(Valid, Terms, EmployerKind.Unit, Yanhu), n => n.Contains("没有配置"));
        var terms = new GigTerms { Trades = Terms.Trades, Services = Terms.Services, Dangers = Terms.Dangers, Floors = [new HourlyFloor(new RegionCode(140800000000), new(2022, 1, 1), null, 18_00, "示例文件")] };
        var nine = Valid with { PayFen = 162_00 }; // nine hours of 18 yuan
        Assert.Null(PostRules.Check(nine, terms, EmployerKind.Unit, Yanhu, Today, Now));
        Assert.Equal("below-minimum", PostRules.Check(nine with { PayFen = 161_99 }, terms, EmployerKind.Unit, Yanhu, Today, Now)!.Code);
        Assert.Null(PostRules.Check(nine with { PayFen = 161_99 }, terms, EmployerKind.Household, Yanhu, Today, Now));
        Assert.Contains(PostRules.Notes(nine with { PayFen = 161_99 }, terms, EmployerKind.Household, Yanhu), n => n.Contains("低于"));
        Assert.Null(PostRules.Check(nine with { PayUnit = PayUnit.Hour, PayFen = 18_00 }, terms, EmployerKind.Unit, Yanhu, Today, Now));
        Assert.NotNull(PostRules.Check(nine with { PayUnit = PayUnit.Hour, PayFen = 17_99 }, terms, EmployerKind.Unit, Yanhu, Today, Now));
        Assert.Null(PostRules.Check(nine with { PayUnit = PayUnit.Hour, PayFen = 17_99 }, terms, EmployerKind.Unit, new RegionCode(140100000000), Today, Now)); // another area's floor
    }

    [Fact(DisplayName = "未满16周岁不能务工，生日当天可以；危险作业要满18周岁")]
    public void The_law_s_ages()
    {
        Assert.Null(PostRules.CheckAge(Today.AddYears(-16), Today, ""));
        Assert.Equal("too-young", PostRules.CheckAge(Today.AddYears(-16).AddDays(1), Today, "")!.Code);
        Assert.Equal("too-young", PostRules.CheckAge(Today.AddYears(-18).AddDays(1), Today, "height")!.Code);
        Assert.Null(PostRules.CheckAge(Today.AddYears(-18), Today, "height"));
    }

    private static Platform.Results.Refusal? Check(PostDraft post) => PostRules.Check(post, Terms, EmployerKind.Unit, Yanhu, Today, Now);

    private static string? Code(PlaceFacts place, PlaceAct act, GigSide side, string text = "") => PlaceMachine.Next(place, act, side, text, Now).Refusal?.Code;

    private static InLine Line(int key, int number, int turn, HashSet<string> trades) => new(new Guid(key, 0, 0, new byte[8]), number, turn, trades, [], new HashSet<Guid>());

    private static int Key(Guid worker) => BitConverter.ToInt32(worker.ToByteArray());
}
