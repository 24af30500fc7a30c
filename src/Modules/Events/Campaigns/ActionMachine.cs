using Chunfeng.Events.Fairs;
using Chunfeng.Platform.Results;

namespace Chunfeng.Events.Campaigns;

/// <summary>Where an action stands; the numbers are stored.</summary>
internal enum ActionState : short { Planned = 1, Done = 2, Cancelled = 3 }

/// <summary>What can be done about an action. Change and Name leave its state as it is; the numbers of the others are stored with their steps.</summary>
internal enum ActionAct : short { Change = 1, Name = 2, Finish = 3, Cancel = 4, Reopen = 5 }

/// <summary>What an act is decided on, and nothing else.</summary>
/// <param name="People">Named for it.</param>
/// <param name="Today">In China.</param>
/// <param name="Copies">Stated with publicity that is done; null where nothing is stated.</param>
/// <param name="Households">The same of households.</param>
/// <param name="Reason">Words that go with a cancellation or with taking it up again.</param>
/// <param name="LastDay">Of the campaign; asked for by taking it up again and nothing else.</param>
internal sealed record ActionFacts(ActionKind Kind, ActionState State, DateOnly HeldOn, int People, DateOnly Today, int? Copies = null, int? Households = null, string Reason = "", DateOnly LastDay = default);

/// <summary>The way of an action: planned → done, or cancelled with a reason; what is done is taken up again with a reason while its campaign lasts. Pure.</summary>
internal static class ActionMachine
{
    /// <summary>The state after an act, or why the act is refused.</summary>
    public static Result<After> Next(ActionAct act, ActionFacts facts)
    {
        if (act == ActionAct.Reopen)
        {
            return Reopen(facts);
        }

        if (facts.State != ActionState.Planned)
        {
            return new Refusal("action-state", $"这一项已经{ActionWords.Name(facts.State)}，不能再{ActionWords.Name(act)}");
        }

        return act switch
        {
            ActionAct.Change => After.Of(ActionState.Planned),
            ActionAct.Name => facts.Kind == ActionKind.Publicity ? new Refusal("no-list", "宣传不登记名单；办完时填报发了多少、覆盖多少户") : After.Of(ActionState.Planned),
            ActionAct.Finish => Finish(facts),
            ActionAct.Cancel => facts.Reason.Length == 0 ? new Refusal("reason-missing", "取消要写明原因") : After.Of(ActionState.Cancelled),
            _ => throw new ArgumentOutOfRangeException(nameof(act), act, "An action is written once."),
        };
    }

    private static Result<After> Reopen(ActionFacts facts) =>
        facts.State != ActionState.Done ? new Refusal("action-state", facts.State == ActionState.Cancelled ? "这一项已经取消，不能恢复；还要办请另外登记一项" : "这一项在筹备，可以直接修改")
        : facts.Today > facts.LastDay ? new Refusal("campaign-over", $"这个行动 {FairWords.Day(facts.LastDay)} 已经结束，办完的不再改回筹备；确要更正，请开展行动的单位先延长结束日期")
        : facts.Reason.Length == 0 ? new Refusal("reason-missing", "改回筹备要写明原因")
        : After.Of(ActionState.Planned);

    private static Result<After> Finish(ActionFacts facts) =>
        facts.Today < facts.HeldOn ? new Refusal("action-not-yet", $"日期是 {FairWords.Day(facts.HeldOn)}，到那天再登记办完；日期有变请先修改")
        : facts.Kind == ActionKind.Publicity
            ? facts.Copies is null || facts.Households is null ? new Refusal("figures-missing", "请填发放份数和覆盖户数，没有就填 0") : After.Of(ActionState.Done)
        : facts.People == 0 ? new Refusal("nobody-named", $"名单里还没有人；人数按名单计，请先把{(facts.Kind == ActionKind.Trip ? "乘车的" : "参加培训的")}人登记进来")
        : After.Of(ActionState.Done);

    /// <summary>A state as an answer.</summary>
    internal sealed record After(ActionState State)
    {
        public static Result<After> Of(ActionState state) => new After(state);
    }
}
