using Chunfeng.Employers.Contracts;
using Chunfeng.Gigs.Hall;
using Chunfeng.Gigs.Markets;
using Chunfeng.Gigs.Work;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Gigs.Posts;

/// <summary>A post with its people, as an account sees it.</summary>
internal sealed record PostView(GigPost Post, GigMarket Market, GigEmployer Employer, KeyPage<GigPlace> Places, IReadOnlyDictionary<Guid, GigWorker> Workers)
{
    public bool IsStaff { get; init; }
    public bool IsOwn { get; init; }
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The employer in the register; null for a person, and for a unit the register does not have.</summary>
    public EmployerCard? Card { get; init; }

    /// <summary>The employer's conduct record, for staff.</summary>
    public IReadOnlyList<ConductLine> Conduct { get; init; } = [];
}

internal sealed class ReadPost(ChunfengDb db, JudgePost judge, EmployerTies ties)
{
    private static readonly KeyOrder<GigPlace> PlaceOrder = KeyOrder.By((GigPlace p) => p.OfferedAt).ThenBy(p => p.PlaceId);

    /// <param name="ask">Which of its people are shown, the first asked first.</param>
    /// <returns>Null when there is no such post in the account's scope.</returns>
    public async Task<PostView?> HandleAsync(Guid postId, PageAsk ask, Actor actor, CancellationToken cancel)
    {
        var post = await GigScope.Posts(db, actor).AsNoTracking().SingleOrDefaultAsync(p => p.PostId == postId, cancel);
        if (post is null)
        {
            return null;
        }

        var places = await PlaceOrder.PageAsync(db.GigPlaces().AsNoTracking().Where(p => p.PostId == postId), ask, cancel);
        var ids = places.Rows.Select(p => p.WorkerId).Distinct().ToList();
        var employer = await db.GigEmployers().AsNoTracking().SingleAsync(e => e.EmployerId == post.EmployerId, cancel);
        var card = await ties.CardAsync(employer, cancel);
        var staff = GigScope.Runs(actor, post.Region);
        return new PostView(post, await db.Markets().AsNoTracking().SingleAsync(m => m.MarketId == post.MarketId, cancel),
            employer, places,
            await db.GigWorkers().AsNoTracking().Where(w => ids.Contains(w.WorkerId)).ToDictionaryAsync(w => w.WorkerId, cancel))
        {
            IsStaff = staff, Card = card, Conduct = staff && card is not null ? await ties.ConductAsync(card, cancel) : [], IsOwn = GigScope.IsOwn(actor, post.EmployerUnit),
            Notes = post.State == (short)PostState.Submitted ? [.. await judge.NotesAsync(post, cancel), .. card?.ConductWarning is { } warning ? new[] { warning } : []] : [],
        };
    }
}
