using Chunfeng.Employers.Contracts;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Register;

/// <summary>Answers the other rooms about employers.</summary>
internal sealed class EmployerDesk(ChunfengDb db) : IEmployers
{
    public Task<EmployerCard?> FindAsync(Guid employerId, CancellationToken cancel) => CardAsync(db.Employers().Where(e => e.EmployerId == employerId), cancel);

    public Task<EmployerCard?> OfUnitAsync(Guid unitId, CancellationToken cancel) => CardAsync(db.Employers().Where(e => e.UnitId == unitId), cancel);

    public Task<EmployerCard?> ByCreditAsync(string creditCode, CancellationToken cancel) => CardAsync(db.Employers().Where(e => e.CreditCode == creditCode), cancel);

    private async Task<EmployerCard?> CardAsync(IQueryable<Employer> which, CancellationToken cancel)
    {
        var employer = await which.AsNoTracking().OrderBy(e => e.EmployerId).FirstOrDefaultAsync(cancel);
        if (employer is null)
        {
            return null;
        }

        var warnings = await VacancyDesk.WarningsAsync(db, [employer.EmployerId], cancel);
        return new EmployerCard(employer.EmployerId, employer.Name, employer.CreditCode, employer.Industry, employer.Region, employer.UnitId, warnings.GetValueOrDefault(employer.EmployerId));
    }
}
