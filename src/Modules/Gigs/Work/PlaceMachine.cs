using Chunfeng.Platform.Results;

namespace Chunfeng.Gigs.Work;

/// <summary>What can be done about a place.</summary>
internal enum PlaceAct { Accept, Decline, Lapse, Cancel, Arrive, Absent, State, Confirm, Settle }

/// <summary>The facts a decision about a place needs; moments are UTC.</summary>
internal sealed record PlaceFacts(PlaceState State, DateTime StartsAt, DateTime EndsAt, DateTime? AnswerBy, long? Quantity, GigSide Stated);

/// <summary>A state as an answer.</summary>
internal sealed record PlaceStep(PlaceState To);

/// <summary>The way of a place: offered → taken → arrived → done, or declined, missed, called off. Pure; every "no" says what to do.</summary>
internal static class PlaceMachine
{
    public const int MostText = 500;

    /// <summary>How early an arrival counts: our own proposal.</summary>
    public static readonly TimeSpan Early = TimeSpan.FromHours(2);

    /// <summary>How long an offer stands: our own proposal.</summary>
    public static readonly TimeSpan AnswerTime = TimeSpan.FromMinutes(5);

    public static bool Holds(PlaceState state) => state is PlaceState.Offered or PlaceState.Taken or PlaceState.Arrived or PlaceState.Done;

    /// <summary>The state after an act, or why it is refused.</summary>
    /// <param name="reason">Words or evidence; a call-off by the employer's side or staff and a settlement by staff need some.</param>
    public static Result<PlaceStep> Next(PlaceFacts place, PlaceAct act, GigSide side, string reason, DateTime now)
    {
        if (side == GigSide.None)
        {
            return new Refusal("not-yours", "这单零工不归您办理");
        }

        if (!Holds(place.State))
        {
            return new Refusal("place-ended", place.State switch
            {
                PlaceState.Declined => "这单已经婉拒了，请看别的零工",
                PlaceState.Absent => "这单已记为没来，请到服务台说明情况",
                _ => "这单已经取消了，请看别的零工",
            });
        }

        if (place.State == PlaceState.Done)
        {
            return new Refusal("place-done", "这单已经完工；有不同意见，请提出争议");
        }

        return act switch
        {
            PlaceAct.Accept or PlaceAct.Decline when side == GigSide.Employer => new Refusal("not-yours", "接不接单由本人决定"),
            PlaceAct.Accept or PlaceAct.Decline or PlaceAct.Lapse when place.State != PlaceState.Offered => new Refusal("already-taken", "这单已经接下了；来不了请点“去不了”"),
            PlaceAct.Accept when now > place.AnswerBy => new Refusal("offer-lapsed", "应答时间已过，这单已轮到下一位；请留意下一次派单"),
            PlaceAct.Accept => new PlaceStep(PlaceState.Taken),
            PlaceAct.Decline => new PlaceStep(PlaceState.Declined),
            PlaceAct.Lapse when side != GigSide.Staff => new Refusal("not-yours", "过号由服务台办理"),
            PlaceAct.Lapse when now <= place.AnswerBy => new Refusal("offer-stands", "应答时间还没到，请再等等；本人当面不接的，请点“不接”"),
            PlaceAct.Lapse => new PlaceStep(PlaceState.Absent),

            PlaceAct.Cancel when place.State == PlaceState.Arrived => new Refusal("already-arrived", "人已经到岗，不能取消；干了多少按实际结算"),
            PlaceAct.Cancel when side == GigSide.Worker && now >= place.StartsAt => new Refusal("already-started", "开工时间已过，请联系服务台"),
            PlaceAct.Cancel when side != GigSide.Worker && reason.Length == 0 => new Refusal("text-missing", "请写明取消的原因，本人会看到"),
            PlaceAct.Cancel => new PlaceStep(PlaceState.Cancelled),

            PlaceAct.Arrive when place.State == PlaceState.Offered => new Refusal("not-taken", "还没有接单，请先接单"),
            PlaceAct.Arrive when place.State == PlaceState.Arrived => new Refusal("already-arrived", "已经签到过了"),
            PlaceAct.Arrive when now < place.StartsAt - Early => new Refusal("too-early", $"开工前 {Early.TotalHours:0} 小时内才能签到，请到时再点"),
            PlaceAct.Arrive when now > place.EndsAt && side == GigSide.Worker => new Refusal("too-late", "收工时间已过，请联系服务台补记"),
            PlaceAct.Arrive => new PlaceStep(PlaceState.Arrived),

            PlaceAct.Absent when side == GigSide.Worker => new Refusal("not-yours", "没来由用工方或服务台登记"),
            PlaceAct.Absent when place.State == PlaceState.Arrived => new Refusal("already-arrived", "人已签到到岗，不能记为没来"),
            PlaceAct.Absent when now < place.StartsAt => new Refusal("too-early", "还没到开工时间，请到时再登记"),
            PlaceAct.Absent => new PlaceStep(PlaceState.Absent),

            _ when place.State != PlaceState.Arrived => new Refusal("not-arrived", "还没有到岗签到；请先签到，再登记完工"),
            PlaceAct.State when side == GigSide.Staff => new Refusal("staff-settles", "服务台登记完工要有依据，请用“凭依据完工”"),
            PlaceAct.State => new PlaceStep(PlaceState.Arrived),
            PlaceAct.Confirm when place.Quantity is null => new Refusal("nothing-stated", "对方还没有登记干了多少，请先登记"),
            PlaceAct.Confirm when side == place.Stated || side == GigSide.Staff => new Refusal("other-side", "要由另一方确认；数量不对可以改了再报"),
            PlaceAct.Confirm => new PlaceStep(PlaceState.Done),
            PlaceAct.Settle when side != GigSide.Staff => new Refusal("not-yours", "凭依据完工由服务台办理"),
            PlaceAct.Settle when reason.Length == 0 => new Refusal("evidence-missing", "请写明依据，例如双方签字的工单、现场照片编号"),
            PlaceAct.Settle => new PlaceStep(PlaceState.Done),
            _ => throw new ArgumentOutOfRangeException(nameof(act), act, null),
        };
    }
}

/// <summary>A slip's money: whole fen, from quantity and rate.</summary>
internal static class SlipMath
{
    /// <summary>Hundredths a day's work may come to: two days, a whole day round the clock, a hundred thousand pieces.</summary>
    public static long Most(Posts.PayUnit unit) => unit switch { Posts.PayUnit.Day => 2_00, Posts.PayUnit.Hour => 24_00, _ => 100_000_00 };

    /// <param name="rate">Fen a day, an hour or a piece.</param>
    /// <param name="quantity">Hundredths.</param>
    /// <returns>Fen, half a fen rounded up: never below what was worked.</returns>
    public static long Amount(long rate, long quantity) => checked((rate * quantity + 50) / 100);

    /// <summary>Why a quantity cannot stand; null when it can. Days go by halves, pieces are whole.</summary>
    public static Refusal? Check(Posts.PayUnit unit, long quantity) => unit switch
    {
        _ when quantity <= 0 => new Refusal("bad-quantity", "请填写干了多少，要大于 0"),
        _ when quantity > Most(unit) => new Refusal("bad-quantity", $"数量太大，最多 {Most(unit) / 100}；请核对后再填"),
        Posts.PayUnit.Day when quantity % 50 != 0 => new Refusal("bad-quantity", "天数按半天计，例如 0.5、1、1.5"),
        Posts.PayUnit.Piece when quantity % 100 != 0 => new Refusal("bad-quantity", "件数要填整数"),
        _ => null,
    };

    /// <summary>Why a payment cannot be recorded; null when it can. What is paid never exceeds the slip.</summary>
    public static Refusal? CheckPayment(long amount, long paid, long fen) =>
        fen <= 0 ? new Refusal("bad-amount", "请填写付了多少钱，要大于 0")
        : fen > amount - paid ? new Refusal("overpaid", $"最多还应付 {new Standards.Money.Fen(amount - paid)}；多付的请另行处理，不要记在这张凭证上")
        : null;
}
