using Chunfeng.Platform.Results;

namespace Chunfeng.Dispatch.Orders;

/// <summary>Where one recipient of an order stands; the numbers are stored.</summary>
internal enum RecipientState : short { Sent = 1, Read = 2, Replied = 3, Returned = 4, Accepted = 5, Withdrawn = 6 }

/// <summary>What can be done about one recipient; the numbers are stored.</summary>
internal enum OrderAct : short { Send = 1, Read = 2, Reply = 3, Return = 4, Accept = 5, Chase = 6, Withdraw = 7 }

/// <summary>Who acts: the working group that issued the order, the region it is addressed to, or neither.</summary>
internal enum OrderSide { None, Issuer, Recipient }

/// <summary>The way of an order at one recipient: sent → read → replied → accepted, or returned and replied again; chased while an answer is owed;
/// withdrawn while it is open. Pure; every "no" says why and what to do.</summary>
internal static class OrderMachine
{
    /// <summary>The state after an act, or why the act is refused.</summary>
    /// <param name="text">Reply, reason or words; a reply, a return and a withdrawal need some.</param>
    public static Result<State> Next(RecipientState now, bool replyRequired, OrderAct act, OrderSide side, string text)
    {
        if (side != SideOf(act))
        {
            return act is OrderAct.Read or OrderAct.Reply
                ? new Refusal("not-addressed", "只有收到调度令的地区可以签收和答复；请由该地区的账号办理")
                : new Refusal("not-issuer", "只有下达调度令的专班可以催办、审核和撤回；请由下达专班的账号办理");
        }

        if (now is RecipientState.Withdrawn)
        {
            return new Refusal("order-withdrawn", "调度令已撤回，不用再办理");
        }

        if (now is RecipientState.Accepted)
        {
            return new Refusal("order-accepted", "这个地区的答复已审核通过并办结；如有新情况，请另行下达调度令");
        }

        return act switch
        {
            OrderAct.Read when now is RecipientState.Sent => State.Of(RecipientState.Read),
            OrderAct.Read => new Refusal("already-read", "已经签收过了，请直接答复"),
            OrderAct.Reply when now is RecipientState.Replied => new Refusal("already-replied", "答复已经报送，正在等下达专班审核；需要更正时，请联系对方退回后重报"),
            OrderAct.Reply when text.Length == 0 => new Refusal("text-missing", "还没有写答复；请写明进展、原因和下一步安排"),
            OrderAct.Reply => State.Of(RecipientState.Replied),
            OrderAct.Return or OrderAct.Accept when now is not RecipientState.Replied => new Refusal("no-reply-waiting", "没有等待审核的答复；请等对方答复，或先催办"),
            OrderAct.Return when text.Length == 0 => new Refusal("text-missing", "请写明退回的理由，让对方知道改哪里"),
            OrderAct.Return => State.Of(RecipientState.Returned),
            OrderAct.Accept => State.Of(RecipientState.Accepted),
            OrderAct.Chase when now is RecipientState.Replied => new Refusal("nothing-owed", "对方已经答复，不用催办；请审核答复"),
            OrderAct.Chase when !replyRequired && now is RecipientState.Read => new Refusal("nothing-owed", "这份调度令只要求阅知，对方已经签收，不用催办"),
            OrderAct.Chase => State.Of(now),
            OrderAct.Withdraw when text.Length == 0 => new Refusal("text-missing", "请写明撤回的理由"),
            OrderAct.Withdraw => State.Of(RecipientState.Withdrawn),
            _ => throw new ArgumentOutOfRangeException(nameof(act), act, "An order is sent once, when it is issued."),
        };
    }

    /// <summary>The state after a step that was taken.</summary>
    public static RecipientState After(RecipientState now, OrderAct act) => act switch
    {
        OrderAct.Send => RecipientState.Sent, OrderAct.Read => RecipientState.Read, OrderAct.Reply => RecipientState.Replied,
        OrderAct.Return => RecipientState.Returned, OrderAct.Accept => RecipientState.Accepted, OrderAct.Withdraw => RecipientState.Withdrawn, _ => now,
    };

    /// <summary>Whether the recipient owes something: overdue is this, past the day.</summary>
    public static bool Owes(RecipientState now, bool replyRequired) =>
        now is RecipientState.Sent or RecipientState.Returned || (now is RecipientState.Read && replyRequired);

    /// <summary>Overdue from the first moment of the day after the due day, in China.</summary>
    public static bool IsOverdue(RecipientState now, bool replyRequired, DateOnly dueOn, DateOnly today) => Owes(now, replyRequired) && today > dueOn;

    private static OrderSide SideOf(OrderAct act) => act is OrderAct.Read or OrderAct.Reply ? OrderSide.Recipient : OrderSide.Issuer;

    /// <summary>A state as an answer.</summary>
    internal sealed record State(RecipientState Value)
    {
        public static Result<State> Of(RecipientState value) => new State(value);
    }
}
