using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Chunfeng.Events.Live;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Chunfeng.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Benchmarks.Jobs;

/// <summary>The chat of one live room with 500 viewers over WebSockets, stored before it is shown, against a bare server that only passes texts on.</summary>
internal sealed class LiveChatJob : Job
{
    private const int Viewers = 500, Messages = 200, ASecond = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public override string Name => "live-chat";
    public override string What => $"{Messages} messages to {Viewers} viewers of one live room, {ASecond} a second: every viewer gets each once and in order; p95 from sending to a viewer's socket";
    public override bool NeedsPostgres => false;

    public override async Task<JobResult> RunAsync(Bench bench)
    {
        var bare = await BareAsync();
        var ours = await OursAsync(bench);
        var whole = ours.Wrong == 0;
        return new JobResult(Name, What, new Side("bare WebSockets, nothing stored, p95", [bare.P95]), new Side("live room, stored in SQLite first, p95", [ours.P95]), ours.P95 / bare.P95,
            "none lost, doubled or out of order", whole, new Dictionary<string, object>
            {
                ["rows"] = Messages * Viewers,
                ["viewers"] = Viewers,
                ["messages"] = Messages,
                ["viewersWithAWrongRecord"] = ours.Wrong,
                ["p50Milliseconds"] = Math.Round(ours.P50, 1),
                ["p95Milliseconds"] = Math.Round(ours.P95, 1),
                ["p99Milliseconds"] = Math.Round(ours.P99, 1),
                ["bareP50Milliseconds"] = Math.Round(bare.P50, 1),
                ["bareP95Milliseconds"] = Math.Round(bare.P95, 1),
                ["note"] = "server and all viewers in one process on loopback; the baseline is the floor such a load has here, not a product",
            });
    }

    private sealed record Figures(double P50, double P95, double P99, int Wrong)
    {
        public static Figures Of(IEnumerable<List<double>> latencies, int wrong)
        {
            var all = latencies.SelectMany(l => l).Order().ToArray();
            double At(double share) => all.Length == 0 ? double.NaN : all[Math.Min(all.Length - 1, (int)(all.Length * share))];
            return new Figures(At(0.5), At(0.95), At(0.99), wrong);
        }
    }

    private static async Task<Figures> OursAsync(Bench bench)
    {
        await using var app = BenchHost.Build(bench, "live", "");
        await StartUp.PrepareAsync(app, default);
        var room = new LiveRoom
        {
            Region = 140000000000, Title = "bench", StartsAt = TimeProvider.System.UtcStamp, HostLogin = "bench", HostName = "bench", State = (short)LiveState.Live,
            OpenToAll = true, CreatedAt = TimeProvider.System.UtcStamp, Version = 1,
        };
        await using (var db = app.Services.GetRequiredService<IDbFactory>().Create())
        {
            db.Add(room);
            await db.SaveChangesAsync();
        }

        await app.StartAsync();
        var address = AddressOf(app) + LiveHub.Path;
        var tickets = app.Services.GetRequiredService<LiveTickets>();
        var viewers = new ConcurrentBag<Viewer>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Viewers), new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (viewer, cancel) =>
            viewers.Add(await Viewer.EnterAsync(address, tickets.Issue(room.RoomId, null, "", host: false), cancel)));
        using var host = await OpenAsync(address);
        var ticket = tickets.Issue(room.RoomId, null, "bench", host: true);
        await SendAsync(async i => await SendTextAsync(host, JsonSerializer.Serialize(new { type = 1, target = "Say", arguments = (string[])[ticket, $"k{i}", Stamp()] })));
        await WaitAsync(() => viewers.All(v => v.Seen.Count >= Messages));
        var wrong = viewers.Count(v => !v.Seen.SequenceEqual(Enumerable.Range(1, Messages).Select(s => (long)s)));
        var figures = Figures.Of(viewers.Select(v => v.Latencies), wrong);
        foreach (var viewer in viewers)
        {
            viewer.Dispose();
        }

        await app.StopAsync();
        return figures;
    }

    /// <summary>The same load through a server that keeps nothing and knows nobody.</summary>
    private static async Task<Figures> BareAsync()
    {
        await using var app = BenchHost.Bare();
        var sockets = new ConcurrentBag<WebSocket>();
        app.UseWebSockets();
        app.Run(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            sockets.Add(socket);
            var buffer = new byte[1024];
            while (await socket.ReceiveAsync(buffer, default) is { MessageType: not WebSocketMessageType.Close } got)
            {
                var copy = buffer[..got.Count];
                await Task.WhenAll(sockets.Where(s => s.State == WebSocketState.Open).Select(s => s.SendAsync(copy, WebSocketMessageType.Text, true, default)));
            }
        });
        await app.StartAsync();
        var latencies = new ConcurrentBag<List<double>>();
        var count = 0;
        var clients = new ConcurrentBag<ClientWebSocket>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Viewers), new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (viewer, cancel) =>
        {
            var client = new ClientWebSocket();
            await client.ConnectAsync(new Uri(AddressOf(app)), cancel);
            clients.Add(client);
            var mine = new List<double>(Messages);
            latencies.Add(mine);
            _ = Task.Run(async () =>
            {
                var buffer = new byte[1024];
                while (mine.Count < Messages)
                {
                    var got = await client.ReceiveAsync(buffer, default);
                    mine.Add(Since(Encoding.ASCII.GetString(buffer, 0, got.Count)));
                    Interlocked.Increment(ref count);
                }
            }, CancellationToken.None);
        });
        using var sender = new ClientWebSocket();
        await sender.ConnectAsync(new Uri(AddressOf(app)), default);
        await SendAsync(async _ => await sender.SendAsync(Encoding.ASCII.GetBytes(Stamp()), WebSocketMessageType.Text, true, default));
        await WaitAsync(() => Volatile.Read(ref count) >= Viewers * Messages);
        foreach (var client in clients)
        {
            client.Abort();
            client.Dispose();
        }

        return Figures.Of(latencies, 0);
    }

    private static async Task SendAsync(Func<int, Task> send)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / ASecond));
        for (var i = 0; i < Messages; i++)
        {
            await timer.WaitForNextTickAsync();
            await send(i);
        }
    }

    private static async Task WaitAsync(Func<bool> done)
    {
        for (var from = Stopwatch.GetTimestamp(); !done() && Stopwatch.GetElapsedTime(from) < Patience;)
        {
            await Task.Delay(50);
        }
    }

    private static string AddressOf(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First().Replace("http:", "ws:", StringComparison.Ordinal);

    /// <summary>Letters, so that it does not read as a telephone number.</summary>
    private static string Stamp() => string.Concat(Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture).Select(c => (char)(c - '0' + 'a')));

    private static double Since(string stamp) =>
        Stopwatch.GetElapsedTime(long.Parse(string.Concat(stamp.Select(c => (char)(c - 'a' + '0'))), CultureInfo.InvariantCulture)).TotalMilliseconds;

    private static async Task<ClientWebSocket> OpenAsync(string address)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(address), default);
        await SendTextAsync(socket, """{"protocol":"json","version":1}""");
        return socket;
    }

    private static Task SendTextAsync(ClientWebSocket socket, string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text + '\u001e'), WebSocketMessageType.Text, true, default);

    /// <summary>A phone in the room: what it was shown, and how late.</summary>
    private sealed class Viewer : IDisposable
    {
        private readonly ClientWebSocket socket;

        private Viewer(ClientWebSocket socket) => this.socket = socket;

        public List<long> Seen { get; } = new(Messages);
        public List<double> Latencies { get; } = new(Messages);

        public static async Task<Viewer> EnterAsync(string address, string ticket, CancellationToken cancel)
        {
            var viewer = new Viewer(await OpenAsync(address));
            var entered = new TaskCompletionSource();
            _ = Task.Run(() => viewer.ReadAsync(entered), CancellationToken.None);
            await SendTextAsync(viewer.socket, JsonSerializer.Serialize(new { type = 4, invocationId = "1", target = "Watch", arguments = (object[])[ticket, 0] }));
            await entered.Task.WaitAsync(cancel);
            return viewer;
        }

        public void Dispose()
        {
            socket.Abort();
            socket.Dispose();
        }

        private async Task ReadAsync(TaskCompletionSource entered)
        {
            var buffer = new byte[64 * 1024];
            var held = 0;
            while (Seen.Count < Messages)
            {
                held += (await socket.ReceiveAsync(buffer.AsMemory(held), default)).Count;
                var from = 0;
                for (var end = Array.IndexOf(buffer, (byte)0x1e, 0, held); end >= 0; end = Array.IndexOf(buffer, (byte)0x1e, from, held - from))
                {
                    Take(buffer.AsMemory(from, end - from), entered);
                    from = end + 1;
                }

                buffer.AsSpan(from, held - from).CopyTo(buffer);
                held -= from;
            }
        }

        private void Take(ReadOnlyMemory<byte> message, TaskCompletionSource entered)
        {
            using var json = JsonDocument.Parse(message);
            if (!json.RootElement.TryGetProperty("item", out var batch))
            {
                return;
            }

            entered.TrySetResult();
            foreach (var line in batch.GetProperty("l").EnumerateArray())
            {
                Seen.Add(line.GetProperty("s").GetInt64());
                Latencies.Add(Since(line.GetProperty("x").GetString()!));
            }
        }
    }
}
