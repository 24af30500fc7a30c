using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Time;

namespace Chunfeng.Web.Host;

/// <summary>The table on the screen as a workbook: the page is made as always, and what stands in its grid is written down. So scope, masking, columns and
/// order are the page's, and no room writes an export of its own for it. A grid says with <c>Sheet</c> that it may be taken.</summary>
internal static partial class ScreenSheet
{
    public static async Task AsSheet(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || context.Request.Query["as"] != "xlsx" || context.User.Identity?.IsAuthenticated != true)
        {
            await next(context);
            return;
        }

        using var page = await HeldPage.TakeAsync(context, next);
        var html = context.Response is { StatusCode: StatusCodes.Status200OK, ContentType: { } type } && type.StartsWith("text/html", StringComparison.Ordinal)
            ? Encoding.UTF8.GetString(page.Written.Span) : "";
        if (Table().Match(html) is not { Success: true } table)
        {
            await context.Response.Body.WriteAsync(page.Written, context.RequestAborted);
            return;
        }

        var services = context.RequestServices;
        var (db, clock) = (services.GetRequiredService<ChunfengDb>(), services.GetRequiredService<TimeProvider>());
        db.ChangeTracker.Clear();
        db.Audit(clock, services.GetRequiredService<Actor>(), "page.export", $"page={context.Request.Path}"); // no query: a name may stand in it
        await db.SaveChangesAsync(context.RequestAborted);
        var caption = Words(Caption().Match(table.Value).Groups[1].Value);
        using var file = new MemoryStream();
        using (var sheet = TableWriter.Create(file, "page.xlsx", "本页"))
        {
            foreach (var row in Row().Matches(table.Groups[1].Value).Select(r => r.Groups[1].Value))
            {
                sheet.WriteRow([.. Cell().Matches(row).Select(c => Words(c.Groups[2].Value))]);
            }
        }

        var bytes = file.ToArray();
        context.Response.ContentType = MediaTypes.Xlsx;
        context.Response.ContentLength = null;
        context.Response.Headers.ContentDisposition = new Microsoft.Net.Http.Headers.ContentDispositionHeaderValue("attachment")
        {
            FileNameStar = $"{(caption.Length > 0 ? caption : "本页")}-{clock.Today:yyyyMMdd}.xlsx",
        }.ToString();
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>What a person reads in a cell: no pictures, no sort marks.</summary>
    private static string Words(string html) => Blanks().Replace(WebUtility.HtmlDecode(Tags().Replace(Unread().Replace(html, " "), " ")), " ").Trim();

    [GeneratedRegex("<table[^>]*\\sdata-sheet[^>]*>(.*?)</table>", RegexOptions.Singleline, 1000)]
    private static partial Regex Table();

    [GeneratedRegex("<caption[^>]*>(.*?)</caption>", RegexOptions.Singleline, 1000)]
    private static partial Regex Caption();

    [GeneratedRegex("<tr[^>]*>(.*?)</tr>", RegexOptions.Singleline, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("<(t[hd])[^>]*>(.*?)</\\1>", RegexOptions.Singleline, 1000)]
    private static partial Regex Cell();

    [GeneratedRegex("<svg.*?</svg>|<span class=\"sort-mark\".*?</span>", RegexOptions.Singleline, 1000)]
    private static partial Regex Unread();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tags();

    [GeneratedRegex("\\s+", RegexOptions.None, 1000)]
    private static partial Regex Blanks();
}
