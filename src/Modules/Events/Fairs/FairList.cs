using System.Globalization;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Fairs;

/// <summary>What is looked for; empty members do not filter.</summary>
internal sealed record FairFilter
{
    public RegionCode? Area { get; init; }
    public RegionLevel? Level { get; init; }
    public FairKind? Kind { get; init; }
    public FairMode? Mode { get; init; }
    public FairState? State { get; init; }
    /// <summary>Held on some day of [From, To].</summary>
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }
    public string? Text { get; init; }
    public Guid? Campaign { get; init; }
}

/// <summary>One line of the list or the calendar.</summary>
internal sealed record FairRow(
    Guid FairId, string Title, FairKind Kind, FairMode Mode, long Region, string UnitName, long Target, string Place, DateOnly StartsOn, DateOnly EndsOn, short OpensAt, short ClosesAt, FairState State)
{
    public RegionLevel Level => new RegionCode(Region).Level;
}

/// <summary>A page of events; positions are null at the ends.</summary>
internal sealed record FoundFairs(IReadOnlyList<FairRow> Rows, string? Next, string? Previous);

/// <summary>Lists events in scope, the latest first, and lays a stretch of days out as a calendar.</summary>
internal sealed class FairList(ChunfengDb db)
{
    public const int PageSize = 50;

    /// <summary>Events one calendar shows; a province's month has some three hundred.</summary>
    public const int MostOnCalendar = 1000;

    public async Task<FoundFairs> HandleAsync(FairFilter filter, string? after, string? before, Actor actor, CancellationToken cancel, int pageSize = PageSize)
    {
        var fairs = Narrow(filter, actor);
        var backwards = before is not null;
        var position = Position(before ?? after);
        if (position is var (day, id))
        {
            fairs = backwards
                ? fairs.Where(f => f.StartsOn > day || (f.StartsOn == day && f.FairId.CompareTo(id) > 0))
                : fairs.Where(f => f.StartsOn < day || (f.StartsOn == day && f.FairId.CompareTo(id) < 0));
        }

        fairs = backwards ? fairs.OrderBy(f => f.StartsOn).ThenBy(f => f.FairId) : fairs.OrderByDescending(f => f.StartsOn).ThenByDescending(f => f.FairId);
        var rows = await Rows(fairs.Take(pageSize + 1)).ToListAsync(cancel);
        var more = rows.Count > pageSize;
        if (more)
        {
            rows.RemoveAt(pageSize);
        }

        if (backwards)
        {
            rows.Reverse();
        }

        return new FoundFairs(rows, rows.Count > 0 && (backwards || more) ? Key(rows[^1]) : null, rows.Count > 0 && (backwards ? more : position is not null) ? Key(rows[0]) : null);
    }

    /// <summary>Everything that begins or goes on in [from, to], by first day, level and opening hour; cancelled ones left out.</summary>
    public Task<List<FairRow>> CalendarAsync(FairFilter filter, Actor actor, CancellationToken cancel) =>
        Rows(Narrow(filter, actor).Where(f => f.State != (short)FairState.Cancelled).OrderBy(f => f.StartsOn).ThenBy(f => f.Region).ThenBy(f => f.OpensAt).ThenBy(f => f.FairId)
            .Take(MostOnCalendar)).ToListAsync(cancel);

    private IQueryable<Fair> Narrow(FairFilter filter, Actor actor)
    {
        var fairs = FairScope.Seen(db, actor).AsNoTracking();
        if (filter.Area is { } area)
        {
            long from = area.Value, end = area.End;
            fairs = fairs.Where(f => (f.Region >= from && f.Region < end) || (f.Target >= from && f.Target < end));
        }

        if (filter.Level is { } level)
        {
            // the level is the number of trailing zero digits of the organiser's code
            fairs = level switch
            {
                RegionLevel.Province => fairs.Where(f => f.Region % 10_000_000_000 == 0),
                RegionLevel.City => fairs.Where(f => f.Region % 100_000_000 == 0 && f.Region % 10_000_000_000 != 0),
                RegionLevel.County => fairs.Where(f => f.Region % 1_000_000 == 0 && f.Region % 100_000_000 != 0),
                _ => fairs.Where(f => f.Region % 1_000_000 != 0),
            };
        }

        if (filter.Kind is { } kind)
        {
            fairs = fairs.Where(f => f.Kind == (short)kind);
        }

        if (filter.Mode is { } mode)
        {
            fairs = fairs.Where(f => f.Mode == (short)mode);
        }

        if (filter.State is { } state)
        {
            fairs = fairs.Where(f => f.State == (short)state);
        }

        if (filter.From is { } first)
        {
            fairs = fairs.Where(f => f.EndsOn >= first);
        }

        if (filter.To is { } last)
        {
            fairs = fairs.Where(f => f.StartsOn <= last);
        }

        if (filter.Campaign is { } campaign)
        {
            fairs = fairs.Where(f => f.CampaignId == campaign);
        }

        return CleanText.Line(filter.Text) is { Length: > 0 } text ? fairs.Where(f => f.Title.Contains(text)) : fairs;
    }

    private static IQueryable<FairRow> Rows(IQueryable<Fair> fairs) => fairs.Select(f => new FairRow(
        f.FairId, f.Title, (FairKind)f.Kind, (FairMode)f.Mode, f.Region, f.UnitName, f.Target, f.Place, f.StartsOn, f.EndsOn, f.OpensAt, f.ClosesAt, (FairState)f.State));

    private static string Key(FairRow row) => $"{row.StartsOn.DayNumber:D7}-{row.FairId:N}";

    private static (DateOnly Day, Guid Id)? Position(string? key) =>
        key is { Length: 40 } && int.TryParse(key.AsSpan(0, 7), NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day <= DateOnly.MaxValue.DayNumber
        && Guid.TryParseExact(key.AsSpan(8, 32), "N", out var id) ? (DateOnly.FromDayNumber(day), id) : null;
}
