using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Network.Agreements;

/// <summary>登记、续签、终止协议，记承诺、到岗、评估 — whatever is written about an agreement.</summary>
internal sealed class KeepAgreement(ChunfengDb db, RegionTree regions, CodeSets codes, TimeProvider clock)
{
    public static readonly Refusal NotFound = new("agreement-not-found", "没有找到这份协议，或不在您的管辖范围内");
    private static readonly Refusal NoRight = new("no-right", "您没有登记协作协议的权限，请联系本级管理员开通");
    private static readonly Refusal JustChanged = new("just-changed", "这份协议刚被同事改过，请看过最新内容后再改");

    /// <param name="id">Null records a new one.</param>
    /// <param name="seen">The version the change was made on.</param>
    /// <param name="renews">The agreement a new one continues.</param>
    public async Task<Result<Agreement>> HandleAsync(Guid? id, long? seen, Guid? renews, AgreementDraft written, Actor actor, CancellationToken cancel)
    {
        var draft = written with { Title = AgreementRules.Clean(written.Title), OurParty = AgreementRules.Clean(written.OurParty), TheirParty = AgreementRules.Clean(written.TheirParty), Note = AgreementRules.Clean(written.Note) };
        if (!AgreementScope.MayWrite(actor, draft.Home.Value))
        {
            return actor.May(Rights.NetworkWrite) ? new Refusal("bad-home", "请选择您辖区内签协议的省、市或县") : NoRight;
        }

        if (AgreementRules.Check(draft, actor.Region, regions, clock.Today) is { } refusal)
        {
            return refusal;
        }

        try
        {
            Agreement? agreement;
            if (id is null)
            {
                if (renews is { } before && await CheckRenewalAsync(before, draft, actor, cancel) is { } wrong)
                {
                    return wrong;
                }

                agreement = new Agreement
                {
                    Title = draft.Title, Home = draft.Home.Value, Partner = draft.Partner.Value, OurParty = draft.OurParty, TheirParty = draft.TheirParty, SignedOn = draft.SignedOn,
                    StartsOn = draft.StartsOn, EndsOn = draft.EndsOn, Note = draft.Note, Renews = renews, RecordedBy = actor.Login, RecordedAt = clock.UtcStamp,
                };
                db.Agreements().Add(agreement);
            }
            else
            {
                agreement = await AgreementScope.Within(db, actor).SingleOrDefaultAsync(a => a.AgreementId == id, cancel);
                if (agreement is null || !AgreementScope.MayWrite(actor, agreement.Home))
                {
                    return NotFound;
                }

                if (seen is { } version && version != agreement.Version)
                {
                    return JustChanged;
                }

                (agreement.Title, agreement.OurParty, agreement.TheirParty, agreement.SignedOn, agreement.StartsOn, agreement.EndsOn, agreement.Note) =
                    (draft.Title, draft.OurParty, draft.TheirParty, draft.SignedOn, draft.StartsOn, draft.EndsOn, draft.Note);
            }

            agreement.Version++;
            db.Audit(clock, actor, id is not null ? "network.agreement.change" : renews is null ? "network.agreement.record" : "network.agreement.renew",
                $"{agreement.AgreementId} home={agreement.Home:D12} partner={agreement.Partner:D12} renews={renews}", after: $"{agreement.StartsOn:yyyy-MM-dd}..{agreement.EndsOn:yyyy-MM-dd}");
            await db.SaveChangesAsync(cancel);
            return agreement;
        }
        catch (DbUpdateConcurrencyException)
        {
            return JustChanged;
        }
        catch (DbUpdateException) when (renews is not null && db.Agreements().AsNoTracking().Any(a => a.Renews == renews))
        {
            return AgreementRules.AlreadyRenewed;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    public Task<Refusal?> EndAsync(Guid id, DateOnly lastDay, string? reason, Actor actor, CancellationToken cancel) => WithAsync(id, actor, agreement =>
    {
        var words = AgreementRules.Clean(reason);
        if (words.Length is 0 or > AgreementRules.MostText)
        {
            return new Refusal("text-missing", "请写明提前终止的原因");
        }

        if (lastDay < agreement.StartsOn || lastDay >= agreement.EndsOn)
        {
            return new Refusal("bad-days", $"终止日应在 {agreement.StartsOn:yyyy-MM-dd} 至到期日之前");
        }

        (agreement.EndedOn, agreement.EndReason) = (lastDay, words);
        db.Audit(clock, actor, "network.agreement.end", $"{id} last={lastDay:yyyy-MM-dd}");
        return null;
    }, cancel);

    /// <summary>Posts promised for an occupation in a period inside the agreement's own.</summary>
    public Task<Refusal?> PromiseAsync(Guid id, string? occupation, string? industry, DateOnly from, DateOnly to, int posts, Actor actor, CancellationToken cancel) => WithAsync(id, actor, agreement =>
    {
        var words = AgreementRules.Clean(occupation);
        if (CheckPosts(words, posts) is { } wrong)
        {
            return wrong;
        }

        if (!string.IsNullOrEmpty(industry) && !codes.Industry.TryGet(industry, out _))
        {
            return new Refusal("bad-industry", "请从列表中选择行业");
        }

        if (from > to || from < agreement.StartsOn || to > agreement.EndsOn)
        {
            return new Refusal("bad-days", $"承诺的时段要在协议期内（{agreement.StartsOn:yyyy-MM-dd} 至 {agreement.EndsOn:yyyy-MM-dd}）");
        }

        db.AgreementPromises().Add(new AgreementPromise { AgreementId = id, Occupation = words, Industry = industry ?? "", From = from, To = to, Posts = posts, RecordedBy = actor.Login });
        db.Audit(clock, actor, "network.promise", $"{id} posts={posts} {from:yyyy-MM-dd}..{to:yyyy-MM-dd}");
        return null;
    }, cancel);

    /// <summary>Posts the partner offered, with where that is written.</summary>
    public Task<Refusal?> OfferAsync(Guid id, DateOnly on, string? occupation, int posts, string? evidence, Actor actor, CancellationToken cancel) => WithAsync(id, actor, agreement =>
    {
        var (words, proof) = (AgreementRules.Clean(occupation), AgreementRules.Clean(evidence));
        if (CheckPosts(words, posts) is { } wrong)
        {
            return wrong;
        }

        if (proof.Length is 0 or > AgreementRules.MostText)
        {
            return new Refusal("evidence-missing", "请写明岗位的出处，例如来函文号、岗位清单日期");
        }

        if (on < agreement.StartsOn || on > agreement.LastDay || on > clock.Today)
        {
            return new Refusal("bad-days", "提供岗位的日期要在协议期内，且不晚于今天");
        }

        db.AgreementOffers().Add(new AgreementOffer { AgreementId = id, OfferedOn = on, Occupation = words, Posts = posts, Evidence = proof, RecordedBy = actor.Login });
        db.Audit(clock, actor, "network.offer", $"{id} posts={posts} on={on:yyyy-MM-dd}");
        return null;
    }, cancel);

    public Task<Refusal?> ReviewAsync(Guid id, DateOnly on, string? reviewer, Verdict? verdict, string? finding, Actor actor, CancellationToken cancel) => WithAsync(id, actor, agreement =>
    {
        var (who, words) = (AgreementRules.Clean(reviewer), AgreementRules.Clean(finding));
        if (who.Length is 0 or > AgreementRules.MostParty || words.Length is 0 or > AgreementRules.MostText || verdict is null)
        {
            return new Refusal("review-incomplete", "请写明谁评估的、结论和发现的问题");
        }

        if (on < agreement.StartsOn || on > clock.Today)
        {
            return new Refusal("bad-days", "评估日期要在协议开始以后，且不晚于今天");
        }

        db.AgreementReviews().Add(new AgreementReview { AgreementId = id, ReviewedOn = on, Reviewer = who, Verdict = (short)verdict, Finding = words, RecordedBy = actor.Login });
        db.Audit(clock, actor, "network.review", $"{id} verdict={(short)verdict} on={on:yyyy-MM-dd}");
        return null;
    }, cancel);

    private static Refusal? CheckPosts(string occupation, int posts) =>
        occupation.Length is 0 or > AgreementRules.MostOccupation ? new Refusal("bad-occupation", "请填写工种，例如 电子装配")
        : posts is < 1 or > AgreementRules.MostPosts ? new Refusal("bad-posts", "请填写岗位数，要大于 0")
        : null;

    private async Task<Refusal?> CheckRenewalAsync(Guid before, AgreementDraft draft, Actor actor, CancellationToken cancel)
    {
        var old = await AgreementScope.Within(db, actor).AsNoTracking().SingleOrDefaultAsync(a => a.AgreementId == before, cancel);
        return old is null ? NotFound : AgreementRules.CheckRenewal(old, draft, await db.Agreements().AnyAsync(a => a.Renews == before, cancel));
    }

    /// <summary>Changes one agreement, or adds to it, in one step.</summary>
    private async Task<Refusal?> WithAsync(Guid id, Actor actor, Func<Agreement, Refusal?> change, CancellationToken cancel)
    {
        try
        {
            var agreement = await AgreementScope.Within(db, actor).SingleOrDefaultAsync(a => a.AgreementId == id, cancel);
            if (agreement is null || !AgreementScope.MayWrite(actor, agreement.Home))
            {
                return NotFound;
            }

            if (change(agreement) is { } refusal)
            {
                return refusal;
            }

            agreement.Version++;
            await db.SaveChangesAsync(cancel);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return JustChanged;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }
}
