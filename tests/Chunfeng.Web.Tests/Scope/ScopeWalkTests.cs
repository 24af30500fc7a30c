using System.Net;
using System.Text.RegularExpressions;
using Chunfeng.Platform.Access;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Web.Tests.Scope;

/// <summary>Who may open an address.</summary>
public enum Reach
{
    /// <summary>Anybody, signed in or not: sign-in, error pages, assets.</summary>
    Everybody,
    /// <summary>Whoever is signed in; shows nothing of an area, or only the reader's own account.</summary>
    Staff,
    /// <summary>Narrowed to an area named in the address, never wider than the reader's.</summary>
    Area,
    /// <summary>One person, by id.</summary>
    Person,
    /// <summary>One import, by id.</summary>
    Import,
    /// <summary>A worker with a pass sees their own; staff are sent to the portal's door.</summary>
    Worker,
    /// <summary>One account, by id: who administers its area.</summary>
    Account,
    /// <summary>The whole province's, by right.</summary>
    Right,
    /// <summary>Programs with a token; a cookie opens nothing.</summary>
    Client,
}

/// <summary>One row of the table every endpoint must stand in.</summary>
/// <param name="Example">An address to try; {person}, {import}, {account} and {region} are filled in.</param>
public sealed record Door(string Pattern, Reach Reach, string Example, string Right = "");

/// <summary>Walks every page and endpoint as staff of every level and office against people, imports and accounts of their own, the neighbour's and the
/// parent's area. A new endpoint that nobody classified fails here by name.</summary>
public partial class ScopeWalkTests(ScopeHost host) : IClassFixture<ScopeHost>
{
    private static readonly Door[] Doors =
    [
        new("/", Reach.Area, "/?region={region}", Rights.DispatchRead),
        new("/dispatch", Reach.Area, "/dispatch?week=2022-W09&level=county&region={region}", Rights.DispatchRead),
        new("/dispatch/people", Reach.Area, "/dispatch/people?week=2022-W09&indicator=employed.total&kind=cumulative&region={township}", Rights.PeopleRead),
        new("/dispatch/{week}/bulletin.docx", Reach.Right, "/dispatch/2022-W09/bulletin.docx", Rights.DispatchRead),
        new("/dispatch/{week}/report.docx", Reach.Right, "/dispatch/2022-W09/report.docx", "province"),
        new("/dispatch/orders", Reach.Staff, "/dispatch/orders"),
        new("/dispatch/orders/new", Reach.Staff, "/dispatch/orders/new"),
        new("/dispatch/orders/{Id:guid}", Reach.Staff, "/dispatch/orders/{import}"),
        new("/dispatch/orders/{id:guid}/step", Reach.Staff, "/dispatch/orders/{import}/step"),
        new("/dispatch/orders/{id:guid}/all", Reach.Staff, "/dispatch/orders/{import}/all"),
        new("/events", Reach.Area, "/events?view=month&day=2022-02-15&area={region}", Rights.EventsRead),
        new("/events/new", Reach.Staff, "/events/new"),
        new("/events/{Id:guid}", Reach.Staff, "/events/{import}"),
        new("/events/{Id:guid}/edit", Reach.Staff, "/events/{import}/edit"),
        new("/events/{Id:guid}/sign-in", Reach.Staff, "/events/{import}/sign-in"),
        new("/events/{Id:guid}/code", Reach.Staff, "/events/{import}/code"),
        new("/events/{id:guid}/move", Reach.Staff, "/events/{import}/move"),
        new("/events/{id:guid}/checks", Reach.Staff, "/events/{import}/checks"),
        new("/events/{Id:guid}/jobs", Reach.Staff, "/events/{import}/jobs"),
        new("/events/{Id:guid}/firms", Reach.Staff, "/events/{import}/firms"),
        new("/events/live/{Id:guid}/jobs", Reach.Staff, "/events/live/{import}/jobs"),
        new("/events/{id:guid}/employers", Reach.Staff, "/events/{import}/employers"),
        new("/events/{id:guid}/vacancies", Reach.Staff, "/events/{import}/vacancies"),
        new("/events/{id:guid}/promotion", Reach.Staff, "/events/{import}/promotion"),
        new("/events/{id:guid}/drop", Reach.Staff, "/events/{import}/drop"),
        new("/events/{id:guid}/sign-in/one", Reach.Staff, "/events/{import}/sign-in/one"),
        new("/events/5511", Reach.Area, "/events/5511?quarter=2022-Q1&area={region}", Rights.EventsRead),
        new("/events/5511/chase", Reach.Staff, "/events/5511/chase"),
        new("/events/5511/export", Reach.Right, "/events/5511/export?quarter=2022-Q1", Rights.EventsRead),
        new("/events/campaigns", Reach.Staff, "/events/campaigns"),
        new("/events/campaigns/new", Reach.Staff, "/events/campaigns/new"),
        new("/events/campaigns/{Id:guid}", Reach.Staff, "/events/campaigns/{import}"),
        new("/events/campaigns/{Id:guid}/edit", Reach.Staff, "/events/campaigns/{import}/edit"),
        new("/events/campaigns/{id:guid}/report.docx", Reach.Staff, "/events/campaigns/{import}/report.docx"),
        new("/events/campaigns/{Id:guid}/actions", Reach.Staff, "/events/campaigns/{import}/actions?area={region}"),
        new("/events/campaigns/{id:guid}/actions/export", Reach.Staff, "/events/campaigns/{import}/actions/export?area={region}"),
        new("/events/campaigns/{Campaign:guid}/actions/new", Reach.Staff, "/events/campaigns/{import}/actions/new?kind=trip"),
        new("/events/campaigns/actions/{Id:guid}", Reach.Staff, "/events/campaigns/actions/{import}"),
        new("/events/campaigns/actions/{Id:guid}/edit", Reach.Staff, "/events/campaigns/actions/{import}/edit"),
        new("/events/campaigns/actions/{id:guid}/move", Reach.Staff, "/events/campaigns/actions/{import}/move"),
        new("/events/campaigns/actions/{id:guid}/drop", Reach.Staff, "/events/campaigns/actions/{import}/drop"),
        new("/events/campaigns/actions/{id:guid}/export", Reach.Staff, "/events/campaigns/actions/{import}/export"),
        new("/my/events", Reach.Worker, "/my/events"),
        new("/my/events/{Id:guid}", Reach.Worker, "/my/events/{import}"),
        new("/my/events/{id:guid}/sign-in", Reach.Worker, "/my/events/{import}/sign-in"),
        new("/my/events/{id:guid}/intent", Reach.Worker, "/my/events/{import}/intent"),
        new("/employers", Reach.Staff, "/employers?region={region}"),
        new("/employers/new", Reach.Staff, "/employers/new"),
        new("/employers/mine", Reach.Staff, "/employers/mine"),
        new("/employers/{Id:guid}", Reach.Staff, "/employers/{import}"),
        new("/employers/{Id:guid}/edit", Reach.Staff, "/employers/{import}/edit"),
        new("/employers/{id:guid}/heads", Reach.Staff, "/employers/{import}/heads"),
        new("/employers/{id:guid}/conduct", Reach.Staff, "/employers/{import}/conduct"),
        new("/employers/{id:guid}/conduct/{entry:guid}", Reach.Staff, "/employers/{import}/conduct/{import}"),
        new("/employers/{id:guid}/visit", Reach.Staff, "/employers/{import}/visit"),
        new("/employers/{id:guid}/hires", Reach.Staff, "/employers/{import}/hires"),
        new("/employers/{id:guid}/link", Reach.Staff, "/employers/{import}/link"),
        new("/employers/list/export", Reach.Staff, "/employers/list/export"),
        new("/employers/zones", Reach.Staff, "/employers/zones"),
        new("/employers/demand", Reach.Staff, "/employers/demand"),
        new("/employers/demand/new", Reach.Staff, "/employers/demand/new"),
        new("/employers/demand/{Id:guid}", Reach.Staff, "/employers/demand/{import}?tab=waiting"),
        new("/employers/demand/{Id:guid}/answer", Reach.Staff, "/employers/demand/{import}/answer?employer={import}"),
        new("/employers/demand/{id:guid}/remind", Reach.Staff, "/employers/demand/{import}/remind"),
        new("/employers/demand/{id:guid}/close", Reach.Staff, "/employers/demand/{import}/close"),
        new("/employers/demand/{id:guid}/export", Reach.Staff, "/employers/demand/{import}/export"),
        new("/employers/retention", Reach.Staff, "/employers/retention?region={region}"),
        new("/employers/retention/told", Reach.Staff, "/employers/retention/told"),
        new("/employers/retention/export", Reach.Staff, "/employers/retention/export?region={region}"),
        new("/employers/{id:guid}/policy", Reach.Staff, "/employers/{import}/policy"),
        new("/employers/guarantee", Reach.Staff, "/employers/guarantee"),
        new("/employers/absorption", Reach.Staff, "/employers/absorption"),
        new("/vacancies", Reach.Staff, "/vacancies?tab=all"),
        new("/vacancies/send", Reach.Staff, "/vacancies/send?credit=91140121MA0000000X"),
        new("/vacancies/new", Reach.Staff, "/vacancies/new?employer={import}"),
        new("/vacancies/{Id:guid}", Reach.Staff, "/vacancies/{import}"),
        new("/vacancies/{Id:guid}/edit", Reach.Staff, "/vacancies/{import}/edit"),
        new("/vacancies/{id:guid}/step", Reach.Staff, "/vacancies/{import}/step"),
        new("/vacancies/import", Reach.Staff, "/vacancies/import"),
        new("/vacancies/import/upload", Reach.Staff, "/vacancies/import/upload"),
        new("/vacancies/import/template", Reach.Staff, "/vacancies/import/template"),
        new("/vacancies/import/{id:guid}/rejects", Reach.Staff, "/vacancies/import/{import}/rejects"),
        new("/api/v1/vacancies", Reach.Client, "/api/v1/vacancies"),
        new("/api/v1/vacancies/{id:guid}", Reach.Client, "/api/v1/vacancies/{import}"),
        new("/wall", Reach.Area, "/wall?region={region}", Rights.DispatchRead),
        new("/desk", Reach.Staff, "/desk"),
        new("/desk/views", Reach.Staff, "/desk/views"),
        new("/desk/views/drop", Reach.Staff, "/desk/views/drop"),
        new("/search", Reach.Staff, "/search"),
        new("/people/list/export", Reach.Staff, "/people/list/export"),
        new("/people/list/find", Reach.Staff, "/people/list/find"),
        new("/people/list/columns", Reach.Staff, "/people/list/columns"),
        new("/people/list/views", Reach.Staff, "/people/list/views"),
        new("/people/list/views/drop", Reach.Staff, "/people/list/views/drop"),
        new("/people", Reach.Area, "/people?region={region}", Rights.PeopleRead),
        new("/people/{Id:guid}", Reach.Person, "/people/{person}", Rights.PeopleRead),
        new("/people/{Id:guid}/merge", Reach.Person, "/people/{person}/merge", Rights.PeopleMerge),
        new("/people/{Id:guid}/change", Reach.Person, "/people/{person}/change", Rights.PeopleImport),
        new("/people/{id:guid}/pass", Reach.Person, "/people/{person}/pass", Rights.PeoplePass),
        new("/people/{id:guid}/pass/issue", Reach.Person, "/people/{person}/pass/issue", Rights.PeoplePass),
        new("/people/{id:guid}/pass/end", Reach.Person, "/people/{person}/pass/end", Rights.PeoplePass),
        new("/p/{Token}", Reach.Everybody, "/p/made-up"),
        new("/my/enter/submit", Reach.Everybody, "/my/enter/submit"),
        new("/my/enter", Reach.Everybody, "/my/enter"),
        new("/my/type", Reach.Everybody, "/my/type"),
        new("/my/leave", Reach.Everybody, "/my/leave"),
        new("/my/me", Reach.Worker, "/my/me"),
        new("/gigs", Reach.Staff, "/gigs"),
        new("/gigs/stats", Reach.Staff, "/gigs/stats"),
        new("/gigs/stats/export", Reach.Staff, "/gigs/stats/export"),
        new("/gigs/markets/new", Reach.Staff, "/gigs/markets/new"),
        new("/gigs/markets/{Id:guid}", Reach.Staff, "/gigs/markets/{import}"),
        new("/gigs/markets/{Id:guid}/hall", Reach.Staff, "/gigs/markets/{import}/hall"),
        new("/gigs/markets/{Id:guid}/edit", Reach.Staff, "/gigs/markets/{import}/edit"),
        new("/gigs/markets/{Id:guid}/days", Reach.Staff, "/gigs/markets/{import}/days"),
        new("/gigs/markets/{id:guid}/sign-in", Reach.Staff, "/gigs/markets/{import}/sign-in"),
        new("/gigs/markets/{id:guid}/leave", Reach.Staff, "/gigs/markets/{import}/leave"),
        new("/gigs/markets/{id:guid}/services", Reach.Staff, "/gigs/markets/{import}/services"),
        new("/gigs/workers/{id:guid}", Reach.Person, "/gigs/workers/{person}", Rights.GigsRead),
        new("/gigs/employers/{Id:guid}", Reach.Staff, "/gigs/employers/{import}"),
        new("/gigs/employers/{id:guid}/register", Reach.Staff, "/gigs/employers/{import}/register"),
        new("/gigs/posts/new", Reach.Staff, "/gigs/posts/new"),
        new("/gigs/posts/{Id:guid}", Reach.Staff, "/gigs/posts/{import}"),
        new("/gigs/posts/{id:guid}/act", Reach.Staff, "/gigs/posts/{import}/act"),
        new("/gigs/posts/{id:guid}/fill", Reach.Staff, "/gigs/posts/{import}/fill"),
        new("/gigs/work/{Worker:guid}/{Id:guid}", Reach.Staff, "/gigs/work/{person}/{import}"),
        new("/gigs/work/{worker:guid}/{id:guid}/act", Reach.Staff, "/gigs/work/{person}/{import}/act"),
        new("/gigs/work/{worker:guid}/{id:guid}/pay", Reach.Staff, "/gigs/work/{person}/{import}/pay"),
        new("/gigs/work/{worker:guid}/{id:guid}/rate", Reach.Staff, "/gigs/work/{person}/{import}/rate"),
        new("/gigs/work/{worker:guid}/{id:guid}/dispute", Reach.Staff, "/gigs/work/{person}/{import}/dispute"),
        new("/gigs/work/{worker:guid}/{id:guid}/slip.docx", Reach.Staff, "/gigs/work/{person}/{import}/slip.docx"),
        new("/gigs/disputes/{worker:guid}/{id:guid}/settle", Reach.Staff, "/gigs/disputes/{person}/{import}/settle"),
        new("/my/gigs", Reach.Worker, "/my/gigs"),
        new("/my/gigs/past", Reach.Worker, "/my/gigs/past"),
        new("/my/gigs/{Id:guid}", Reach.Worker, "/my/gigs/{import}"),
        new("/my/gigs/here/{Market:guid}", Reach.Worker, "/my/gigs/here/{import}"),
        new("/my/gigs/trades", Reach.Worker, "/my/gigs/trades"),
        new("/my/gigs/leave", Reach.Worker, "/my/gigs/leave"),
        new("/my/gigs/here/{market:guid}/sign-in", Reach.Worker, "/my/gigs/here/{import}/sign-in"),
        new("/my/gigs/{id:guid}/grab", Reach.Worker, "/my/gigs/{import}/grab"),
        new("/my/gigs/{id:guid}/act", Reach.Worker, "/my/gigs/{import}/act"),
        new("/my/gigs/{id:guid}/pay", Reach.Worker, "/my/gigs/{import}/pay"),
        new("/my/gigs/{id:guid}/rate", Reach.Worker, "/my/gigs/{import}/rate"),
        new("/my/gigs/{id:guid}/dispute", Reach.Worker, "/my/gigs/{import}/dispute"),
        new("/my/gigs/{id:guid}/slip.docx", Reach.Worker, "/my/gigs/{import}/slip.docx"),
        new("/network/agreements", Reach.Staff, "/network/agreements"),
        new("/network/agreements/new", Reach.Staff, "/network/agreements/new"),
        new("/network/agreements/export", Reach.Staff, "/network/agreements/export"),
        new("/network/agreements/{Id:guid}", Reach.Staff, "/network/agreements/{import}"),
        new("/network/agreements/{Id:guid}/edit", Reach.Staff, "/network/agreements/{import}/edit"),
        new("/network/agreements/{id:guid}/promise", Reach.Staff, "/network/agreements/{import}/promise"),
        new("/network/agreements/{id:guid}/offer", Reach.Staff, "/network/agreements/{import}/offer"),
        new("/network/agreements/{id:guid}/review", Reach.Staff, "/network/agreements/{import}/review"),
        new("/network/agreements/{id:guid}/end", Reach.Staff, "/network/agreements/{import}/end"),
        new("/my", Reach.Worker, "/my"),
        new("/my/jobs", Reach.Worker, "/my/jobs"),
        new("/my/jobs/{Id:guid}", Reach.Worker, "/my/jobs/{import}"),
        new("/my/applications", Reach.Worker, "/my/applications"),
        new("/my/applications/{Id:guid}", Reach.Worker, "/my/applications/{import}"),
        new("/my/wishes", Reach.Worker, "/my/wishes"),
        new("/matching", Reach.Staff, "/matching?tab=all"),
        new("/matching/people/{id:guid}", Reach.Person, "/matching/people/{person}", Rights.MatchingRead),
        new("/matching/vacancies/{id:guid}", Reach.Staff, "/matching/vacancies/{import}?region={region}"),
        new("/matching/{Worker:guid}/{Referral:guid}", Reach.Staff, "/matching/{person}/{import}"),
        new("/matching/{worker:guid}/{referral:guid}/step", Reach.Staff, "/matching/{person}/{import}/step"),
        new("/matching/refer", Reach.Staff, "/matching/refer"),
        new("/matching/mass", Reach.Staff, "/matching/mass"),
        new("/matching/applicants", Reach.Staff, "/matching/applicants"),
        new("/matching/units", Reach.Staff, "/matching/units"),
        new("/matching/units/export", Reach.Staff, "/matching/units/export?what=placements"),
        new("/people/import", Reach.Staff, "/people/import"),
        new("/people/import/{Id:guid}", Reach.Import, "/people/import/{import}", Rights.PeopleImport),
        new("/people/import/{id:guid}/rejects", Reach.Import, "/people/import/{import}/rejects", Rights.PeopleImport),
        new("/people/import/upload", Reach.Staff, "/people/import/upload"),
        new("/people/import/{id:guid}/keep", Reach.Import, "/people/import/{import}/keep", Rights.PeopleImport),
        new("/people/import/{id:guid}/retry", Reach.Import, "/people/import/{import}/retry", Rights.PeopleImport),
        new("/people/import/{id:guid}/drop", Reach.Import, "/people/import/{import}/drop", Rights.PeopleImport),
        new("/people/export", Reach.Staff, "/people/export"),
        new("/live", Reach.Everybody, "/live"),
        new("/live/{Id:guid}", Reach.Everybody, "/live/{import}"),
        new("/live/{id:guid}/cards", Reach.Everybody, "/live/{import}/cards"),
        new("/live/{id:guid}/hls/{part:int}/index.m3u8", Reach.Everybody, "/live/{import}/hls/1/index.m3u8"),
        new("/live/{id:guid}/hls/{part:int}/{segment}", Reach.Everybody, "/live/{import}/hls/1/s00000.ts"),
        new("/live/hub", Reach.Everybody, "/live/hub"),
        new("/live/hub/negotiate", Reach.Everybody, "/live/hub/negotiate"),
        new("/live/{id:guid}/apply", Reach.Worker, "/live/{import}/apply"),
        new("/events/live", Reach.Staff, "/events/live"),
        new("/events/live/new", Reach.Staff, "/events/live/new"),
        new("/events/live/words", Reach.Staff, "/events/live/words"),
        new("/events/live/{Id:guid}", Reach.Staff, "/events/live/{import}"),
        new("/events/live/{id:guid}/act", Reach.Staff, "/events/live/{import}/act"),
        new("/events/live/{id:guid}/pin", Reach.Staff, "/events/live/{import}/pin"),
        new("/events/live/{id:guid}/moderate", Reach.Staff, "/events/live/{import}/moderate"),
        new("/events/live/{id:guid}/parts", Reach.Staff, "/events/live/{import}/parts"),
        new("/events/live/{id:guid}/parts/stop", Reach.Staff, "/events/live/{import}/parts/stop"),
        new("/events/live/{id:guid}/parts/{part:int}/{piece:int}", Reach.Staff, "/events/live/{import}/parts/1/0"),
        new("/interviews", Reach.Staff, "/interviews"),
        new("/interviews/new", Reach.Staff, "/interviews/new?worker={person}&referral={import}"),
        new("/interviews/book", Reach.Staff, "/interviews/book"),
        new("/interviews/{Id:guid}", Reach.Staff, "/interviews/{import}"),
        new("/interviews/{id:guid}/move", Reach.Staff, "/interviews/{import}/move"),
        new("/interviews/{id:guid}/cancel", Reach.Staff, "/interviews/{import}/cancel"),
        new("/interviews/{id:guid}/result", Reach.Staff, "/interviews/{import}/result"),
        new("/my/interviews", Reach.Worker, "/my/interviews"),
        new("/my/interviews/{Id:guid}", Reach.Worker, "/my/interviews/{import}"),
        new("/my/interviews/{id:guid}/absent", Reach.Worker, "/my/interviews/{import}/absent"),
        new("/jobs", Reach.Staff, "/jobs"),
        new("/jobs/{id:guid}/cancel", Reach.Staff, "/jobs/{import}/cancel"),
        new("/jobs/{id:guid}/retry", Reach.Staff, "/jobs/{import}/retry"),
        new("/jobs/{id:guid}/result", Reach.Staff, "/jobs/{import}/result"),
        new("/access", Reach.Area, "/access?region={region}", Rights.AccessAdmin),
        new("/access/new", Reach.Staff, "/access/new"),
        new("/access/units/new", Reach.Staff, "/access/units/new"),
        new("/access/{Id:guid}", Reach.Account, "/access/{account}", Rights.AccessAdmin),
        new("/access/{Id:guid}/move", Reach.Account, "/access/{account}/move", Rights.AccessAdmin),
        new("/api/token", Reach.Everybody, "/api/token"),
        new("/api/{**rest}", Reach.Everybody, "/api/nothing"),
        new("/api/{documentName}/openapi.json", Reach.Everybody, "/api/v1/openapi.json"),
        new("/api/v1/me", Reach.Client, "/api/v1/me"),
        new("/api/v1/regions", Reach.Client, "/api/v1/regions"),
        new("/account", Reach.Staff, "/account"),
        new("/account/second-factor", Reach.Staff, "/account/second-factor"),
        new("/account/passkeys/options", Reach.Staff, "/account/passkeys/options"),
        new("/account/passkeys/add", Reach.Staff, "/account/passkeys/add"),
        new("/account/passkeys/drop", Reach.Staff, "/account/passkeys/drop"),
        new("/sign-in/passkey/options", Reach.Everybody, "/sign-in/passkey/options"),
        new("/sign-in/passkey/submit", Reach.Everybody, "/sign-in/passkey/submit"),
        new("/account/outside/{id}/link", Reach.Staff, "/account/outside/x/link"),
        new("/account/outside/{id}/linked", Reach.Staff, "/account/outside/x/linked"),
        new("/account/outside/{id}/unlink", Reach.Staff, "/account/outside/x/unlink"),
        new("/audit", Reach.Right, "/audit", Rights.AuditRead),
        new("/audit/export", Reach.Right, "/audit/export", Rights.AuditRead),
        new("/gallery", Reach.Staff, "/gallery"),
        new("/sign-out", Reach.Staff, "/sign-out"),
        new("/sign-in", Reach.Everybody, "/sign-in"),
        new("/sign-in/submit", Reach.Everybody, "/sign-in/submit"),
        new("/sign-in/code", Reach.Everybody, "/sign-in/code"),
        new("/sign-in/code/submit", Reach.Everybody, "/sign-in/code/submit"),
        new("/sign-in/outside/{id}", Reach.Everybody, "/sign-in/outside/x"),
        new("/sign-in/outside/{id}/done", Reach.Everybody, "/sign-in/outside/x/done"),
        new("/error", Reach.Everybody, "/error"),
        new("/denied", Reach.Everybody, "/denied"),
        new("/missing/{Status:int}", Reach.Everybody, "/missing/404"),
    ];

    private IEnumerable<(string Pattern, bool Gets, bool Posts)> Endpoints() => host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.RoutePattern.RawText is not null && !IsAsset(e.RoutePattern.RawText))
        .GroupBy(e => "/" + e.RoutePattern.RawText!.TrimStart('/'), StringComparer.Ordinal)
        .Select(g => (g.Key, g.Any(e => Takes(e, "GET")), g.Any(e => Takes(e, "POST"))));

    [Fact(DisplayName = "每个页面和接口都登记了谁能打开；多一个、少一个都报出来")]
    [Trait("Clause", "13.1")]
    public void Every_endpoint_is_classified()
    {
        var found = Endpoints().Select(e => e.Pattern).ToHashSet(StringComparer.Ordinal);
        var known = Doors.Select(d => d.Pattern).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(found.Except(known).Select(p => $"not classified: {p}"));
        Assert.Empty(known.Except(found).Select(p => $"no longer there: {p}"));
    }

    [Fact(DisplayName = "没有登录：除登录页和提示页外一概打不开")]
    [Trait("Clause", "13.1")]
    public async Task Nobody_gets_in_unsigned()
    {
        using var client = host.Client();
        foreach (var door in Doors)
        {
            using var answer = await client.GetAsync(Fill(door, host.People[0], host.OwnImport, host.NeighbourAccount));
            var inside = answer.StatusCode == HttpStatusCode.OK;
            Assert.True(inside == (door.Reach == Reach.Everybody && Gets(door) && !door.Example.Contains("outside", StringComparison.Ordinal) && door.Pattern != "/sign-in/code") || !inside,
                $"{door.Pattern}: {answer.StatusCode}");
            if (door.Reach != Reach.Everybody)
            {
                Assert.True(answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.MethodNotAllowed || (door.Reach == Reach.Client && answer.StatusCode == HttpStatusCode.Unauthorized), $"{door.Pattern}: {answer.StatusCode}");
                Assert.DoesNotContain(host.People[0].Name, await answer.Content.ReadAsStringAsync());
            }
        }
    }

    [Fact(DisplayName = "每一级、每一个办公室逐页走遍：只见本辖区的人，邻近和上级的一个不见")]
    [Trait("Clause", "13.1")]
    public async Task Nobody_sees_beyond_their_area()
    {
        var wrong = new List<string>();
        foreach (var (login, role, region) in ScopeHost.Staff)
        {
            var client = await host.AsAsync(login);
            var (rights, area) = (Roles.Find(role)!.Rights, new RegionCode(region));
            foreach (var door in Doors.Where(Gets))
            {
                foreach (var target in host.People)
                {
                    var visible = area.Contains(new RegionCode(target.Home)) && rights.Contains(Rights.PeopleRead);
                    using var answer = await client.GetAsync(Fill(door, target, host.OwnImport, host.NeighbourAccount));
                    var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
                    var at = $"{login} {answer.RequestMessage!.RequestUri!.PathAndQuery}";
                    wrong.AddRange(host.People.Where(p => Shown(text, p) && !(area.Contains(new RegionCode(p.Home)) && rights.Contains(Rights.PeopleRead)))
                        .Select(p => $"{at} shows {p.Name}"));
                    if (door.Reach == Reach.Client && answer.StatusCode != HttpStatusCode.Unauthorized)
                    {
                        wrong.Add($"{at} opens an address for programs to a cookie");
                    }

                    if ((int)answer.StatusCode >= 500)
                    {
                        wrong.Add($"{at} answers {(int)answer.StatusCode}");
                    }

                    if (door.Reach == Reach.Person && (answer.StatusCode == HttpStatusCode.OK) != (visible && rights.Contains(door.Right)))
                    {
                        wrong.Add($"{at} answers {(int)answer.StatusCode} about {target.Name}");
                    }

                    // what one's own rights and area allow must be there, or the walk proves nothing
                    var must = door.Pattern == "/people" || (door.Pattern == "/dispatch/people" && area.Contains(new RegionCode(target.Home / 1000 * 1000)));
                    if (must && visible && !text.Contains(target.Name, StringComparison.Ordinal))
                    {
                        wrong.Add($"{at} does not show {target.Name}");
                    }
                }

                if (door.Reach == Reach.Right)
                {
                    using var answer = await client.GetAsync(door.Example);
                    if ((answer.StatusCode == HttpStatusCode.OK) != (door.Right == "province" ? region == 140000000000 && rights.Contains(Rights.OrdersIssue) : rights.Contains(door.Right)))
                    {
                        wrong.Add($"{login} {door.Example} answers {(int)answer.StatusCode}");
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong)); // whole: an address alone does not say what was wrong
    }

    [Fact(DisplayName = "外地的人、名册、账号，与根本没有的，答复一模一样")]
    [Trait("Clause", "13.1")]
    public async Task Out_of_reach_looks_like_absent()
    {
        (string, string, Guid)[] several =
        [
            .. host.ForeignImports.SelectMany(i => new[] { ("walk-county", "/people/import/{0}", i), ("walk-county", "/people/import/{0}/rejects", i), ("walk-township", "/people/import/{0}", i) }),
            .. host.ForeignAccounts.SelectMany(a => new[] { ("walk-county-admin", "/access/{0}", a), ("walk-county-admin", "/access/{0}/move", a) }),
            .. host.ForeignOrders.SelectMany(o => new[] { ("walk-county", "/dispatch/orders/{0}", o), ("walk-county-admin", "/dispatch/orders/{0}", o) }),
            .. host.ForeignJobs.SelectMany(j => new[] { ("walk-county", "/jobs/{0}/result", j), ("walk-county-admin", "/jobs/{0}/result", j) }),
        ];
        foreach (var (login, door, near) in several.Concat(new[]
        {
            ("walk-county", "/people/{0}", host.People[3].Worker), ("walk-village", "/people/{0}", host.People[1].Worker), ("walk-county", "/people/{0}/merge", host.People[4].Worker),
            ("walk-county", "/matching/people/{0}", host.People[3].Worker), ("walk-village", "/matching/people/{0}", host.People[1].Worker),
            ("walk-county", "/people/import/{0}", host.NeighbourImport), ("walk-county", "/people/import/{0}/rejects", host.NeighbourImport),
            ("walk-county-admin", "/access/{0}", host.NeighbourAccount),
        }))
        {
            var client = await host.AsAsync(login);
            var absent = Guid.CreateVersion7();
            Assert.Equal(await SaidAsync(client, door, absent), await SaidAsync(client, door, near));
        }
    }

    [Fact(DisplayName = "名单、查号、按名查找：邻县的人怎么查都没有")]
    [Trait("Clause", "13.1")]
    public async Task No_search_reaches_beyond()
    {
        var client = await host.AsAsync("walk-county");
        foreach (var person in host.People)
        {
            var inside = person.Home / 1_000_000 == 140121;
            foreach (var asked in new[] { person.Name, person.Name[..2], person.Id, person.Phone })
            {
                using var answer = await client.GetAsync("/people?q=" + Uri.EscapeDataString(asked));
                var page = answer.StatusCode == HttpStatusCode.Redirect ? await client.GetStringAsync(answer.Headers.Location) : await answer.Content.ReadAsStringAsync();
                Assert.Equal(inside, page.Contains($"/people/{person.Worker}", StringComparison.Ordinal));
            }
        }
    }

    [Fact(DisplayName = "每个提交口：没有防伪令牌、令牌是别人的，一律不办")]
    [Trait("Clause", "13.1")]
    public async Task No_post_without_a_token_of_ones_own()
    {
        var client = await host.AsAsync("walk-county");
        var stranger = await TestHost.TokenAsync(await host.AsAsync("walk-city"), "/people/import");
        foreach (var (pattern, _, posts) in Endpoints().Where(e => e.Posts))
        {
            var door = Doors.Single(d => d.Pattern == pattern);
            foreach (var token in (string?[])[null, "CfDJ8forged", stranger])
            {
                var fields = new Dictionary<string, string> { ["a"] = "b" };
                if (token is not null)
                {
                    fields["__RequestVerificationToken"] = token;
                }

                using var answer = await client.PostAsync(Fill(door, host.People[0], host.OwnImport, host.NeighbourAccount), new FormUrlEncodedContent(fields));
                // who is no worker is shown the portal's door before anybody looks at a token
                var atDoor = door.Reach == Reach.Worker && answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.OriginalString.Contains("/my/enter", StringComparison.Ordinal);
                Assert.True(atDoor || (int)answer.StatusCode is >= 400 and < 500, $"{pattern} with {token ?? "no token"}: {answer.StatusCode}");
            }
        }
    }

    private bool Gets(Door door) => Endpoints().Any(e => e.Pattern == door.Pattern && e.Gets);

    private static bool Takes(RouteEndpoint endpoint, string method) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is not { HttpMethods.Count: > 0 } said || said.HttpMethods.Contains(method);

    private static bool IsAsset(string pattern) => pattern.TrimStart('/') is var p && (p.StartsWith("_content/", StringComparison.Ordinal) || p.StartsWith("_framework/", StringComparison.Ordinal)
        || p.StartsWith("_blazor", StringComparison.Ordinal) || p == "{**path:file}" || AssetName().IsMatch(p));

    private static bool Shown(string text, Planted person) => text.Contains(person.Name, StringComparison.Ordinal) || text.Contains(person.Id, StringComparison.Ordinal)
        || text.Contains(person.Phone, StringComparison.Ordinal) || text.Contains(person.Id[^6..], StringComparison.Ordinal);

    private static string Fill(Door door, Planted person, Guid import, Guid account) => door.Example
        .Replace("{person}", person.Worker.ToString(), StringComparison.Ordinal).Replace("{import}", import.ToString(), StringComparison.Ordinal)
        .Replace("{township}", $"{person.Home / 1000}000", StringComparison.Ordinal).Replace("{account}", account.ToString(), StringComparison.Ordinal).Replace("{region}", person.Home.ToString(), StringComparison.Ordinal);

    /// <summary>Status and body, without what differs between any two answers.</summary>
    private static async Task<string> SaidAsync(HttpClient client, string door, Guid id)
    {
        using var answer = await client.GetAsync(string.Format(null, door, id));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var body = await answer.Content.ReadAsStringAsync();
        return Token().Replace(body.Replace(id.ToString(), "ID", StringComparison.OrdinalIgnoreCase), "TOKEN");
    }

    [GeneratedRegex("CfDJ8[A-Za-z0-9_-]+")]
    private static partial Regex Token();

    [GeneratedRegex(@"^[^{}/]+\.(css|js|svg|png|ico|woff2|map|json|gz|br)$")]
    private static partial Regex AssetName();
}
