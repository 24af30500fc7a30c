using Chunfeng.People.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Contracts;

/// <summary>Counts registered people of a home area who worked in a place during a period, each once; only those the actor may see.</summary>
public sealed class CountPlaced(ChunfengDb db)
{
    /// <param name="home">The household-register area.</param>
    /// <param name="places">Areas of the workplace; they do not overlap.</param>
    /// <param name="from">First day of the period; a spell that touches any day of it counts.</param>
    public async Task<long> HandleAsync(RegionCode home, IReadOnlyList<RegionCode> places, DateOnly from, DateOnly to, Actor actor, CancellationToken cancel)
    {
        var people = db.Workers().Within(actor, home);
        var counted = new HashSet<Guid>();
        foreach (var place in places)
        {
            long first = place.Value, end = place.End;
            var here = await people.Join(db.WorkSpells(), w => w.WorkerId, s => s.WorkerId, (w, s) => new { w, s })
                .Where(x => x.s.Workplace >= first && x.s.Workplace < end && x.s.StartsOn <= to && (x.s.EndsOn == null || x.s.EndsOn >= from) && x.s.SupersededAt == null)
                .Select(x => x.w.MergedInto ?? x.w.WorkerId).Distinct().ToListAsync(cancel);
            counted.UnionWith(here);
        }

        return counted.Count;
    }
}
