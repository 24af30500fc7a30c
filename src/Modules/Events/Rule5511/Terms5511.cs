using System.Globalization;
using System.Text.Json;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Events.Rule5511;

/// <summary>A stretch of days in which some slots are not due, such as the week of Spring Festival; none unless somebody sets one.</summary>
/// <param name="Levels">"province", "city", "county".</param>
internal sealed record Exemption(DateOnly From, DateOnly To, IReadOnlyList<string> Levels, string Note, string Source);

/// <summary>What "5511" asks in a stretch of time, as dated data.</summary>
/// <param name="PublishedDaysBefore">A fair counts only when it was public so many days before it begins.</param>
/// <param name="Quarters">The quarters the rule is in force for.</param>
internal sealed record Terms5511(
    DateOnly From, DateOnly To, string Source, int ProvinceCloud, int ProvinceKeyCounties, int CityEachWeek, int CountyEachHalfMonth, int PublishedDaysBefore,
    string PublishedSource, int EmployersAtLeast, string EmployersSource, IReadOnlyList<string> Quarters, IReadOnlyList<Exemption> Exemptions);

/// <summary>重点帮扶县: the provincial key assistance counties, as set.</summary>
internal sealed record KeyCounties(bool Confirmed, string Note, IReadOnlyList<RegionCode> Counties);

/// <summary>The data of the rule: data/events/rule-5511.json and key-counties.json; edit the files and start anew.</summary>
internal sealed class Data5511
{
    private readonly IReadOnlyList<Terms5511> terms;

    private Data5511(IReadOnlyList<Terms5511> terms, KeyCounties key) => (this.terms, Key) = (terms, key);

    public KeyCounties Key { get; }

    /// <param name="folder">data/events.</param>
    /// <exception cref="InvalidDataException">Numbers below zero, a quarter in two sets of terms, an unknown level or code.</exception>
    public static Data5511 Load(string folder)
    {
        var rule = Read<RuleFile>(Path.Combine(folder, "rule-5511.json"));
        var key = Read<KeyFile>(Path.Combine(folder, "key-counties.json"));
        var counties = key.Counties.Select(c => RegionCode.TryParse(c, out var code) && code.Level == RegionLevel.County ? code
            : throw new InvalidDataException($"key-counties.json: {c} is no county.")).ToList();
        foreach (var t in rule.Terms)
        {
            if (new[] { t.ProvinceCloud, t.ProvinceKeyCounties, t.CityEachWeek, t.CountyEachHalfMonth, t.PublishedDaysBefore, t.EmployersAtLeast }.Any(n => n < 0)
                || t.Quarters.Any(q => !Quarter.TryParse(q, out _)) || t.Exemptions.Any(e => e.To < e.From || e.Levels.Any(l => l is not ("province" or "city" or "county"))))
            {
                throw new InvalidDataException("rule-5511.json: a number below zero, a quarter or an exemption that is none.");
            }
        }

        return rule.Terms.SelectMany(t => t.Quarters).GroupBy(q => q).Any(g => g.Count() > 1)
            ? throw new InvalidDataException("rule-5511.json: a quarter stands in two sets of terms.")
            : new Data5511(rule.Terms, new KeyCounties(key.Confirmed, key.Note, counties));
    }

    /// <summary>Null where the rule is not in force.</summary>
    public Terms5511? For(Quarter quarter) => terms.FirstOrDefault(t => t.Quarters.Contains(quarter.ToString()));

    /// <summary>The quarters in force, oldest first.</summary>
    public IEnumerable<Quarter> Quarters => terms.SelectMany(t => t.Quarters).Order(StringComparer.Ordinal)
        .Select(q => Quarter.TryParse(q, out var quarter) ? quarter : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{q} was checked.")));

    private static T Read<T>(string file) => JsonSerializer.Deserialize<T>(File.ReadAllText(file), JsonSerializerOptions.Web) ?? throw new InvalidDataException($"{file} is empty.");

    private sealed record RuleFile(IReadOnlyList<Terms5511> Terms);

    private sealed record KeyFile(bool Confirmed, string Note, IReadOnlyList<string> Counties);
}
