using System.CommandLine;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Web.Cli;

internal static partial class ChunfengCommand
{
    private static Command AccountVerbs()
    {
        var region = new Option<string?>("--region") { Description = "地区代码，例如 140121" };
        var text = new Option<string?>("--search") { Description = "账号开头或姓名的一部分" };
        var after = new Option<string?>("--after") { Description = "从这个账号之后列起；一次50个" };
        var list = new Command("list", "列出账号") { region, text, after };
        list.SetAction((parsed, cancel) => DoAsync(parsed, async (services, stop) =>
        {
            if (!TryRegion(parsed.GetValue(region), out var area, out var refusal))
            {
                return refusal!;
            }

            var page = await services.GetRequiredService<AccountQuery>().HandleAsync(
                new AccountFilter(area, parsed.GetValue(text)), parsed.GetValue(after), null, Actor.Operator, stop);
            return page.IsRefused ? page.Refusal : new { accounts = page.Value.Rows, next = page.Value.Next };
        }, cancel));

        var login = new Option<string>("--login") { Description = "账号：小写字母、数字、点、横线", Required = true };
        var name = new Option<string>("--name") { Description = "姓名", Required = true };
        var role = new Option<string>("--role") { Description = string.Join("、", Roles.All.Select(r => $"{r.Code} {r.Name}")), Required = true };
        role.AcceptOnlyFromAmong([.. Roles.All.Select(r => r.Code)]);
        var at = new Option<string>("--region") { Description = "地区代码；账号归这个地区的主管部门", Required = true };
        var body = new Option<string?>("--unit") { Description = "这个地区里的单位，写全名称；不写就是主管部门" };
        var client = new Option<bool>("--client") { Description = "给别的系统用的接口客户端；给出密钥而不是密码" };
        var create = new Command("create", "新建账号；密码由程序生成，只显示这一次") { login, name, role, at, body, client };
        create.SetAction((parsed, cancel) => DoAsync(parsed, async (services, stop) =>
        {
            if (!TryRegion(parsed.GetValue(at), out var area, out var refusal))
            {
                return refusal!;
            }

            var unit = await UnitAsync(services, area!.Value, parsed.GetValue(body), stop);
            return unit.IsRefused ? unit.Refusal : await Unwrap(services.GetRequiredService<AdministerAccounts>().CreateAsync(new NewAccount(
                parsed.GetValue(login)!, parsed.GetValue(name)!, unit.Value.UnitId, parsed.GetValue(role)!,
                parsed.GetValue(client) ? AccountKind.Client : AccountKind.Person), Actor.Operator, stop));
        }, cancel));

        var whom = new Argument<string>("login") { Description = "账号" };
        var disable = new Command("disable", "停用账号，它在各处的登录随即退出") { whom };
        disable.SetAction((parsed, cancel) => OnAccountAsync(parsed, parsed.GetValue(whom)!, async (services, id, stop) =>
            await services.GetRequiredService<AdministerAccounts>().DisableAsync(id, Actor.Operator, stop) ?? (object)new { disabled = parsed.GetValue(whom) }, cancel));
        var enable = new Command("enable", "恢复使用") { whom };
        enable.SetAction((parsed, cancel) => OnAccountAsync(parsed, parsed.GetValue(whom)!, async (services, id, stop) =>
            await services.GetRequiredService<AdministerAccounts>().EnableAsync(id, Actor.Operator, stop) ?? (object)new { enabled = parsed.GetValue(whom) }, cancel));
        var factor = new Option<bool>("--second-factor") { Description = "同时去掉第二因素（手机和恢复码都丢了）" };
        var reset = new Command("reset", "重置密码并解除锁定；新密码只显示这一次") { whom, factor };
        reset.SetAction((parsed, cancel) => OnAccountAsync(parsed, parsed.GetValue(whom)!, async (services, id, stop) =>
        {
            var administer = services.GetRequiredService<AdministerAccounts>();
            var refused = parsed.GetValue(factor) ? await administer.ResetSecondFactorAsync(id, Actor.Operator, stop) : null;
            return refused ?? await Unwrap(administer.ResetPasswordAsync(id, Actor.Operator, stop));
        }, cancel));
        var move = new Command("move", "调到别的单位；它在各处的登录随即退出") { whom, role, at, body };
        move.SetAction((parsed, cancel) => OnAccountAsync(parsed, parsed.GetValue(whom)!, async (services, id, stop) =>
        {
            if (!TryRegion(parsed.GetValue(at), out var area, out var refusal))
            {
                return refusal!;
            }

            var unit = await UnitAsync(services, area!.Value, parsed.GetValue(body), stop);
            return unit.IsRefused ? unit.Refusal
                : await services.GetRequiredService<AdministerAccounts>().MoveAsync(id, unit.Value.UnitId, parsed.GetValue(role)!, Actor.Operator, stop)
                    ?? (object)new { moved = parsed.GetValue(whom), unit = unit.Value.Name };
        }, cancel));
        return new Command("account", "账号") { list, create, disable, enable, reset, move };
    }

    /// <summary>The unit of a region by its name; its office when none is named.</summary>
    private static async Task<Result<Unit>> UnitAsync(IServiceProvider services, RegionCode region, string? name, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return await services.GetRequiredService<AdministerAccounts>().OfficeOfAsync(region, Actor.Operator, cancel);
        }

        var (code, wanted) = (region.Value, name.Trim());
        var unit = await services.GetRequiredService<ChunfengDb>().Units().AsNoTracking().FirstOrDefaultAsync(u => u.Region == code && u.Name == wanted, cancel);
        return unit is null ? new Refusal("no-unit", $"{region} 没有名称为“{wanted}”的单位；请在“单位与账号”页面添加") : unit;
    }

    private static Task<int> OnAccountAsync(
        ParseResult parsed, string login, Func<IServiceProvider, Guid, CancellationToken, Task<object>> act, CancellationToken cancel) =>
        DoAsync(parsed, async (services, stop) =>
        {
            var wanted = login.Trim().ToLowerInvariant();
            var id = await services.GetRequiredService<ChunfengDb>().Set<Account>().Where(a => a.Login == wanted).Select(a => (Guid?)a.AccountId).SingleOrDefaultAsync(stop);
            return id is null ? new Refusal("no-account", $"没有账号 {wanted}；用 chunfeng account list 查看") : await act(services, id.Value, stop);
        }, cancel);
}
