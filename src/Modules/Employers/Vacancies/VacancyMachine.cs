using Chunfeng.Platform.Results;

namespace Chunfeng.Employers.Vacancies;

/// <summary>Where a vacancy stands; the numbers are stored.</summary>
internal enum PostingState : short
{
    /// <summary>草稿。</summary>
    Draft = 1,
    /// <summary>待审核。</summary>
    Submitted = 2,
    /// <summary>已发布。</summary>
    Published = 3,
    /// <summary>已退回。</summary>
    Returned = 4,
    /// <summary>已关闭。</summary>
    Closed = 5,
    /// <summary>已过期。</summary>
    Expired = 6,
}

/// <summary>What can be done about a vacancy; the numbers are stored.</summary>
internal enum PostingAct : short
{
    /// <summary>录入。</summary>
    Write = 1,
    /// <summary>修改。</summary>
    Edit = 2,
    /// <summary>提交审核。</summary>
    Submit = 3,
    /// <summary>审核发布。</summary>
    Publish = 4,
    /// <summary>退回修改。</summary>
    Return = 5,
    /// <summary>关闭。</summary>
    Close = 6,
    /// <summary>到期。</summary>
    Expire = 7,
    /// <summary>录用一人。</summary>
    Fill = 8,
    /// <summary>录用落空，名额恢复。</summary>
    Reopen = 9,
}

/// <summary>Whose hand an act is: the employer's side (itself, or who writes for it), the reviewing office's, or nobody's who is asking.</summary>
[Flags]
internal enum PostingSide { None = 0, Writer = 1, Reviewer = 2 }

/// <summary>The way of a vacancy: draft → submitted → published or returned → closed or expired; what is changed is reviewed again. Pure; every "no" says why.</summary>
internal static class VacancyMachine
{
    /// <summary>The state after an act, or why the act is refused.</summary>
    /// <param name="side">Everything the one who acts may be.</param>
    /// <param name="reason">Needed to return and to close.</param>
    /// <param name="lastDay">The vacancy's last day.</param>
    public static Result<State> Next(PostingState now, PostingAct act, PostingSide side, string reason, DateOnly lastDay, DateOnly today)
    {
        if ((side & SideOf(act)) == 0)
        {
            return act is PostingAct.Publish or PostingAct.Return
                ? new Refusal("not-reviewer", "您没有审核这个岗位的权限；请由岗位所在县的经办人审核")
                : new Refusal("not-writer", "只有用人单位自己、送来它的机构和当地经办人可以修改这个岗位");
        }

        return act switch
        {
            PostingAct.Edit when now is PostingState.Submitted => new Refusal("in-review", "岗位正在等审核，暂时不能改；需要改时，请让审核人退回"),
            PostingAct.Edit => State.Of(PostingState.Draft),
            PostingAct.Submit when now is PostingState.Submitted => new Refusal("already-submitted", "岗位已经提交，正在等审核"),
            PostingAct.Submit when now is PostingState.Published => new Refusal("already-published", "岗位已经发布；要修改内容，请先点“修改”"),
            PostingAct.Submit when now is PostingState.Closed or PostingState.Expired => new Refusal("vacancy-over", "岗位已经结束；要重新招人，请点“修改”，改好日期后再提交"),
            PostingAct.Submit or PostingAct.Publish when lastDay < today => new Refusal("vacancy-past", $"截止日期 {lastDay:yyyy-MM-dd} 已经过去，请改到今天（{today:yyyy-MM-dd}）以后"),
            PostingAct.Submit => State.Of(PostingState.Submitted),
            PostingAct.Publish or PostingAct.Return when now is not PostingState.Submitted => new Refusal("not-submitted", "这个岗位现在不在待审核中，请刷新后再看"),
            PostingAct.Publish => State.Of(PostingState.Published),
            PostingAct.Return when reason.Length == 0 => new Refusal("reason-missing", "请写明退回的理由，让用人单位知道改哪里"),
            PostingAct.Return => State.Of(PostingState.Returned),
            PostingAct.Close when now is PostingState.Closed or PostingState.Expired => new Refusal("vacancy-over", "岗位已经结束，不用再关闭"),
            PostingAct.Close when reason.Length == 0 => new Refusal("reason-missing", "请写明关闭的原因，例如：已招满、暂停招聘"),
            PostingAct.Close => State.Of(PostingState.Closed),
            PostingAct.Expire when now is PostingState.Published && lastDay < today => State.Of(PostingState.Expired),
            PostingAct.Expire => new Refusal("not-due", "岗位还没有到期"),
            _ => throw new ArgumentOutOfRangeException(nameof(act), act, "Written once; posts are filled and reopened by hires."),
        };
    }

    /// <summary>Whether people may apply on the day.</summary>
    public static bool IsOpen(PostingState now, DateOnly from, DateOnly to, int postsOpen, DateOnly day) =>
        now is PostingState.Published && from <= day && day <= to && postsOpen > 0;

    private static PostingSide SideOf(PostingAct act) => act switch
    {
        PostingAct.Publish or PostingAct.Return => PostingSide.Reviewer,
        PostingAct.Close or PostingAct.Expire => PostingSide.Writer | PostingSide.Reviewer,
        _ => PostingSide.Writer,
    };

    /// <summary>A state as an answer.</summary>
    internal sealed record State(PostingState Value)
    {
        public static Result<State> Of(PostingState value) => new State(value);
    }
}
