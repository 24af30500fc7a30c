using Chunfeng.Platform.Access;
using Chunfeng.Standards.Regions;
using CsCheck;

namespace Chunfeng.Modules.Tests.Access;

public class AccessRulesTests
{
    private static readonly string[] Every = [.. Rights.All, .. Rights.OfOffices];
    private static readonly long[] Places = [140000000000, 140100000000, 140121000000, 140121100000, 140121100205, 140200000000, 140212000000];
    private static readonly Gen<string[]> AnyRights = Gen.Int[0, (1 << Every.Length) - 1].Select(bits => Every.Where((_, i) => (bits >> i & 1) == 1).ToArray());
    private static readonly Gen<long> AnyPlace = Gen.Int[0, Places.Length - 1].Select(i => Places[i]);

    private static Actor Act(long region, params string[] rights) => new("me", "我", new RegionCode(region), rights.ToHashSet());

    private static Account Of(long region, params string[] rights) => new()
    {
        Login = "other", DisplayName = "人", UnitId = Guid.NewGuid(), Region = region, ExtraRights = string.Join(' ', rights), CreatedAt = DateTime.UnixEpoch,
    };

    private static Unit UnitAt(long region) => new() { UnitId = Guid.NewGuid(), Name = "单位", Kind = UnitKinds.Of(new RegionCode(region).Level).Code, Region = region, CreatedAt = DateTime.UnixEpoch };

    private static Unit BodyAt(long region, string kind) => new() { UnitId = Guid.NewGuid(), Name = "单位", Kind = kind, Region = region, CreatedAt = DateTime.UnixEpoch };

    [Fact(DisplayName = "三员永不同在一个账号；审计员不兼业务")]
    public void Offices_never_meet() => AnyRights.Sample(rights =>
    {
        var offices = rights.Select(Offices.Of).Distinct().ToList();
        var apart = offices.Count(o => o != Office.None) <= 1 && !(offices.Contains(Office.Audit) && offices.Contains(Office.None));
        return apart == Offices.Check(rights) is null;
    });

    [Fact(DisplayName = "拒绝时点名：哪两员不能由一人担任")]
    public void The_refusal_names_the_offices()
    {
        Assert.Contains("系统管理员和安全管理员", Offices.Check([Rights.SystemManage, Rights.SecurityOffices])!.Message);
        Assert.Contains("安全管理员和审计员", Offices.Check([Rights.AuditRead, Rights.SecurityOffices])!.Message);
        Assert.Equal("audit-alone", Offices.Check([Rights.AuditRead, Rights.PeopleRead])!.Code);
        Assert.Null(Offices.Check([Rights.AuditRead]));
        Assert.Null(Offices.Check([Rights.SystemManage, Rights.PeopleRead]));
    }

    [Fact(DisplayName = "管理员管不了比自己大的账号：权限、地区都不超出自己")]
    public void Nobody_manages_what_is_wider() => Gen.Select(AnyRights, AnyPlace, AnyRights, AnyPlace).Sample((mine, here, theirs, there) =>
    {
        var actor = Act(here, mine);
        if (AccessRules.MayManage(actor, Of(there, theirs)) is not null)
        {
            return true;
        }

        // business never exceeds one's own; an office is given by the security office and by nobody else
        return actor.Region.Contains(new RegionCode(there))
            && theirs.Where(r => Offices.Of(r) == Office.None).All(mine.Contains)
            && (theirs.All(r => Offices.Of(r) == Office.None) ? mine.Contains(Rights.AccessAdmin) : mine.Contains(Rights.SecurityOffices))
            && Offices.Check(theirs) is null;
    }, iter: 20_000);

    [Fact(DisplayName = "每个角色都不违反三员分立；能建账号的角色和三员都要第二因素")]
    public void Every_role_stands()
    {
        Assert.All(Roles.All, r => Assert.Null(Offices.Check(r.Rights)));
        Assert.All(Roles.All, r => Assert.All(r.Rights, right => Assert.Contains(right, Every)));
        Assert.Equal(["city-admin", "county-admin", "office-audit", "office-security", "office-system", "province-admin"],
            Roles.All.Where(r => r.NeedsSecondFactor).Select(r => r.Code).Order(StringComparer.Ordinal));
        Assert.Equal(Roles.All.Count, Roles.All.Select(r => r.Code).Distinct().Count());
    }

    [Theory(DisplayName = "上级管理员能给出下级的每个业务角色")]
    [InlineData("county-admin", 140121000000, "county-clerk", 140121000000)]
    [InlineData("county-admin", 140121000000, "county-admin", 140121000000)]
    [InlineData("county-admin", 140121000000, "township-clerk", 140121100000)]
    [InlineData("county-admin", 140121000000, "village-cadre", 140121100205)]
    [InlineData("city-admin", 140100000000, "county-admin", 140121000000)]
    [InlineData("city-admin", 140100000000, "city-force", 140100000000)]
    [InlineData("province-admin", 140000000000, "city-admin", 140200000000)]
    [InlineData("office-security", 140000000000, "office-audit", 140000000000)]
    [InlineData("office-security", 140000000000, "office-system", 140121000000)]
    public void What_may_be_given(string own, long here, string role, long there) =>
        Assert.Null(AccessRules.MayAdminister(Act(here, [.. Roles.Find(own)!.Rights]), UnitAt(there), Roles.Find(role)!));

    [Theory(DisplayName = "越区、越权、越级、越三员都被拒绝，各有说明")]
    [InlineData("county-admin", 140121000000, "county-clerk", 140122000000, "outside-area")]
    [InlineData("county-admin", 140121000000, "city-admin", 140100000000, "outside-area")]
    [InlineData("city-admin", 140100000000, "province-force", 140000000000, "outside-area")]
    [InlineData("county-admin", 140121000000, "province-force", 140121000000, "wider-than-own")]
    [InlineData("county-admin", 140121000000, "county-clerk", 140121100000, "role-level")]
    [InlineData("county-admin", 140121000000, "office-audit", 140121000000, "offices-by-security")]
    [InlineData("province-admin", 140000000000, "office-system", 140000000000, "offices-by-security")]
    [InlineData("office-security", 140000000000, "county-clerk", 140121000000, "offices-only")]
    [InlineData("office-system", 140000000000, "county-clerk", 140121000000, "no-right")]
    [InlineData("county-clerk", 140121000000, "village-cadre", 140121100205, "no-right")]
    public void What_may_not(string own, long here, string role, long there, string code) =>
        Assert.Equal(code, AccessRules.MayAdminister(Act(here, [.. Roles.Find(own)!.Rights]), UnitAt(there), Roles.Find(role)!)?.Code);

    [Theory(DisplayName = "每类单位只配它的角色：县管理员给得出合适的，给不出别类的")]
    [InlineData("employer", "employer", null)]
    [InlineData("soe", "employer", null)]
    [InlineData("agency", "agency-staff", null)]
    [InlineData("training", "training-staff", null)]
    [InlineData("help", "help-staff", null)]
    [InlineData("station", "station-staff", null)]
    [InlineData("force", "county-clerk", null)]
    [InlineData("employer", "county-clerk", "role-unit")]
    [InlineData("employer", "agency-staff", "role-unit")]
    [InlineData("agency", "employer", "role-unit")]
    [InlineData("station", "village-cadre", "role-level")]
    [InlineData("force", "county-admin", "role-unit")]
    [InlineData("county", "employer", "role-unit")]
    public void Kinds_of_units(string kind, string role, string? refused) => Assert.Equal(
        refused, AccessRules.MayAdminister(Act(140121000000, [.. Roles.Find("county-admin")!.Rights]), BodyAt(140121000000, kind), Roles.Find(role)!)?.Code);

    [Fact(DisplayName = "县管理员能给出本县每类单位的角色，给不出邻县的")]
    public void Every_kind_is_served()
    {
        var county = Act(140121000000, [.. Roles.Find("county-admin")!.Rights]);
        foreach (var kind in UnitKinds.Addable)
        {
            Assert.NotEmpty(AdministerAccounts.RolesFor(BodyAt(140121100000, kind.Code), AccountKind.Person, county).Concat(
                AdministerAccounts.RolesFor(BodyAt(140121000000, kind.Code), AccountKind.Person, county)));
            Assert.Empty(AdministerAccounts.RolesFor(BodyAt(140122000000, kind.Code), AccountKind.Person, county));
        }
    }

    [Fact(DisplayName = "用人单位的账号只有自己单位的权限：看不到花名册、别家和系统")]
    public void An_employer_sees_itself() => Assert.Equal([Rights.EmployersOwn], Roles.Find("employer")!.Rights);

    [Fact(DisplayName = "接口客户端不能有要第二因素把守的角色")]
    public void A_client_has_nothing_a_second_factor_guards()
    {
        var all = new Actor("me", "我", RegionCode.Shanxi, Every.ToHashSet());
        Assert.All(Roles.All.Where(r => r.NeedsSecondFactor), r => Assert.Equal("client-role", AccessRules.MayGiveClient(all, UnitAt(140000000000), r)?.Code));
        Assert.Null(AccessRules.MayGiveClient(all, UnitAt(140121000000), Roles.Find("county-clerk")!));
    }

    [Fact(DisplayName = "谁也不能管理自己的账号")]
    public void Never_ones_own()
    {
        var all = new Actor("other", "我", RegionCode.Shanxi, Every.ToHashSet());
        Assert.Equal("own-account", AccessRules.MayManage(all, Of(140121000000, Rights.PeopleRead))!.Code);
    }
}
