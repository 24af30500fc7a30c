using Chunfeng.Employers.Contracts;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Gigs.Posts;

/// <summary>What the employers' register says of those who give gigs. A unit whose code was registered after it came to the window is found by its code.</summary>
internal sealed class EmployerTies(ChunfengDb db, IEmployers register)
{
    /// <summary>The register's employer of each; those it does not have are left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, EmployerCard>> CardsAsync(IReadOnlyCollection<Guid> employers, CancellationToken cancel)
    {
        var ids = employers.Distinct().ToList();
        return await CardsAsync(await db.GigEmployers().AsNoTracking().Where(e => ids.Contains(e.EmployerId) && (e.RegisterId != null || e.Credit != "")).ToListAsync(cancel), cancel);
    }

    public async Task<IReadOnlyDictionary<Guid, EmployerCard>> CardsAsync(IReadOnlyCollection<GigEmployer> employers, CancellationToken cancel)
    {
        var tied = await register.FindAsync([.. employers.Select(e => e.RegisterId).OfType<Guid>()], cancel);
        var coded = await register.ByCreditAsync([.. employers.Where(e => e.RegisterId is null && e.Credit.Length > 0).Select(e => e.Credit)], cancel);
        return employers.Select(e => (e.EmployerId, Card: e.RegisterId is { } id ? tied.GetValueOrDefault(id) : coded.GetValueOrDefault(e.Credit)))
            .Where(e => e.Card is not null).ToDictionary(e => e.EmployerId, e => e.Card!);
    }

    public async Task<EmployerCard?> CardAsync(GigEmployer employer, CancellationToken cancel) => (await CardsAsync([employer], cancel)).GetValueOrDefault(employer.EmployerId);

    /// <summary>The conduct record of one the register has.</summary>
    public Task<IReadOnlyList<ConductLine>> ConductAsync(EmployerCard card, CancellationToken cancel) => register.ConductAsync(card.EmployerId, 20, cancel);
}
