using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Chunfeng.Platform.Jobs;

/// <summary>The posts and the download of the jobs page.</summary>
public static class JobEndpoints
{
    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/jobs/{id:guid}/cancel", (Guid id, [FromForm] string? _, JobDesk desk, Actor actor, CancellationToken cancel) => BackAsync(desk.CancelAsync(id, actor, cancel)));
        routes.MapPost("/jobs/{id:guid}/retry", (Guid id, [FromForm] string? _, JobDesk desk, Actor actor, CancellationToken cancel) => BackAsync(desk.RetryAsync(id, actor, cancel)));
        routes.MapGet("/jobs/{id:guid}/result", async (Guid id, JobDesk desk, Actor actor, CancellationToken cancel) =>
            await desk.ResultAsync(id, actor, cancel) is { } file
                ? Microsoft.AspNetCore.Http.Results.Stream(file.Content, "application/octet-stream", file.Name)
                : Microsoft.AspNetCore.Http.Results.NotFound());
    }

    private static async Task<IResult> BackAsync(Task<Refusal?> work) => Microsoft.AspNetCore.Http.Results.LocalRedirect(
        await work is { } refusal ? $"/jobs?refused={Uri.EscapeDataString(refusal.Message)}" : "/jobs");
}
