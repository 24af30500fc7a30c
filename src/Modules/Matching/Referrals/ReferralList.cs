using System.Globalization;
using Chunfeng.Matching.Contracts;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Matching.Referrals;

/// <summary>Which referrals are listed.</summary>
internal enum ReferralTab { Overdue, Referred, Applied, Interviewing, Passed, Checks, Hired, Closed, All }

/// <summary>What is looked for; empty members do not filter.</summary>
/// <param name="Text">Part of the vacancy's or the employer's name.</param>
internal sealed record ReferralFilter(ReferralTab Tab, ReferralChannel? Channel = null, Guid? Unit = null, Guid? Vacancy = null, string? Text = null);

/// <summary>One line. The name is what the viewer may know: an office's own people, an employer's own applicants.</summary>
/// <param name="CheckDue">Of the retention check that waits.</param>
internal sealed record ReferralLine(Referral Referral, string Name, bool Late, DateOnly? CheckDue);

/// <summary>A page of lines; positions are null at the ends.</summary>
internal sealed record ReferralLines(IReadOnlyList<ReferralLine> Lines, string? Next, string? Previous);

/// <summary>Lists referrals inside the viewer's scope; the nearest due day first, and what nobody owes anything on by its id, newest first.</summary>
internal sealed class ReferralList(ChunfengDb db, NamedPeople named, ContactPeople contacts, TimeProvider clock)
{
    public const int PageSize = 30;
    private const short Hired = (short)ReferralState.Hired;

    public async Task<ReferralLines> HandleAsync(ReferralFilter filter, string? after, string? before, Viewer viewer, CancellationToken cancel, int pageSize = PageSize)
    {
        var query = Narrow(filter, viewer);
        var backwards = before is not null;
        var position = Position(before ?? after);
        var dated = filter.Tab is not (ReferralTab.Hired or ReferralTab.Closed or ReferralTab.All);
        if (dated)
        {
            if (position is var (due, id))
            {
                query = backwards
                    ? query.Where(l => l.Due < due || (l.Due == due && l.Referral.ReferralId.CompareTo(id) < 0))
                    : query.Where(l => l.Due > due || (l.Due == due && l.Referral.ReferralId.CompareTo(id) > 0));
            }

            query = backwards
                ? query.OrderByDescending(l => l.Due).ThenByDescending(l => l.Referral.ReferralId)
                : query.OrderBy(l => l.Due).ThenBy(l => l.Referral.ReferralId);
        }
        else
        {
            if (position is var (_, id))
            {
                query = backwards ? query.Where(l => l.Referral.ReferralId.CompareTo(id) > 0) : query.Where(l => l.Referral.ReferralId.CompareTo(id) < 0);
            }

            query = backwards ? query.OrderBy(l => l.Referral.ReferralId) : query.OrderByDescending(l => l.Referral.ReferralId);
        }

        var rows = await query.Take(pageSize + 1).ToListAsync(cancel);
        var more = rows.Count > pageSize;
        if (more)
        {
            rows.RemoveAt(pageSize);
        }

        if (backwards)
        {
            rows.Reverse();
        }

        var names = await NamesAsync([.. rows.Select(r => r.Referral.WorkerId)], viewer, cancel);
        var today = clock.Today;
        return new ReferralLines(
            [.. rows.Select((r, i) => new ReferralLine(r.Referral, names[i], r.Due < today, filter.Tab == ReferralTab.Checks ? r.Due : null))],
            rows.Count > 0 && (backwards || more) ? Key(rows[^1]) : null,
            rows.Count > 0 && (backwards ? more : position is not null) ? Key(rows[0]) : null);
    }

    /// <summary>How many lines a tab holds, so far as a page says it.</summary>
    public Task<int> CountAsync(ReferralTab tab, Viewer viewer, CancellationToken cancel) => Narrow(new ReferralFilter(tab), viewer).CountBoundedAsync(cancel);

    /// <summary>As the viewer may know them; the words for a person who moved away say so.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(IReadOnlyList<Guid> workers, Viewer viewer, CancellationToken cancel) => viewer.Role switch
    {
        ReferralRole.Office => [.. (await named.HandleAsync(workers, viewer.Actor, cancel)).Select(p => p?.Name ?? "（已迁出）")],
        ReferralRole.Employer or ReferralRole.Worker => [.. (await contacts.NamesAsync(workers, cancel)).Select(n => n ?? "（登记已注销）")],
        _ => [.. workers.Select(_ => "")],
    };

    private IQueryable<Line> Narrow(ReferralFilter filter, Viewer viewer)
    {
        var (referrals, today) = (ReferralScope.Referrals(db, viewer).AsNoTracking(), clock.Today);
        if (filter.Channel is { } channel)
        {
            var code = (short)channel;
            referrals = referrals.Where(r => r.Channel == code);
        }

        if (filter.Unit is { } unit)
        {
            referrals = referrals.Where(r => r.UnitId == unit);
        }

        if (filter.Vacancy is { } vacancy)
        {
            referrals = referrals.Where(r => r.VacancyId == vacancy);
        }

        if (ReferralRules.Clean(filter.Text) is { Length: > 0 and <= 50 } text)
        {
            referrals = referrals.Where(r => r.Title.Contains(text) || r.Employer.Contains(text));
        }

        if (filter.Tab == ReferralTab.Checks)
        {
            // several questions may wait for one person: the eldest stands for them
            return referrals.Join(
                ReferralScope.Checks(db, viewer).AsNoTracking().Where(c => c.Answer == (short)RetentionAnswer.Open && c.DueOn <= today)
                    .GroupBy(c => new { c.WorkerId, c.ReferralId }).Select(g => new { g.Key.WorkerId, g.Key.ReferralId, Due = g.Min(c => c.DueOn) }),
                r => new { r.WorkerId, r.ReferralId }, c => new { c.WorkerId, c.ReferralId }, (r, c) => new Line { Referral = r, Due = c.Due });
        }

        short state = filter.Tab switch
        {
            ReferralTab.Referred => (short)ReferralState.Referred, ReferralTab.Applied => (short)ReferralState.Applied, ReferralTab.Interviewing => (short)ReferralState.Interviewing,
            ReferralTab.Passed => (short)ReferralState.Passed, ReferralTab.Hired => Hired, ReferralTab.Closed => (short)ReferralState.Closed, _ => 0,
        };
        referrals = filter.Tab switch
        {
            ReferralTab.All => referrals,
            ReferralTab.Overdue => referrals.Where(r => r.State < Hired && r.DueOn < today),
            _ => referrals.Where(r => r.State == state),
        };
        return referrals.Select(r => new Line { Referral = r, Due = r.DueOn });
    }

    private static string Key(Line line) => $"{(line.Due ?? DateOnly.MinValue).DayNumber:D7}-{line.Referral.ReferralId:N}";

    private static (DateOnly? Due, Guid Id)? Position(string? key) =>
        key is { Length: 40 } && int.TryParse(key.AsSpan(0, 7), NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day <= DateOnly.MaxValue.DayNumber
        && Guid.TryParseExact(key.AsSpan(8, 32), "N", out var id) ? (DateOnly.FromDayNumber(day), id) : null;

    /// <summary>A referral with the day it is ordered by.</summary>
    private sealed class Line
    {
        public required Referral Referral { get; init; }
        public DateOnly? Due { get; init; }
    }
}
