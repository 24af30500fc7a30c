using Chunfeng.Events.Live;
using Chunfeng.Platform.Data;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Chunfeng.Modules.Tests.Events;

/// <summary>Pieces of a picture on their way into ffmpeg; a small script stands in for it and keeps what it is given.</summary>
[Trait("Clause", "8.2")]
public sealed class LiveStreamTests : IDisposable
{
    private const string Mime = "video/webm;codecs=h264,opus", Login = "county";
    private readonly string folder = Directory.CreateTempSubdirectory("chunfeng-stream-").FullName;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2022, 3, 1, 4, 0, 0, TimeSpan.Zero));
    private readonly Guid room = Guid.CreateVersion7();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact(DisplayName = "画面分段按序号进入：重发的只算一次，跳号的退回说明缺哪一段，别人的不收")]
    public async Task Pieces_in_order()
    {
        var streams = Streams();
        Assert.Null(await streams.BeginAsync(room, 1, Login, Mime));
        Assert.Equal("1", (await PushAsync(streams, 0, "a")).Value);
        Assert.Equal("1", (await PushAsync(streams, 0, "a")).Value); // the answer was lost, the piece came again
        Assert.Equal(new Platform.Results.Refusal("piece-missing", "1"), (await PushAsync(streams, 2, "c")).Refusal);
        Assert.Equal("2", (await PushAsync(streams, 1, "b")).Value);
        Assert.Equal("no-part", (await streams.PushAsync(room, 1, 2, "somebody", new byte[1], default)).Refusal?.Code);
        Assert.Equal("no-part", (await streams.PushAsync(room, 2, 0, Login, new byte[1], default)).Refusal?.Code);
        Assert.Equal(2, await streams.StopAsync(room));
        Assert.Equal("ab", await File.ReadAllTextAsync(Path.Combine(folder, "live", room.ToString("N"), "001", "in.bin")));
        Assert.Null(streams.PartOf(room));
    }

    [Fact(DisplayName = "一段太大、总量太快都不收；同时出画面的房间有上限；没有 ffmpeg 时说明白")]
    public async Task Limits()
    {
        var streams = Streams(s => (s.MostChunkBytes, s.MostBytesASecond, s.MostStreams) = (10, 1, 1));
        Assert.Null(await streams.BeginAsync(room, 1, Login, Mime));
        Assert.Equal("1", (await PushAsync(streams, 0, "0123456789")).Value);
        Assert.Equal("too-much", (await PushAsync(streams, 1, "0123456789A")).Refusal?.Code);
        Assert.Equal("2", (await PushAsync(streams, 1, "0123456789")).Value);
        Assert.Equal("3", (await PushAsync(streams, 2, "0123456789")).Value); // thirty bytes are the head start
        Assert.Equal("too-much", (await PushAsync(streams, 3, "0")).Refusal?.Code);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("4", (await PushAsync(streams, 3, "0")).Value);
        Assert.Equal("too-many-streams", (await streams.BeginAsync(Guid.CreateVersion7(), 1, Login, Mime))?.Code);
        Assert.Equal("bad-format", (await streams.BeginAsync(room, 1, Login, "video/mp4"))?.Code);
        await streams.StopAllAsync();
        var without = Streams(s => s.Ffmpeg = Path.Combine(folder, "is-not-there"));
        Assert.False(without.Available);
        Assert.Equal("no-ffmpeg", (await without.BeginAsync(room, 1, Login, Mime))?.Code);
    }

    [Fact(DisplayName = "主持人断线三十秒整还等着，再过一刻就收尾；收尾后进程不留")]
    public async Task Silence_ends_a_part()
    {
        var streams = Streams();
        Assert.Null(await streams.BeginAsync(room, 1, Login, Mime));
        await PushAsync(streams, 0, "a");
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Empty(await streams.CloseSilentAsync());
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([(room, 1)], await streams.CloseSilentAsync());
        Assert.True(File.Exists(Path.Combine(folder, "live", room.ToString("N"), "001", "ended"))); // the script came to its own end
        Assert.Equal("no-part", (await PushAsync(streams, 1, "b")).Refusal?.Code);
    }

    private Task<Platform.Results.Result<string>> PushAsync(LiveStreams streams, int piece, string data) =>
        streams.PushAsync(room, 1, piece, Login, System.Text.Encoding.ASCII.GetBytes(data), default);

    private LiveStreams Streams(Action<LiveSettings>? set = null)
    {
        var script = Path.Combine(folder, "stand-in.sh");
        if (!File.Exists(script))
        {
            File.WriteAllText(script, "#!/bin/sh\ncat > in.bin\ntouch ended\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        var settings = new LiveSettings { Ffmpeg = script };
        set?.Invoke(settings);
        return new LiveStreams(new Places(folder, folder), settings, clock, NullLogger<LiveStreams>.Instance);
    }
}
