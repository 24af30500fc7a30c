using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Register;

/// <summary>What the register page asks for; empty members do not filter.</summary>
internal sealed record RegisterFilter
{
    /// <summary>Beginning of a name, a full ID number, or a full telephone number.</summary>
    public string? Text { get; init; }
    public RegionCode? Region { get; init; }
    public short? Sex { get; init; }
    public string? Education { get; init; }
    /// <summary>Category in force: P10 → 10.</summary>
    public short? Category { get; init; }
    /// <summary>True: a work spell is in force on the day asked; false: none is.</summary>
    public bool? Working { get; init; }
    /// <summary>Whole years on the day asked, both ends included.</summary>
    public int? MinAge { get; init; }
    public int? MaxAge { get; init; }
    public required DateOnly On { get; init; }
    /// <summary>Keyset positions from an earlier page; what is no position is ignored.</summary>
    public string? After { get; init; }
    public string? Before { get; init; }
}

/// <summary>One line of the register; numbers still encrypted.</summary>
internal sealed record RegisterRow(
    Guid WorkerId, string Name, short Sex, DateOnly BirthDate, long Home, string? Education, string? Skill, byte[] IdCipher, byte[]? PhoneCipher, bool Working, DateTime RecordedAt);

/// <summary>A page of the register; next and previous are keyset positions, null at the ends.</summary>
internal sealed record RegisterPage(IReadOnlyList<RegisterRow> Rows, string? Next, string? Previous);

/// <summary>The one place that narrows people to what an account may see.</summary>
internal static class PeopleScope
{
    public static IQueryable<Worker> Within(this IQueryable<Worker> workers, Actor actor)
    {
        long from = actor.Region.Value, to = actor.Region.End;
        return actor.May(Rights.PeopleRead) ? workers.Where(w => w.Home >= from && w.Home < to) : workers.Where(w => false);
    }
}

/// <summary>Reads a page of the register by keyset, never counting: by home village and person, or by name where a name is looked for.</summary>
internal sealed class RegisterQuery(ChunfengDb db, KeyRing keys)
{
    public const int PageSize = 50;

    public async Task<RegisterPage> HandleAsync(RegisterFilter filter, Actor actor, CancellationToken cancel)
    {
        var query = Narrow(db.Workers().AsNoTracking().Within(actor).Where(w => w.MergedInto == null), filter);
        var (found, byName) = Search(query, filter.Text?.Trim());
        var backwards = filter.Before is not null;
        var ordered = byName ? ByName(found, filter.Before ?? filter.After, backwards) : ByHome(found, filter.Before ?? filter.After, backwards);
        var (on, spells) = (filter.On, db.WorkSpells());
        var rows = await ordered.Take(PageSize + 1)
            .Select(w => new RegisterRow(
                w.WorkerId, w.Name, w.Sex, w.BirthDate, w.Home, w.Education, w.Skill, w.IdCipher, w.PhoneCipher,
                spells.Any(s => s.WorkerId == w.WorkerId && s.SupersededAt == null && s.StartsOn <= on && (s.EndsOn == null || s.EndsOn >= on)), w.RecordedAt))
            .ToListAsync(cancel);
        var more = rows.Count > PageSize;
        if (more)
        {
            rows.RemoveAt(PageSize);
        }

        if (backwards)
        {
            rows.Reverse();
        }

        var hasNext = backwards || more;
        var hasPrevious = backwards ? more : filter.After is not null;
        string KeyOf(RegisterRow row) => byName ? $"n{row.WorkerId:N}{row.Name}" : $"h{row.WorkerId:N}{row.Home:D12}";
        return new RegisterPage(
            rows,
            hasNext && rows.Count > 0 ? KeyOf(rows[^1]) : null,
            hasPrevious && rows.Count > 0 ? KeyOf(rows[0]) : null);
    }

    private IQueryable<Worker> Narrow(IQueryable<Worker> query, RegisterFilter filter)
    {
        var on = filter.On;
        if (filter.Region is { } region)
        {
            long from = region.Value, to = region.End;
            query = query.Where(w => w.Home >= from && w.Home < to);
        }

        if (filter.Sex is { } sex)
        {
            query = query.Where(w => w.Sex == sex);
        }

        if (!string.IsNullOrEmpty(filter.Education))
        {
            query = query.Where(w => w.Education == filter.Education);
        }

        if (filter.Category is { } category)
        {
            query = query.Where(w => db.StatusSpells().Any(s => s.WorkerId == w.WorkerId && s.SupersededAt == null && s.Category == category
                && s.StartsOn <= on && (s.EndsOn == null || s.EndsOn >= on)));
        }

        if (filter.Working is { } working)
        {
            query = query.Where(w => working == db.WorkSpells().Any(s => s.WorkerId == w.WorkerId && s.SupersededAt == null
                && s.StartsOn <= on && (s.EndsOn == null || s.EndsOn >= on)));
        }

        if (filter.MinAge is { } least)
        {
            var latest = on.AddYears(-least);
            query = query.Where(w => w.BirthDate <= latest);
        }

        if (filter.MaxAge is { } most)
        {
            var earliest = on.AddYears(-most - 1);
            query = query.Where(w => w.BirthDate > earliest);
        }

        return query;
    }

    /// <summary>A full ID number or phone is found by its keyed hash; anything else is the beginning of a name.</summary>
    private (IQueryable<Worker> Found, bool ByName) Search(IQueryable<Worker> query, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return (query, false);
        }

        var crypto = new PersonCrypto(keys);
        if (IdNumber.TryParse(text, out var id, out _))
        {
            var worker = crypto.WorkerId(id);
            return (query.Where(w => w.WorkerId == worker), false);
        }

        if (text.Length >= 7 && text.All(char.IsAsciiDigit))
        {
            var blind = crypto.Blind('p', text);
            return (query.Where(w => w.PhoneBlind == blind), false);
        }

        var end = text + '\uFFFF';
        return (query.Where(w => w.Name.CompareTo(text) >= 0 && w.Name.CompareTo(end) < 0), true);
    }

    private static IQueryable<Worker> ByHome(IQueryable<Worker> query, string? position, bool backwards)
    {
        if (position is { Length: 45 } && position[0] == 'h' && Guid.TryParseExact(position[1..33], "N", out var worker) && long.TryParse(position[33..], out var home))
        {
            query = backwards
                ? query.Where(w => w.Home < home || (w.Home == home && w.WorkerId.CompareTo(worker) < 0))
                : query.Where(w => w.Home > home || (w.Home == home && w.WorkerId.CompareTo(worker) > 0));
        }

        return backwards
            ? query.OrderByDescending(w => w.Home).ThenByDescending(w => w.WorkerId)
            : query.OrderBy(w => w.Home).ThenBy(w => w.WorkerId);
    }

    private static IQueryable<Worker> ByName(IQueryable<Worker> query, string? position, bool backwards)
    {
        if (position is { Length: > 33 and <= 83 } && position[0] == 'n' && Guid.TryParseExact(position[1..33], "N", out var worker))
        {
            var name = position[33..];
            query = backwards
                ? query.Where(w => w.Name.CompareTo(name) < 0 || (w.Name == name && w.WorkerId.CompareTo(worker) < 0))
                : query.Where(w => w.Name.CompareTo(name) > 0 || (w.Name == name && w.WorkerId.CompareTo(worker) > 0));
        }

        return backwards
            ? query.OrderByDescending(w => w.Name).ThenByDescending(w => w.WorkerId)
            : query.OrderBy(w => w.Name).ThenBy(w => w.WorkerId);
    }
}
