using Chunfeng.Gigs.Hall;
using Chunfeng.Gigs.Markets;
using Chunfeng.Gigs.Work;
using Chunfeng.Gigs.Posts;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Gigs;

/// <summary>This room's view of the database.</summary>
internal static class Tables
{
    extension(ChunfengDb db)
    {
        public DbSet<GigMarket> Markets() => db.Set<GigMarket>();
        public DbSet<MarketDay> MarketDays() => db.Set<MarketDay>();
        public DbSet<ServiceDay> ServiceDays() => db.Set<ServiceDay>();
        public DbSet<GigWorker> GigWorkers() => db.Set<GigWorker>();
        public DbSet<Presence> Presences() => db.Set<Presence>();
        public DbSet<GigEmployer> GigEmployers() => db.Set<GigEmployer>();
        public DbSet<GigPost> GigPosts() => db.Set<GigPost>();
        public DbSet<GigPlace> GigPlaces() => db.Set<GigPlace>();
        public DbSet<GigPayment> GigPayments() => db.Set<GigPayment>();
        public DbSet<GigRating> GigRatings() => db.Set<GigRating>();
        public DbSet<GigDispute> GigDisputes() => db.Set<GigDispute>();
    }
}

/// <summary>Two hands at once take turns: the one that came second looks again and decides anew.</summary>
internal static class Turns
{
    private const int Most = 12;

    /// <param name="act">Reads, decides and saves in one SaveChanges; run again from the start when somebody else was first.</param>
    public static async Task<T> TakeAsync<T>(ChunfengDb db, Func<Task<T>> act)
    {
        for (var turn = 1; ; turn++)
        {
            try
            {
                return await act();
            }
            catch (DbUpdateException) when (turn < Most)
            {
                // a row of ours was changed, or its key taken, since it was read
            }
            finally
            {
                db.ChangeTracker.Clear();
            }
        }
    }
}
