using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Identity;
using Chunfeng.Web.Tests.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Chunfeng.Web.Tests;

/// <summary>A host that says everything it can: every category at Trace, every line and every exception kept.</summary>
public sealed class TalkingHost : AccessHost
{
    public ConcurrentQueue<string> Said { get; } = [];
    public DateTime Began { get; } = TimeProvider.System.GetUtcNow().UtcDateTime;
    public string Folder => Services.GetRequiredService<Places>().Var;

    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("Chunfeng:SignIn:SecondFactor", "false"), new("Logging:LogLevel:Default", "Trace"), new("Logging:LogLevel:Microsoft.AspNetCore", "Trace"),
        new("Logging:LogLevel:Microsoft.EntityFrameworkCore", "Trace"), new("Logging:Console:LogLevel:Default", "None"),
    ];

    protected override void Configure(WebApplicationBuilder builder) => builder.Logging.AddProvider(new Ear(Said));

    private sealed class Ear(ConcurrentQueue<string> said) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            said.Enqueue($"scope {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            said.Enqueue($"{formatter(state, exception)} {exception}");
            if (state is IEnumerable<KeyValuePair<string, object?>> fields)
            {
                said.Enqueue(string.Join(' ', fields.Select(f => $"{f.Key}={f.Value}")));
            }
        }

        public void Dispose()
        {
            // nothing is held
        }
    }
}

/// <summary>Numbers planted through every door are looked for in everything that stays: database and its log, sealed files, temporary files, the log at its most
/// talkative, exceptions, the audit.</summary>
public class PlantedValuesTests(TalkingHost host) : IClassFixture<TalkingHost>
{
    private const long Qingxu = 140121000000;
    private const string Phone = "13987650123", Changed = "13987650456", Bank = "6217000012345678909", Refused = "13987650789";
    private static readonly string Id = IdNumber.Create(140121, new(1985, 3, 9), 311).ToString();
    private static readonly string WrongId = Id[..17] + (Id[17] == '1' ? '2' : '1');
    private static readonly string[] Planted = [Id, WrongId, Id[..17], Phone, Changed, Bank, Refused];

    [Fact(DisplayName = "身份证号、手机号、银行账号：导入、查找、更正、查看完整号码、导出、办不成的事都做过之后，哪里都没有明文")]
    [Trait("Clause", "13.1")]
    public async Task Nowhere_in_clear()
    {
        await host.MakeAsync("plant", "county-clerk", Qingxu);
        var (client, _) = await host.EnterAsync("plant");
        await ImportAsync(client);
        var worker = new PersonCrypto(host.Services.GetRequiredService<KeyRing>()).WorkerId(IdNumber.Parse(Id));

        // found by each number, on both search paths
        foreach (var number in new[] { Id, Phone, "0123", Id[^4..] })
        {
            using var asked = await client.PostAsync("/people/list/find", new FormUrlEncodedContent([new("__RequestVerificationToken", await TestHost.TokenAsync(client, "/people")), new("q", number)]));
            var page = await client.GetStringAsync(asked.Headers.Location);
            Assert.Contains("石探明文", page);
            using var box = await client.PostAsync("/search", new FormUrlEncodedContent([new("__RequestVerificationToken", await TestHost.TokenAsync(client, "/people")), new("q", number)]));
            Assert.True((int)box.StatusCode < 400, $"{box.StatusCode}");
        }

        await ChangeAsync(worker, new PersonChange { Phone = Changed });
        await ChangeAsync(worker, new PersonChange { Phone = Refused + "99999" }); // refused
        Assert.Contains(Id, await AccessHost.PostAsync(client, $"/people/{worker}", "unmask", ("reason", "核对社保")));
        await AccessHost.PostAsync(client, $"/people/{worker}", "unmask", ("reason", $"看 {Id} 的号码")); // refused: a number in the reason
        await ExportAsync(client);
        await FailAsync(client, worker);

        var wrong = new List<string>();
        foreach (var (name, bytes) in Files())
        {
            wrong.AddRange(Planted.Where(p => Holds(bytes, p)).Select(p => $"{name} holds {p}"));
        }

        foreach (var line in host.Said)
        {
            wrong.AddRange(Planted.Where(p => line.Contains(p, StringComparison.Ordinal)).Select(p => $"log: {line[..Math.Min(line.Length, 200)]}"));
        }

        Assert.Empty(wrong);

        // the search itself works: what is not secret is found in the same places
        Assert.Contains(Files(), f => f.Bytes.AsSpan().IndexOf("石探明文"u8) >= 0);
        Assert.Contains(host.Said, line => line.Contains("/people/import", StringComparison.Ordinal));
    }

    private static async Task ImportAsync(HttpClient client)
    {
        var roster = "市,县,乡镇,行政村,姓名,身份证号,联系电话,银行账号\n"
            + $"太原市,清徐县,清源镇,六合村,石探明文,{Id},{Phone},{Bank}\n太原市,清徐县,清源镇,六合村,石探退回,{WrongId},{Refused},{Bank}\n太原市,清徐县,{Id},{Phone},石探错列,{Bank},x,y\n";
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await TestHost.TokenAsync(client, "/people/import")), "__RequestVerificationToken" },
            { new StringContent($"{Qingxu}"), "region" },
            { new StringContent("2022-02-27"), "as-of" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(roster)), "file", "探.csv" },
        };
        using var uploaded = await client.PostAsync("/people/import/upload", form);
        var at = uploaded.Headers.Location!.OriginalString;
        await UntilAsync(client, at, "核对完成");
        using (await client.PostAsync(at + "/keep", new FormUrlEncodedContent([new("__RequestVerificationToken", await TestHost.TokenAsync(client, "/people/import"))])))
        {
            await UntilAsync(client, at, "已写入登记库");
        }

        Assert.Contains(WrongId, await client.GetStringAsync(at + "/rejects")); // opened for who sent it, and only on the way out
    }

    private async Task ChangeAsync(Guid worker, PersonChange change)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChunfengDb>();
        var version = await db.Database.SqlQueryRaw<long>("SELECT version AS Value FROM people_worker WHERE name = '石探明文'").SingleAsync();
        var receipt = await scope.ServiceProvider.GetRequiredService<IPersonLedger>().ChangePersonAsync(worker, version, change, new LedgerSource(Evidence.Phone, "电话核实"), Actor.Operator, default);
        Assert.Equal(change.Phone != Changed, receipt.IsRefused);
        Assert.DoesNotContain(Refused, receipt.Refusal?.Message ?? "");
    }

    private static async Task ExportAsync(HttpClient client)
    {
        foreach (var full in new[] { "", "true" })
        {
            using var asked = await client.PostAsync("/people/export", new FormUrlEncodedContent(
                [new("__RequestVerificationToken", await TestHost.TokenAsync(client, "/people/export")), new("what", "workers"), new("format", "csv"), new("full", full)]));
        }

        await UntilAsync(client, "/jobs", "完整号码.csv</a>");
        var page = await client.GetStringAsync("/jobs");
        var all = "";
        foreach (var link in Regex.Matches(page, "href=\"(/?jobs/[^\"]+/result)\"").Select(m => m.Groups[1].Value))
        {
            all += await client.GetStringAsync("/" + link.TrimStart('/'));
        }

        Assert.Contains(Id, all);
    }

    /// <summary>What does not work out: the register cannot be written, a stored number cannot be read, an address is nonsense.</summary>
    private async Task FailAsync(HttpClient client, Guid worker)
    {
        await using (var db = host.Services.GetRequiredService<IDbFactory>().Create())
        {
            await db.Database.OpenConnectionAsync();
            await db.Database.ExecuteSqlRawAsync("PRAGMA query_only = 1");
            var ledger = ActivatorUtilities.CreateInstance(host.Services.CreateScope().ServiceProvider, typeof(IPersonLedger).Assembly.GetType("Chunfeng.People.Register.PersonLedger")!, db) as IPersonLedger;
            var failure = await Record.ExceptionAsync(() => ledger!.ChangePersonAsync(worker, 2, new PersonChange { Phone = Refused }, new LedgerSource(Evidence.Phone, "电话核实"), Actor.Operator, default));
            Assert.NotNull(failure);
            host.Said.Enqueue(failure.ToString());
            await db.Database.ExecuteSqlRawAsync("PRAGMA query_only = 0");
        }

        host.Said.Enqueue(Assert.ThrowsAny<Exception>(() => IdNumber.Parse(WrongId)).ToString());
        var crypto = new PersonCrypto(host.Services.GetRequiredService<KeyRing>());
        var stored = crypto.Encrypt(Id);
        stored[^1] ^= 1;
        host.Said.Enqueue(Assert.ThrowsAny<Exception>(() => crypto.Decrypt(stored)).ToString());
        foreach (var address in new[] { "/people?person=nonsense", "/people?phone=zz", "/people/00000000-0000-0000-0000-000000000000", "/api/v1/me" })
        {
            using var answer = await client.GetAsync(address);
            Assert.True((int)answer.StatusCode < 500);
        }

        using var token = await client.PostAsync("/api/token", new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", Phone), new("client_secret", Bank)]));
        Assert.Equal(HttpStatusCode.Unauthorized, token.StatusCode);
    }

    /// <summary>Everything in the host's folder (the database with its write-ahead log, sealed files, anchors) and every temporary file written since it began.</summary>
    private List<(string Name, byte[] Bytes)> Files()
    {
        var found = new List<(string, byte[])>();
        var temporary = Directory.EnumerateFiles(Path.GetTempPath()).Where(f => File.GetLastWriteTimeUtc(f) >= host.Began && f.EndsWith(".tmp", StringComparison.Ordinal));
        foreach (var path in Directory.EnumerateFiles(host.Folder, "*", SearchOption.AllDirectories).Concat(temporary))
        {
            try
            {
                using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                found.Add((Path.GetFileName(path), bytes));
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // a temporary file of another program, or one that is gone
            }
        }

        Assert.Contains(found, f => f.Item1.EndsWith(".db", StringComparison.Ordinal));
        return found;
    }

    private static bool Holds(byte[] bytes, string value) => bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(value)) >= 0 || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(value)) >= 0;

    private static async Task UntilAsync(HttpClient client, string at, string text)
    {
        for (var i = 0; i < 600; i++)
        {
            if ((await client.GetStringAsync(at)).Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            await Task.Delay(100);
        }

        Assert.Fail($"{at} never said {text}");
    }
}
