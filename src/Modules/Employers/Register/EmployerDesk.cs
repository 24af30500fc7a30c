using Chunfeng.Employers.Contracts;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Register;

/// <summary>Answers the other rooms about employers, and takes in those they tell of.</summary>
internal sealed class EmployerDesk(ChunfengDb db, WriteEmployer write, RegionTree regions) : IEmployers
{
    private const int MostIds = 500;
    private static readonly KeyOrder<Employer> Order = KeyOrder.ByDescending((Employer e) => e.EmployerId);

    public async Task<EmployerCard?> FindAsync(Guid employerId, CancellationToken cancel) => (await FindAsync([employerId], cancel)).GetValueOrDefault(employerId);

    public async Task<IReadOnlyDictionary<Guid, EmployerCard>> FindAsync(IReadOnlyCollection<Guid> employerIds, CancellationToken cancel)
    {
        var found = new List<EmployerCard>();
        foreach (var ids in employerIds.Distinct().Chunk(MostIds))
        {
            found.AddRange(await CardsAsync(await db.Employers().AsNoTracking().Where(e => ids.Contains(e.EmployerId)).ToListAsync(cancel), cancel));
        }

        return found.ToDictionary(c => c.EmployerId);
    }

    public async Task<EmployerCard?> OfUnitAsync(Guid unitId, CancellationToken cancel) =>
        (await CardsAsync(await db.Employers().AsNoTracking().Where(e => e.UnitId == unitId).OrderBy(e => e.EmployerId).Take(1).ToListAsync(cancel), cancel)) is [var card] ? card : null;

    public async Task<EmployerCard?> ByCreditAsync(string creditCode, CancellationToken cancel) => (await ByCreditAsync([creditCode], cancel)).GetValueOrDefault(creditCode);

    public async Task<IReadOnlyDictionary<string, EmployerCard>> ByCreditAsync(IReadOnlyCollection<string> creditCodes, CancellationToken cancel)
    {
        var found = new List<EmployerCard>();
        foreach (var codes in creditCodes.Distinct(StringComparer.Ordinal).Chunk(MostIds))
        {
            found.AddRange(await CardsAsync(await db.Employers().AsNoTracking().Where(e => codes.Contains(e.CreditCode)).ToListAsync(cancel), cancel));
        }

        return found.ToDictionary(c => c.CreditCode, StringComparer.Ordinal);
    }

    public async Task<KeyPage<EmployerCard>> SearchAsync(string? text, PageAsk ask, Actor actor, CancellationToken cancel)
    {
        if (!EmployerScope.MayOpen(actor))
        {
            return KeyPage<EmployerCard>.None;
        }

        var sought = VacancyRules.Clean(text ?? "");
        if (actor.May(Rights.EmployersRead) && CreditCode.TryParse(sought, out var credit, out _))
        {
            return new KeyPage<EmployerCard>(await ByCreditAsync(credit.Value, cancel) is { } one ? [one] : []);
        }

        // offices keep employers by county: who works below one looks in the whole county
        var area = actor.Region.Level > RegionLevel.County ? actor.Region.At(RegionLevel.County) : actor.Region;
        var employers = EmployerScope.Employers(db, actor with { Region = area }).AsNoTracking();
        var page = await Order.PageAsync(sought.Length == 0 ? employers : employers.Where(e => e.Name.Contains(sought)), ask, cancel);
        return new KeyPage<EmployerCard>(await CardsAsync(page.Rows, cancel), page.Next, page.Previous);
    }

    public async Task<IReadOnlyList<EmployerCard>> NearAsync(string name, RegionCode area, CancellationToken cancel) => await CardsAsync(await write.NearAsync(VacancyRules.Clean(name), area.Value, cancel), cancel);

    public async Task<IReadOnlyList<ConductLine>> ConductAsync(Guid employerId, int most, CancellationToken cancel) =>
    [
        .. (await db.ConductEntries().AsNoTracking().Where(c => c.EmployerId == employerId).OrderBy(c => c.State).ThenByDescending(c => c.FoundOn).ThenBy(c => c.EntryId).Take(most).ToListAsync(cancel))
            .Select(c => new ConductLine(EmployerWords.Conduct(c.Kind), c.Serious, c.State == (short)Standing.ConductState.Open, c.FoundOn, c.Document, EmployerWords.ConductStateText(c.State))),
    ];

    public async Task<Result<EmployerCard>> RegisterAsync(EmployerStatement told, bool confirmed, Actor actor, CancellationToken cancel)
    {
        var draft = new EmployerDraft(told.Name, "", EmployerSize.NotStated, EmployerFlags.None, PlaceText.Read(regions, told.Seat)?.Code.Value ?? 0, "", "", "", "");
        var made = await write.RegisterAsync(told.CreditCode, draft, confirmed, actor, cancel);
        return made.IsRefused ? made.Refusal : (await CardsAsync([made.Value], cancel))[0];
    }

    private async Task<IReadOnlyList<EmployerCard>> CardsAsync(IReadOnlyList<Employer> employers, CancellationToken cancel)
    {
        var warnings = await VacancyDesk.WarningsAsync(db, [.. employers.Select(e => e.EmployerId)], cancel);
        return [.. employers.Select(e => new EmployerCard(e.EmployerId, e.Name, e.CreditCode, e.Industry, e.Region, e.UnitId, warnings.GetValueOrDefault(e.EmployerId)))];
    }
}
