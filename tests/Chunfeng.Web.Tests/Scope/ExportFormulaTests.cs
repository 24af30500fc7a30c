using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Jobs;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Web.Tests.Scope;

/// <summary>Every table that leaves the house, with formulas planted in every free text of the database: none arrives as a formula.</summary>
public partial class ExportFormulaTests(HostileHost host) : IClassFixture<HostileHost>
{
    private const string Planted = "=1+1|cmd";

    /// <summary>Addresses that answer with a table; an export somebody adds stands here, or <see cref="Every_export_is_known"/> fails.</summary>
    private static readonly Dictionary<string, string> Exports = new()
    {
        ["/audit/export"] = "/audit/export", ["/events/5511/export"] = "/events/5511/export?quarter=2022-Q1", ["/employers/list/export"] = "",
        ["/events/campaigns/{id:guid}/actions/export"] = "", ["/events/campaigns/actions/{id:guid}/export"] = "", ["/vacancies/import/template"] = "/vacancies/import/template",
        ["/employers/demand/{id:guid}/export"] = "", ["/employers/retention/export"] = "/employers/retention/export",
        ["/vacancies/import/{id:guid}/rejects"] = "", ["/people/list/export"] = "", ["/people/export"] = "", ["/gigs/stats/export"] = "/gigs/stats/export",
        ["/network/agreements/export"] = "/network/agreements/export", ["/matching/units/export"] = "/matching/units/export?what=placements", ["/people/import/{id:guid}/rejects"] = "/people/import/{import}/rejects",
    };

    [Fact(DisplayName = "导出：每个导出地址都登记在这里")]
    public void Every_export_is_known()
    {
        var found = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/'))
            .Where(r => Tables().IsMatch(r)).Distinct();
        Assert.Equal(Exports.Keys.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact(DisplayName = "导出：库里每个文字都以等号开头，导出的表里没有一个公式")]
    [Trait("Clause", "13.1")]
    public async Task No_cell_is_a_formula()
    {
        Assert.True(await PlantAsync() > 10);
        var (wrong, seen, withPlanted) = (new List<string>(), 0, 0);
        foreach (var login in HostileHost.Walkers.Append("walk-province"))
        {
            var client = await host.AsAsync(login);
            var addresses = Exports.Values.Where(a => a.Length > 0).Select(a => a.Replace("{import}", host.OwnImport.ToString(), StringComparison.Ordinal)).ToList();
            foreach (var (_, page) in host.Pages.Where(p => p.Login == login))
            {
                addresses.AddRange(Sheet().Matches(await (await client.GetAsync(page)).Content.ReadAsStringAsync()).Select(m => "/" + WebUtility.HtmlDecode(m.Groups[1].Value).TrimStart('/')));
            }

            foreach (var address in addresses.Distinct())
            {
                using var answer = await client.GetAsync(address);
                if (answer.StatusCode == HttpStatusCode.OK && answer.Content.Headers.ContentType?.MediaType is { } kind && kind is not "text/html")
                {
                    Judge(address, kind, await answer.Content.ReadAsByteArrayAsync());
                }
            }
        }

        // made in the background: lists of people and of employers, the roster
        foreach (var form in host.Forms.Where(f => HostileHost.Plain(f.Action).EndsWith("/export", StringComparison.Ordinal)))
        {
            await host.SendAsync(form, form.Usual());
        }

        await host.IdleAsync();
        await using var db = host.Services.GetRequiredService<IDbFactory>().Create();
        foreach (var job in await db.Jobs().AsNoTracking().Where(j => j.State == JobStates.Done && j.ResultFile != null).ToListAsync())
        {
            if (!job.AskedBy.StartsWith("walk-", StringComparison.Ordinal))
            {
                continue;
            }

            using var answer = await (await host.AsAsync(job.AskedBy)).GetAsync($"/jobs/{job.JobId}/result");
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                Judge(job.Kind, answer.Content.Headers.ContentType!.MediaType!, await answer.Content.ReadAsByteArrayAsync());
            }
        }

        Assert.Empty(wrong);
        Assert.True(seen >= 10 && withPlanted >= 4, $"{seen} tables, {withPlanted} of them with a planted text: the test proves nothing");

        void Judge(string from, string kind, byte[] bytes)
        {
            if (kind.EndsWith("sheet", StringComparison.Ordinal))
            {
                using var book = new ZipArchive(new MemoryStream(bytes));
                foreach (var sheet in book.Entries.Where(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)))
                {
                    if (Formula().IsMatch(new StreamReader(sheet.Open()).ReadToEnd()))
                    {
                        wrong.Add($"{from}: a formula in the workbook");
                    }
                }

                (seen, withPlanted) = (seen + 1, withPlanted + (book.Entries.Any(e => new StreamReader(e.Open()).ReadToEnd().Contains(Planted, StringComparison.Ordinal)) ? 1 : 0));
            }
            else if (kind == "text/csv")
            {
                // as it lies: our own reader takes the mark before a formula off again
                if (OpenCell().Match(Encoding.UTF8.GetString(bytes)) is { Success: true } cell)
                {
                    wrong.Add($"{from}: {cell.Value}");
                }

                (seen, withPlanted) = (seen + 1, withPlanted + (Encoding.UTF8.GetString(bytes).Contains(Planted, StringComparison.Ordinal) ? 1 : 0));
            }
        }
    }

    /// <summary>Puts the formula into every column of free words that is not empty; returns how many columns.</summary>
    private async Task<int> PlantAsync()
    {
        string[] words = ["Name", "Title", "Note", "Remark", "Employer", "Address", "Reason", "Detail", "Job", "Contact"];
        await using var db = host.Services.GetRequiredService<IDbFactory>().Create();
        var columns = db.Model.GetEntityTypes().Where(e => e.GetTableName() is not ("platform_setting" or "platform_job" or "platform_saved_view"))
            .SelectMany(e => e.GetProperties().Where(p => p.ClrType == typeof(string) && !p.IsKey() && words.Any(w => p.Name.EndsWith(w, StringComparison.Ordinal)) && p.GetContainingIndexes().All(i => !i.IsUnique))
                .Select(p => (Table: e.GetTableName()!, Column: p.GetColumnName()))).Distinct().ToList();
        foreach (var (table, column) in columns)
        {
            var sql = $"UPDATE {table} SET {column} = '{Planted}' WHERE {column} <> ''"; // names of the model
            await db.Database.ExecuteSqlRawAsync(sql);
        }

        return columns.Count;
    }

    [GeneratedRegex("export|rejects|template|xlsx|csv")]
    private static partial Regex Tables();

    [GeneratedRegex("href=\"([^\"]*(?:as=xlsx|/export)[^\"]*)\"")]
    private static partial Regex Sheet();

    [GeneratedRegex("(?:^|,)\"?(?:[=+@\t]|-[^0-9]).{0,20}", RegexOptions.Multiline)]
    private static partial Regex OpenCell();

    [GeneratedRegex("<(\\w+:)?f[ >/]|t=\"str\"")]
    private static partial Regex Formula();
}
