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
    /// <param name="Ids">Columns of its id, as the address names them.</param>
    /// <param name="Area">The column of the region it belongs to.</param>
    /// <param name="Beyond">What other areas see of it too: SQL over the row, the reader's @from and @end, and {above}; "0 = 1" for nothing.</param>
    /// <param name="Pages">Its pages, the first the one that whoever sees it can open.</param>
    /// <param name="Readers">Roles, by login, whose area's things are there for them.</param>
    private sealed record Thing(string Table, string Ids, string Area, string Beyond, string[] Pages, string[] Readers);

    private static readonly string[] Offices = ["walk-province", "walk-city", "walk-county", "walk-township"];

    private static readonly Thing[] Things =
    [
        new("events_fair", "fair_id", "region", "state BETWEEN 2 AND 5 AND (region IN ({above}) OR target IN ({above}) OR (target >= @from AND target < @end))",
            ["/events/{Id:guid}", "/events/{Id:guid}/edit", "/events/{Id:guid}/sign-in", "/events/{Id:guid}/code", "/events/{Id:guid}/jobs", "/events/{Id:guid}/firms"], Offices),
        new("events_campaign", "campaign_id", "region", "region IN ({above})", ["/events/campaigns/{Id:guid}", "/events/campaigns/{Id:guid}/edit", "/events/campaigns/{id:guid}/report.docx",
            "/events/campaigns/{Id:guid}/actions", "/events/campaigns/{id:guid}/actions/export", "/events/campaigns/{Campaign:guid}/actions/new"], Offices),
        new("events_campaign_action", "action_id", "region", "0 = 1", ["/events/campaigns/actions/{Id:guid}", "/events/campaigns/actions/{Id:guid}/edit", "/events/campaigns/actions/{id:guid}/export"], Offices),
        new("events_live_room", "room_id", "region", "0 = 1", ["/events/live/{Id:guid}", "/events/live/{Id:guid}/jobs"], Offices[..3]),
        new("employers_employer", "employer_id", "region", "0 = 1", ["/employers/{Id:guid}", "/employers/{Id:guid}/edit"], Offices),
        new("employers_demand_round", "round_id", "region", "region IN ({above})", ["/employers/demand/{Id:guid}", "/employers/demand/{Id:guid}/answer", "/employers/demand/{id:guid}/export"], Offices[..3]),
        new("employers_vacancy", "vacancy_id", "region", "state = 3", ["/vacancies/{Id:guid}", "/vacancies/{Id:guid}/edit", "/matching/vacancies/{Id:guid}"], Offices),
        new("gigs_market", "market_id", "region", "0 = 1", ["/gigs/markets/{Id:guid}", "/gigs/markets/{Id:guid}/hall", "/gigs/markets/{Id:guid}/edit", "/gigs/markets/{Id:guid}/days"], Offices),
        new("gigs_employer", "employer_id", "region", "0 = 1", ["/gigs/employers/{Id:guid}"], Offices),
        new("gigs_post", "post_id", "region", "0 = 1", ["/gigs/posts/{Id:guid}"], Offices),
        new("gigs_place", "worker_id, place_id", "region", "0 = 1", ["/gigs/work/{Worker:guid}/{Id:guid}", "/gigs/work/{worker:guid}/{id:guid}/slip.docx"], Offices),
        new("network_agreement", "agreement_id", "home", "home IN ({above})", ["/network/agreements/{Id:guid}", "/network/agreements/{Id:guid}/edit"], Offices),
        new("matching_referral", "worker_id, referral_id", "home", "0 = 1", ["/matching/{Worker:guid}/{Referral:guid}"], Offices),
        new("events_interview", "interview_id", "region", "0 = 1", ["/interviews/{Id:guid}"], Offices),
    ];

    /// <summary>Pages with an id that other tests of this walk try: people, imports, accounts, orders, jobs; and what is public.</summary>
    private static readonly string[] TriedElsewhere = ["/people/", "/matching/people/", "/gigs/workers/", "/access/", "/dispatch/orders/", "/jobs/", "/live/", "/vacancies/import/"];

    [Fact(DisplayName = "每个按编号打开的页面都登记了编号是谁的：多一个、少一个都报出来")]
    [Trait("Clause", "13.1")]
    public void Every_page_of_a_thing_is_classified()
    {
        var found = Doors.Where(d => d.Pattern.Contains(":guid}", StringComparison.Ordinal) && d.Reach != Reach.Worker && Gets(d)).Select(d => d.Pattern)
            .Where(p => !TriedElsewhere.Any(t => p.StartsWith(t, StringComparison.Ordinal))).Order(StringComparer.Ordinal);
        Assert.Equal(found, Things.SelectMany(t => t.Pages).Order(StringComparer.Ordinal));
    }

    [Fact(DisplayName = "各室的活动、单位、岗位、市场、零工、协议、推荐：本辖区的打得开，外地和上级的与没有一样")]
    [Trait("Clause", "13.1")]
    public async Task Things_of_other_areas()
    {
        var wrong = new List<string>();
        await using var db = host.Services.GetRequiredService<IDbFactory>().Create();
        await db.Database.OpenConnectionAsync();
        foreach (var thing in Things)
        {
            var (made, last) = await PlantAsync(db.Database.GetDbConnection(), thing);
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

            await ValueAsync(db.Database.GetDbConnection(), $"DELETE FROM {thing.Table} WHERE rowid > {last}"); // the other walks know nothing of them
            if (refused == 0 || (opened == 0 && !made))
            {
                wrong.Add($"{thing.Table}: {opened} opened, {refused} refused: nothing is proved");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>Adds a row of the next county and one of another city: like one that is there, or, where the demonstration has none, of nothing but zeros.</summary>
    /// <returns>True for rows of zeros: good enough not to be seen; and the last row before them.</returns>
    private async Task<(bool Made, long Last)> PlantAsync(DbConnection connection, Thing thing)
    {
        var columns = new List<(string Name, string Zero)>();
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = $"SELECT name, type, \"notnull\" FROM pragma_table_info('{thing.Table}')";
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                columns.Add((rows.GetString(0), rows.GetInt32(2) == 0 ? "NULL" : rows.GetString(1) switch { "INTEGER" => "0", "BLOB" => "x'00'", _ => "'2022-02-01 00:00:00'" }));
            }
        }

        var last = (long)(await ValueAsync(connection, $"SELECT COALESCE(MAX(rowid), 0) FROM {thing.Table}"))!;
        var none = last == 0;
        foreach (var person in host.People.Skip(3))
        {
            string Of((string Name, string Zero) column) =>
                column.Name == "worker_id" ? $"'{person.Worker.ToString().ToUpperInvariant()}'" : thing.Ids.Split(", ").Contains(column.Name) ? $"'{Guid.CreateVersion7().ToString().ToUpperInvariant()}'"
                : column.Name == thing.Area ? $"{person.Home / 1_000_000 * 1_000_000}" : none ? column.Zero : column.Name;
            await ValueAsync(connection, $"INSERT OR IGNORE INTO {thing.Table} ({string.Join(", ", columns.Select(c => c.Name))}) SELECT {string.Join(", ", columns.Select(Of))}{(none ? "" : $" FROM {thing.Table} LIMIT 1")}");
        }

        return (none, last);
    }

    private static async Task<object?> ValueAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Some rows a reader of the region is to see and some it is not, from several areas.</summary>
    private static async Task<(List<(Guid[] Id, long Area)> There, List<(Guid[] Id, long Area)> Beyond)> RowsAsync(DbConnection connection, Thing thing, RegionCode reader)
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
