using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Microsoft.Extensions.Logging;

namespace Chunfeng.Events.Live;

/// <summary>The pictures: pieces of a host's camera go into one ffmpeg each, which writes HLS files. Bounded in number, size, speed and time; an ffmpeg whose
/// host died reads the end of its input and ends too.</summary>
internal sealed partial class LiveStreams(Places places, LiveSettings settings, TimeProvider clock, ILogger<LiveStreams> log)
{
    public const int Window = 6;
    private static readonly TimeSpan ToFinish = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<Guid, Part> running = new();
    private readonly ConcurrentDictionary<string, (DateTime Written, bool Running, string? Text)> lists = new(StringComparer.Ordinal);
    private readonly Lock door = new();
    private bool? available;

    /// <summary>Whether this machine can turn a camera into HLS.</summary>
    public bool Available => available ??= Find(settings.Ffmpeg);

    /// <summary>The part that streams now; null when none does.</summary>
    public int? PartOf(Guid room) => running.TryGetValue(room, out var part) ? part.Number : null;

    /// <summary>Begins a part of a room. A part that still runs is closed first: its host's page was loaded anew.</summary>
    public async Task<Refusal?> BeginAsync(Guid room, int number, string login, string mime)
    {
        if (!Available)
        {
            return new Refusal("no-ffmpeg", "这台服务器没有安装 ffmpeg，暂时不能出画面；可以先用文字和岗位卡片");
        }

        if (!mime.StartsWith("video/webm", StringComparison.Ordinal))
        {
            return new Refusal("bad-format", "浏览器给的视频格式不能用，请换用 Chrome 或 Edge");
        }

        await StopAsync(room);
        lock (door)
        {
            if (running.Count >= settings.MostStreams)
            {
                return new Refusal("too-many-streams", $"同时出画面的直播间最多 {settings.MostStreams} 个，请稍后再开摄像头");
            }

            var folder = FolderOf(room, number);
            Directory.CreateDirectory(folder);
            running[room] = new Part(number, login, StartProcess(folder, mime.Contains("h264", StringComparison.OrdinalIgnoreCase) || mime.Contains("avc1", StringComparison.OrdinalIgnoreCase)),
                clock.GetUtcNow());
            return null;
        }
    }

    /// <summary>One piece of a part, in order. A piece that is here already counts as taken: its answer was lost on the way.</summary>
    /// <returns>The number of the next piece.</returns>
    public async Task<Result<string>> PushAsync(Guid room, int number, int piece, string login, ReadOnlyMemory<byte> data, CancellationToken cancel)
    {
        if (!running.TryGetValue(room, out var part) || part.Number != number || part.Login != login)
        {
            return new Refusal("no-part", "画面已经断开，请重新打开摄像头");
        }

        await part.Turn.WaitAsync(cancel);
        try
        {
            if (piece < part.Next)
            {
                return part.Next.ToString(CultureInfo.InvariantCulture);
            }

            if (piece > part.Next)
            {
                return new Refusal("piece-missing", $"{part.Next}");
            }

            var now = clock.GetUtcNow();
            var seconds = Math.Max(0, (now - part.BegunAt).TotalSeconds) + 30;
            if (data.Length > settings.MostChunkBytes || part.Bytes + data.Length > seconds * settings.MostBytesASecond || part.Bytes + data.Length > settings.MostRoomBytes)
            {
                return new Refusal("too-much", "画面数据太大，请降低清晰度");
            }

            if (part.Process.HasExited)
            {
                Ended(log, room, part.Process.ExitCode, part.LastError);
                _ = StopAsync(room);
                return new Refusal("no-part", "画面中断了，请重新打开摄像头");
            }

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(ToFinish);
            await part.Process.StandardInput.BaseStream.WriteAsync(data, limit.Token);
            await part.Process.StandardInput.BaseStream.FlushAsync(limit.Token);
            part.Bytes += data.Length;
            part.Next++;
            part.LastAt = now;
            return part.Next.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            // half a piece may have gone in: this part cannot go on
            _ = StopAsync(room);
            return new Refusal("no-part", "画面中断了，请重新打开摄像头");
        }
        finally
        {
            part.Turn.Release();
        }
    }

    /// <summary>Closes the running part of a room and waits until its files are whole.</summary>
    /// <returns>Bytes taken in; 0 when none ran.</returns>
    public async Task<long> StopAsync(Guid room)
    {
        if (!running.TryRemove(room, out var part))
        {
            return 0;
        }

        var process = part.Process;
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // it is gone already
        }

        using var limit = new CancellationTokenSource(ToFinish);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
        return part.Bytes;
    }

    public Task StopAllAsync() => Task.WhenAll(running.Keys.ToList().Select(r => StopAsync(r)));

    /// <summary>Closes parts whose host has sent nothing for a while.</summary>
    public async Task<IReadOnlyList<(Guid Room, int Part)>> CloseSilentAsync()
    {
        var now = clock.GetUtcNow();
        List<(Guid, int)> closed = [];
        foreach (var (room, part) in running.Where(r => (now - r.Value.LastAt).TotalSeconds > settings.SilentSeconds))
        {
            await StopAsync(room);
            closed.Add((room, part.Number));
        }

        return closed;
    }

    /// <summary>The playlist of a part for players; null while there is nothing to play.</summary>
    public async Task<string?> PlaylistAsync(Guid room, int number, CancellationToken cancel)
    {
        var file = new FileInfo(Path.Combine(FolderOf(room, number), "index.m3u8"));
        if (!file.Exists)
        {
            return null;
        }

        var live = PartOf(room) == number;
        if (lists.TryGetValue(file.FullName, out var kept) && kept.Written == file.LastWriteTimeUtc && kept.Running == live)
        {
            return kept.Text;
        }

        var text = HlsPlaylist.Serve(await File.ReadAllTextAsync(file.FullName, cancel), live, Window);
        if (lists.Count > 200)
        {
            lists.Clear();
        }

        lists[file.FullName] = (file.LastWriteTimeUtc, live, text);
        return text;
    }

    /// <summary>A segment's file; null when there is none of that name.</summary>
    public string? Segment(Guid room, int number, string name) =>
        HlsPlaylist.IsSegment(name) && Path.Combine(FolderOf(room, number), name) is var file && File.Exists(file) ? file : null;

    /// <summary>Parts of a room that can be played.</summary>
    public IReadOnlyList<int> Playable(Guid room, int parts) => [.. Enumerable.Range(1, parts).Where(p => File.Exists(Path.Combine(FolderOf(room, p), "index.m3u8")))];

    /// <summary>Takes a room's files away.</summary>
    public void Drop(Guid room)
    {
        var folder = RoomFolder(room);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private string RoomFolder(Guid room) => Path.Combine(places.Var, "live", room.ToString("N"));

    private string FolderOf(Guid room, int number) => Path.Combine(RoomFolder(room), number.ToString("D3", CultureInfo.InvariantCulture));

    private Process StartProcess(string folder, bool h264)
    {
        var start = new ProcessStartInfo(settings.Ffmpeg)
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false,
        };
        // H.264 goes through as it is; VP8 and VP9 are no HLS and are coded anew
        string[] picture = h264 ? ["-c:v", "copy"] : ["-c:v", "libx264", "-preset", "veryfast", "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-g", "48"];
        foreach (var word in (string[])[
            "-hide_banner", "-nostats", "-loglevel", "error", "-threads", "2", "-fflags", "+genpts", "-analyzeduration", "2000000", "-f", "matroska", "-i", "pipe:0",
            "-map", "0:v:0", "-map", "0:a:0?", .. picture, "-c:a", "aac", "-b:a", "64k", "-ar", "44100", "-max_muxing_queue_size", "1024",
            "-f", "hls", "-hls_time", "2", "-hls_list_size", "0", "-hls_playlist_type", "event", "-hls_flags", "temp_file+independent_segments",
            "-hls_segment_filename", "s%05d.ts", "index.m3u8"])
        {
            start.ArgumentList.Add(word);
        }

        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        return process;
    }

    private static bool Find(string program) => Path.IsPathFullyQualified(program) ? File.Exists(program)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program)));

    [LoggerMessage(Level = LogLevel.Warning, Message = "ffmpeg of live room {Room} ended with {Code}: {Said}")]
    private static partial void Ended(ILogger log, Guid room, int code, string said);

    private sealed class Part
    {
        public Part(int number, string login, Process process, DateTimeOffset now)
        {
            (Number, Login, Process, BegunAt, LastAt) = (number, login, process, now, now);
            process.ErrorDataReceived += (_, e) => LastError = e.Data is { Length: > 0 } said ? said.Length > 200 ? said[..200] : said : LastError;
            process.BeginErrorReadLine();
        }

        public int Number { get; }
        public string Login { get; }
        public Process Process { get; }
        public DateTimeOffset BegunAt { get; }
        public DateTimeOffset LastAt { get; set; }
        public SemaphoreSlim Turn { get; } = new(1, 1);
        public int Next { get; set; }
        public long Bytes { get; set; }
        public string LastError { get; private set; } = "";
    }
}
