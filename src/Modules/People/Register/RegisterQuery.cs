using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Register;

/// <summary>What the register page asks for; empty members do not filter.</summary>
internal sealed record RegisterFilter(string? Text, long? Region, short? Sex, string? Education, string? After, string? Before);

/// <summary>One line of the register, masked.</summary>
internal sealed record RegisterRow(Guid WorkerId, string Name, short Sex, DateOnly BirthDate, long Home, string? Education, string? Skill, byte[] IdCipher, byte[]? PhoneCipher, DateTime RecordedAt);

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

/// <summary>Reads a page of the register: keyset paging by (home village, person), no total count.</summary>
internal sealed class RegisterQuery(ChunfengDb db, KeyRing keys)
{
    public const int PageSize = 50;

    public async Task<RegisterPage> HandleAsync(RegisterFilter filter, Actor actor, CancellationToken cancel)
    {
        var query = db.Workers().AsNoTracking().Within(actor).Where(w => w.MergedInto == null);
        if (filter.Region is { } code)
        {
            long from = code, to = new RegionCode(code).End;
            query = query.Where(w => w.Home >= from && w.Home < to);
        }

        query = Search(query, filter.Text?.Trim());
        if (filter.Sex is { } sex)
        {
            query = query.Where(w => w.Sex == sex);
        }

        if (!string.IsNullOrEmpty(filter.Education))
        {
            query = query.Where(w => w.Education == filter.Education);
        }

        var backwards = filter.Before is not null;
        if (Position(filter.Before ?? filter.After) is { } at)
        {
            query = backwards
                ? query.Where(w => w.Home < at.Home || (w.Home == at.Home && w.WorkerId.CompareTo(at.Worker) < 0))
                : query.Where(w => w.Home > at.Home || (w.Home == at.Home && w.WorkerId.CompareTo(at.Worker) > 0));
        }

        query = backwards
            ? query.OrderByDescending(w => w.Home).ThenByDescending(w => w.WorkerId)
            : query.OrderBy(w => w.Home).ThenBy(w => w.WorkerId);
        var rows = await query.Take(PageSize + 1)
            .Select(w => new RegisterRow(w.WorkerId, w.Name, w.Sex, w.BirthDate, w.Home, w.Education, w.Skill, w.IdCipher, w.PhoneCipher, w.RecordedAt))
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
        return new RegisterPage(
            rows,
            hasNext && rows.Count > 0 ? Key(rows[^1]) : null,
            hasPrevious && rows.Count > 0 ? Key(rows[0]) : null);
    }

    /// <summary>A full ID number or phone is found by its keyed hash; anything else is the beginning of a name.</summary>
    private IQueryable<Worker> Search(IQueryable<Worker> query, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return query;
        }

        var crypto = new PersonCrypto(keys);
        if (IdNumber.TryParse(text, out var id, out _))
        {
            var worker = crypto.WorkerId(id);
            return query.Where(w => w.WorkerId == worker);
        }

        if (text.Length >= 7 && text.All(char.IsAsciiDigit))
        {
            var blind = crypto.Blind('p', text);
            return query.Where(w => w.PhoneBlind == blind);
        }

        var end = text + '\uFFFF';
        return query.Where(w => w.Name.CompareTo(text) >= 0 && w.Name.CompareTo(end) < 0);
    }

    private static string Key(RegisterRow row) => $"{row.Home:D12}-{row.WorkerId:N}";

    private static (long Home, Guid Worker)? Position(string? key) =>
        key is { Length: 45 } && long.TryParse(key[..12], out var home) && Guid.TryParse(key[13..], out var worker) ? (home, worker) : null;
}
