using System.Net;
using System.Text.RegularExpressions;
using Chunfeng.Gigs.Posts;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Web.Tests.Scope;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Web.Tests;

/// <summary>A house in which no stored number opens any more — another key file, say: every page goes on, says so where the number would stand, and changes nothing.</summary>
public class UnreadableNumbersTests(ScopeHost host) : IClassFixture<ScopeHost>
{
    [Fact(DisplayName = "所有号码都无法解密：名册、企业、零工、推荐、服务端的每一页照常打开，该有号码的地方写明，改登记被拒绝")]
    [Trait("Clause", "13.1")]
    public async Task No_number_opens()
    {
        var worker = await WorkerAsync();
        await using var db = host.Services.GetRequiredService<IDbFactory>().Create();
        var damaged = 0;
        foreach (var column in db.Model.GetEntityTypes().SelectMany(e => e.GetProperties().Where(p => p.Name.EndsWith("Cipher", StringComparison.Ordinal)).Select(p => (Table: e.GetTableName(), Column: p.GetColumnName()))).Distinct())
        {
            var (table, name) = column;
            await db.Database.OpenConnectionAsync();
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"UPDATE {table} SET {name} = X'63' || substr({name}, 2) WHERE {name} IS NOT NULL";
            damaged += await command.ExecuteNonQueryAsync();
        }

        Assert.True(damaged > 3000, $"{damaged}");
        var (wrong, addresses) = (new List<string>(), await AddressesAsync());
        Assert.True(addresses.Count > 60, $"{addresses.Count}");
        foreach (var login in new[] { "walk-province", "walk-county", "walk-county-admin", "walk-township", "walk-village", "walk-employer", "walk-station", "walk-system" })
        {
            await SeeAsync(await host.AsAsync(login), login, p => !p.StartsWith("/my/", StringComparison.Ordinal));
        }

        await SeeAsync(worker, "a worker", p => p.StartsWith("/my/", StringComparison.Ordinal));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        // where a number would stand
        var county = await host.AsAsync("walk-county");
        var person = host.People[0];
        await ShowsAsync(county, $"/people/{person.Worker}");
        await ShowsAsync(county, "/people?region=140121000000");
        await ShowsAsync(worker, "/my/me");
        await ShowsAsync(await host.AsAsync("walk-province"), $"/employers/{await IdAsync("SELECT employer_id AS Value FROM employers_employer WHERE phone_cipher IS NOT NULL LIMIT 1")}");
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var services = scope.ServiceProvider;
            var gig = await IdAsync("SELECT employer_id AS Value FROM gigs_employer WHERE phone_cipher IS NOT NULL LIMIT 1");
            Assert.Equal(UnreadableNumbers.Shown, await services.GetRequiredService<KeepEmployer>().PhoneAsync(gig, "test", Actor.Operator, default));
            var contact = await services.GetRequiredService<ContactPeople>().OneAsync(person.Worker, "test", Actor.Operator, default);
            Assert.Equal(UnreadableNumbers.Shown, contact!.Phone);
        }

        // what would have to read it first is refused in words
        using var change = await county.PostAsync($"/people/{person.Worker}/change", new FormUrlEncodedContent(await FieldsAsync(county, $"/people/{person.Worker}/change")));
        Assert.Contains("号码无法解密", WebUtility.HtmlDecode(await change.Content.ReadAsStringAsync()));
        using var phone = await host.EnterPortalAsync(token, host.People[1].Id[^4..], "/p/" + token);
        var desk = await (await host.AsAsync("walk-system")).GetStringAsync("/desk");
        Assert.Contains("号码无法解密", WebUtility.HtmlDecode(desk));

        async Task SeeAsync(HttpClient client, string who, Func<string, bool> which)
        {
            foreach (var address in addresses.Where(which))
            {
                using var answer = await client.GetAsync(address);
                if ((int)answer.StatusCode >= 500)
                {
                    wrong.Add($"{who} {address}: {(int)answer.StatusCode}");
                }
            }
        }
    }

    private string token = "";

    private async Task<HttpClient> WorkerAsync()
    {
        token = await host.PassAsync("walk-township", host.People[1].Worker);
        return await host.EnterPortalAsync(token, host.People[1].Id[^4..], "/my/me");
    }

    /// <summary>Every page without an id in its address, and those of a person and of one thing of each kind.</summary>
    private async Task<List<string>> AddressesAsync()
    {
        var patterns = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>() is not { HttpMethods.Count: > 0 } said || said.HttpMethods.Contains("GET")).Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/'))
            .Where(p => !p.StartsWith("/_", StringComparison.Ordinal) && !p.Contains('*') && p is not "/sign-out" and not "/my/leave").Distinct().ToList();
        List<string> addresses = [.. patterns.Where(p => !p.Contains('{')), .. patterns.Where(p => p.StartsWith("/people/{Id:guid}", StringComparison.OrdinalIgnoreCase)).Select(p => p.Replace("{Id:guid}", $"{host.People[0].Worker}", StringComparison.OrdinalIgnoreCase))];
        foreach (var thing in ForeignThings.All.Where(t => !t.Ids.Contains(',')))
        {
            foreach (var id in await IdsAsync($"SELECT {thing.Ids} AS Value FROM {thing.Table} LIMIT 2"))
            {
                addresses.AddRange(thing.Pages.Select(p => Regex.Replace(p, @"\{[^}]+\}", id.ToString())));
            }
        }

        return addresses;
    }

    private async Task ShowsAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address);
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode}");
        Assert.True(WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).Contains(UnreadableNumbers.Shown, StringComparison.Ordinal), address);
    }

    private async Task<List<Guid>> IdsAsync(string sql)
    {
        await using var db = host.Services.GetRequiredService<IDbFactory>().Create();
        return await db.Database.SqlQueryRaw<Guid>(sql).ToListAsync();
    }

    private async Task<Guid> IdAsync(string sql) => (await IdsAsync(sql))[0];

    /// <summary>The fields of the page's form that changes the contact, with another wish in it.</summary>
    private static async Task<List<KeyValuePair<string, string>>> FieldsAsync(HttpClient client, string address)
    {
        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await client.GetStringAsync(address));
        var form = page.QuerySelectorAll("form").First(f => f.QuerySelector("input[name=_handler][value=contact]") is not null);
        return [.. form.QuerySelectorAll("input[name], textarea[name], select[name]").Where(f => f.GetAttribute("type") is not "checkbox" and not "radio" and not "submit")
            .Select(f => new KeyValuePair<string, string>(f.GetAttribute("name")!, f.GetAttribute("value") is { Length: > 0 } given ? given
                : f.LocalName == "select" ? f.QuerySelector("option:last-child")?.GetAttribute("value") ?? "" : f.GetAttribute("name") is "phone" or "bank" ? "" : "想学电焊"))];
    }
}
