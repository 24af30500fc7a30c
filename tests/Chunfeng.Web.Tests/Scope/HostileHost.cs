using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Jobs;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Web.Tests.Scope;

/// <summary>One field of a form as a browser would send it.</summary>
/// <param name="Kind">The input's type; "select", "textarea".</param>
public sealed record SeenField(string Name, string Kind, string Value, IReadOnlyList<string> Options)
{
    /// <summary>Something a person types words into.</summary>
    public bool IsText => Kind is "text" or "search" or "tel" or "textarea";
}

/// <summary>A form somebody of staff is offered, or a post endpoint that no page of the walk offers.</summary>
public sealed record SeenForm(string Login, string Page, string Action, IReadOnlyList<SeenField> Fields)
{
    public string Key => HostileHost.Plain(Action) + " " + string.Join(',', Fields.Where(f => f.Name is not "__RequestVerificationToken").Select(f => f.Name == "_handler" ? f.Value : f.Name).Distinct());

    /// <summary>What the form would send if nothing were changed.</summary>
    public List<KeyValuePair<string, string>> Usual() => [.. Fields.Where(f => f.Name is not "__RequestVerificationToken").Select(f => new KeyValuePair<string, string>(f.Name, f.Value))];
}

/// <summary>The province of the scope walk, every form its staff are offered, and things of other areas to name in them.</summary>
public sealed partial class HostileHost : ScopeHost
{
    /// <summary>Whose forms are tried; who sees most of an area first.</summary>
    public static readonly string[] Walkers = ["walk-county-admin", "walk-county", "walk-township", "walk-security", "walk-employer", "walk-station", "walk-audit"];

    private const int MostPages = 120, MostOfOneKind = 2;

    public IReadOnlyList<SeenForm> Forms { get; private set; } = [];
    public IReadOnlyList<(string Login, string Address)> Pages { get; private set; } = [];

    /// <summary>Ids of things outside the county: a person, an account, an import, a job, a unit.</summary>
    public IReadOnlyList<Guid> Foreign { get; private set; } = [];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await IdleAsync();
        Foreign = [People[3].Worker, People[4].Worker, .. ForeignAccounts, .. ForeignImports, .. ForeignOrders, .. ForeignJobs, UnitTree.OfficeId(new RegionCode(People[3].Home / 1_000_000 * 1_000_000))];
        var (forms, pages) = (new Dictionary<string, SeenForm>(StringComparer.Ordinal), new List<(string, string)>());
        foreach (var login in Walkers)
        {
            await WalkAsync(login, forms, pages);
        }

        foreach (var form in UnseenPosts(forms.Values.Select(f => Plain(f.Action)).ToHashSet(StringComparer.Ordinal)))
        {
            forms.TryAdd(form.Key, form);
        }

        (Forms, Pages) = ([.. forms.Values], pages);
    }

    /// <summary>An address without what names one thing: ids, codes, weeks and the query.</summary>
    public static string Plain(string address) => Ids().Replace(address.Split('?', '#')[0], "{id}");

    /// <summary>Waits until no background job is open, a minute at most.</summary>
    public async Task IdleAsync()
    {
        for (var wait = 0; wait < 600 && await OpenJobsAsync() > 0; wait++)
        {
            await Task.Delay(100);
        }
    }

    /// <summary>Sends a form as its person, with a token that is good; a session that ended is opened again.</summary>
    /// <param name="token">The token of a form sent before: the same form again; null for a form just rendered.</param>
    public async Task<(HttpStatusCode Status, string Text)> SendAsync(SeenForm form, IEnumerable<KeyValuePair<string, string>> fields, string? action = null, string? token = null)
    {
        var client = await AsAsync(form.Login);
        token ??= await TestHost.TokenAsync(client, "/account");
        var all = fields.Append(new("__RequestVerificationToken", token));
        HttpContent content;
        if (form.Fields.Any(f => f.Kind == "file"))
        {
            var parts = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" } };
            foreach (var (name, value) in fields.Where(f => form.Fields.First(x => x.Name == f.Key).Kind != "file"))
            {
                parts.Add(new StringContent(value), name);
            }

            parts.Add(new ByteArrayContent("姓名\n人\n"u8.ToArray()), form.Fields.First(f => f.Kind == "file").Name, "a.csv");
            content = parts;
        }
        else
        {
            content = new FormUrlEncodedContent(all);
        }

        using var answer = await client.PostAsync(action ?? form.Action, content);
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.Headers.Location is { } next && !next.OriginalString.Contains("result", StringComparison.Ordinal))
        {
            using var there = await client.GetAsync(next);
            text += await there.Content.ReadAsStringAsync();
            return ((int)there.StatusCode >= 500 ? there.StatusCode : answer.StatusCode, text);
        }

        return (answer.StatusCode, text);
    }

    private async Task<int> OpenJobsAsync()
    {
        await using var db = Services.GetRequiredService<IDbFactory>().Create();
        return await db.Jobs().CountAsync(j => j.State == JobStates.Waiting || j.State == JobStates.Running);
    }

    private async Task WalkAsync(string login, Dictionary<string, SeenForm> forms, List<(string, string)> pages)
    {
        var client = await AsAsync(login);
        var (queue, seen) = (new Queue<string>(["/", "/desk", "/people", "/access", "/access/new", "/access/units/new", "/dispatch/orders/new", "/account", "/account/second-factor", "/jobs", "/audit"]),
            new Dictionary<string, int>(StringComparer.Ordinal));
        var parser = new HtmlParser();
        while (queue.Count > 0 && pages.Count(p => p.Item1 == login) < MostPages)
        {
            var address = queue.Dequeue();
            using var answer = await client.GetAsync(address);
            if (answer.StatusCode != HttpStatusCode.OK || answer.Content.Headers.ContentType?.MediaType != "text/html")
            {
                continue;
            }

            pages.Add((login, address));
            using var page = parser.ParseDocument(await answer.Content.ReadAsStringAsync());
            foreach (var form in page.QuerySelectorAll("form").Where(f => string.Equals(f.GetAttribute("method"), "post", StringComparison.OrdinalIgnoreCase)))
            {
                var action = form.GetAttribute("action") is { Length: > 0 } said ? "/" + said.TrimStart('/') : address;
                var found = new SeenForm(login, address, action, [.. FieldsOf(form)]);
                if (Plain(action) is not "/sign-out")
                {
                    forms.TryAdd(found.Key, found);
                }
            }

            var links = page.QuerySelectorAll("a[href]").Where(a => !a.HasAttribute("download")).Select(a => a.GetAttribute("href")!);
            var asked = page.QuerySelectorAll("form").Where(f => !string.Equals(f.GetAttribute("method"), "post", StringComparison.OrdinalIgnoreCase)).Select(f => Filled(f, address));
            foreach (var href in links.Concat(asked))
            {
                var next = "/" + href.TrimStart('/');
                if (href.Contains("://", StringComparison.Ordinal) || href.StartsWith('#') || next.Contains(".docx", StringComparison.Ordinal) || next.Contains("export?", StringComparison.Ordinal))
                {
                    continue;
                }

                var kind = Plain(next) + "?" + string.Join(',', Names().Matches(next).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
                if (seen.GetValueOrDefault(kind) < MostOfOneKind)
                {
                    seen[kind] = seen.GetValueOrDefault(kind) + 1;
                    queue.Enqueue(next);
                }
            }
        }
    }

    /// <summary>The address a form of the GET kind leads to, its words filled with the name of somebody of the county: what is found brings forms of its own.</summary>
    private string Filled(IElement form, string page)
    {
        var fields = FieldsOf(form).Where(f => f.Kind is not "checkbox" and not "radio").Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value == "试填" ? People[0].Name : f.Value)}");
        return $"{(form.GetAttribute("action") is { Length: > 0 } said ? "/" + said.TrimStart('/') : page).Split('?')[0]}?{string.Join('&', fields)}";
    }

    private static IEnumerable<SeenField> FieldsOf(IElement form)
    {
        foreach (var field in form.QuerySelectorAll("input[name], select[name], textarea[name]"))
        {
            var name = field.GetAttribute("name")!;
            if (field.LocalName == "select")
            {
                var options = field.QuerySelectorAll("option").Select(o => o.GetAttribute("value") ?? o.TextContent).ToList();
                var chosen = field.QuerySelector("option[selected]")?.GetAttribute("value");
                yield return new SeenField(name, "select", string.IsNullOrEmpty(chosen) ? options.FirstOrDefault(o => o.Length > 0) ?? "" : chosen, options);
            }
            else
            {
                var kind = field.LocalName == "textarea" ? "textarea" : field.GetAttribute("type") ?? "text";
                var value = field.LocalName == "textarea" ? field.TextContent : field.GetAttribute("value") ?? "";
                yield return new SeenField(name, kind, kind switch
                {
                    _ when value.Length > 0 => value, "text" or "textarea" or "search" => "试填", "tel" => "13800000000", "date" => "2022-03-10", "number" => "1", "password" => "not the password 1", _ => value,
                }, []);
            }
        }
    }

    /// <summary>Post endpoints that no page of the walk offered, with the fields their handlers read.</summary>
    private IEnumerable<SeenForm> UnseenPosts(HashSet<string> offered)
    {
        foreach (var endpoint in Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") == true && e.Metadata.GetMetadata<System.Reflection.MethodInfo>() is not null))
        {
            var pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            if (pattern.StartsWith("/api/", StringComparison.Ordinal) || pattern is "/sign-out" || offered.Contains(Parameter().Replace(pattern, "{id}")))
            {
                continue;
            }

            var fields = endpoint.Metadata.GetMetadata<System.Reflection.MethodInfo>()!.GetParameters()
                .Where(p => p.GetCustomAttributes(typeof(FromFormAttribute), true).Length > 0 && p.Name is not "_")
                .Select(p => new SeenField(((FromFormAttribute)p.GetCustomAttributes(typeof(FromFormAttribute), true)[0]).Name ?? p.Name!,
                    p.ParameterType == typeof(string) ? "text" : "number", p.ParameterType == typeof(string) ? "试填" : "1", [])).ToList();
            yield return new SeenForm("walk-county", "", Parameter().Replace(pattern, OwnImport.ToString()), fields);
        }
    }

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|(?<=/)[0-9]{6,12}(?=/|$)|[0-9]{4}-W[0-9]{2}")]
    private static partial Regex Ids();

    [GeneratedRegex("[?&]([^=&]+)=")]
    private static partial Regex Names();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
