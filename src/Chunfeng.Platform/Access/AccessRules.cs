using Chunfeng.Platform.Results;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Platform.Access;

/// <summary>Who may make and change whose account. Pure: the same answer for the page, the post and the command line.</summary>
public static class AccessRules
{
    public static readonly Refusal NoRight = new("no-right", "您的账号不能管理账号；需要时请联系上级管理员");

    private static readonly Refusal Outside = new("outside-area", "这个单位不在您的管辖范围内，请由它的上级管理员办理");
    private static readonly Refusal Own = new("own-account", "不能管理自己的账号；请由另一位管理员办理");

    /// <summary>True for who holds an office or administers accounts.</summary>
    public static bool NeedsSecondFactor(IEnumerable<string> rights) => rights.Any(r => r == Rights.AccessAdmin || Offices.Of(r) != Office.None);

    /// <summary>Null when the actor may give this role to an account of this unit. Offices are given by the security office alone,
    /// everything else by an administrator of the area who has every right of the role.</summary>
    public static Refusal? MayAdminister(Actor actor, Unit unit, Role role) =>
        MayAdminister(actor, new RegionCode(unit.Region), role.Rights)
        ?? (role.Fits(unit) ? null
            : !role.Levels.Contains(new RegionCode(unit.Region).Level) ? new Refusal("role-level", $"“{role.Name}”不适用于这一级的单位，请换一个角色")
            : new Refusal("role-unit", $"“{role.Name}”不适用于{UnitKinds.Find(unit.Kind)?.Name ?? "这类单位"}，请换一个角色"));

    /// <summary>Null when the actor may give this role to a program of this unit: what an account may have, but nothing a second factor must guard.</summary>
    public static Refusal? MayGiveClient(Actor actor, Unit unit, Role role) =>
        role.NeedsSecondFactor ? new Refusal("client-role", $"接口客户端没有第二因素，不能用“{role.Name}”这个角色") : MayAdminister(actor, unit, role);

    /// <summary>Null when the actor may change this account: in its area, no wider than itself, and not its own.</summary>
    public static Refusal? MayManage(Actor actor, Account account) =>
        string.Equals(account.Login, actor.Login, StringComparison.Ordinal) ? Own
        : MayAdminister(actor, new RegionCode(account.Region), account.AllRights());

    /// <summary>Null when the actor may add a unit here.</summary>
    public static Refusal? MayAddUnit(Actor actor, RegionCode region) =>
        !actor.May(Rights.AccessAdmin) && !actor.May(Rights.SystemManage) ? NoRight : actor.Region.Contains(region) ? null : Outside;

    /// <summary>True for who sees the accounts of its area.</summary>
    public static bool MayList(Actor actor) => actor.May(Rights.AccessAdmin) || actor.May(Rights.SecurityOffices) || actor.May(Rights.SystemManage);

    private static Refusal? MayAdminister(Actor actor, RegionCode region, IReadOnlySet<string> rights)
    {
        if (Offices.Check(rights) is { } apart)
        {
            return apart;
        }

        var isOffice = rights.Any(r => Offices.Of(r) != Office.None);
        if (!actor.May(isOffice ? Rights.SecurityOffices : Rights.AccessAdmin))
        {
            return isOffice ? new Refusal("offices-by-security", "系统管理员、安全管理员、审计员的账号由安全管理员办理")
                : actor.May(Rights.SecurityOffices) ? new Refusal("offices-only", "安全管理员只办理三员账号；业务账号由管理员办理")
                : NoRight;
        }

        if (!actor.Region.Contains(region))
        {
            return Outside;
        }

        // an office with business rights beside it is still no wider than who gives it, in everything but the office itself
        return rights.Where(r => Offices.Of(r) == Office.None).All(actor.May)
            ? null
            : new Refusal("wider-than-own", "不能给出或管理比自己更大的权限；请由上级管理员办理");
    }
}
