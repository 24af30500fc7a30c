using Chunfeng.Gigs.Hall;
using Chunfeng.Gigs.Posts;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Gigs.Work;

/// <summary>What the page of one person's gigs asks: found by the person's id, so planned once, and put together once.</summary>
internal sealed class WorkerReads
{
    public Func<ChunfengDb, Guid, CancellationToken, Task<GigWorker?>> Worker { get; } = EF.CompileAsyncQuery((ChunfengDb db, Guid worker, CancellationToken cancel) =>
        db.Set<GigWorker>().AsNoTracking().TagWith(Planned.Once).SingleOrDefault(w => w.WorkerId == worker));

    /// <summary>The latest places, wherever they were.</summary>
    public Func<ChunfengDb, Guid, int, IAsyncEnumerable<GigPlace>> Places { get; } = EF.CompileAsyncQuery((ChunfengDb db, Guid worker, int most) =>
        db.Set<GigPlace>().AsNoTracking().TagWith(Planned.Once).Where(p => p.WorkerId == worker).OrderByDescending(p => p.Day).ThenByDescending(p => p.PlaceId).Take(most));

    /// <summary>What is owed for all of them, in fen.</summary>
    public Func<ChunfengDb, Guid, CancellationToken, Task<long>> Owed { get; } = EF.CompileAsyncQuery((ChunfengDb db, Guid worker, CancellationToken cancel) =>
        db.Set<GigPlace>().TagWith(Planned.Once).Where(p => p.WorkerId == worker).Sum(p => p.AmountFen - p.PaidFen));

    public Func<ChunfengDb, List<Guid>, IAsyncEnumerable<GigPost>> Posts { get; } = EF.CompileAsyncQuery((ChunfengDb db, List<Guid> posts) =>
        db.Set<GigPost>().AsNoTracking().TagWith(Planned.Once).Where(p => posts.Contains(p.PostId)));
}
