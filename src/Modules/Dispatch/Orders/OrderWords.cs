using Chunfeng.Platform.Ui;

namespace Chunfeng.Dispatch.Orders;

/// <summary>What an order is about; the numbers are stored. The plan, 13.2, names both: progress and important activities.</summary>
internal enum OrderKind : short { Progress = 1, Activity = 2 }

/// <summary>States, acts and kinds as words for the screen and as codes for programs.</summary>
internal static class OrderWords
{
    public static readonly IReadOnlyList<Choice> Kinds = [new("progress", "工作进展"), new("activity", "重要活动报送")];

    public static readonly IReadOnlyList<Choice> States =
    [
        new("sent", "待签收"), new("read", "已签收待答复"), new("replied", "已答复待审核"), new("returned", "已退回待重报"), new("accepted", "已办结"), new("withdrawn", "已撤回"),
    ];

    public static string Name(OrderKind kind) => kind == OrderKind.Progress ? "工作进展" : "重要活动报送";

    public static string Code(OrderKind kind) => kind == OrderKind.Progress ? "progress" : "activity";

    public static OrderKind? Kind(string? code) => code switch { "progress" => OrderKind.Progress, "activity" => OrderKind.Activity, _ => null };

    public static string Code(RecipientState state) => States[(int)state - 1].Value;

    /// <param name="replyRequired">A reader who owes no reply is done when the order is read.</param>
    public static string Name(RecipientState state, bool replyRequired) => state == RecipientState.Read && !replyRequired ? "已阅" : States[(int)state - 1].Text;

    public static RecipientState? State(string? code)
    {
        for (var i = 0; i < States.Count; i++)
        {
            if (States[i].Value == code)
            {
                return (RecipientState)(i + 1);
            }
        }

        return null;
    }

    public static Tone Tone(RecipientState state, bool overdue) => overdue ? Platform.Ui.Tone.Danger : state switch
    {
        RecipientState.Accepted => Platform.Ui.Tone.Success,
        RecipientState.Replied => Platform.Ui.Tone.Info,
        RecipientState.Returned => Platform.Ui.Tone.Warning,
        _ => Platform.Ui.Tone.Neutral,
    };

    public static string Name(OrderAct act) => act switch
    {
        OrderAct.Send => "下达", OrderAct.Read => "签收", OrderAct.Reply => "答复", OrderAct.Return => "退回补正",
        OrderAct.Accept => "审核通过", OrderAct.Chase => "催办", _ => "撤回",
    };

    /// <summary>The act's word in the audit: "orders.reply".</summary>
    public static string ActCode(OrderAct act) => act switch
    {
        OrderAct.Send => "issue", OrderAct.Read => "read", OrderAct.Reply => "reply", OrderAct.Return => "return",
        OrderAct.Accept => "accept", OrderAct.Chase => "chase", _ => "withdraw",
    };

    /// <summary>"调度令〔2022〕3号": 六角括号, no 第, no leading zero (GB/T 9704-2012, 7.2.5).</summary>
    public static string Number(int year, int number) => $"调度令〔{year}〕{number}号";
}
