using System.Text.RegularExpressions;
using Chunfeng.Platform.Security;
using Chunfeng.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Chunfeng.Benchmarks.Jobs;

/// <summary>The program as the benches run it: in this process, on loopback, silent, with the keys the registers are made with.</summary>
internal static partial class BenchHost
{
    /// <param name="name">Its folder in the bench's.</param>
    /// <param name="more">What else is told to it.</param>
    public static WebApplication Build(Bench bench, string name, string database, Action<WebApplicationBuilder>? more = null) => Server.Build(["--urls", "http://127.0.0.1:0", "--environment", "Development"], builder =>
    {
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Chunfeng:Database"] = database, ["Chunfeng:Var"] = Directory.CreateDirectory(bench.PathOf(name)).FullName, ["Chunfeng:Demo:Workers"] = "0",
        });
        builder.Services.AddSingleton(KeyRing.ForTests);
        builder.Logging.ClearProviders();
        more?.Invoke(builder);
    });

    public static async Task<WebApplication> StartAsync(Bench bench, string name, string database, Action<WebApplicationBuilder>? more = null)
    {
        var app = Build(bench, name, database, more);
        await StartUp.PrepareAsync(app, default);
        await app.StartAsync();
        return app;
    }

    /// <summary>A host of nothing but what the bench maps.</summary>
    public static WebApplication Bare()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        return builder.Build();
    }

    /// <summary>Signs in as who may do everything, with the password the host wrote down when it first started.</summary>
    public static async Task SignInAsync(HttpClient client, Bench bench, string name) =>
        await SignInAsync(client, "admin", (await File.ReadAllTextAsync(Path.Combine(bench.PathOf(name), "first-sign-in.txt"))).Split('/')[1].Trim());

    /// <summary>A browser with cookies that follows no redirect.</summary>
    public static HttpClient ClientOf(WebApplication app, int connections) => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new(), MaxConnectionsPerServer = connections })
    {
        BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
    };

    public static async Task SignInAsync(HttpClient client, string login, string password)
    {
        var token = TokenField().Match(await client.GetStringAsync("/sign-in")).Groups[1].Value;
        using var answer = await client.PostAsync("/sign-in/submit", new FormUrlEncodedContent([new("login", login), new("password", password), new("__RequestVerificationToken", token)]));
        if (answer.Headers.Location?.OriginalString is not { } there || there.StartsWith("/sign-in", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{login} could not sign in.");
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
