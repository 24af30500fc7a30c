using Chunfeng.Employers.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Chunfeng.Employers.Policies;

/// <summary>The steps of policies, one employer's or several at once, and the list as a file.</summary>
internal static class PolicyEndpoints
{
    public static void MapPolicies(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/employers/{id:guid}/policy", async (
            Guid id, [FromForm] string? code, [FromForm] string? version, [FromForm] string? act, [FromForm] string? note, TakePolicyStep take, Actor actor, CancellationToken cancel) =>
        {
            var refusal = PolicyWords.Act(act) is { } known ? await take.HandleAsync(id, code, version, known, note, actor, cancel) : new Refusal("bad-act", "请选择要登记的步骤");
            return refusal == WriteEmployer.NotFound ? TypedResults.NotFound()
                : (IResult)TypedResults.LocalRedirect(Links.With($"/employers/{id}", (refusal is null ? "done" : "refused", refusal?.Message ?? "policy")) + "#policies");
        });
        routes.MapPost("/employers/retention/told", async (
            [FromForm] string? code, [FromForm] string? version, [FromForm] string? region, [FromForm] string? note, HttpRequest request, TakePolicyStep take, PolicyBook book, Actor actor,
            CancellationToken cancel) =>
        {
            var ids = (await request.ReadFormAsync(cancel))["employer"].Select(v => Guid.TryParse(v, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).ToHashSet();
            var told = await take.TellAsync(ids, code, version, note, actor, cancel);
            return TypedResults.LocalRedirect(Links.With("/employers/retention", ("code", book.Find(code, version)?.Code), ("version", book.Find(code, version)?.Version), ("region", AreaOf(region, actor).ToString()),
                (told.IsRefused ? "refused" : "done", told.IsRefused ? told.Refusal.Message : $"{told.Value}")));
        });
        routes.MapGet("/employers/retention/export", async (string? region, PolicyQuery query, Actor actor, CancellationToken cancel) =>
        {
            if (!EmployerScope.SeesArea(actor))
            {
                return TypedResults.NotFound();
            }

            var output = new MemoryStream();
            var written = await query.ExportAsync(AreaOf(region, actor), output, actor, cancel);
            output.Position = 0;
            return written.IsRefused ? TypedResults.LocalRedirect(Links.With("/employers/retention", ("refused", written.Refusal.Message))) : (IResult)TypedResults.File(output, MediaTypes.Xlsx, "援企稳岗.xlsx");
        });
    }

    /// <summary>The region an address asks for; the account's own when it asks for none, or for one outside.</summary>
    internal static RegionCode AreaOf(string? said, Actor actor) => RegionCode.TryParse(said ?? "", out var region) && actor.Region.Contains(region) ? region : actor.Region;
}
