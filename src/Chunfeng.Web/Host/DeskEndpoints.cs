using Chunfeng.Platform.Access;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Results;
using Microsoft.AspNetCore.Mvc;

namespace Chunfeng.Web.Host;

/// <summary>The posts of lists' kept filters. A view is an address of the account's own; what stands behind it is asked with the account's rights each time.</summary>
internal static class DeskEndpoints
{
    public static void MapDesk(this WebApplication app)
    {
        app.MapPost("/desk/views", async (
            [FromForm] string? page, [FromForm] string? query, [FromForm] string? name, SavedViews views, Actor actor, CancellationToken cancel) =>
        {
            if (page is null || !KeptQuery.Pages.Contains(page))
            {
                return Results.NotFound();
            }

            var clean = KeptQuery.Clean(query);
            var refusal = clean is null ? new Refusal("bad-filter", "") : await views.SaveAsync(page, name, clean, actor, cancel);
            return Back(page, clean, refusal?.Code);
        });
        app.MapPost("/desk/views/drop", async (
            [FromForm] string? page, [FromForm] string? query, [FromForm] Guid? id, SavedViews views, Actor actor, CancellationToken cancel) =>
        {
            if (page is null || !KeptQuery.Pages.Contains(page))
            {
                return Results.NotFound();
            }

            await views.DropAsync(id ?? Guid.Empty, actor, cancel);
            return Back(page, KeptQuery.Clean(query), null);
        });
    }

    private static IResult Back(string page, string? query, string? refused) =>
        Results.LocalRedirect(Chunfeng.Platform.Ui.Links.With($"{page}?{query}", ("kept", refused)));
}
