using Chunfeng.Employers.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Register;

/// <summary>The employer linked to an account's unit.</summary>
internal sealed class OwnEmployer(ChunfengDb db) : IOwnEmployer
{
    public async Task<Guid?> OfAsync(Actor actor, CancellationToken cancel) => actor.May(Rights.EmployersOwn) && actor.Unit is { } unit
        ? await db.Employers().AsNoTracking().Where(e => e.UnitId == unit).OrderBy(e => e.EmployerId).Select(e => (Guid?)e.EmployerId).FirstOrDefaultAsync(cancel)
        : null;
}
