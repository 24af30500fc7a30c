using System.Data.Common;

namespace Chunfeng.Web.Tests.Scope;

/// <summary>The rooms' own things (a fair, an employer, a gig …): of which area each is, who else sees it, and its pages, written down once more in words of the tables.</summary>
internal static class ForeignThings
{
    /// <param name="Ids">Columns of its id, as the address names them.</param>
    /// <param name="Area">The column of the region it belongs to.</param>
    /// <param name="Beyond">What other areas see of it too: SQL over the row, the reader's @from and @end, and {above}; "0 = 1" for nothing.</param>
    /// <param name="Pages">Its pages, the first the one that whoever sees it can open.</param>
    /// <param name="Readers">Roles, by login, whose area's things are there for them.</param>
    public sealed record Thing(string Table, string Ids, string Area, string Beyond, string[] Pages, string[] Readers);

    private static readonly string[] Offices = ["walk-province", "walk-city", "walk-county", "walk-township"];

    public static readonly Thing[] All =
    [
        new("events_fair", "fair_id", "region", "state BETWEEN 2 AND 5 AND (region IN ({above}) OR target IN ({above}) OR (target >= @from AND target < @end))",
            ["/events/{Id:guid}", "/events/{Id:guid}/edit", "/events/{Id:guid}/sign-in", "/events/{Id:guid}/code", "/events/{Id:guid}/jobs", "/events/{Id:guid}/firms"], Offices),
        new("events_campaign", "campaign_id", "region", "region IN ({above})", ["/events/campaigns/{Id:guid}", "/events/campaigns/{Id:guid}/edit", "/events/campaigns/{id:guid}/report.docx",
            "/events/campaigns/{Id:guid}/actions", "/events/campaigns/{id:guid}/actions/export", "/events/campaigns/{Campaign:guid}/actions/new"], Offices),
        new("events_campaign_action", "action_id", "region", "0 = 1", ["/events/campaigns/actions/{Id:guid}", "/events/campaigns/actions/{Id:guid}/edit", "/events/campaigns/actions/{id:guid}/export"], Offices),
        new("events_live_room", "room_id", "region", "0 = 1", ["/events/live/{Id:guid}", "/events/live/{Id:guid}/jobs"], Offices[..3]),
        new("employers_employer", "employer_id", "region", "0 = 1", ["/employers/{Id:guid}", "/employers/{Id:guid}/edit"], Offices),
        new("employers_demand_round", "round_id", "region", "region IN ({above})", ["/employers/demand/{Id:guid}", "/employers/demand/{Id:guid}/answer", "/employers/demand/{id:guid}/export"], Offices[..3]),
        new("employers_vacancy", "vacancy_id", "region", "state = 3", ["/vacancies/{Id:guid}", "/vacancies/{Id:guid}/edit", "/matching/vacancies/{id:guid}"], Offices),
        new("gigs_market", "market_id", "region", "0 = 1", ["/gigs/markets/{Id:guid}", "/gigs/markets/{Id:guid}/hall", "/gigs/markets/{Id:guid}/edit", "/gigs/markets/{Id:guid}/days"], Offices),
        new("gigs_employer", "employer_id", "region", "0 = 1", ["/gigs/employers/{Id:guid}"], Offices),
        new("gigs_post", "post_id", "region", "0 = 1", ["/gigs/posts/{Id:guid}"], Offices),
        new("gigs_place", "worker_id, place_id", "region", "0 = 1", ["/gigs/work/{Worker:guid}/{Id:guid}", "/gigs/work/{worker:guid}/{id:guid}/slip.docx"], Offices),
        new("network_agreement", "agreement_id", "home", "home IN ({above})", ["/network/agreements/{Id:guid}", "/network/agreements/{Id:guid}/edit"], Offices),
        new("matching_referral", "worker_id, referral_id", "home", "0 = 1", ["/matching/{Worker:guid}/{Referral:guid}"], Offices),
        new("events_interview", "interview_id", "region", "0 = 1", ["/interviews/{Id:guid}"], Offices),
    ];

    /// <summary>Rows added for a while.</summary>
    /// <param name="OfZeros">The demonstration had none to copy: they are of nothing but zeros, good enough not to be seen.</param>
    public sealed record Planted(DbConnection Connection, Thing Thing, bool OfZeros, IReadOnlyList<Guid[]> Ids, long Last)
    {
        public Task RemoveAsync() => ValueAsync(Connection, $"DELETE FROM {Thing.Table} WHERE rowid > {Last}");
    }

    /// <summary>Adds a row of the next county and one of another city: like one that is there, or, where the demonstration has none, of zeros.</summary>
    public static async Task<Planted> PlantAsync(DbConnection connection, Thing thing, IReadOnlyList<Scope.Planted> people)
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
        var (none, names, made) = (last == 0, thing.Ids.Split(", "), new List<Guid[]>());
        foreach (var person in people.Skip(3))
        {
            Guid[] ids = [.. names.Select(n => n == "worker_id" ? person.Worker : Guid.CreateVersion7())];
            string Of((string Name, string Zero) column) =>
                names.IndexOf(column.Name) is var at and >= 0 ? $"'{ids[at].ToString().ToUpperInvariant()}'" : column.Name == "worker_id" ? $"'{person.Worker.ToString().ToUpperInvariant()}'"
                : column.Name == thing.Area ? $"{person.Home / 1_000_000 * 1_000_000}" : none ? column.Zero : column.Name;
            await ValueAsync(connection, $"INSERT OR IGNORE INTO {thing.Table} ({string.Join(", ", columns.Select(c => c.Name))}) SELECT {string.Join(", ", columns.Select(Of))}{(none ? "" : $" FROM {thing.Table} LIMIT 1")}");
            made.Add(ids);
        }

        return new Planted(connection, thing, none, made, last);
    }

    private static async Task<object?> ValueAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
