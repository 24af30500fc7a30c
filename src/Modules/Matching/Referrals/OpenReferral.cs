using Chunfeng.Employers.Contracts;
using Chunfeng.Engine.Matching;
using Chunfeng.Matching.Contracts;
using Chunfeng.Matching.Recommend;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Calendar;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Matching.Referrals;

/// <summary>推荐、报名 — brings a person and a vacancy together, or says every reason why not.</summary>
internal sealed class OpenReferral(
    ChunfengDb db, IVacancies vacancies, ISeekers seekers, MakeSeeker make, MatchSettings settings, WorkCalendar calendar, ReferralClocks clocks, TimeProvider clock)
{
    private static readonly Refusal AlreadyOpen = new("already-open", "这个人和这个岗位已经有一次没有结束的推荐，请在那一次上办理");

    /// <summary>In the caller's transaction where there is one.</summary>
    /// <param name="person">Who may read the person: the office's actor, or the hand of whoever the person turned to.</param>
    /// <param name="note">What the office wants to tell; "" for nothing.</param>
    public async Task<Result<Referral>> HandleAsync(
        Guid workerId, Guid vacancyId, ReferralSource source, ReferralRole role, string note, Actor actor, Actor person, CancellationToken cancel)
    {
        var text = ReferralRules.Clean(note);
        if (text.Length > ReferralRules.MostText)
        {
            return new Refusal("text-too-long", $"文字太长：最多 {ReferralRules.MostText} 字，现在 {text.Length} 字；请精简后再提交");
        }

        var today = clock.Today;
        var fact = await seekers.FindAsync(workerId, today, person, cancel);
        if (fact is null)
        {
            return new Refusal("worker-not-found", "没有找到这个人的登记，或不在您的管辖范围内");
        }

        var card = await vacancies.FindAsync(vacancyId, cancel);
        if (card is null)
        {
            return new Refusal("vacancy-not-found", "这个岗位没有发布或已经撤下，请看看其他岗位");
        }

        var unmet = ExplainMatch.Unmet(card.Facts, make.Of(fact), today, settings.To(self: role == ReferralRole.Worker));
        if (unmet.Count > 0)
        {
            return new Refusal(
                unmet[0].Limit switch { HardLimit.NoPostsLeft => "vacancy-full", HardLimit.Closed => "vacancy-closed", HardLimit.NotYetOpen => "vacancy-not-open", _ => "limits" },
                string.Join("；", unmet.Select(u => u.Text)));
        }

        var open = await db.Referrals().AsNoTracking().Where(r => r.WorkerId == workerId && r.EndedAt == null).Select(r => new { r.VacancyId, r.State }).ToListAsync(cancel);
        if (open.Any(r => r.VacancyId == vacancyId))
        {
            return AlreadyOpen;
        }

        if (open.Count(r => r.State < (short)ReferralState.Hired) >= clocks.MostOpen)
        {
            return new Refusal("too-many-open", $"同时进行的推荐和报名最多 {clocks.MostOpen} 个，请先办结或放弃几个");
        }

        var referral = Make(fact, card, source, role == ReferralRole.Worker ? ReferralState.Applied : ReferralState.Referred, role, text, actor);
        try
        {
            await db.SaveChangesAsync(cancel);
            return referral;
        }
        catch (DbUpdateException) when (db.Database.CurrentTransaction is null
            && db.Referrals().AsNoTracking().Any(r => r.WorkerId == workerId && r.VacancyId == vacancyId && r.EndedAt == null && r.ReferralId != referral.ReferralId))
        {
            db.ChangeTracker.Clear();
            return AlreadyOpen; // two hands at once
        }
    }

    /// <summary>Adds an opened referral with its first step and audit entry to the caller's unit of work.</summary>
    internal Referral Make(SeekerFact fact, VacancyCard card, ReferralSource source, ReferralState state, ReferralRole role, string text, Actor actor)
    {
        var act = state == ReferralState.Applied ? ReferralAct.Apply : ReferralAct.Refer;
        var referral = new Referral
        {
            WorkerId = fact.WorkerId, ReferralId = Guid.CreateVersion7(clock.GetUtcNow()), VacancyId = card.VacancyId, EmployerId = card.EmployerId, Home = fact.Home,
            Title = card.Title, Employer = card.Employer, EmployerCredit = card.EmployerCredit, Industry = card.Industry, Workplace = card.Facts.Place, MonthFen = card.Facts.MonthFen,
            Channel = (short)source.Channel, UnitId = source.Unit, Occasion = source.Occasion, OpenedAt = clock.UtcStamp, State = (short)state,
            AppliedAt = state == ReferralState.Applied ? clock.UtcStamp : null,
            DueOn = clocks.Due(state, clock.Today, null, calendar), Version = 1,
        };
        db.Referrals().Add(referral);
        db.ReferralSteps().Add(new ReferralStep
        {
            WorkerId = fact.WorkerId, ReferralId = referral.ReferralId, Seq = 1, Act = (short)act, Role = (short)role, At = referral.OpenedAt, Login = actor.Login,
            Name = actor.DisplayName, Reason = 0, Text = text, State = (short)state,
        });
        db.Audit(clock, actor, $"matching.{ReferralWords.Code(act)}", $"{referral.ReferralId} vacancy={card.VacancyId} channel={source.Channel} unit={source.Unit}", fact.WorkerId);
        return referral;
    }
}
