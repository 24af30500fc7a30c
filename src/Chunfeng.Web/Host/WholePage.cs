using Microsoft.AspNetCore.Components.Endpoints;

namespace Chunfeng.Web.Host;

/// <summary>A page of components is sent whole, with its length: one piece on the line in place of several, and who asks for a page that fails halfway gets the page that says so, never half of the other.</summary>
internal static class WholePage
{
    public static async Task SendWhole(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null || HttpMethods.IsHead(context.Request.Method))
        {
            await next(context);
            return;
        }

        using var page = await HeldPage.TakeAsync(context, next);
        if (page.Written.Length > 0)
        {
            context.Response.ContentLength = page.Written.Length;
            await context.Response.Body.WriteAsync(page.Written, context.RequestAborted);
        }
    }
}
