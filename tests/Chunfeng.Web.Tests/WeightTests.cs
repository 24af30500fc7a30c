using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;

namespace Chunfeng.Web.Tests;

/// <summary>What a page weighs on a thin line: everything the first time, the page alone afterwards, compressed as it is sent.</summary>
public class WeightTests(CockpitHost host) : IClassFixture<CockpitHost>
{
    private const int MostFirst = 100_000, MostAfter = 30_000;

    [Fact(DisplayName = "每个页面：首次打开不超过 100 KB，再次打开不超过 30 KB（压缩后），表格的行在第一份网页里")]
    public async Task Every_page_is_light()
    {
        using var probe = await host.SignedInAsync(CockpitHost.Province);
        var person = Regex.Match(await probe.GetStringAsync("/people"), "<th scope=\"row\"[^>]*><a href=\"(/people/[0-9a-f-]{36})\"").Groups[1].Value;
        Assert.NotEqual("", person); // rows stand in the first HTML
        var market = Regex.Match(await probe.GetStringAsync("/gigs"), "(/gigs/markets/[0-9a-f-]{36})\"").Groups[1].Value;
        Assert.NotEqual("", market);
        var employer = Regex.Match(await probe.GetStringAsync("/employers"), "<a href=\"(/employers/[0-9a-f-]{36})\"").Groups[1].Value;
        var vacancy = Regex.Match(await probe.GetStringAsync("/vacancies?tab=all"), "<a href=\"(/vacancies/[0-9a-f-]{36})\"").Groups[1].Value;
        Assert.True(employer.Length > 0 && vacancy.Length > 0);
        var campaign = Regex.Match(await probe.GetStringAsync("/events/campaigns"), "<a href=\"(/events/campaigns/[0-9a-f-]{36})\"").Groups[1].Value;
        var action = Regex.Match(await probe.GetStringAsync($"{campaign}/actions?kind=trip"), "<a href=\"(/events/campaigns/actions/[0-9a-f-]{36})\"").Groups[1].Value;
        Assert.True(campaign.Length > 0 && action.Length > 0);
        async Task<string> FirstAsync(string page, string link)
        {
            var found = Regex.Match(await probe.GetStringAsync(page), $"<a[^>]* href=\"({link})\"").Groups[1].Value;
            Assert.True(found.Length > 0, $"{page} has no {link}");
            return WebUtility.HtmlDecode(found);
        }

        var gigEmployer = await FirstAsync("/gigs?tab=employers", "/gigs/employers/[0-9a-f-]{36}");
        var fair = await FirstAsync("/events?view=list&state=released", "/events/[0-9a-f-]{36}");
        var live = "/events/live/" + await host.PlannedRoomAsync();
        var round = await FirstAsync("/employers/demand", "/employers/demand/[0-9a-f-]{36}");
        var answer = await FirstAsync(round + "?tab=waiting", round + "/answer[?]employer=[0-9a-f-]{36}");
        var credit = Regex.Match(await probe.GetStringAsync(employer), "9[0-9A-Z]{17}").Value;
        string[] pages =
        [
            "/", "/?region=140100000000", "/?region=140121000000", "/wall", "/wall?region=140100000000", "/desk", "/search", "/people", "/people?cols=sex,age,id,phone,home,education,skill,working,recorded", person,
            "/people/import", "/dispatch", "/dispatch?region=140100000000", "/dispatch/people?week=2022-W08&region=140121000000&indicator=employed.total&kind=cumulative",
            "/dispatch/orders", "/dispatch/orders/new", "/gigs", "/gigs?tab=disputes", "/gigs?tab=employers", "/gigs/stats", gigEmployer, "/gigs/markets/new", "/gigs/posts/new", market, $"{market}/hall", $"{market}/days", "/network/agreements", "/network/agreements/new", "/jobs", "/access", "/account", "/people/export",
            fair + "/jobs", fair + "/jobs?job=焊工", fair + "/firms", fair + "/firms?who=清徐", live + "/jobs", "/live", "/events/live", "/events/live/new", "/events/live/words", "/interviews",
            "/events?day=2022-02-15", "/events?view=month&day=2022-02-15", "/events?view=list", "/events/new", "/events/5511?quarter=2022-Q1", "/events/campaigns", "/events/campaigns/new", campaign, $"{campaign}/actions", $"{campaign}/actions/new", action,
            "/matching", "/matching/units", "/matching/mass", person.Replace("/people/", "/matching/people/"),
            "/employers", "/employers/new", employer, employer + "/edit", "/employers/guarantee", "/employers/absorption", "/employers/demand", "/employers/demand/new", round, round + "?tab=counties", round + "?tab=waiting", round + "?tab=answered", answer, "/employers/retention", "/vacancies", "/vacancies?tab=review", "/vacancies/import",
            vacancy, vacancy + "/edit", employer.Replace("/employers/", "/vacancies/new?employer=", StringComparison.Ordinal),
        ];
        var weights = new List<string>();
        var heavy = new List<string>();
        await WeighAsync(CockpitHost.Province, pages, weights, heavy);
        await WeighAsync(CockpitHost.Auditor, ["/audit"], weights, heavy);
        await WeighAsync(CockpitHost.Station, ["/vacancies/send", "/vacancies/send?credit=" + credit, "/vacancies/send?credit=91110105MA0000000X", "/vacancies/new?credit=" + credit, "/vacancies?tab=sent"], weights, heavy);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', weights));
        Assert.Empty(heavy);
    }

    private async Task WeighAsync(string login, string[] pages, List<string> weights, List<string> heavy)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None, CookieContainer = new CookieContainer() };
        using var client = new HttpClient(handler) { BaseAddress = host.Address };
        foreach (Cookie cookie in await host.CookiesAsync(login))
        {
            handler.CookieContainer.Add(cookie);
        }

        foreach (var page in pages)
        {
            var (own, html) = await WeighAsync(client, page);
            var first = own;
            foreach (var asset in Regex.Matches(html, "(?:<link[^>]*rel=\"stylesheet\"[^>]*href|<script[^>]*src|<use href)=\"([^\"#]+)").Select(m => m.Groups[1].Value).Distinct())
            {
                first += (await WeighAsync(client, asset)).Bytes;
            }

            weights.Add($"{page}: {first} first, {own} after");
            if (first > MostFirst || own > MostAfter)
            {
                heavy.Add(weights[^1]);
            }
        }
    }

    /// <summary>Bytes of body as sent, and what they say.</summary>
    private static async Task<(long Bytes, string Text)> WeighAsync(HttpClient client, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "br");
        using var response = await client.SendAsync(request);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{address}: {response.StatusCode}");
        var body = await response.Content.ReadAsByteArrayAsync();
        if (!response.Content.Headers.ContentEncoding.Contains("br"))
        {
            return (body.Length, System.Text.Encoding.UTF8.GetString(body));
        }

        using var text = new StreamReader(new BrotliStream(new MemoryStream(body), CompressionMode.Decompress));
        return (body.Length, await text.ReadToEndAsync());
    }
}
