using System.Collections.Frozen;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Platform.Access;

/// <summary>A named set of rights that is given as a whole.</summary>
/// <param name="Levels">Levels of the unit's region it fits; staff of a village are not given a county's role.</param>
/// <param name="Kinds">Kinds of unit it fits (<see cref="UnitKinds"/>); staff of an employer are not given an office's role.</param>
public sealed record Role(string Code, string Name, IReadOnlySet<string> Rights, IReadOnlyList<RegionLevel> Levels, IReadOnlyList<string> Kinds)
{
    /// <summary>True when staff of this unit may hold it.</summary>
    public bool Fits(Unit unit) => Kinds.Contains(unit.Kind) && Levels.Contains(new RegionCode(unit.Region).Level);

    /// <summary>The office the role is, or none.</summary>
    public Office Office => Rights.Select(Offices.Of).FirstOrDefault(o => o != Office.None);

    /// <summary>True for who may make accounts or holds an office: a password alone is not enough for them.</summary>
    public bool NeedsSecondFactor => AccessRules.NeedsSecondFactor(Rights);
}

/// <summary>Every role. A room that brings a right adds it to the roles that need it, here and nowhere else.</summary>
public static class Roles
{
    private static readonly string[] Village =
    [
        Access.Rights.PeopleRead, Access.Rights.PeoplePass, Access.Rights.DispatchRead, Access.Rights.EmployersRead, Access.Rights.MatchingRead, Access.Rights.EventsRead, Access.Rights.GigsRead,
    ];
    private static readonly string[] Township = [.. Village, Access.Rights.PeopleImport, Access.Rights.OrdersReply, Access.Rights.MatchingRefer, Access.Rights.GigsRun, Access.Rights.NetworkRead];
    private static readonly string[] County =
    [
        .. Township, Access.Rights.PeopleExport, Access.Rights.PeopleUnmask, Access.Rights.PeopleMerge, Access.Rights.OrdersIssue,
        Access.Rights.EmployersWrite, Access.Rights.EmployersOwn, Access.Rights.VacanciesSend, Access.Rights.VacanciesReview, Access.Rights.EventsWrite, Access.Rights.LiveHost, Access.Rights.NetworkWrite,
    ];
    private static readonly string[] City = [.. County];
    private static readonly string[] Province = [.. Access.Rights.All.Where(r => r != Access.Rights.AccessAdmin)];

    /// <summary>Who serves workers of an area without being its administration.</summary>
    private static readonly string[] Helper =
    [
        Access.Rights.PeopleRead, Access.Rights.DispatchRead, Access.Rights.EmployersRead, Access.Rights.MatchingRead, Access.Rights.MatchingRefer,
        Access.Rights.EventsRead, Access.Rights.GigsRead,
    ];

    private static readonly RegionLevel[] Anywhere = [RegionLevel.Province, RegionLevel.City, RegionLevel.County, RegionLevel.Township, RegionLevel.Village];

    public static readonly Role ProvinceAdmin = Make("province-admin", "省级管理员", [.. Province, Access.Rights.AccessAdmin], RegionLevel.Province);
    public static readonly Role System = Make("office-system", "系统管理员", [Access.Rights.SystemManage], RegionLevel.Province, RegionLevel.City, RegionLevel.County);
    public static readonly Role Security = Make("office-security", "安全管理员", [Access.Rights.SecurityOffices], RegionLevel.Province, RegionLevel.City, RegionLevel.County);
    public static readonly Role Audit = Make("office-audit", "审计员", [Access.Rights.AuditRead], RegionLevel.Province);

    /// <summary>From the village up, the offices last.</summary>
    public static IReadOnlyList<Role> All { get; } =
    [
        Make("village-cadre", "村干部", Village, RegionLevel.Village),
        Make("township-clerk", "乡镇经办", Township, RegionLevel.Township),
        Make("county-clerk", "县级经办", County, RegionLevel.County),
        Make("county-admin", "县级管理员", [.. County, Access.Rights.JobsAll, Access.Rights.AccessAdmin], RegionLevel.County),
        Make("city-force", "市专班", City, RegionLevel.City),
        Make("city-admin", "市级管理员", [.. City, Access.Rights.JobsAll, Access.Rights.AccessAdmin], RegionLevel.City),
        Make("province-force", "省专班", Province, RegionLevel.Province),
        ProvinceAdmin,
        Of("help-staff", "帮扶单位经办", Helper, "help"),
        Of("station-staff", "劳务工作站经办", [.. Helper, Access.Rights.GigsRun, Access.Rights.VacanciesSend], "station"),
        // a business is shown posts and the people it was asked to place, never the register
        Of("agency-staff", "人力资源机构经办", [Access.Rights.EmployersRead, Access.Rights.VacanciesSend, Access.Rights.MatchingRead, Access.Rights.MatchingRefer, Access.Rights.EventsRead], "agency"),
        Of("training-staff", "培训机构经办", [Access.Rights.EmployersRead, Access.Rights.EventsRead], "training"),
        // its own record, vacancies and applicants, nothing of the area
        Of("employer", "用人单位经办", [Access.Rights.EmployersOwn], "employer", "soe"),
        System,
        Security,
        Audit,
    ];

    private static readonly FrozenDictionary<string, Role> ByCode = All.ToFrozenDictionary(r => r.Code, StringComparer.Ordinal);

    public static Role? Find(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>A role of the administration: its offices, and the joint working group that works beside one; who administers or holds an office of the three sits in an office.</summary>
    private static Role Make(string code, string name, string[] rights, params RegionLevel[] levels) => new(
        code, name, rights.ToFrozenSet(StringComparer.Ordinal), levels,
        [.. levels.Select(l => UnitKinds.Of(l).Code), .. AccessRules.NeedsSecondFactor(rights) ? Array.Empty<string>() : ["force"]]);

    /// <summary>A role of bodies beside the administration, wherever they lie.</summary>
    private static Role Of(string code, string name, string[] rights, params string[] kinds) => new(code, name, rights.ToFrozenSet(StringComparer.Ordinal), Anywhere, kinds);
}
