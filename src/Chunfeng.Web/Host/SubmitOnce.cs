using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Chunfeng.Web.Host;

/// <summary>A form that arrives twice — pressed twice, sent again by a bad line, sent again with the back button — acts once: the second is led to where the first led.</summary>
/// <remarks>Every form rendered carries an antiforgery token of its own, so equal bytes from one person are one form. A refusal that stays on its page is not
/// remembered: mended or not, it is looked at again. Within one host: behind a balancer a person's requests go to one.</remarks>
internal sealed class SubmitOnce(TimeProvider clock)
{
    private const int MostBytes = 256 * 1024, MostKept = 20_000;
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(10), Patience = TimeSpan.FromSeconds(30);
    private DateTimeOffset sweptAt;
    private readonly ConcurrentDictionary<string, (Task<string?> Led, DateTimeOffset At)> forms = new(StringComparer.Ordinal);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method) || !request.HasFormContentType || request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
            || request.ContentLength is not (> 0 and <= MostBytes) || context.User.Identity is not { IsAuthenticated: true } who || request.Path.StartsWithSegments("/sign-out"))
        {
            await next(context);
            return;
        }

        request.EnableBuffering();
        var body = new byte[request.ContentLength.Value];
        await request.Body.ReadExactlyAsync(body, context.RequestAborted);
        request.Body.Position = 0;
        var head = Encoding.UTF8.GetBytes($"{who.AuthenticationType}\n{context.User.FindFirst(System.Security.Claims.ClaimTypes.NameIdentifier)?.Value}\n{request.Path}{request.QueryString}\n");
        var key = Convert.ToHexString(SHA256.HashData([.. head, .. body]));
        var mine = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var kept = forms.GetOrAdd(key, (mine.Task, clock.GetUtcNow()));
        if (kept.Led != mine.Task)
        {
            if (await Task.WhenAny(kept.Led, Task.Delay(Patience, context.RequestAborted)) == kept.Led && await kept.Led is { } there)
            {
                context.Response.Redirect(there);
                return;
            }

            await next(context);
            return;
        }

        string? led = null;
        try
        {
            await next(context);
            led = context.Response.StatusCode is StatusCodes.Status302Found or StatusCodes.Status303SeeOther ? context.Response.Headers.Location.ToString() : null;
            led = string.IsNullOrEmpty(led) || led.Contains("refused=", StringComparison.Ordinal) ? null : led;
        }
        finally
        {
            mine.SetResult(led);
            if (led is null)
            {
                forms.TryRemove(key, out _);
            }

            Forget();
        }
    }

    /// <summary>Once a minute, and when there are too many, what is older goes.</summary>
    private void Forget()
    {
        var now = clock.GetUtcNow();
        if (now < sweptAt + TimeSpan.FromMinutes(1) && forms.Count <= MostKept)
        {
            return;
        }

        sweptAt = now;
        foreach (var (key, _) in forms.Where(f => f.Value.At < now - Keep || forms.Count > MostKept).ToList())
        {
            forms.TryRemove(key, out _);
        }
    }
}
