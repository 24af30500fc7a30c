using Chunfeng.Platform.Results;

namespace Chunfeng.Events.Fairs;

/// <summary>Where an event stands; the numbers are stored.</summary>
internal enum FairState : short { Planned = 1, Released = 2, Held = 3, Filed = 4, Closed = 5, Cancelled = 6 }

/// <summary>What can be done about an event; the numbers are stored. Release to Recall change its state, the rest only write down what was done.</summary>
internal enum FairAct : short { Plan = 1, Change = 2, Release = 3, Hold = 4, File = 5, Close = 6, Cancel = 7, Recall = 8, Note = 9 }

/// <summary>What an act is decided on, and nothing else.</summary>
/// <param name="Checks">What the safety checklist comes to.</param>
/// <param name="Employers">Participating employers.</param>
/// <param name="Today">In China.</param>
/// <param name="StatedAttendance">Of a result; null where the organiser states none.</param>
/// <param name="StatedPosts">The same of posts.</param>
/// <param name="Reason">Words that go with a cancellation, a recall, a correction.</param>
internal sealed record FairFacts(
    FairState State, DateOnly StartsOn, DateOnly EndsOn, ChecklistVerdict Checks, int Employers, DateOnly Today, int? StatedAttendance = null, int? StatedPosts = null, string Reason = "");

/// <summary>The way of an event: planned → released → held → result filed → closed; taken back or cancelled while it has not been held. Pure: a refusal names
/// every reason at once.</summary>
internal static class FairMachine
{
    /// <summary>The state after an act, or why the act is refused.</summary>
    public static Result<After> Next(FairAct act, FairFacts facts) => act switch
    {
        FairAct.Change => Change(facts),
        FairAct.Release => Release(facts),
        FairAct.Hold => Hold(facts),
        FairAct.File => File(facts),
        FairAct.Close => facts.State == FairState.Filed ? After.Of(FairState.Closed) : Wrong(facts.State, "办结", "先报送结果"),
        FairAct.Cancel => Cancel(facts),
        FairAct.Recall => facts.State != FairState.Released ? Wrong(facts.State, "收回修改", "只有已发布、还没举办的活动可以收回")
            : facts.Reason.Length == 0 ? NoReason("收回修改") : After.Of(FairState.Planned),
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, "An event is planned once, when it is written."),
    };

    /// <summary>Whether employers, vacancies, promotion and the checklist may still be changed.</summary>
    public static bool IsOpen(FairState state) => state is FairState.Planned or FairState.Released or FairState.Held;

    private static Result<After> Change(FairFacts facts) => facts.State switch
    {
        FairState.Planned => After.Of(FairState.Planned),
        FairState.Released => new Refusal("fair-released", "活动已经发布，时间地点不能直接改；请先“收回修改”，改好后重新发布"),
        _ => Wrong(facts.State, "修改", "举办以后请在结果里说明"),
    };

    private static Result<After> Release(FairFacts facts)
    {
        if (facts.State != FairState.Planned)
        {
            return Wrong(facts.State, "发布", "只有筹备中的活动可以发布");
        }

        List<string> reasons = [];
        if (facts.Checks.Blocking.Count > 0)
        {
            reasons.Add($"安全检查有 {facts.Checks.Blocking.Count} 项不符合：{Named(facts.Checks.Blocking)}；整改后改为“符合”");
        }

        if (facts.Checks.Open.Count > 0)
        {
            reasons.Add($"安全检查还有 {facts.Checks.Open.Count} 项没有填：{Named(facts.Checks.Open)}");
        }

        if (facts.EndsOn < facts.Today)
        {
            reasons.Add("活动日期已经过去；请先改日期");
        }

        return reasons.Count == 0 ? After.Of(FairState.Released)
            : new Refusal(facts.Checks.IsComplete ? "fair-past" : "checklist-open", "还不能发布。" + string.Join("。", reasons));
    }

    private static Result<After> Hold(FairFacts facts)
    {
        if (facts.State != FairState.Released)
        {
            return Wrong(facts.State, "登记举办", facts.State == FairState.Planned ? "先完成安全检查并发布" : "");
        }

        if (facts.Today < facts.StartsOn)
        {
            return new Refusal("fair-not-begun", $"活动 {facts.StartsOn:yyyy-MM-dd} 才开始；到那天再登记");
        }

        return facts.Checks.Blocking.Count > 0
            ? new Refusal("checklist-no", $"安全检查有 {facts.Checks.Blocking.Count} 项不符合：{Named(facts.Checks.Blocking)}；请整改，或取消活动")
            : After.Of(FairState.Held);
    }

    private static Result<After> File(FairFacts facts)
    {
        if (facts.State is not (FairState.Held or FairState.Filed))
        {
            return Wrong(facts.State, "报送结果", facts.State is FairState.Planned or FairState.Released ? "先登记举办" : "");
        }

        if (facts.Today < facts.EndsOn)
        {
            return new Refusal("fair-not-over", $"活动 {facts.EndsOn:yyyy-MM-dd} 才结束；结束后再报结果");
        }

        if (facts.StatedAttendance is null || facts.StatedPosts is null)
        {
            return new Refusal("result-missing", "请填到场人数和提供岗位数，没有就填 0；其余的没有统计可以不填");
        }

        return facts.State == FairState.Filed && facts.Reason.Length == 0 ? NoReason("更正结果") : After.Of(FairState.Filed);
    }

    private static Result<After> Cancel(FairFacts facts) => facts.State is not (FairState.Planned or FairState.Released)
        ? Wrong(facts.State, "取消", facts.State == FairState.Cancelled ? "" : "已经举办的活动不能取消，请报送结果")
        : facts.Reason.Length == 0 ? NoReason("取消活动") : After.Of(FairState.Cancelled);

    private static Refusal NoReason(string act) => new("reason-missing", $"{act}要写明原因");

    private static Refusal Wrong(FairState state, string act, string next) =>
        new("fair-state", $"活动现在是“{FairWords.Name(state)}”，不能{act}{(next.Length == 0 ? "" : "；" + next)}");

    private static string Named(IReadOnlyList<CheckItem> items) => string.Join("、", items.Take(3).Select(i => $"“{Short(i.Text)}”")) + (items.Count > 3 ? "等" : "");

    private static string Short(string text) => text.Length <= 16 ? text : text[..16] + "…";

    /// <summary>A state as an answer.</summary>
    internal sealed record After(FairState State)
    {
        public static Result<After> Of(FairState state) => new After(state);
    }
}
