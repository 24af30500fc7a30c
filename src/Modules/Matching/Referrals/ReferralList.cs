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
        var backwards = before is not null;
        var position = Position(before ?? after);
        var rows = position is null && !backwards && viewer.Role == ReferralRole.Office && filter == new ReferralFilter(filter.Tab)
            ? await Opening(filter.Tab, viewer, pageSize + 1).ToListAsync(cancel) : await Page(filter, position, backwards, viewer).Take(pageSize + 1).ToListAsync(cancel);
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
    public Task<int> CountAsync(ReferralTab tab, Viewer viewer, CancellationToken cancel)
    {
        if (viewer.Role != ReferralRole.Office || tab == ReferralTab.All)
        {
            return Narrow(new ReferralFilter(tab), viewer).CountBoundedAsync(cancel);
        }

        var (reads, from, end) = (db.Compiled<ReferralReads>(), viewer.Actor.Region.Value, viewer.Actor.Region.End);
        return tab switch
        {
            ReferralTab.Overdue => reads.CountLate(db, from, end, clock.Today, cancel),
            ReferralTab.Checks => reads.CountChecks(db, from, end, clock.Today, cancel),
            _ => reads.Count(db, from, end, StateOf(tab), cancel),
        };
    }

    /// <summary>As the viewer may know them; the words for a person who moved away say so.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(IReadOnlyList<Guid> workers, Viewer viewer, CancellationToken cancel) => viewer.Role switch
    {
        ReferralRole.Office => [.. (await named.HandleAsync(workers, viewer.Actor, cancel)).Select(p => p?.Name ?? "（已迁出）")],
        ReferralRole.Employer or ReferralRole.Worker => [.. (await contacts.NamesAsync(workers, cancel)).Select(n => n ?? "（登记已注销）")],
        _ => [.. workers.Select(_ => "")],
    };

    /// <summary>The lines from a position on, in the order of the tab.</summary>
    private IQueryable<ReferralRow> Page(ReferralFilter filter, (DateOnly? Due, Guid Id)? position, bool backwards, Viewer viewer)
    {
        var query = Narrow(filter, viewer);
        if (filter.Tab is not (ReferralTab.Hired or ReferralTab.Closed or ReferralTab.All))
        {
            if (position is var (due, id))
            {
                query = backwards
                    ? query.Where(l => l.Due < due || (l.Due == due && l.Referral.ReferralId.CompareTo(id) < 0))
                    : query.Where(l => l.Due > due || (l.Due == due && l.Referral.ReferralId.CompareTo(id) > 0));
            }

            return backwards
                ? query.OrderByDescending(l => l.Due).ThenByDescending(l => l.Referral.ReferralId)
                : query.OrderBy(l => l.Due).ThenBy(l => l.Referral.ReferralId);
        }

        if (position is var (_, last))
        {
            query = backwards ? query.Where(l => l.Referral.ReferralId.CompareTo(last) > 0) : query.Where(l => l.Referral.ReferralId.CompareTo(last) < 0);
        }

        return backwards ? query.OrderBy(l => l.Referral.ReferralId) : query.OrderByDescending(l => l.Referral.ReferralId);
    }

    /// <summary>The first page of an office's tab with no filter, as most pages are asked for.</summary>
    private IAsyncEnumerable<ReferralRow> Opening(ReferralTab tab, Viewer viewer, int most)
    {
        var (reads, from, end) = (db.Compiled<ReferralReads>(), viewer.Actor.Region.Value, viewer.Actor.Region.End);
        return tab switch
        {
            ReferralTab.Checks => reads.Checked(db, from, end, clock.Today, most),
            ReferralTab.All => reads.All(db, from, end, most),
            ReferralTab.Overdue => reads.Late(db, from, end, clock.Today, most),
            ReferralTab.Hired or ReferralTab.Closed => reads.Newest(db, from, end, StateOf(tab), most),
            _ => reads.Dated(db, from, end, StateOf(tab), most),
        };
    }

    private IQueryable<ReferralRow> Narrow(ReferralFilter filter, Viewer viewer)
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
            return referrals.TagWith(Planned.Anew).Join(
                ReferralScope.Checks(db, viewer).AsNoTracking().Where(c => c.Answer == (short)RetentionAnswer.Open && c.DueOn <= today)
                    .GroupBy(c => new { c.WorkerId, c.ReferralId }).Select(g => new { g.Key.WorkerId, g.Key.ReferralId, Due = g.Min(c => c.DueOn) }),
                r => new { r.WorkerId, r.ReferralId }, c => new { c.WorkerId, c.ReferralId }, (r, c) => new ReferralRow { Referral = r, Due = c.Due });
        }

        var state = StateOf(filter.Tab);
        referrals = filter.Tab switch
        {
            ReferralTab.All => referrals,
            ReferralTab.Overdue => referrals.Where(r => r.State < Hired && r.DueOn < today),
            _ => referrals.Where(r => r.State == state),
        };
        return referrals.Select(r => new ReferralRow { Referral = r, Due = r.DueOn });
    }

    /// <summary>The state a tab lists; 0 for those that list by something else.</summary>
    private static short StateOf(ReferralTab tab) => tab switch
    {
        ReferralTab.Referred => (short)ReferralState.Referred, ReferralTab.Applied => (short)ReferralState.Applied, ReferralTab.Interviewing => (short)ReferralState.Interviewing,
        ReferralTab.Passed => (short)ReferralState.Passed, ReferralTab.Hired => Hired, ReferralTab.Closed => (short)ReferralState.Closed, _ => 0,
    };

    private static string Key(ReferralRow line) => $"{(line.Due ?? DateOnly.MinValue).DayNumber:D7}-{line.Referral.ReferralId:N}";

    private static (DateOnly? Due, Guid Id)? Position(string? key) =>
        key is { Length: 40 } && int.TryParse(key.AsSpan(0, 7), NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day <= DateOnly.MaxValue.DayNumber
        && Guid.TryParseExact(key.AsSpan(8, 32), "N", out var id) ? (DateOnly.FromDayNumber(day), id) : null;
}
