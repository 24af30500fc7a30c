using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Platform.Access;

/// <summary>What an administrator looks for; empty members do not filter.</summary>
/// <param name="Region">Inside this region; narrowed to the administrator's own.</param>
/// <param name="Text">Beginning of the login, or part of the name.</param>
public sealed record AccountFilter(RegionCode? Region = null, string? Text = null, string? Role = null, bool? Disabled = null, short? Kind = null);

/// <summary>One line of the list of accounts.</summary>
public sealed record AccountRow(
    Guid AccountId, string Login, string DisplayName, string Unit, long Region, string Role, bool SecondFactor, bool MustChangePassword,
    DateTime? DisabledAt, DateTime? LockedUntil, DateTime? LastSignInAt, DateTime CreatedAt, short Kind, Guid UnitId, DateTime? FormerSecretUntil, int Passkeys)
{
    public string RoleName => Roles.Find(Role)?.Name ?? "个别授权";
}

/// <summary>A page of accounts by login; keys are null at the ends.</summary>
public sealed record AccountPage(IReadOnlyList<AccountRow> Rows, string? Next, string? Previous);

/// <summary>Reads accounts and units of an administrator's area, and of no other.</summary>
public sealed class AccountQuery(ChunfengDb db)
{
    public const int PageSize = 50;

    public async Task<Result<AccountPage>> HandleAsync(AccountFilter filter, string? after, string? before, Actor actor, CancellationToken cancel)
    {
        if (!AccessRules.MayList(actor))
        {
            return AccessRules.NoRight;
        }

        var query = Within(actor, filter.Region);
        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            var text = filter.Text.Trim();
            var login = text.ToLowerInvariant();
            query = query.Where(a => a.Login.StartsWith(login) || a.DisplayName.Contains(text));
        }

        if (!string.IsNullOrEmpty(filter.Role))
        {
            query = query.Where(a => a.Role == filter.Role);
        }

        if (filter.Kind is { } kind)
        {
            query = query.Where(a => a.Kind == kind);
        }

        if (filter.Disabled is { } disabled)
        {
            query = query.Where(a => a.DisabledAt != null == disabled);
        }

        var backwards = before is not null;
        if ((before ?? after) is { } key)
        {
            query = backwards ? query.Where(a => a.Login.CompareTo(key) < 0) : query.Where(a => a.Login.CompareTo(key) > 0);
        }

        query = backwards ? query.OrderByDescending(a => a.Login) : query.OrderBy(a => a.Login);
        var rows = await Rows(query.Take(PageSize + 1)).ToListAsync(cancel);
        var more = rows.Count > PageSize;
        if (more)
        {
            rows.RemoveAt(PageSize);
        }

        if (backwards)
        {
            rows.Reverse();
        }

        return new AccountPage(
            rows,
            rows.Count > 0 && (backwards || more) ? rows[^1].Login : null,
            rows.Count > 0 && (backwards ? more : after is not null) ? rows[0].Login : null);
    }

    /// <summary>One account of the area, or null as if it were not there.</summary>
    public async Task<AccountRow?> FindAsync(Guid id, Actor actor, CancellationToken cancel) => AccessRules.MayList(actor)
        ? await Rows(Within(actor, null).Where(a => a.AccountId == id)).SingleOrDefaultAsync(cancel)
        : null;

    /// <summary>The units of exactly this region, the office first, with how many accounts each has; none outside the area.</summary>
    /// <param name="text">Part of the name; a county has thousands of employers, so at most <see cref="PageSize"/> are told.</param>
    public async Task<IReadOnlyList<(Unit Unit, int Accounts)>> UnitsAsync(RegionCode region, Actor actor, CancellationToken cancel, string? text = null)
    {
        if (!AccessRules.MayList(actor) || !actor.Region.Contains(region))
        {
            return [];
        }

        var value = region.Value;
        var (office, force) = (UnitTree.OfficeId(region), UnitTree.ForceId(region));
        var query = db.Units().AsNoTracking().Where(u => u.Region == value);
        if (!string.IsNullOrWhiteSpace(text))
        {
            var part = text.Trim();
            query = query.Where(u => u.Name.Contains(part));
        }

        var units = await query.OrderBy(u => u.UnitId == office ? 0 : u.UnitId == force ? 1 : 2).ThenBy(u => u.Name).ThenBy(u => u.UnitId).Take(PageSize).ToListAsync(cancel);
        var ids = units.Select(u => u.UnitId).ToList();
        var counts = await db.Set<Account>().Where(a => ids.Contains(a.UnitId)).GroupBy(a => a.UnitId).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return [.. units.Select(u => (u, counts.GetValueOrDefault(u.UnitId)))];
    }

    /// <summary>One unit of the area, or null as if it were not there.</summary>
    public async Task<Unit?> UnitAsync(Guid id, Actor actor, CancellationToken cancel) =>
        AccessRules.MayList(actor) && await db.Units().AsNoTracking().SingleOrDefaultAsync(u => u.UnitId == id, cancel) is { } unit && actor.Region.Contains(new RegionCode(unit.Region))
            ? unit
            : null;

    /// <summary>The one place that narrows accounts to an administrator's area.</summary>
    private IQueryable<Account> Within(Actor actor, RegionCode? region)
    {
        var inside = region is { } asked && actor.Region.Contains(asked) ? asked : actor.Region;
        var (from, to) = (inside.Value, inside.End);
        return db.Set<Account>().AsNoTracking().Where(a => a.Region >= from && a.Region < to);
    }

    private IQueryable<AccountRow> Rows(IQueryable<Account> accounts) => accounts.Select(a => new AccountRow(
        a.AccountId, a.Login, a.DisplayName, db.Units().Where(u => u.UnitId == a.UnitId).Select(u => u.Name).FirstOrDefault() ?? "", a.Region, a.Role,
        a.TotpSecret != null, a.MustChangePassword, a.DisabledAt, a.LockedUntil, a.LastSignInAt, a.CreatedAt, a.Kind, a.UnitId, a.FormerSecretUntil,
        db.Set<Passkey>().Count(p => p.AccountId == a.AccountId)));
}
