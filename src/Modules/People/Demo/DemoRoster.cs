using System.Globalization;
using Chunfeng.People.Roster;
using Chunfeng.People.Roster.Reading;
using Chunfeng.Platform.Files;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Money;
using Chunfeng.Standards.Regions;

namespace Chunfeng.People.Demo;

/// <summary>The demonstration province as villages would have sent it in: roster rows with the ledger's columns. A row holds one work
/// spell, so a person's earlier spells are further rows, each for a file of its own.</summary>
internal sealed class DemoRoster(RegionTree regions, CodeSets codes, DateOnly asOf)
{
    private static readonly string[] Abilities = ["", "普通", "技能"];
    private readonly string[] cells = new string[(int)RosterField.Count];

    public static IReadOnlyList<string> Header { get; } =
        [.. Enumerable.Range(0, (int)RosterField.Count).Select(f => LedgerColumns.NameOf((RosterField)f))];

    /// <summary>A person's work spells, the newest first.</summary>
    public static List<WorkFacts> SpellsOf(DemoPerson person)
    {
        List<WorkFacts> spells = [.. person.Extra];
        if (person.Row.HasWork)
        {
            spells.Add(WorkFacts.Of(person.Row));
        }

        spells.Sort((a, b) => b.StartsOn.CompareTo(a.StartsOn));
        return spells;
    }

    /// <summary>Writes one person's row with one of their spells, or with none.</summary>
    public void Write(TableWriter table, RosterRow row, WorkFacts? work)
    {
        Array.Fill(cells, "");
        Person(row);
        Status(row);
        if (work is { } spell)
        {
            Work(spell);
        }
        else
        {
            this[RosterField.Employed] = "否";
        }

        table.WriteRow(cells);
    }

    private string this[RosterField field]
    {
        set => cells[(int)field] = value;
    }

    private void Person(RosterRow row)
    {
        var home = new RegionCode(row.Home);
        this[RosterField.City] = regions[home.At(RegionLevel.City)].Name;
        this[RosterField.County] = regions[home.At(RegionLevel.County)].Name;
        this[RosterField.Township] = regions[home.At(RegionLevel.Township)].Name;
        this[RosterField.Village] = regions[home].Name;
        this[RosterField.VillageCode] = home.ToString();
        this[RosterField.Hamlet] = row.Hamlet;
        this[RosterField.HouseholdNo] = row.HouseholdNo;
        this[RosterField.Name] = row.Name;
        this[RosterField.Sex] = codes.Sex.NameOf(((int)row.Id.Sex).ToString(CultureInfo.InvariantCulture));
        this[RosterField.Id] = row.Id.ToString();
        this[RosterField.Age] = row.Id.AgeOn(asOf).ToString(CultureInfo.InvariantCulture);
        this[RosterField.Nation] = Name(codes.Nation, row.Nation);
        this[RosterField.Political] = Name(codes.Political, row.Political);
        this[RosterField.Education] = Name(codes.Education, row.Education);
        this[RosterField.Health] = Name(codes.Health, row.Health);
        this[RosterField.Marital] = Name(codes.Marital, row.Marital);
        this[RosterField.Phone] = row.Phone;
        this[RosterField.Relation] = row.Relation;
        this[RosterField.HeadName] = row.HeadName;
        this[RosterField.Relocated] = YesNo(row.Relocated);
        this[RosterField.Ability] = Abilities[row.Ability];
        this[RosterField.Skill] = row.Skill;
        this[RosterField.WantsTraining] = YesNo(row.WantsTraining);
        this[RosterField.TrainingTrade] = row.TrainingTrade;
        this[RosterField.UnemployedReason] = Name(codes.UnemployedReason, row.UnemployedReason);
        this[RosterField.BankAccount] = row.BankAccount;
        this[RosterField.VerifiedOn] = Day(row.VerifiedOn);
        this[RosterField.VerifiedBy] = row.VerifiedBy;
    }

    private void Status(RosterRow row)
    {
        this[RosterField.Category] = row.Category switch { 1 => "一般", 10 => "脱贫", _ => "监测" };
        this[RosterField.MonitorType] = row.Category switch { 21 => "脱贫不稳定户", 22 => "边缘易致贫户", 23 => "突发严重困难户", _ => "" };
        this[RosterField.Risk] = row.Risk switch { 1 => "否", 2 => "是", _ => "" };
        this[RosterField.StatusFrom] = Day(row.StatusFrom);
    }

    private void Work(in WorkFacts work)
    {
        var place = new RegionCode(work.Workplace);
        this[RosterField.Employed] = work.EndsOn is null ? "是" : "否";
        this[RosterField.Form] = codes.EmploymentForm.NameOf(work.Form.ToString("D2", CultureInfo.InvariantCulture));
        this[RosterField.PublicPost] = work.Form == 9 ? "是" : "";
        this[RosterField.Workshop] = work.Form == 8 ? "是" : "";
        this[RosterField.WorkProvince] = At(place, RegionLevel.Province);
        this[RosterField.WorkCity] = At(place, RegionLevel.City);
        this[RosterField.WorkCounty] = At(place, RegionLevel.County);
        this[RosterField.WorkTownship] = At(place, RegionLevel.Township);
        this[RosterField.Employer] = work.Employer;
        this[RosterField.Job] = work.Job;
        this[RosterField.Industry] = Name(codes.Industry, work.Industry);
        this[RosterField.WorkFrom] = Day(work.StartsOn);
        this[RosterField.WorkTo] = Day(work.EndsOn);
        this[RosterField.Wage] = new Fen(work.WageFen).ToYuan();
        this[RosterField.Channel] = Name(codes.OrgChannel, work.Channel);
        this[RosterField.Contract] = YesNo(work.HasContract);
        this[RosterField.Insurance] = YesNo(work.HasInsurance);
    }

    /// <summary>The name at a level; nothing below the place itself, nor for a layer that only groups (市辖区).</summary>
    private string At(RegionCode place, RegionLevel level) =>
        place.Level >= level && regions[place.At(level)] is { Kind: not "nominal" } region ? region.Name : "";

    private static string Name(CodeSet set, string code) => code.Length == 0 ? "" : set.NameOf(code);
    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
    private static string YesNo(bool? value) => value switch { null => "", true => "是", false => "否" };
}
