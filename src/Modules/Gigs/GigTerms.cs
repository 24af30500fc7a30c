using System.Globalization;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Regions;
using Microsoft.Extensions.Configuration;

namespace Chunfeng.Gigs;

/// <summary>A trade of the hall.</summary>
/// <param name="AnySkill">Work anybody can take: no label is asked.</param>
internal sealed record Trade(string Code, string Name, bool AnySkill);

/// <summary>小时最低工资 of an area from a day on.</summary>
internal sealed record HourlyFloor(RegionCode Region, DateOnly From, DateOnly? To, long Fen, string Source);

/// <summary>The room's lists (data/gigs) and settings. A floor of pay no source gives is not there, and the check says so.</summary>
internal sealed class GigTerms
{
    /// <summary>"Chunfeng:Gigs:RecordWork": "paid-day" records each paid day as a work spell; anything else records none.</summary>
    public const string RecordWorkKey = "Chunfeng:Gigs:RecordWork";

    public required IReadOnlyList<Trade> Trades { get; init; }
    public required IReadOnlyList<Choice> Services { get; init; }
    public required IReadOnlyList<Choice> Dangers { get; init; }
    public IReadOnlyList<HourlyFloor> Floors { get; init; } = [];
    public bool RecordWork { get; init; }

    public static GigTerms Load(Places places, IConfiguration? settings)
    {
        var folder = Path.Combine(places.Reference, "gigs");
        return new GigTerms
        {
            Trades = [.. Read(folder, "trades.csv", 4).Select(r => new Trade(r[0], r[1], r[3] == "1"))],
            Services = [.. Read(folder, "services.csv", 2).Select(r => new Choice(r[0], r[1]))],
            Dangers = [.. Read(folder, "dangers.csv", 2).Select(r => new Choice(r[0], r[1]))],
            Floors =
            [
                .. Read(folder, "hourly-floors.csv", 5).Select(r => new HourlyFloor(
                    RegionCode.TryParse(r[0], out var region) ? region : throw new InvalidDataException($"hourly-floors.csv: {r[0]}"),
                    Day(r[1]), r[2].Length == 0 ? null : Day(r[2]), long.Parse(r[3], CultureInfo.InvariantCulture), r[4])),
            ],
            RecordWork = settings?[RecordWorkKey] == "paid-day",
        };
    }

    public Trade? Trade(string? code) => Trades.FirstOrDefault(t => t.Code == code);

    public string TradeName(string code) => Trade(code)?.Name ?? code;

    /// <summary>Codes separated by blanks, in words.</summary>
    public string TradeNames(string codes) => string.Join("、", Split(codes).Select(TradeName));

    public string DangerNames(string codes) => string.Join("、", Split(codes).Select(c => Dangers.FirstOrDefault(d => d.Value == c)?.Text ?? c));

    /// <summary>The known ones among codes, in the list's order, as they are stored.</summary>
    public string KeepTrades(IEnumerable<string?> codes) => Keep(Trades.Select(t => t.Code), codes);

    public string KeepDangers(IEnumerable<string?> codes) => Keep(Dangers.Select(d => d.Value), codes);

    public string KeepServices(IEnumerable<string?> codes) => Keep(Services.Select(d => d.Value), codes);

    /// <summary>The floor in force on a day; the narrowest area that has one. Null where none is set.</summary>
    public HourlyFloor? FloorOn(DateOnly day, RegionCode place) => Floors
        .Where(f => f.Region.Contains(place) && f.From <= day && (f.To is not { } to || day <= to)).MaxBy(f => f.Region.Level);

    public static IEnumerable<string> Split(string codes) => codes.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Keep(IEnumerable<string> known, IEnumerable<string?> codes)
    {
        var given = codes.ToHashSet(StringComparer.Ordinal);
        return string.Join(' ', known.Where(given.Contains));
    }

    private static IEnumerable<string[]> Read(string folder, string file, int columns) => File.ReadLines(Path.Combine(folder, file)).Skip(1)
        .Where(l => l.Length > 0).Select(l => l.Split(',') is var cells && cells.Length == columns ? cells : throw new InvalidDataException($"{file}: {l}"));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
