using Chunfeng.Matching.Contracts;
using Chunfeng.Matching.Referrals;
using Chunfeng.Modules.Tests.People;
using CsCheck;

namespace Chunfeng.Modules.Tests.Matching;

/// <summary>The way of a person to a vacancy, decided without a database.</summary>
[Trait("Clause", "1.3")]
public sealed class ReferralMachineTests
{
    private static readonly ReferralRole[] Roles = [ReferralRole.None, ReferralRole.Worker, ReferralRole.Employer, ReferralRole.Office, ReferralRole.System];
    private static readonly Standing[] Standings =
        [.. Enum.GetValues<ReferralState>().Select(s => new Standing(s)), new Standing(ReferralState.Hired, HasLeft: true)];

    private static string? Code(Standing now, ReferralAct act, ReferralRole role, short reason = 0, string text = "") =>
        ReferralMachine.Take(now, act, role, ReferralReason.Find(reason), text).Refusal?.Code;

    private static Standing At(ReferralState state) => new(state);

    [Theory(DisplayName = "每一步只能从该在的地方走：推荐后先本人确认，报名后才能约面试，面试有了结果才能录用")]
    [InlineData(ReferralState.Referred, "Confirm", "Worker", null)]
    [InlineData(ReferralState.Applied, "Confirm", "Worker", "already-applied")]
    [InlineData(ReferralState.Referred, "Book", "Employer", "not-confirmed")]
    [InlineData(ReferralState.Applied, "Book", "Employer", null)]
    [InlineData(ReferralState.Interviewing, "Book", "Employer", null)]
    [InlineData(ReferralState.Passed, "Book", "Employer", "already-passed")]
    [InlineData(ReferralState.Applied, "Pass", "Employer", "no-interview")]
    [InlineData(ReferralState.Interviewing, "Pass", "Employer", null)]
    [InlineData(ReferralState.Referred, "Hire", "Employer", "not-confirmed")]
    [InlineData(ReferralState.Applied, "Hire", "Employer", null)]
    [InlineData(ReferralState.Interviewing, "Hire", "Employer", "result-missing")]
    [InlineData(ReferralState.Passed, "Hire", "Employer", null)]
    [InlineData(ReferralState.Hired, "Hire", "Employer", "already-hired")]
    [InlineData(ReferralState.Closed, "Hire", "Employer", "referral-closed")]
    [InlineData(ReferralState.Passed, "StillThere", "Office", "not-hired")]
    [InlineData(ReferralState.Hired, "StillThere", "Office", null)]
    public void Edges(ReferralState from, string act, string role, string? refusal) =>
        Assert.Equal(refusal, Code(At(from), Enum.Parse<ReferralAct>(act), Enum.Parse<ReferralRole>(role)));

    [Fact(DisplayName = "本人放弃、单位不录用、推荐单位撤回，各用各的原因；选“其他”要写明")]
    public void Reasons_belong_to_roles()
    {
        var applied = At(ReferralState.Applied);
        Assert.Null(Code(applied, ReferralAct.Decline, ReferralRole.Worker, 11));
        Assert.Equal("reason-missing", Code(applied, ReferralAct.Decline, ReferralRole.Worker));
        Assert.Equal("reason-missing", Code(applied, ReferralAct.Decline, ReferralRole.Worker, 21)); // the employer's
        Assert.Equal("not-yours", Code(applied, ReferralAct.Decline, ReferralRole.Office, 11));
        Assert.Null(Code(applied, ReferralAct.Refuse, ReferralRole.Employer, 21));
        Assert.Equal("not-yours", Code(applied, ReferralAct.Refuse, ReferralRole.Worker, 21));
        Assert.Null(Code(applied, ReferralAct.Withdraw, ReferralRole.Office, 31));
        Assert.Equal("text-missing", Code(applied, ReferralAct.Withdraw, ReferralRole.Office, 39));
        Assert.Null(Code(applied, ReferralAct.Withdraw, ReferralRole.Office, 39, "岗位地址写错了"));
    }

    [Fact(DisplayName = "录用以后：离职了不能再离职，没写原因不能撤销录用")]
    public void After_the_hire()
    {
        var hired = At(ReferralState.Hired);
        Assert.True(ReferralMachine.Take(hired, ReferralAct.Leave, ReferralRole.Worker, null, "").Value!.Standing.HasLeft);
        Assert.Equal("already-left", Code(hired with { HasLeft = true }, ReferralAct.Leave, ReferralRole.Worker));
        Assert.Equal("text-missing", Code(hired, ReferralAct.Undo, ReferralRole.Employer));
        Assert.Equal("not-yours", Code(hired, ReferralAct.Undo, ReferralRole.Worker, 0, "没有去"));
        Assert.Equal(At(ReferralState.Closed), ReferralMachine.Take(hired, ReferralAct.Undo, ReferralRole.Employer, null, "没有到岗").Value!.Standing);
    }

    [Fact(DisplayName = "页面给出的按钮，就是这一步真能走的；任何一步要么拒绝要么到一个说得清的地方")]
    public void What_is_offered_can_be_done()
    {
        foreach (var (now, act, role) in from s in Standings from a in ReferralMachine.Acts from r in Roles select (s, a, r))
        {
            var reason = ReferralReason.Of(role).FirstOrDefault();
            var taken = ReferralMachine.Take(now, act, role, reason, "写明", ReferralState.Applied);
            Assert.Equal(ReferralMachine.May(now, act, role), !taken.IsRefused);
            Assert.True(taken.IsRefused ? taken.Refusal.Message.Length > 0 : Enum.IsDefined(taken.Value.Standing.State));
        }
    }

    [Fact(DisplayName = "结束了的推荐谁也动不了，除非别处的录用撤销")]
    public void Closed_is_closed() => Assert.All(
        from a in ReferralMachine.Acts from r in Roles where a != ReferralAct.Reinstate select (a, r), p => Assert.False(ReferralMachine.May(At(ReferralState.Closed), p.a, p.r)));

    [Fact(DisplayName = "随便怎么走：没有录用过就到不了在岗，到了在岗只有离职和撤销能离开")]
    public void Any_walk() => Gen.Select(LedgerWorldGen, LedgerWorld.One(Roles)).Array[0, 40].Sample(walk =>
    {
        var (now, hiredBefore) = (At(ReferralState.Referred), false);
        foreach (var (act, role) in walk)
        {
            var taken = ReferralMachine.Take(now, act, role, ReferralReason.Of(role).FirstOrDefault(), "写明", ReferralState.Applied);
            if (taken.IsRefused)
            {
                continue;
            }

            var next = taken.Value.Standing;
            hiredBefore |= act == ReferralAct.Hire;
            if (next.IsAtWork && !now.IsAtWork && act != ReferralAct.Hire || (now.IsAtWork && !next.IsAtWork && act is not (ReferralAct.Leave or ReferralAct.Undo)) || (next.State == ReferralState.Hired && !hiredBefore))
            {
                return false;
            }

            now = next;
        }

        return true;
    });

    private static Gen<ReferralAct> LedgerWorldGen => LedgerWorld.One([.. ReferralMachine.Acts]);
}
