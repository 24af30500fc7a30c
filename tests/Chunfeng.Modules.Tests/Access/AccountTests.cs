using Chunfeng.Modules.Tests.Support;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Chunfeng.Modules.Tests.Access;

/// <summary>Accounts and units in a database: what is made, who may change it, what is written down.</summary>
public class AccountTests
{
    private static readonly RegionTree Regions = RegionTree.Load(Path.Combine(Places.FindUpwards(AppContext.BaseDirectory, "data/regions")!));
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2022, 2, 27, 16, 30, 0, TimeSpan.Zero));

    public static TheoryData<string> Engines => TestDb.Engines;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Actor Admin(long region, string role = "county-admin") => new("boss", "管理员", new RegionCode(region), Roles.Find(role)!.Rights);

    [Theory(DisplayName = "县管理员建村账号：村委会单位自动登记，密码只给一次，留审计")]
    [MemberData(nameof(Engines))]
    public async Task A_village_account_from_the_county(string engine)
    {
        await using var db = await TestDb.CreateAsync(engine);
        await using var services = Services(db);
        var admin = Admin(140121000000);
        var issued = await MakeAsync(services, "cun-01", 140121100205, "village-cadre", admin);

        await using var look = db.Open();
        var account = await look.Set<Account>().SingleAsync(a => a.Login == "cun-01", Cancel);
        Assert.True(account.MustChangePassword);
        Assert.Equal(140121100205, account.Region);
        Assert.NotEmpty(account.SecurityStamp);
        Assert.DoesNotContain(issued.Password, account.PasswordHash);
        Assert.Equal(PasswordVerificationResult.Success, new PasswordHasher<Account>().VerifyHashedPassword(account, account.PasswordHash, issued.Password));
        var office = await look.Units().SingleAsync(u => u.UnitId == account.UnitId, Cancel);
        var above = new List<string>();
        for (var unit = office; unit is not null; unit = await look.Units().SingleOrDefaultAsync(u => u.UnitId == unit.ParentId, Cancel))
        {
            above.Add(unit.Kind);
        }

        Assert.Equal(["village", "township", "county", "city", "province"], above);
        var entry = await look.AuditEntries().SingleAsync(e => e.Act == "account.create", Cancel);
        Assert.Equal("boss", entry.Login);
        Assert.Contains("login=cun-01", entry.Detail);
        Assert.Contains("role=village-cadre", entry.Detail);
        Assert.DoesNotContain(issued.Password, entry.Detail);
    }

    [Theory(DisplayName = "单位树：省、11市、各县、各乡镇一次登记，再登记不重复")]
    [MemberData(nameof(Engines))]
    public async Task Units_are_seeded_once(string engine)
    {
        await using var db = await TestDb.CreateAsync(engine);
        await using (var first = db.Open())
        {
            await UnitTree.OfficeAsync(first, Regions, new RegionCode(140121100205), clock.GetUtcNow().UtcDateTime, Cancel); // one village was there before
            await first.SaveChangesAsync(Cancel);
        }

        for (var i = 0; i < 2; i++)
        {
            await using var again = db.Open();
            await UnitTree.SeedAsync(again, Regions, clock.GetUtcNow().UtcDateTime, Cancel);
        }

        await using var look = db.Open();
        var kinds = await look.Units().GroupBy(u => u.Kind).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, Cancel);
        Assert.Equal(1, kinds["province"]);
        Assert.Equal(11, kinds["city"]);
        Assert.Equal(Regions.Within(RegionCode.Shanxi, RegionLevel.County).Count, kinds["county"]);
        Assert.Equal(Regions.Within(RegionCode.Shanxi, RegionLevel.Township).Count, kinds["township"]);
        Assert.Equal(1, kinds["village"]);
        Assert.Equal(1 + 11 + kinds["county"], kinds["force"]);
        var known = await look.Units().Select(u => u.UnitId).ToHashSetAsync(Cancel);
        Assert.Equal(1, await look.Units().CountAsync(u => u.ParentId == null, Cancel));
        Assert.All(await look.Units().Where(u => u.ParentId != null).Select(u => u.ParentId!.Value).ToListAsync(Cancel), p => Assert.Contains(p, known));
    }

    [Theory(DisplayName = "停用、换角色、重置密码都换安全戳并留审计；别县的账号当作没有")]
    [MemberData(nameof(Engines))]
    public async Task Changes_end_sessions(string engine)
    {
        await using var db = await TestDb.CreateAsync(engine);
        await using var services = Services(db);
        var (admin, stranger) = (Admin(140121000000), Admin(140122000000));
        var id = (await MakeAsync(services, "zhen-01", 140121100000, "township-clerk", admin)).AccountId;
        var stamps = new List<string> { await StampAsync() };

        Assert.Equal("no-account", (await Desk(d => d.DisableAsync(id, stranger, Cancel)))!.Code);
        Assert.Equal("no-right", (await Desk(d => d.DisableAsync(id, Admin(140121000000, "county-clerk"), Cancel)))!.Code);
        Assert.Equal("role-level", (await Desk(d => d.ChangeRoleAsync(id, "village-cadre", admin, Cancel)))!.Code);
        Assert.Equal("offices-by-security", (await Desk(d => d.ChangeRoleAsync(id, "office-audit", admin, Cancel)))!.Code);
        Assert.Equal(stamps[0], await StampAsync());

        Assert.Null(await Desk(d => d.ChangeRoleAsync(id, "township-clerk", admin, Cancel)));
        stamps.Add(await StampAsync());
        Assert.Null(await Desk(d => d.DisableAsync(id, admin, Cancel)));
        stamps.Add(await StampAsync());
        Assert.Null(await Desk(d => d.EnableAsync(id, admin, Cancel)));
        stamps.Add(await StampAsync());
        await using (var scope = services.CreateAsyncScope())
        {
            var reset = await scope.ServiceProvider.GetRequiredService<AdministerAccounts>().ResetPasswordAsync(id, admin, Cancel);
            Assert.False(reset.IsRefused);
        }

        stamps.Add(await StampAsync());
        Assert.Equal(stamps.Count, stamps.Distinct().Count());
        await using var look = db.Open();
        Assert.Equal(["account.create", "account.role", "account.disable", "account.enable", "account.password.reset"],
            await look.AuditEntries().Where(e => e.Login == "boss").OrderBy(e => e.Seq).Select(e => e.Act).ToListAsync(Cancel));

        async Task<string> StampAsync()
        {
            await using var open = db.Open();
            return await open.Set<Account>().Where(a => a.AccountId == id).Select(a => a.SecurityStamp).SingleAsync(Cancel);
        }

        async Task<Chunfeng.Platform.Results.Refusal?> Desk(Func<AdministerAccounts, Task<Chunfeng.Platform.Results.Refusal?>> act)
        {
            await using var scope = services.CreateAsyncScope();
            return await act(scope.ServiceProvider.GetRequiredService<AdministerAccounts>());
        }
    }

    [Theory(DisplayName = "第二因素：密钥加密存放，验证码一次有效，恢复码一次有效")]
    [MemberData(nameof(Engines))]
    public async Task Second_factor_in_the_store(string engine)
    {
        await using var db = await TestDb.CreateAsync(engine);
        await using var services = Services(db);
        await MakeAsync(services, "xian-01", 140121000000, "county-admin", Admin(140100000000, "city-admin"));
        var self = new Actor("xian-01", "", new RegionCode(140121000000), new HashSet<string>());
        IReadOnlyList<string> codes;
        string secret;
        await using (var scope = services.CreateAsyncScope())
        {
            var own = scope.ServiceProvider.GetRequiredService<OwnAccount>();
            secret = (await own.BeginSecondFactorAsync(null, self, Cancel)).Value!;
            Assert.Equal("wrong-code", (await own.ConfirmSecondFactorAsync("000000", self, Cancel)).Refusal!.Code);
            Assert.False((await own.FindAsync(self, Cancel))!.HasSecondFactor);
            codes = (await own.ConfirmSecondFactorAsync(CodeNow(), self, Cancel)).Value.Codes;
        }

        Assert.Equal(10, codes.Count);
        await using (var look = db.Open())
        {
            var stored = await look.Set<Account>().SingleAsync(a => a.Login == "xian-01", Cancel);
            Assert.NotNull(stored.TotpSecret);
            Assert.Null(stored.TotpPending);
            Assert.DoesNotContain(secret, System.Text.Encoding.Latin1.GetString(stored.TotpSecret));
            Assert.Equal(secret, new PersonCrypto(KeyRing.ForTests).Decrypt(stored.TotpSecret));
            Assert.All(codes, c => Assert.DoesNotContain(c, stored.RecoveryCodes));
        }

        Assert.False(await VerifyAsync(CodeNow())); // the confirming code has been used
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(await VerifyAsync(CodeNow()));
        Assert.False(await VerifyAsync(CodeNow()));
        Assert.True(await RedeemAsync(codes[3]));
        Assert.False(await RedeemAsync(codes[3]));
        Assert.True(await RedeemAsync(codes[4].ToLowerInvariant()));

        string CodeNow() => Totp.Code(Totp.FromBase32(secret), Totp.StepOf(clock.GetUtcNow()));

        async Task<bool> VerifyAsync(string code)
        {
            await using var scope = services.CreateAsyncScope();
            var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            var account = (await users.FindByNameAsync("XIAN-01"))!;
            var good = await users.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, code);
            await users.UpdateAsync(account);
            return good;
        }

        async Task<bool> RedeemAsync(string code)
        {
            await using var scope = services.CreateAsyncScope();
            var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            return (await users.RedeemTwoFactorRecoveryCodeAsync((await users.FindByNameAsync("xian-01"))!, code)).Succeeded;
        }
    }

    [Theory(DisplayName = "账号列表只列本管辖范围，按账号翻页不重不漏")]
    [MemberData(nameof(Engines))]
    public async Task The_list_keeps_to_the_area(string engine)
    {
        await using var db = await TestDb.CreateAsync(engine);
        await using (var seed = db.Open())
        {
            for (var i = 0; i < 130; i++)
            {
                seed.Add(new Account
                {
                    Login = $"{(i % 2 == 0 ? "a" : "b")}-{i:D3}", DisplayName = i == 7 ? "王小明" : $"人{i}", UnitId = Guid.NewGuid(),
                    Region = i % 3 == 0 ? 140121100000 : i % 3 == 1 ? 140121000000 : 140122000000, CreatedAt = DateTime.UnixEpoch,
                    DisabledAt = i == 10 ? DateTime.UnixEpoch : null,
                });
            }

            await seed.SaveChangesAsync(Cancel);
        }

        await using var open = db.Open();
        var query = new AccountQuery(open);
        var admin = Admin(140121000000);
        var seen = new List<string>();
        for (string? after = null, go = ""; go is not null; go = after)
        {
            var page = (await query.HandleAsync(new AccountFilter(), after, null, admin, Cancel)).Value!;
            Assert.True(page.Rows.Count <= AccountQuery.PageSize);
            Assert.Equal(after is not null, page.Previous is not null);
            seen.AddRange(page.Rows.Select(r => r.Login));
            after = page.Next;
        }

        var expected = Enumerable.Range(0, 130).Where(i => i % 3 != 2).Select(i => $"{(i % 2 == 0 ? "a" : "b")}-{i:D3}").Order(StringComparer.Ordinal);
        Assert.Equal(expected, seen);
        var last = (await query.HandleAsync(new AccountFilter(), null, seen[60], admin, Cancel)).Value!;
        Assert.Equal(seen[10..60], last.Rows.Select(r => r.Login));
        Assert.Equal("b-007", Assert.Single((await query.HandleAsync(new AccountFilter(Text: "小明"), null, null, admin, Cancel)).Value!.Rows).Login);
        Assert.Equal("a-010", Assert.Single((await query.HandleAsync(new AccountFilter(Disabled: true), null, null, admin, Cancel)).Value!.Rows).Login);
        // another county's region asked for: one's own answers
        Assert.All((await query.HandleAsync(new AccountFilter(new RegionCode(140122000000)), null, null, admin, Cancel)).Value!.Rows, r => Assert.InRange(r.Region, 140121000000, 140121999999));
        Assert.Equal("no-right", (await query.HandleAsync(new AccountFilter(), null, null, Admin(140121000000, "county-clerk"), Cancel)).Refusal!.Code);
    }

    [Theory(DisplayName = "同一账号名只能建一次；三员合一的账号建不出来")]
    [MemberData(nameof(Engines))]
    public async Task What_cannot_be_made(string engine)
    {
        await using var db = await TestDb.CreateAsync(engine);
        await using var services = Services(db);
        await using var scope = services.CreateAsyncScope();
        var (open, desk) = (scope.ServiceProvider.GetRequiredService<ChunfengDb>(), scope.ServiceProvider.GetRequiredService<AdministerAccounts>());
        var unit = (await desk.OfficeOfAsync(new RegionCode(140121000000), Admin(140121000000), Cancel)).Value!;
        await MakeAsync(services, "one", 140121000000, "county-clerk", Admin(140121000000));
        Assert.Equal("login-taken", (await desk.CreateAsync(new NewAccount("ONE", "人", unit.UnitId, "county-clerk"), Admin(140121000000), Cancel)).Refusal!.Code);
        Assert.Equal("login-taken", (await desk.CreateAsync(new NewAccount("operator", "人", unit.UnitId, "county-clerk"), Admin(140121000000), Cancel)).Refusal!.Code);
        Assert.Equal("login-form", (await desk.CreateAsync(new NewAccount("1 two", "人", unit.UnitId, "county-clerk"), Admin(140121000000), Cancel)).Refusal!.Code);
        Assert.Equal("offices-apart", (await desk.MakeAsync(
            new NewAccount("three", "人", unit.UnitId, ""), unit, null, Actor.Operator, "correct horse 7", Cancel, $"{Rights.SystemManage} {Rights.AuditRead}")).Refusal!.Code);
        Assert.Equal("audit-alone", (await desk.MakeAsync(
            new NewAccount("four", "人", unit.UnitId, ""), unit, Roles.Audit, Actor.Operator, "correct horse 7", Cancel, Rights.PeopleRead)).Refusal!.Code);
        Assert.Equal(1, await open.Set<Account>().CountAsync(Cancel));
    }

    [Theory(DisplayName = "调动：两头都要在管理员的辖区里，角色要合新单位，额外权限留下不带走")]
    [MemberData(nameof(Engines))]
    public async Task Moving(string engine)
    {
        await using var db = await TestDb.CreateAsync(engine);
        await using var services = Services(db);
        var made = await MakeAsync(services, "mover", 140121000000, "county-clerk", Admin(140100000000, "city-admin"));
        await using var scope = services.CreateAsyncScope();
        var (open, desk) = (scope.ServiceProvider.GetRequiredService<ChunfengDb>(), scope.ServiceProvider.GetRequiredService<AdministerAccounts>());
        var city = Admin(140100000000, "city-admin");
        var (there, town, beyond) = (await OfficeAsync(140122000000), await OfficeAsync(140121100000), await OfficeAsync(140212000000));
        var stamp = (await open.Set<Account>().SingleAsync(a => a.AccountId == made.AccountId, Cancel)).SecurityStamp;
        Assert.Equal("no-unit-or-role", (await desk.MoveAsync(made.AccountId, beyond, "county-clerk", city, Cancel))!.Code);
        Assert.Equal("no-unit-or-role", (await desk.MoveAsync(made.AccountId, there, "county-clerk", Admin(140121000000), Cancel))!.Code);
        Assert.Equal("no-account", (await desk.MoveAsync(made.AccountId, there, "county-clerk", Admin(140122000000), Cancel))!.Code);
        Assert.Equal("role-level", (await desk.MoveAsync(made.AccountId, town, "county-clerk", city, Cancel))!.Code);
        Assert.Equal("no-right", (await desk.MoveAsync(made.AccountId, there, "county-clerk", Admin(140100000000, "city-force"), Cancel))!.Code);
        Assert.Null(await desk.MoveAsync(made.AccountId, there, "county-clerk", city, Cancel));
        Assert.Equal("same-unit", (await desk.MoveAsync(made.AccountId, there, "county-clerk", city, Cancel))!.Code);
        open.ChangeTracker.Clear();
        var moved = await open.Set<Account>().SingleAsync(a => a.AccountId == made.AccountId, Cancel);
        Assert.Equal((there, 140122000000, ""), (moved.UnitId, moved.Region, moved.ExtraRights));
        Assert.NotEqual(stamp, moved.SecurityStamp);

        async Task<Guid> OfficeAsync(long region) => (await desk.OfficeOfAsync(new RegionCode(region), Actor.Operator, Cancel)).Value!.UnitId;
    }

    private async Task<IssuedPassword> MakeAsync(ServiceProvider services, string login, long region, string role, Actor actor)
    {
        await using var scope = services.CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<AdministerAccounts>();
        var unit = await desk.OfficeOfAsync(new RegionCode(region), actor, Cancel);
        var made = await desk.CreateAsync(new NewAccount(login, "新人", unit.Value!.UnitId, role), actor, Cancel);
        Assert.Null(made.Refusal);
        return made.Value!;
    }

    private ServiceProvider Services(TestDb db)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton(Regions);
        services.AddSingleton(KeyRing.ForTests);
        services.AddScoped(_ => db.Open());
        services.AddAccess();
        return services.BuildServiceProvider();
    }
}
