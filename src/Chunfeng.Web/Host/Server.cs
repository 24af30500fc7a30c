using System.IO.Compression;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using System.Threading.RateLimiting;
using Chunfeng.Data;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Ui;
using Chunfeng.Web.Pages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.WebEncoders;

namespace Chunfeng.Web.Host;

/// <summary>The web host, and the same composition without a listener for the command line.</summary>
public static class Server
{
    public static async Task<int> RunAsync(string[] args, CancellationToken cancel)
    {
        try
        {
            await using var app = Build(args);
            await StartUp.PrepareAsync(app, cancel);
            await app.StartAsync(cancel);
            StartUp.Announce(app);
            await app.WaitForShutdownAsync(cancel);
            return 0;
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException or System.Data.Common.DbException)
        {
            await Console.Error.WriteLineAsync($"未能启动：{failure.Message}");
            return 1;
        }
    }

    internal static WebApplication BuildForCommand()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = "Chunfeng.Web" });
        builder.Logging.ClearProviders();
        builder.Services.AddChunfeng(builder.Configuration, builder.Environment);
        return builder.Build();
    }

    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args, ContentRootPath = AppContext.BaseDirectory, ApplicationName = "Chunfeng.Web",
        });
        if (Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")) is false)
        {
            builder.WebHost.UseStaticWebAssets(); // run from the build output: assets come from the packages' folders
        }

        configure?.Invoke(builder);
        var services = builder.Services;
        services.AddChunfeng(builder.Configuration, builder.Environment);
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        services.AddAntiforgery();
        services.AddSingleton<SearchSeal>();
        services.AddScoped<SearchEverywhere>();
        services.AddScoped<TodoDesk>();
        // tokens differ with every answer and cookies do not cross sites, so compressed lengths tell nothing; villages have thin lines
        services.AddResponseCompression(o => o.EnableForHttps = true);
        services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Optimal); // a fifth less on the line for a few milliseconds here
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = false); // a bad form is a 400 page everywhere, never a stack trace
        services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddCascadingAuthenticationState();
        var signIn = Composition.SignInOf(builder.Configuration, builder.Environment);
        services.AddSignIn(signIn);
        services.AddApi();
        services.ConfigureHttpJsonOptions(o => o.SerializerOptions.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(UnicodeRanges.All));
        services.AddPortalDoor();
        services.AddScoped<IPortalFrame, PortalFrame>();
        services.AddScoped<IConsoleFrame, ConsoleFrame>();
        // of staff: a worker's cookie opens nothing of theirs
        services.AddAuthorizationBuilder().SetFallbackPolicy(
            new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder()
                .RequireAssertion(c => c.User.Identities.Any(i => i.IsAuthenticated && i.AuthenticationType == CookieAuthenticationDefaults.AuthenticationScheme)).Build());
        services.AddScoped(s => s.GetRequiredService<IHttpContextAccessor>().HttpContext is { } context
            ? Accounts.ActorOf(context.User) with { Source = context.Connection.RemoteIpAddress?.ToString() ?? "" }
            : Accounts.ActorOf(new ClaimsPrincipal()));
        services.AddHostedService<AnchorWriter>();
        services.AddJobHost();
        services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.AddApiLimits(signIn);
            limits.AddPolicy("sign-in", context => RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions { PermitLimit = signIn.TriesPerMinute, Window = TimeSpan.FromMinutes(1) }));
        });

        var app = builder.Build();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error", CreateScopeForErrors = true, // what the failed page began must not stop the page that says so
            StatusCodeSelector = failure => failure switch
            {
                BadHttpRequestException bad => bad.StatusCode,
                InvalidDataException when failure.TargetSite?.DeclaringType?.Namespace?.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) == true => StatusCodes.Status400BadRequest, // a form beyond its limits
                _ => StatusCodes.Status500InternalServerError,
            },
        });
        app.UseStatusCodePagesWithReExecute("/missing/{0}", createScopeForStatusCodePages: true);
        app.Use(ApiEndpoints.NoPages);
        app.UseResponseCompression();
        app.Use(AnswerAsPage);
        var formTargets = SignInSchemes.FormTargets(signIn);
        app.Use((context, next) => SecurityHeaders(context, next, formTargets));
        app.MapStaticAssets(AssetManifest()).AllowAnonymous();
        app.UseAuthentication();
        app.UsePortalVisitor();
        app.UseAuthorization();
        app.Use(SignInSchemes.FirstThingsFirst);
        app.UseRateLimiter();
        var once = new SubmitOnce(app.Services.GetRequiredService<TimeProvider>());
        app.Use(once.InvokeAsync);
        app.Use(ForgetShelf);
        app.Use(ScreenSheet.AsSheet);
        app.Use(WholePage.SendWhole);
        app.UseAntiforgery();
        app.MapSignIn();
        app.MapPasskeys();
        app.MapAudit();
        app.MapJobs();
        app.MapSearch();
        app.MapDesk();
        app.MapApiDoor();
        foreach (var module in ModuleList.All)
        {
            module.MapEndpoints(app);
        }

        app.MapRazorComponents<App>().AddAdditionalAssemblies([.. ModuleList.All.Select(m => m.GetType().Assembly).Append(typeof(Actor).Assembly)]);
        return app;
    }

    /// <summary>The list of assets lies beside this program, also when a test host runs it.</summary>
    private static string AssetManifest() => Path.Combine(AppContext.BaseDirectory, "Chunfeng.Web.staticwebassets.endpoints.json");

    /// <summary>A refused post is answered by a page like any other: the page is read, the form is not.</summary>
    private static Task AnswerAsPage(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            context.Request.Method = HttpMethods.Get;
            context.Features.Set<IAntiforgeryValidationFeature>(null);
        }

        return next(context);
    }

    /// <summary>Who acts may have one case less waiting: their badge is counted anew on the next page.</summary>
    private static async Task ForgetShelf(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && context.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } login)
        {
            context.RequestServices.GetRequiredService<AccountShelf>().Forget(login);
        }
    }

    private static Task SecurityHeaders(HttpContext context, RequestDelegate next, string formTargets)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = $"default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; form-action 'self'{formTargets}; base-uri 'self'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-cache, no-store"; // both words, or every form on a page logs that antiforgery added one
        return next(context);
    }
}
