using System.Linq.Expressions;
using System.Text;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace Chunfeng.People.Register;

/// <summary>What the register page asks for; empty members do not filter.</summary>
internal sealed record RegisterFilter
{
    /// <summary>What was typed: the beginning of a name, a full ID number, or a full telephone number (<see cref="Sought"/>).</summary>
    public string? Text { get; init; }
    /// <summary>One person, by the keyed hash of their number.</summary>
    public Guid? Worker { get; init; }
    /// <summary>A telephone number, by its keyed hash.</summary>
    public long? PhoneBlind { get; init; }
    /// <summary>The last four characters of an ID number or a telephone (<see cref="Tails"/>).</summary>
    public string? Tail { get; init; }
    public RegionCode? Region { get; init; }
    public short? Sex { get; init; }
    public string? Education { get; init; }
    /// <summary>Category in force on the day asked: P10 → 10; 1 (一般农村劳动力) is everybody with none in force.</summary>
    public short? Category { get; init; }
    /// <summary>True: a work spell is in force on the day asked; false: none is.</summary>
    public bool? Working { get; init; }
    /// <summary>Whole years on the day asked, both ends included.</summary>
    public int? MinAge { get; init; }
    public int? MaxAge { get; init; }
    public required DateOnly On { get; init; }
    /// <summary>Keyset positions from an earlier page; what is no position is the first page.</summary>
    public string? After { get; init; }
    public string? Before { get; init; }

    /// <summary>Nothing but a region is asked: the list everybody opens.</summary>
    public bool IsPlain => (Text, Worker, PhoneBlind, Tail, Sex, Education, Category, Working, MinAge, MaxAge) is (null or "", null, null, null, null, null or "", null, null, null, null);
}

/// <summary>One line of the register; numbers still encrypted.</summary>
internal sealed record RegisterRow(
    Guid WorkerId, string Name, short Sex, DateOnly BirthDate, long Home, string? Education, string? Skill, byte[] IdCipher, byte[]? PhoneCipher, bool Working, DateTime RecordedAt);

/// <summary>A page of the register; next and previous are keyset positions, null at the ends.</summary>
internal sealed record RegisterPage(IReadOnlyList<RegisterRow> Rows, string? Next, string? Previous)
{
    /// <summary>Why nobody was looked for, and what to do; null when the rows are the answer.</summary>
    public string? Fault { get; init; }
}

/// <summary>The one place that narrows people to what an account may see.</summary>
internal static class PeopleScope
{
    public static IQueryable<Worker> Within(this IQueryable<Worker> workers, Actor actor, RegionCode? region = null)
    {
        var (from, to) = Range(actor, region);
        return workers.Where(w => w.Home >= from && w.Home < to);
    }

    /// <summary>The home codes [From, To) an account may see, inside a region where one is given; an empty range for who may see nobody.</summary>
    public static (long From, long To) Range(Actor actor, RegionCode? region)
    {
        if (!actor.May(Rights.PeopleRead))
        {
            return (0, 0);
        }

        var inside = region ?? actor.Region;
        return (Math.Max(actor.Region.Value, inside.Value), Math.Min(actor.Region.End, inside.End));
    }
}

/// <summary>Text as people type it, made fit to keep: half of a pair and control characters mean nothing, and not every database takes them.</summary>
internal static class Typed
{
    public static string Clean(string? text, int most = int.MaxValue) =>
        string.Concat((text ?? "").EnumerateRunes().Where(r => !Rune.IsControl(r)).Take(most).Select(r => r.ToString())).Trim();
}

/// <summary>What somebody typed into the search box, understood: one person, a telephone, the beginning of a name, or a fault to tell them.</summary>
internal sealed record Sought(Guid? Worker = null, long? PhoneBlind = null, string? Name = null, string? Fault = null, string? Tail = null)
{
    public const int Longest = 50;
    private const int ShortestPhone = 7, LongestPhone = 12;

    public static Sought Read(string? text, PersonCrypto crypto)
    {
        var typed = Typed.Clean(text);
        if (typed.Length is 0 or > Longest)
        {
            return typed.Length == 0 ? new Sought() : new Sought(Fault: $"最多 {Longest} 个字，请只写姓名、身份证号或手机号。");
        }

        if (IdNumber.TryParse(typed, out var id, out var fault))
        {
            return new Sought(Worker: crypto.WorkerId(id));
        }

        var digits = string.Concat(typed.Select(Half).Where(c => c is not (' ' or '-' or '+')));
        if (!digits.Any(char.IsAsciiDigit) || digits.Any(c => !char.IsAsciiDigit(c) && c is not ('x' or 'X')))
        {
            return new Sought(Name: typed);
        }

        if (digits.Length == Tails.Length && digits.AsSpan(0, 3).IndexOfAnyExceptInRange('0', '9') < 0)
        {
            return new Sought(Tail: digits.ToUpperInvariant());
        }

        digits = digits.Length == 13 && digits.StartsWith("861", StringComparison.Ordinal) ? digits[2..] : digits;
        return digits.Length is >= ShortestPhone and <= LongestPhone && digits.All(char.IsAsciiDigit)
            ? new Sought(PhoneBlind: crypto.Blind('p', digits))
            : new Sought(Fault: digits.Length <= LongestPhone ? "号码要写全：身份证号 18 位，手机号 11 位；或者只写后四位。" : IdNumberFaults.Explain(fault));
    }

    private static char Half(char c) => c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : char.IsWhiteSpace(c) ? ' ' : c;
}

/// <summary>Whom the words of a search mean, for the register's list and for a window alike.</summary>
internal static class SoughtPeople
{
    /// <summary>A full ID number or phone is found by its keyed hash, a merged registration's leads to its person; a name by its beginning, which is a range of the index.
    /// Nothing sought is everybody.</summary>
    /// <param name="plan">One of <see cref="Planned"/>: what else narrows the people decides.</param>
    public static async Task<Result<IQueryable<Worker>>> WithinAsync(
        ChunfengDb db, KeyRing keys, Sought sought, Actor actor, RegionCode? region, CancellationToken cancel, string plan = Planned.Anew)
    {
        var everybody = db.Workers().AsNoTracking().TagWith(plan);
        var query = everybody.Within(actor, region).Where(w => w.MergedInto == null);
        if (sought.Worker is { } worker)
        {
            var merged = await MergedIntoAsync(everybody.Within(actor).Where(f => f.WorkerId == worker), cancel);
            var person = merged.Count == 0 ? worker : merged[0];
            query = query.Where(w => w.WorkerId == person);
        }

        if (sought.PhoneBlind is { } blind)
        {
            var merged = await MergedIntoAsync(everybody.Within(actor).Where(f => f.PhoneBlind == blind), cancel);
            query = merged.Count == 0 ? query.Where(w => w.PhoneBlind == blind) : query.Where(w => w.PhoneBlind == blind || merged.Contains(w.WorkerId));
        }

        if (sought.Tail is { } tail)
        {
            var ending = await new Tails(db, keys).FindAsync(tail, PeopleScope.Range(actor, region), PeopleScope.Range(actor, null), cancel);
            if (ending.IsRefused)
            {
                return ending.Refusal;
            }

            var found = ending.Value;
            query = query.Where(w => EF.Parameter(found).Contains(w.WorkerId)); // one array, not a parameter a person
        }

        if (sought.Name is { } name)
        {
            var end = RegisterQuery.EndOf(name);
            query = query.Where(w => w.Name.CompareTo(name) >= 0 && w.Name.CompareTo(end) < 0);
        }

        return Result.Of(query);
    }

    /// <summary>The persons that some registrations were merged into.</summary>
    public static Task<List<Guid>> MergedIntoAsync(IQueryable<Worker> from, CancellationToken cancel) =>
        from.Where(f => f.MergedInto != null).Select(f => f.MergedInto!.Value).ToListAsync(cancel);
}

/// <summary>Where a page begins or ends: behind a person of a home village, or of a name.</summary>
internal readonly record struct RegisterPosition(Guid Worker, long Home, string Name)
{
    private const int HomeLength = 45, NameStart = 33;

    public static string Of(RegisterRow row, bool byName) => byName ? $"n{row.WorkerId:N}{row.Name}" : $"h{row.WorkerId:N}{row.Home:D12}";

    /// <summary>Null for anything else than a position of that order: addresses are typed over and kept for years.</summary>
    public static RegisterPosition? Read(string? text, bool byName)
    {
        if (text is null || text.Length <= NameStart || text[0] != (byName ? 'n' : 'h') || !Guid.TryParseExact(text.AsSpan(1, 32), "N", out var worker))
        {
            return null;
        }

        if (!byName)
        {
            return text.Length == HomeLength && long.TryParse(text.AsSpan(NameStart), System.Globalization.NumberStyles.None, null, out var home)
                ? new RegisterPosition(worker, home, "") : null;
        }

        var name = text[NameStart..];
        return name.Length > Sought.Longest || name.EnumerateRunes().Any(r => Rune.IsControl(r) || r == Rune.ReplacementChar) ? null : new RegisterPosition(worker, 0, name);
    }
}

/// <summary>Reads a page of the register by keyset, never counting: by home village and person, or by name where a name is looked for.</summary>
/// <remarks>Always true, "Revision > 0 OR w.Version &lt; 0" ties a subquery to its person twice. Without it PostgreSQL weighs looking fifty people up
/// against reading everybody's spells once as if the whole county were asked, not the page, and reads everybody's: seconds a page at six million.</remarks>
internal sealed class RegisterQuery(ChunfengDb db, KeyRing keys)
{
    public const int PageSize = 50;
    private const short General = 1;

    public async Task<RegisterPage> HandleAsync(RegisterFilter filter, Actor actor, CancellationToken cancel)
    {
        var sought = string.IsNullOrEmpty(filter.Text) ? new Sought() : Sought.Read(filter.Text, new PersonCrypto(keys));
        if (sought.Fault is not null)
        {
            return new RegisterPage([], null, null); // what was not understood finds nobody, not everybody
        }

        var byName = sought.Name is not null;
        var at = RegisterPosition.Read(filter.Before ?? filter.After, byName);
        var backwards = at is not null && filter.Before is not null;
        List<RegisterRow> rows;
        if (!backwards && (filter with { Text = null }).IsPlain && (byName || string.IsNullOrEmpty(filter.Text)))
        {
            rows = await CompiledAsync(filter, sought.Name, actor, at, cancel);
        }
        else
        {
            var narrowed = await NarrowAsync(filter, sought, actor, cancel);
            if (narrowed.IsRefused)
            {
                return new RegisterPage([], null, null) { Fault = narrowed.Refusal.Message };
            }

            rows = await RowsAsync(narrowed.Value, filter.On, at, byName, backwards, cancel);
        }

        if (rows.Count == 0 && at is not null)
        {
            return await HandleAsync(filter with { After = null, Before = null }, actor, cancel); // everybody beyond has gone since
        }

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
        var hasPrevious = backwards ? more : at is not null;
        return new RegisterPage(
            rows,
            hasNext && rows.Count > 0 ? RegisterPosition.Of(rows[^1], byName) : null,
            hasPrevious && rows.Count > 0 ? RegisterPosition.Of(rows[0], byName) : null);
    }

    /// <summary>The two lists everybody turns over all day, an area and a name: their query is put together once.</summary>
    private async Task<List<RegisterRow>> CompiledAsync(RegisterFilter filter, string? name, Actor actor, RegisterPosition? at, CancellationToken cancel)
    {
        var (from, to) = PeopleScope.Range(actor, filter.Region);
        var pages = db.Compiled<CompiledPages>();
        var found = name is null
            ? pages.OfArea(db, from, to, at?.Home ?? from, at?.Worker ?? Guid.Empty, filter.On)
            : pages.OfName(db, from, to, name, EndOf(name), at?.Name ?? name, at?.Worker ?? Guid.Empty, filter.On);
        var rows = new List<RegisterRow>(PageSize + 1);
        await foreach (var row in found.WithCancellation(cancel))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>The first text behind all that begin with a name: above every character, the rare ones of names outside the first plane too.</summary>
    internal static string EndOf(string name) => name + "\U0010FFFF";

    private sealed class CompiledPages
    {
        private static readonly Expression<Func<ChunfengDb, DateOnly, Worker, RegisterRow>> Row = (c, on, w) => new RegisterRow(
            w.WorkerId, w.Name, w.Sex, w.BirthDate, w.Home, w.Education, w.Skill, w.IdCipher, w.PhoneCipher,
            c.Set<WorkSpell>().Any(s => s.WorkerId == w.WorkerId && (s.Revision > 0 || w.Version < 0) && s.SupersededAt == null && s.StartsOn <= on && (s.EndsOn == null || s.EndsOn >= on))
                || c.Set<Worker>().Any(f => f.MergedInto == w.WorkerId && c.Set<WorkSpell>().Any(s => s.WorkerId == f.WorkerId && (s.Revision > 0 || w.Version < 0) && s.SupersededAt == null
                    && s.StartsOn <= on && (s.EndsOn == null || s.EndsOn >= on))), w.RecordedAt);

        /// <summary>Arguments: context, first and end of the homes, home and person to begin behind, day.</summary>
        public Func<ChunfengDb, long, long, long, Guid, DateOnly, IAsyncEnumerable<RegisterRow>> OfArea { get; } = EF.CompileAsyncQuery(
            WithRows<Func<ChunfengDb, long, long, long, Guid, DateOnly, IQueryable<RegisterRow>>>((ChunfengDb c, long first, long end, long home, Guid worker, DateOnly on) =>
                c.Set<Worker>().AsNoTracking().TagWith(Planned.Once)
                    .Where(w => w.Home >= first && w.Home < end && w.MergedInto == null && w.Home >= home && (w.Home > home || w.WorkerId.CompareTo(worker) > 0))
                    .OrderBy(w => w.Home).ThenBy(w => w.WorkerId).Take(PageSize + 1)));

        /// <summary>Arguments: context, first and end of the homes, first and end of the names, name and person to begin behind, day. Planned with its values: a name may be one person's or a hundred thousand's.</summary>
        public Func<ChunfengDb, long, long, string, string, string, Guid, DateOnly, IAsyncEnumerable<RegisterRow>> OfName { get; } = EF.CompileAsyncQuery(
            WithRows<Func<ChunfengDb, long, long, string, string, string, Guid, DateOnly, IQueryable<RegisterRow>>>((ChunfengDb c, long first, long end, string name, string beyond, string at, Guid worker, DateOnly on) =>
                c.Set<Worker>().AsNoTracking().TagWith(Planned.Anew)
                    .Where(w => w.Home >= first && w.Home < end && w.MergedInto == null && w.Name.CompareTo(name) >= 0 && w.Name.CompareTo(beyond) < 0
                        && w.Name.CompareTo(at) >= 0 && (w.Name.CompareTo(at) > 0 || w.WorkerId.CompareTo(worker) > 0))
                    .OrderBy(w => w.Name).ThenBy(w => w.WorkerId).Take(PageSize + 1)));

        /// <summary>People in order, turned into rows; the lambda's first argument is the context, its last the day.</summary>
        private static Expression<TQuery> WithRows<TQuery>(LambdaExpression people)
        {
            var row = ReplacingExpressionVisitor.Replace(Row.Parameters[0], people.Parameters[0], ReplacingExpressionVisitor.Replace(Row.Parameters[1], people.Parameters[^1], Row.Body));
            var rows = Expression.Call(typeof(Queryable), nameof(Queryable.Select), [typeof(Worker), typeof(RegisterRow)], people.Body, Expression.Quote(Expression.Lambda<Func<Worker, RegisterRow>>(row, Row.Parameters[2])));
            return Expression.Lambda<TQuery>(rows, people.Parameters);
        }
    }

    private async Task<List<RegisterRow>> RowsAsync(
        IQueryable<Worker> query, DateOnly on, RegisterPosition? at, bool byName, bool backwards, CancellationToken cancel)
    {
        var ordered = byName ? ByName(query, at, backwards) : ByHome(query, at, backwards);
        return await Rows(ordered.Take(PageSize + 1), on).ToListAsync(cancel);
    }

    private IQueryable<RegisterRow> Rows(IQueryable<Worker> workers, DateOnly on)
    {
        var (atWork, everybody) = (InForce(db.WorkSpells(), on), db.Workers());
        return workers.Select(w => new RegisterRow(
            w.WorkerId, w.Name, w.Sex, w.BirthDate, w.Home, w.Education, w.Skill, w.IdCipher, w.PhoneCipher,
            atWork.Any(s => s.WorkerId == w.WorkerId && (s.Revision > 0 || w.Version < 0)) || everybody.Any(f => f.MergedInto == w.WorkerId && atWork.Any(s => s.WorkerId == f.WorkerId && (s.Revision > 0 || w.Version < 0))), w.RecordedAt));
    }

    /// <summary>Everybody a filter finds, in the order of its pages, read as they are taken; refused when there are more than <paramref name="most"/>.</summary>
    public async Task<Result<IAsyncEnumerable<RegisterRow>>> AllAsync(RegisterFilter filter, Actor actor, int most, CancellationToken cancel)
    {
        var sought = Sought.Read(filter.Text, new PersonCrypto(keys));
        if (sought.Fault is not null)
        {
            return new Refusal("bad-filter", sought.Fault);
        }

        var narrowed = await NarrowAsync(filter, sought, actor, cancel);
        if (narrowed.IsRefused)
        {
            return narrowed.Refusal;
        }

        var query = narrowed.Value;
        if (await query.Take(most + 1).CountAsync(cancel) > most)
        {
            return new Refusal("too-many", $"符合条件的超过 {most} 人，请增加条件（如选到县、乡镇）后再导出");
        }

        var ordered = sought.Name is not null ? ByName(query, null, false) : ByHome(query, null, false);
        return Result.Of(Rows(ordered, filter.On).AsAsyncEnumerable());
    }

    /// <summary>Whom a filter means, inside the actor's area.</summary>
    /// <remarks>What is known of a merged registration counts at the person it was merged into (decision 11). Merged registrations are few: where an
    /// OR would keep an index from being used, their persons are looked up first.</remarks>
    private async Task<Result<IQueryable<Worker>>> NarrowAsync(RegisterFilter filter, Sought sought, Actor actor, CancellationToken cancel)
    {
        var on = filter.On;
        var everybody = db.Workers().AsNoTracking();
        var meant = sought with { Worker = sought.Worker ?? filter.Worker, PhoneBlind = sought.PhoneBlind ?? filter.PhoneBlind, Tail = sought.Tail ?? filter.Tail };

        // sex, age, education, at work: no index knows them, so a county is walked in its order whatever is asked. A name or a category has an index of its own, "none" (not at work, no category)
        // is planned worse without values, and a province that holds nobody of the kind is searched by several processes only where the plan knows its size
        var plan = meant == new Sought() && filter is { Category: null, Working: not false } && (filter.Region ?? actor.Region).Level >= RegionLevel.County ? Planned.Once : Planned.Anew;
        var within = await SoughtPeople.WithinAsync(db, keys, meant, actor, filter.Region, cancel, plan);
        if (within.IsRefused)
        {
            return within.Refusal;
        }

        var query = within.Value;
        if (filter.Sex is { } sex)
        {
            query = query.Where(w => w.Sex == sex);
        }

        if (!string.IsNullOrEmpty(filter.Education))
        {
            query = query.Where(w => w.Education == filter.Education);
        }

        if (filter.Category is General)
        {
            var any = InForce(db.StatusSpells(), on);
            query = query.Where(w => !any.Any(s => s.WorkerId == w.WorkerId && (s.Revision > 0 || w.Version < 0)) && !everybody.Any(f => f.MergedInto == w.WorkerId && any.Any(s => s.WorkerId == f.WorkerId && (s.Revision > 0 || w.Version < 0))));
        }
        else if (filter.Category is { } category)
        {
            var belongs = InForce(db.StatusSpells(), on).Where(s => s.Category == category);
            var merged = await SoughtPeople.MergedIntoAsync(everybody.Where(f => belongs.Any(s => s.WorkerId == f.WorkerId)), cancel);
            query = merged.Count == 0
                ? query.Where(w => belongs.Any(s => s.WorkerId == w.WorkerId))
                : query.Where(w => belongs.Any(s => s.WorkerId == w.WorkerId) || merged.Contains(w.WorkerId));
        }

        if (filter.Working is { } working)
        {
            var atWork = InForce(db.WorkSpells(), on);
            query = working
                ? query.Where(w => atWork.Any(s => s.WorkerId == w.WorkerId && (s.Revision > 0 || w.Version < 0)) || everybody.Any(f => f.MergedInto == w.WorkerId && atWork.Any(s => s.WorkerId == f.WorkerId && (s.Revision > 0 || w.Version < 0))))
                : query.Where(w => !atWork.Any(s => s.WorkerId == w.WorkerId && (s.Revision > 0 || w.Version < 0)) && !everybody.Any(f => f.MergedInto == w.WorkerId && atWork.Any(s => s.WorkerId == f.WorkerId && (s.Revision > 0 || w.Version < 0))));
        }

        if (filter.MinAge is { } least)
        {
            var latest = Ages.BornBy(on, least);
            query = query.Where(w => w.BirthDate <= latest);
        }

        if (filter.MaxAge is { } most)
        {
            var earliest = Ages.BornBy(on, most + 1);
            query = query.Where(w => w.BirthDate > earliest);
        }

        return Result.Of(query);
    }

    private static IQueryable<T> InForce<T>(IQueryable<T> spells, DateOnly on) where T : Spell =>
        spells.Where(s => s.SupersededAt == null && s.StartsOn <= on && (s.EndsOn == null || s.EndsOn >= on));

    // the bare bound on the leading column is what starts the index scan at the position: without it a deep page reads every earlier one
    internal static IQueryable<Worker> ByHome(IQueryable<Worker> query, RegisterPosition? position, bool backwards)
    {
        if (position is { } at)
        {
            var (worker, home, _) = at;
            query = backwards
                ? query.Where(w => w.Home <= home && (w.Home < home || w.WorkerId.CompareTo(worker) < 0))
                : query.Where(w => w.Home >= home && (w.Home > home || w.WorkerId.CompareTo(worker) > 0));
        }

        return backwards
            ? query.OrderByDescending(w => w.Home).ThenByDescending(w => w.WorkerId)
            : query.OrderBy(w => w.Home).ThenBy(w => w.WorkerId);
    }

    internal static IQueryable<Worker> ByName(IQueryable<Worker> query, RegisterPosition? position, bool backwards)
    {
        if (position is { } at)
        {
            var (worker, _, name) = at;
            query = backwards
                ? query.Where(w => w.Name.CompareTo(name) <= 0 && (w.Name.CompareTo(name) < 0 || w.WorkerId.CompareTo(worker) < 0))
                : query.Where(w => w.Name.CompareTo(name) >= 0 && (w.Name.CompareTo(name) > 0 || w.WorkerId.CompareTo(worker) > 0));
        }

        return backwards
            ? query.OrderByDescending(w => w.Name).ThenByDescending(w => w.WorkerId)
            : query.OrderBy(w => w.Name).ThenBy(w => w.WorkerId);
    }
}
