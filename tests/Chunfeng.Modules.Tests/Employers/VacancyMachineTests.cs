using Chunfeng.Employers.Vacancies;

namespace Chunfeng.Modules.Tests.Employers;

/// <summary>The way of a vacancy, act by act.</summary>
[Trait("Clause", "2.2")]
public class VacancyMachineTests
{
    private static readonly DateOnly Today = new(2022, 3, 1);

    [Theory(DisplayName = "岗位的每一步：能走的走到哪，不能走的说为什么")]
    [InlineData("Draft", "Submit", "Writer", "", "Submitted")]
    [InlineData("Returned", "Submit", "Writer", "", "Submitted")]
    [InlineData("Submitted", "Submit", "Writer", "", "already-submitted")]
    [InlineData("Published", "Submit", "Writer", "", "already-published")]
    [InlineData("Closed", "Submit", "Writer", "", "vacancy-over")]
    [InlineData("Submitted", "Publish", "Reviewer", "", "Published")]
    [InlineData("Submitted", "Publish", "Writer", "", "not-reviewer")]
    [InlineData("Draft", "Publish", "Reviewer", "", "not-submitted")]
    [InlineData("Returned", "Publish", "Reviewer", "", "not-submitted")]
    [InlineData("Submitted", "Return", "Reviewer", "", "reason-missing")]
    [InlineData("Submitted", "Return", "Reviewer", "工资没有写", "Returned")]
    [InlineData("Published", "Return", "Reviewer", "x", "not-submitted")]
    [InlineData("Published", "Edit", "Writer", "", "Draft")]
    [InlineData("Submitted", "Edit", "Writer", "", "in-review")]
    [InlineData("Expired", "Edit", "Writer", "", "Draft")]
    [InlineData("Draft", "Edit", "Reviewer", "", "not-writer")]
    [InlineData("Published", "Close", "Writer", "", "reason-missing")]
    [InlineData("Published", "Close", "Writer", "已招满", "Closed")]
    [InlineData("Published", "Close", "Reviewer", "查实虚假", "Closed")]
    [InlineData("Published", "Close", "None", "x", "not-writer")]
    [InlineData("Closed", "Close", "Writer", "x", "vacancy-over")]
    [InlineData("Published", "Expire", "Writer", "", "not-due")]
    public void Each_step(string now, string act, string side, string reason, string then)
    {
        var next = VacancyMachine.Next(Enum.Parse<PostingState>(now), Enum.Parse<PostingAct>(act), Enum.Parse<PostingSide>(side), reason, Today, Today);
        Assert.Equal(then, next.IsRefused ? next.Refusal.Code : next.Value.Value.ToString());
    }

    [Fact(DisplayName = "截止日期当天还能发布，过了一天就不能，只能到期")]
    public void The_last_day_counts()
    {
        string Try(PostingAct act, DateOnly today) => VacancyMachine.Next(act is PostingAct.Expire ? PostingState.Published : PostingState.Submitted, act, PostingSide.Writer | PostingSide.Reviewer, "", Today, today) is var n
            && n.IsRefused ? n.Refusal.Code : n.Value!.Value.ToString();
        Assert.Equal("Published", Try(PostingAct.Publish, Today));
        Assert.Equal("vacancy-past", Try(PostingAct.Publish, Today.AddDays(1)));
        Assert.Equal("Expired", Try(PostingAct.Expire, Today.AddDays(1)));
    }

    [Fact(DisplayName = "在招：已发布、在日期内、还有名额")]
    public void Open_means_all_three()
    {
        Assert.True(VacancyMachine.IsOpen(PostingState.Published, Today, Today, 1, Today));
        Assert.False(VacancyMachine.IsOpen(PostingState.Published, Today, Today, 0, Today));
        Assert.False(VacancyMachine.IsOpen(PostingState.Published, Today, Today, 1, Today.AddDays(1)));
        Assert.False(VacancyMachine.IsOpen(PostingState.Published, Today.AddDays(1), Today.AddDays(1), 1, Today));
        Assert.False(VacancyMachine.IsOpen(PostingState.Submitted, Today, Today, 1, Today));
    }
}
