using Chunfeng.Gigs.Markets;
using Chunfeng.Gigs.Work;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Gigs.Posts;

/// <summary>发布零工用工 — takes a same-day post for checking; a returned one can be put right and handed in again.</summary>
internal sealed class SubmitPost(ChunfengDb db, GigTerms terms, TimeProvider clock)
{
    public async Task<Result<GigPost>> HandleAsync(Guid marketId, Guid employerId, PostDraft written, Guid? returned, Actor actor, CancellationToken cancel)
    {
        var market = await db.Markets().AsNoTracking().SingleOrDefaultAsync(m => m.MarketId == marketId && m.Kind == (short)MarketKind.Gig && m.IsOpen, cancel);
        if (market is null || (!GigScope.Runs(actor, market.Region) && GigScope.OwnUnit(actor) is null))
        {
            return KeepMarket.NotFound;
        }

        if (await GigScope.Employers(db, actor).AsNoTracking().SingleOrDefaultAsync(e => e.EmployerId == employerId, cancel) is not { } employer)
        {
            return KeepEmployer.NotFound;
        }

        var draft = written with
        {
            Title = MarketRules.Clean(written.Title), Detail = MarketRules.Clean(written.Detail), Place = MarketRules.Clean(written.Place), PieceName = MarketRules.Clean(written.PieceName),
            Dangers = [.. GigTerms.Split(terms.KeepDangers(written.Dangers))],
        };
        if (PostRules.Check(draft, terms, (EmployerKind)employer.Kind, new RegionCode(market.Region), clock.Today, clock.UtcStamp) is { } refusal)
        {
            return refusal;
        }

        try
        {
            var post = returned is null ? null : await GigScope.Posts(db, actor).SingleOrDefaultAsync(p => p.PostId == returned && p.State == (short)PostState.Returned, cancel);
            if (returned is not null && post is null)
            {
                return new Refusal("not-returned", "只有退回的用工信息可以改了再报");
            }

            if (post is null)
            {
                post = new GigPost
                {
                    MarketId = marketId, Region = market.Region, Day = draft.Day, EmployerId = employerId, EmployerName = employer.ShownName, EmployerUnit = employer.UnitId,
                    Trade = draft.Trade, Title = draft.Title, Place = draft.Place, StartsAt = draft.StartsAt, EndsAt = draft.EndsAt, PayUnit = (short)draft.PayUnit,
                    PayFen = draft.PayFen, Places = draft.Places, Ways = (short)draft.Ways, State = (short)PostState.Submitted, SubmittedBy = actor.Login, SubmittedAt = clock.UtcStamp,
                };
                db.GigPosts().Add(post);
            }

            (post.Day, post.Trade, post.Title, post.Detail, post.Place, post.StartsAt, post.EndsAt) =
                (draft.Day, draft.Trade, draft.Title, draft.Detail, draft.Place, draft.StartsAt, draft.EndsAt);
            (post.PayUnit, post.PayFen, post.PieceName, post.Places, post.Dangers, post.Ways) =
                ((short)draft.PayUnit, draft.PayFen, draft.PayUnit == PayUnit.Piece ? draft.PieceName : "", draft.Places, string.Join(' ', draft.Dangers), (short)draft.Ways);
            (post.State, post.Note, post.SubmittedAt) = ((short)PostState.Submitted, "", clock.UtcStamp);
            post.Version++;
            db.Audit(clock, actor, "gigs.post.submit", $"{post.PostId} market={marketId} employer={employerId} places={post.Places}");
            await db.SaveChangesAsync(cancel);
            return post;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal("just-changed", "这条用工信息刚被改过，请看过最新内容后再报");
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }
}

/// <summary>What staff, or the employer for its own, may do about a post.</summary>
internal enum PostAct { Approve, Return, Close, Cancel }

/// <summary>审核、退回、截止、取消 a post.</summary>
internal sealed class JudgePost(ChunfengDb db, GigTerms terms, TimeProvider clock)
{
    public static readonly Refusal NotFound = new("post-not-found", "没有找到这条用工信息，或不在您的管辖范围内");

    public Task<Refusal?> HandleAsync(Guid postId, PostAct act, string? text, Actor actor, CancellationToken cancel) => Turns.TakeAsync(db, async () =>
    {
        var post = await GigScope.Posts(db, actor).SingleOrDefaultAsync(p => p.PostId == postId, cancel);
        if (post is null)
        {
            return NotFound;
        }

        var staff = GigScope.Runs(actor, post.Region);
        var own = GigScope.IsOwn(actor, post.EmployerUnit);
        var words = MarketRules.Clean(text);
        if (Decide(post, act, staff, own, words) is { } refusal)
        {
            return refusal;
        }

        var now = clock.UtcStamp;
        switch (act)
        {
            case PostAct.Approve:
                var kind = (EmployerKind)await db.GigEmployers().Where(e => e.EmployerId == post.EmployerId).Select(e => e.Kind).SingleAsync(cancel);
                // what was lawful when it was written may be past, or below a floor set since
                if (PostRules.Check(DraftOf(post), terms, kind, new RegionCode(post.Region), clock.Today, now) is { } late)
                {
                    return late;
                }

                (post.State, post.Note, post.CheckedBy, post.CheckedAt) = ((short)PostState.Open, words, actor.Login, now);
                break;
            case PostAct.Return:
                (post.State, post.Note, post.CheckedBy, post.CheckedAt) = ((short)PostState.Returned, words, actor.Login, now);
                break;
            case PostAct.Close:
                post.State = (short)PostState.Closed;
                break;
            default:
                (post.State, post.Note) = ((short)PostState.Cancelled, words);
                foreach (var place in await db.GigPlaces().Where(p => p.PostId == postId && (p.State == (short)PlaceState.Offered || p.State == (short)PlaceState.Taken)).ToListAsync(cancel))
                {
                    (place.State, place.Reason) = ((short)PlaceState.Cancelled, words);
                    place.Version++;
                    post.Held--;
                    (await db.GigWorkers().SingleAsync(w => w.WorkerId == place.WorkerId, cancel)).Version++;
                }

                break;
        }

        post.Version++;
        db.Audit(clock, actor, $"gigs.post.{act switch { PostAct.Approve => "approve", PostAct.Return => "return", PostAct.Close => "close", _ => "cancel" }}", $"{postId} held={post.Held}");
        await db.SaveChangesAsync(cancel);
        return (Refusal?)null;
    });

    /// <summary>What the checker should look at.</summary>
    public async Task<IReadOnlyList<string>> NotesAsync(GigPost post, CancellationToken cancel)
    {
        var kind = (EmployerKind)await db.GigEmployers().Where(e => e.EmployerId == post.EmployerId).Select(e => e.Kind).SingleAsync(cancel);
        return PostRules.Notes(DraftOf(post), terms, kind, new RegionCode(post.Region));
    }

    internal static PostDraft DraftOf(GigPost post)
    {
        var midnight = ChinaTime.StartOf(post.Day);
        var start = (int)(post.StartsAt - midnight).TotalMinutes;
        return new PostDraft(post.Trade, post.Title, post.Detail, post.Place, post.Day, start, (int)(post.EndsAt - midnight).TotalMinutes % (24 * 60), (PayUnit)post.PayUnit, post.PayFen,
            post.PieceName, post.Places, [.. GigTerms.Split(post.Dangers)], (FillWays)post.Ways);
    }

    private static Refusal? Decide(GigPost post, PostAct act, bool staff, bool own, string words)
    {
        var state = (PostState)post.State;
        return act switch
        {
            PostAct.Approve or PostAct.Return when !staff => new Refusal("no-right", "审核由市场工作人员办理"),
            _ when !staff && !own => new Refusal("no-right", "这条用工信息不归您办理"),
            PostAct.Approve or PostAct.Return when state != PostState.Submitted => new Refusal("not-waiting", "这条用工信息没有在等审核"),
            PostAct.Return or PostAct.Cancel when words.Length == 0 => new Refusal("text-missing", act == PostAct.Return ? "请写明退回的理由，让用工方知道改哪里" : "请写明取消的原因，接了单的人会看到"),
            _ when words.Length > PostRules.MostNote => new Refusal("text-too-long", $"最多 {PostRules.MostNote} 字，请精简"),
            PostAct.Close when state != PostState.Open => new Refusal("not-open", "只有正在招人的可以截止"),
            PostAct.Cancel when state is PostState.Cancelled => new Refusal("already-cancelled", "已经取消过了"),
            PostAct.Cancel when state is PostState.Closed && post.Held > 0 => new Refusal("not-open", "已截止的不能整体取消，请逐人办理"),
            _ => null,
        };
    }
}
