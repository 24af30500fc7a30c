using Chunfeng.Employers.Vacancies;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Register;

/// <summary>登记、修改用人单位 — one credit code is one employer; names that look alike are shown before a second is made.</summary>
internal sealed class WriteEmployer(ChunfengDb db, RegionTree regions, CodeSets codes, KeyRing keys, TimeProvider clock)
{
    private const int MostTurns = 10, MostCandidates = 300;

    public static readonly Refusal NotFound = new("employer-not-found", "没有找到这个用人单位，或不在您的管辖范围内");
    private static readonly Refusal JustChanged = new("just-changed", "这个单位的资料刚刚被别人改过；请看过最新内容后再改一次");

    /// <param name="confirmed">Who writes has seen the names that look alike.</param>
    public async Task<Result<Employer>> RegisterAsync(string creditCode, EmployerDraft written, bool confirmed, Actor actor, CancellationToken cancel)
    {
        var sends = EmployerScope.IsSender(actor) && actor.Unit is not null;
        if (!actor.May(Rights.EmployersWrite) && !sends)
        {
            return new Refusal("no-right", "您没有登记用人单位的权限，请联系本级专班的系统管理员开通");
        }

        if (!CreditCode.TryParse(creditCode, out var credit, out var reason))
        {
            return new Refusal("bad-credit", reason);
        }

        // what the office judges is not for who only sends
        var draft = sends ? Clean(written) with { Flags = EmployerFlags.None, Officer = "" } : Clean(written);
        if (EmployerRules.Refuse(EmployerRules.Check(draft, regions, codes)) is { } refusal)
        {
            return refusal;
        }

        if (sends && RegionCode.Shanxi.Contains(new RegionCode(draft.Seat)) && !await db.Employers().AnyAsync(e => e.CreditCode == credit.Value, cancel))
        {
            return new Refusal("in-province", $"{regions.Path(new RegionCode(draft.Seat))}的单位由当地登记：请把营业执照交给那里的人社部门，登记后再送岗位");
        }

        var office = EmployerRules.OfficeOf(draft.Seat, sends ? EmployerRules.OfficeOf(actor.Region) : actor.Region);
        if (!sends && !actor.Region.Contains(new RegionCode(office)))
        {
            return new Refusal("outside-area", $"{regions.Path(new RegionCode(draft.Seat))}不在您的管辖范围内，请由当地登记");
        }

        if (await db.Employers().AsNoTracking().SingleOrDefaultAsync(e => e.CreditCode == credit.Value, cancel) is { } known)
        {
            return new Refusal("already-registered", sends ? "这个统一社会信用代码已经登记，可以直接送岗位" : actor.Region.Contains(new RegionCode(known.Region))
                ? $"这个统一社会信用代码已经登记为“{known.Name}”，请直接打开它修改" : "这个统一社会信用代码已由其他地区登记，请联系上级专班核对");
        }

        if (!confirmed && await NearAsync(draft.Name, office, cancel) is { Count: > 0 } near)
        {
            return new Refusal("near-name", $"已登记的单位里有名称相近的：{string.Join("、", near.Take(3).Select(n => n.Name))}。确认不是同一家，请勾选“已核对”再保存");
        }

        if (await OfficerAsync(draft.Officer, office, cancel) is not { } officer)
        {
            return NoOfficer;
        }

        for (var turn = 1; ; turn++)
        {
            var employer = await NewAsync(credit.Value, draft, office, officer, actor, cancel);
            db.Employers().Add(employer);
            db.Audit(clock, actor, "employers.register", $"{employer.EmployerId} office={office:D12}");
            try
            {
                await db.SaveChangesAsync(cancel);
                return employer;
            }
            catch (DbUpdateException) when (turn < MostTurns && !db.Employers().AsNoTracking().Any(e => e.CreditCode == credit.Value)
                && db.Employers().AsNoTracking().Any(e => e.Number == employer.Number))
            {
                // somebody else took the number: take the next
            }
            catch (DbUpdateException) when (db.Employers().AsNoTracking().Any(e => e.CreditCode == credit.Value))
            {
                return new Refusal("already-registered", "这个统一社会信用代码刚刚被登记，请打开列表查看");
            }
            finally
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    /// <param name="seen">The version on the page the change was made on.</param>
    public async Task<Result<Employer>> ChangeAsync(Guid employerId, EmployerDraft written, long seen, Actor actor, CancellationToken cancel)
    {
        var employer = EmployerScope.MayOpen(actor) ? await EmployerScope.Employers(db, actor).SingleOrDefaultAsync(e => e.EmployerId == employerId, cancel) : null;
        if (employer is null)
        {
            return NotFound;
        }

        try
        {
            var (keeps, own) = (EmployerScope.MayKeep(actor, employer), EmployerScope.IsOwn(actor, employer));
            if (!keeps && !own)
            {
                return new Refusal("no-right", "您可以查看这个单位，但不能修改；请联系当地经办人");
            }

            var draft = Clean(written);
            if (!keeps)
            {
                // what the office judges stays as it is
                draft = draft with { Name = employer.Name, Flags = (EmployerFlags)employer.Flags, Seat = employer.Seat, Officer = employer.OfficerLogin };
            }

            if (EmployerRules.Refuse(EmployerRules.Check(draft, regions, codes)) is { } refusal)
            {
                return refusal;
            }

            if (seen != employer.Version)
            {
                return JustChanged;
            }

            var office = draft.Seat == employer.Seat ? employer.Region : EmployerRules.OfficeOf(draft.Seat, new RegionCode(employer.Region));
            if (keeps && !actor.Region.Contains(new RegionCode(office)))
            {
                return new Refusal("outside-area", "新的所在地不在您的管辖范围内；请由上级专班办理迁移");
            }

            if (draft.Officer != employer.OfficerLogin)
            {
                if (await OfficerAsync(draft.Officer, office, cancel) is not { } officer)
                {
                    return NoOfficer;
                }

                (employer.OfficerLogin, employer.OfficerName) = officer;
            }

            var before = $"flags={employer.Flags} office={employer.Region:D12} officer={employer.OfficerLogin}";
            (employer.Name, employer.NameKey, employer.Industry, employer.Size) = (draft.Name, EmployerNames.KeyOf(draft.Name), draft.Industry, (short)draft.Size);
            (employer.Flags, employer.Seat, employer.Region, employer.Address, employer.ContactName) = ((int)draft.Flags, draft.Seat, office, draft.Address, draft.ContactName);
            employer.PhoneCipher = draft.Phone is null ? employer.PhoneCipher : Encrypt(draft.Phone);
            (employer.ChangedAt, employer.Version) = (clock.UtcStamp, employer.Version + 1);
            db.Audit(clock, actor, "employers.change", $"{employer.EmployerId}", before: before, after: $"flags={employer.Flags} office={employer.Region:D12} officer={employer.OfficerLogin}");
            await db.SaveChangesAsync(cancel);
            return employer;
        }
        catch (DbUpdateConcurrencyException)
        {
            return JustChanged;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>Says which unit's accounts speak for the employer: a unit of the kind "employer" or "soe" inside the office's area; null for none.</summary>
    public async Task<Refusal?> LinkUnitAsync(Guid employerId, Guid? unitId, Actor actor, CancellationToken cancel)
    {
        var employer = EmployerScope.MayOpen(actor) ? await EmployerScope.Employers(db, actor).SingleOrDefaultAsync(e => e.EmployerId == employerId, cancel) : null;
        if (employer is null)
        {
            return NotFound;
        }

        try
        {
            if (!EmployerScope.MayKeep(actor, employer))
            {
                return new Refusal("no-right", "您没有修改用人单位的权限，请联系当地经办人");
            }

            if (unitId is { } wanted)
            {
                var unit = await db.Set<Unit>().AsNoTracking().SingleOrDefaultAsync(u => u.UnitId == wanted, cancel);
                if (unit is null || unit.Kind is not ("employer" or "soe") || !actor.Region.Contains(new RegionCode(unit.Region)))
                {
                    return new Refusal("bad-unit", "请选择本辖区的“用人单位”或“国有企业”类单位");
                }

                if (await db.Employers().AnyAsync(e => e.UnitId == wanted && e.EmployerId != employerId, cancel))
                {
                    return new Refusal("unit-taken", "这个单位的账号已经用于另一家用人单位，请换一个单位");
                }
            }

            var before = employer.UnitId;
            (employer.UnitId, employer.ChangedAt, employer.Version) = (unitId, clock.UtcStamp, employer.Version + 1);
            db.Audit(clock, actor, "employers.link", $"{employer.EmployerId}", before: $"unit={before}", after: $"unit={unitId}");
            await db.SaveChangesAsync(cancel);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return JustChanged;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>Registered names of the office's city, and the same bare name anywhere, that look like this one.</summary>
    public async Task<IReadOnlyList<Employer>> NearAsync(string name, long office, CancellationToken cancel)
    {
        var (key, city) = (EmployerNames.KeyOf(name), new RegionCode(office).At(RegionLevel.City));
        var head = key[..Math.Min(2, key.Length)];
        var (from, end) = (city.Value, city.End);
        var candidates = await db.Employers().AsNoTracking().Where(e => e.NameKey == key || (e.Region >= from && e.Region < end && e.NameKey.StartsWith(head)))
            .OrderBy(e => e.EmployerId).Take(MostCandidates).ToListAsync(cancel);
        return EmployerNames.Near(name, candidates, e => e.Name);
    }

    internal byte[]? Encrypt(string phone) => phone.Length == 0 ? null : new PersonCrypto(keys).Encrypt(phone);

    private static readonly Refusal NoOfficer = new("no-officer", "没有找到这个服务专员的账号，或者不在单位所在的辖区；请核对账号名");

    private async Task<Employer> NewAsync(string credit, EmployerDraft draft, long office, (string Login, string Name) officer, Actor actor, CancellationToken cancel) => new()
    {
        CreditCode = credit, Number = (await db.Employers().MaxAsync(e => (int?)e.Number, cancel) ?? -1) + 1, Name = draft.Name, NameKey = EmployerNames.KeyOf(draft.Name),
        Industry = draft.Industry, Size = (short)draft.Size, Flags = (int)draft.Flags, Region = office, Seat = draft.Seat, Address = draft.Address, ContactName = draft.ContactName,
        PhoneCipher = Encrypt(draft.Phone ?? ""), OfficerLogin = officer.Login, OfficerName = officer.Name, RegisteredAt = clock.UtcStamp, RegisteredBy = actor.Login, ChangedAt = clock.UtcStamp,
    };

    /// <summary>The account that serves: of the office's area or one above it; null when there is none.</summary>
    private async Task<(string Login, string Name)?> OfficerAsync(string login, long office, CancellationToken cancel)
    {
        if (login.Length == 0)
        {
            return ("", "");
        }

        var account = await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Login == login && a.DisabledAt == null, cancel);
        return account is not null && new RegionCode(account.Region).Contains(new RegionCode(office)) ? (account.Login, account.DisplayName) : null;
    }

    private static EmployerDraft Clean(EmployerDraft d) => d with
    {
        Name = VacancyRules.Clean(d.Name), Address = VacancyRules.Clean(d.Address), ContactName = VacancyRules.Clean(d.ContactName),
        Phone = d.Phone is null ? null : string.Concat(d.Phone.Where(c => !char.IsWhiteSpace(c))), Officer = VacancyRules.Clean(d.Officer), Industry = VacancyRules.Clean(d.Industry),
    };
}
