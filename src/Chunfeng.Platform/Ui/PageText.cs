using System.Buffers;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Chunfeng.Platform.Ui;

/// <summary>A page of the console that is written in one go, without the renderer of components: for the few lists that are asked for all day (decision 42).</summary>
/// <param name="title">Of the document.</param>
/// <param name="body">Writes the page; the token is for its forms.</param>
public sealed class PageText(string title, Action<HtmlText, FormToken> body) : IResult
{
    /// <summary>What the page adds to the way to it, behind the steps of the navigation.</summary>
    public IReadOnlyList<Crumb> Trail { get; init; } = [];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        var token = FormToken.Of(services.GetRequiredService<IAntiforgery>(), httpContext);
        var frame = await services.GetRequiredService<IConsoleFrame>().OfAsync(httpContext.Request.Path + httpContext.Request.QueryString, token, httpContext.RequestAborted);
        var (bytes, length) = HtmlText.Encoded(html => Document.Write(html, title, page =>
        {
            frame.Open(page);
            foreach (var crumb in frame.Crumbs.Count > 0 ? Trail : [])
            {
                PageFrame.Step(page, crumb);
            }

            frame.Start(page);
            body(page, token);
            PageFrame.Close(page);
        }));
        try
        {
            httpContext.Response.ContentType = "text/html; charset=utf-8";
            httpContext.Response.ContentLength = length;
            await httpContext.Response.Body.WriteAsync(bytes.AsMemory(0, length), httpContext.RequestAborted);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true); // names of people
        }
    }

    /// <summary>A value of the request's query; the first where there are several, null where there is none.</summary>
    public static string? Said(HttpContext context, string name)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Request.Query.TryGetValue(name, out var values) ? values[0] : null;
    }

    /// <summary>What a component shows: for the rare parts of a page that is written, such as what stands in place of an empty list.</summary>
    /// <param name="context">The request.</param>
    /// <param name="parameters">Of the component.</param>
    public static async Task<MarkupString> RenderAsync<T>(HttpContext context, params (string Name, object? Value)[] parameters) where T : IComponent
    {
        ArgumentNullException.ThrowIfNull(context);
        await using var renderer = new HtmlRenderer(context.RequestServices, context.RequestServices.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () => new MarkupString(
            (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters.ToDictionary(p => p.Name, p => p.Value)))).ToHtmlString()));
    }
}
