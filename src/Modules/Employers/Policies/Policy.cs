using System.Text.Json;
using Chunfeng.Employers.Register;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Employers.Policies;

/// <summary>One thing a policy asks of an employer. What <see cref="Kind"/> needs stands beside it.</summary>
/// <param name="Kind">"size", "flag", "not-flag", "industry": one of <paramref name="Values"/> (none of, for "not-flag"); "heads": people at the last month's end between
/// <paramref name="Least"/> and <paramref name="Most"/>; "held": heads at the end of <paramref name="Months"/> months at least <paramref name="Percent"/> of those at their beginning;
/// "kept": of those there at a month's beginning so many stayed to its end, over the months; "clear": no serious conduct entry open; "paper": what the record does not hold.</param>
/// <param name="Text">"paper": what is asked, in words; <paramref name="States"/>: who can state it.</param>
internal sealed record PolicyCondition(
    string Kind, IReadOnlyList<string>? Values = null, int Months = 0, int Percent = 0, int? Least = null, int? Most = null, string Text = "", string States = "");

/// <summary>援企稳岗政策: one version of a policy for employers, as dated data (2.3).</summary>
/// <param name="Code">Of the policy through all its versions.</param>
/// <param name="Version">The document's number (文号); where none is known, what announces it.</param>
/// <param name="Region">12-digit code: for employers whose office lies in it.</param>
/// <param name="From">The first day, and <paramref name="To"/> the last one; null where there is none.</param>
/// <param name="ValidityKnown">False where nobody knows whether it is still in force: then no match is certain.</param>
/// <param name="Amount">"" where no source states one; the page then says that the local document decides.</param>
/// <param name="Demonstration">Invented to show how it works.</param>
internal sealed record Policy(
    string Code, string Version, string Name, string Issuer, long Region, DateOnly? From, DateOnly? To, bool ValidityKnown, string Gives, string Amount, string How, string Source,
    bool Demonstration, IReadOnlyList<PolicyCondition> Conditions)
{
    public bool InForce(DateOnly day) => !(day < From) && !(day > To);
}

/// <summary>The policies of data/retention; edit the files and start anew.</summary>
internal sealed class PolicyBook
{
    public const int MostCode = 40, MostVersion = 60;

    private static readonly string[] Kinds = ["size", "flag", "not-flag", "industry", "heads", "held", "kept", "clear", "paper"];

    private PolicyBook(IReadOnlyList<Policy> all) => All = all;

    /// <summary>By code and version.</summary>
    public IReadOnlyList<Policy> All { get; }

    /// <param name="folder">data/retention; without it there are no policies.</param>
    /// <exception cref="InvalidDataException">A condition that is none, a version twice, two versions of one policy in force on one day, an unknown code.</exception>
    public static PolicyBook Load(string folder, RegionTree regions, CodeSets codes)
    {
        var policies = new List<Policy>();
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : [])
        {
            var read = JsonSerializer.Deserialize<PolicyFile>(File.ReadAllText(file), JsonSerializerOptions.Web) ?? throw new InvalidDataException($"{file} is empty.");
            policies.Add(Checked(Path.GetFileName(file), read, regions, codes));
        }

        return Of(policies);
    }

    /// <exception cref="InvalidDataException">A version twice, or two versions of one policy in force on one day in one place.</exception>
    public static PolicyBook Of(IEnumerable<Policy> policies)
    {
        var all = policies.OrderBy(p => p.Demonstration).ThenBy(p => p.Code, StringComparer.Ordinal).ThenBy(p => p.Version, StringComparer.Ordinal).ToList();
        foreach (var family in all.GroupBy(p => (p.Code, p.Region)))
        {
            var versions = family.OrderBy(p => p.From ?? DateOnly.MinValue).ToList();
            for (var i = 1; i < versions.Count; i++)
            {
                if ((versions[i - 1].To ?? DateOnly.MaxValue) >= (versions[i].From ?? DateOnly.MinValue))
                {
                    throw new InvalidDataException($"{family.Key.Code}: {versions[i - 1].Version} and {versions[i].Version} are in force on one day.");
                }
            }
        }

        return all.GroupBy(p => (p.Code, p.Version)).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new InvalidDataException($"{twice.Key.Code} {twice.Key.Version} stands twice.") : new PolicyBook(all);
    }

    public Policy? Find(string? code, string? version) => All.FirstOrDefault(p => p.Code == code && p.Version == version);

    /// <summary>Those in force on a day for some part of a region.</summary>
    public IEnumerable<Policy> For(RegionCode region, DateOnly day) => All.Where(p => p.InForce(day) && (new RegionCode(p.Region).Contains(region) || region.Contains(new RegionCode(p.Region))));

    private static Policy Checked(string file, PolicyFile read, RegionTree regions, CodeSets codes)
    {
        Exception Wrong(string what) => new InvalidDataException($"{file}: {what}");
        if (read.Code is not { Length: > 0 and <= MostCode } || read.Version is not { Length: > 0 and <= MostVersion } || string.IsNullOrEmpty(read.Name) || string.IsNullOrEmpty(read.Gives) || string.IsNullOrEmpty(read.Source))
        {
            throw Wrong("code, version, name, gives and source must be there.");
        }

        if (!RegionCode.TryParse(read.Region ?? "", out var region) || !regions.TryGet(region, out _) || read.To < read.From)
        {
            throw Wrong("a region that is none, or days that end before they begin.");
        }

        foreach (var c in read.Conditions ?? throw Wrong("no conditions."))
        {
            var values = c.Values ?? [];
            var good = c.Kind switch
            {
                "size" => values.Count > 0 && values.All(v => PolicyWords.Size(v) is not null),
                "flag" or "not-flag" => values.Count > 0 && values.All(v => EmployerWords.Flag(v) != EmployerFlags.None),
                "industry" => values.Count > 0 && values.All(v => codes.Industry.TryGet(v, out var entry) && entry.Level is "section" or "division"),
                "heads" => c.Least is not null || c.Most is not null,
                "held" or "kept" => c.Months is >= 1 and <= 24 && c.Percent is >= 1 and <= 200,
                "clear" => true,
                "paper" => c.Text.Length > 0 && c.States.Length > 0,
                _ => false,
            };
            if (!good)
            {
                throw Wrong($"the condition {c.Kind} is none ({string.Join(", ", Kinds)}), or what it needs is not there.");
            }
        }

        return new Policy(read.Code, read.Version, read.Name, read.Issuer ?? "", region.Value, read.From, read.To, read.ValidityKnown, read.Gives, read.Amount ?? "", read.How ?? "", read.Source, read.Demonstration, read.Conditions);
    }

    private sealed record PolicyFile(
        string? Code, string? Version, string? Name, string? Issuer, string? Region, DateOnly? From, DateOnly? To, bool ValidityKnown, string? Gives, string? Amount, string? How, string? Source,
        bool Demonstration, IReadOnlyList<PolicyCondition>? Conditions);
}
