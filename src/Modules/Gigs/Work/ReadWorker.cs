using Chunfeng.Gigs.Hall;
using Chunfeng.Gigs.Markets;
using Chunfeng.Gigs.Posts;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Ui;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Gigs.Work;

/// <summary>One person's gigs as an account sees them: all of a person of its area, of anybody else those at its own markets.</summary>
/// <param name="Worker">Null for who never took gigs.</param>
/// <param name="OwedFen">Of all the places seen, on whatever page.</param>
internal sealed record WorkerView(Guid WorkerId, string Name, bool InArea, GigWorker? Worker, long OwedFen, KeyPage<WorkerGig> Places);

/// <summary>A place with its post.</summary>
internal sealed record WorkerGig(GigPlace Place, GigPost Post);

internal sealed class ReadWorker(ChunfengDb db, NamedPeople named)
{
    private static readonly KeyOrder<GigPlace> PlaceOrder = KeyOrder.ByDescending((GigPlace p) => p.Day).ThenByDescending(p => p.PlaceId);

    public async Task<WorkerView?> HandleAsync(Guid workerId, PageAsk ask, Actor actor, CancellationToken cancel)
    {
        if (!GigScope.MayOpen(actor))
        {
            return null;
        }

        var person = (await named.HandleAsync([workerId], actor, cancel))[0];
        var reads = db.Compiled<WorkerReads>();
        var worker = await reads.Worker(db, workerId, cancel);
        var visible = (person is not null ? db.GigPlaces() : GigScope.Places(db, actor)).AsNoTracking().Where(p => p.WorkerId == workerId);
        if (person is null && !await visible.AnyAsync(cancel))
        {
            return null;
        }

        var places = person is not null && ask.IsFirst ? await PlaceOrder.FirstAsync(reads.Places(db, workerId, ask.Size + 1), ask.Size, cancel) : await PlaceOrder.PageAsync(visible, ask, cancel);
        var owed = person is not null ? await reads.Owed(db, workerId, cancel) : await visible.SumAsync(p => p.AmountFen - p.PaidFen, cancel);
        var posts = await reads.Posts(db, [.. places.Rows.Select(p => p.PostId).Distinct()]).ToDictionaryAsync(p => p.PostId, cancellationToken: cancel);
        return new WorkerView(workerId, person?.Name ?? worker!.MaskedName, person is not null, worker, owed, places.Select(p => new WorkerGig(p, posts[p.PostId])));
    }
}

/// <summary>From a person's page to their gigs.</summary>
internal sealed class PersonGigsLink : IPersonLinks
{
    public IEnumerable<NavItem> For(Guid workerId, Actor actor) => GigScope.MayOpen(actor) ? [new NavItem("零工", $"/gigs/workers/{workerId}")] : [];
}
