using System.Data.Common;
using System.Net;
using System.Text.RegularExpressions;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Web.Tests.Scope;

/// <summary>The rooms' own things (a fair, an employer, a gig …): who sees which is written down here once more, in words of the tables, and compared with what the pages answer.</summary>
public partial class ScopeWalkTests
{
    /// <summary>Pages with an id that other tests of this walk try: people, imports, accounts, orders, jobs; what is public; and what programs open (EmployersTests.The_api_of_a_station).</summary>
    private static readonly string[] TriedElsewhere = ["/people/", "/matching/people/", "/gigs/workers/", "/access/", "/dispatch/orders/", "/jobs/", "/live/", "/vacancies/import/", "/api/v1/vacancies/"];

    [Fact(DisplayName = "每个按编号打开的页面都登记了编号是谁的：多一个、少一个都报出来")]
    [Trait("Clause", "13.1")]
    public void Every_page_of_a_thing_is_classified()
    {
        var found = Doors.Where(d => d.Pattern.Contains(":guid}", StringComparison.Ordinal) && d.Reach != Reach.Worker && Gets(d)).Select(d => d.Pattern)
            .Where(p => !TriedElsewhere.Any(t => p.StartsWith(t, StringComparison.Ordinal))).Order(StringComparer.Ordinal);
        Assert.Equal(found, ForeignThings.All.SelectMany(t => t.Pages).Order(StringComparer.Ordinal));
    }

    [Fact(DisplayName = "各室的活动、单位、岗位、市场、零工、协议、推荐：本辖区的打得开，外地和上级的与没有一样")]
    [Trait("Clause", "13.1")]
    public async Task Things_of_other_areas()
    {
        var wrong = new List<string>();
        await using var db = host.Services.GetRequiredService<IDbFactory>().Create();
        await db.Database.OpenConnectionAsync();
        foreach (var thing in ForeignThings.All)
        {
            var planted = await ForeignThings.PlantAsync(db.Database.GetDbConnection(), thing, host.People);
            var made = planted.OfZeros;
            var (opened, refused) = (0, 0);
            foreach (var (login, _, region) in ScopeHost.Staff)
            {
                var client = await host.AsAsync(login);
                var (there, beyond) = await RowsAsync(db.Database.GetDbConnection(), thing, new RegionCode(region));
                var reads = thing.Readers.Contains(login);
                foreach (var page in thing.Pages)
                {
                    var absent = await AnswerAsync(client, page, [Guid.CreateVersion7(), Guid.CreateVersion7()]);
                    foreach (var (id, area) in beyond)
                    {
                        refused++;
                        var answer = await AnswerAsync(client, page, id);
                        if (answer != absent)
                        {
                            wrong.Add($"{login} {page} {string.Join('/', id)} of {area}: {answer.Status}, an absent one {absent.Status}{(answer.Status == absent.Status ? $"\n{answer.Text}\n{absent.Text}" : "")}");
                        }
                    }

                    foreach (var (id, area) in there.Where(_ => reads && !made && page == thing.Pages[0]))
                    {
                        opened++;
                        if ((await AnswerAsync(client, page, id)).Status is var status and not HttpStatusCode.OK)
                        {
                            wrong.Add($"{login} {page} {string.Join('/', id)} of {area}, its own: {status}");
                        }
                    }
                }
            }

            await planted.RemoveAsync(); // the other walks know nothing of them
            if (refused == 0 || (opened == 0 && !made))
            {
                wrong.Add($"{thing.Table}: {opened} opened, {refused} refused: nothing is proved");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>Some rows a reader of the region is to see and some it is not, from several areas.</summary>
    private static async Task<(List<(Guid[] Id, long Area)> There, List<(Guid[] Id, long Area)> Beyond)> RowsAsync(DbConnection connection, ForeignThings.Thing thing, RegionCode reader)
    {
        var above = string.Join(", ", reader.Above().DefaultIfEmpty(0));
        var seen = $"(({thing.Area} >= @from AND {thing.Area} < @end) OR ({thing.Beyond.Replace("{above}", above, StringComparison.Ordinal)}))";
        return (await SomeAsync(seen), await SomeAsync($"NOT {seen}"));

        async Task<List<(Guid[], long)>> SomeAsync(string where)
        {
            // one of each county, the nearest counties first
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT {thing.Ids}, {thing.Area}, MIN(ABS({thing.Area} - @from)) AS far FROM {thing.Table} WHERE {where} GROUP BY {thing.Area} / 1000000 ORDER BY far LIMIT 4";
            foreach (var (name, value) in new[] { ("@from", reader.Value), ("@end", reader.End) })
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, value);
                command.Parameters.Add(parameter);
            }

            await using var rows = await command.ExecuteReaderAsync();
            var some = new List<(Guid[], long)>();
            while (await rows.ReadAsync())
            {
                var ids = thing.Ids.Split(',').Length;
                some.Add(([.. Enumerable.Range(0, ids).Select(rows.GetGuid)], rows.GetInt64(ids)));
            }

            return some;
        }
    }

    /// <summary>Status and body, without the ids and tokens that differ between any two answers.</summary>
    private static async Task<(HttpStatusCode Status, string Text)> AnswerAsync(HttpClient client, string page, Guid[] ids)
    {
        var at = 0;
        using var answer = await client.GetAsync(Hole().Replace(page, _ => ids[at++].ToString()));
        var text = Trace().Replace(Token().Replace(await answer.Content.ReadAsStringAsync(), "TOKEN"), "") + answer.Headers.Location;
        return (answer.StatusCode, ids.Aggregate(text, (t, id) => t.Replace(id.ToString(), "ID", StringComparison.OrdinalIgnoreCase)));
    }

    [GeneratedRegex("\"traceId\":\"[^\"]*\"")]
    private static partial Regex Trace();

    [GeneratedRegex(@"\{[^}]+:guid\}")]
    private static partial Regex Hole();
}
