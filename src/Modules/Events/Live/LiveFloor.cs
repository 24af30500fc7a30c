using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Chunfeng.Events.Live;

/// <summary>One line as browsers get it; short names, for thin lines.</summary>
/// <param name="S">Number.</param>
/// <param name="K"><see cref="LiveKind"/>.</param>
/// <param name="T">Time in China.</param>
/// <param name="X">Text; "" when it was taken away.</param>
/// <param name="R">The message a removal means.</param>
internal sealed record LiveLine(long S, short K, string T, string N, bool H, string X, long R);

/// <summary>What a watcher gets at once: the lines after the last it has, in order.</summary>
/// <param name="W">How many are here; -1 when that did not change.</param>
/// <param name="Out">Why the watcher must leave; null while it may stay.</param>
internal sealed record LiveBatch(IReadOnlyList<LiveLine> L, int W, string? Out = null);

/// <summary>Who watches: a worker with a seat, the host, or somebody without a pass.</summary>
internal sealed record LiveViewer(Guid Viewer, Guid? Worker, string Name, bool Host);

/// <summary>The record of one room while it is used. Lines are stored first, several at a time, and shown only then: what anybody has seen can be asked for
/// again, also after this host was killed. Every watcher reads the one list at its own pace, so a slow line holds up nobody.</summary>
internal sealed partial class LiveFloor : IAsyncDisposable
{
    private const int Slice = 200, Recent = 100, MostWaiting = 5000, AtOnce = 500, MostTurns = 5, KeysKept = 20;
    private readonly Guid roomId;
    private readonly IDbFactory databases;
    private readonly TimeProvider clock;
    private readonly LiveSettings settings;
    private readonly ILogger log;
    private readonly Lock gate = new();
    private readonly List<LiveLine> lines = [];
    private readonly List<Guid?> seatOf = [];
    private readonly Dictionary<Guid, LiveSeat> seats = [];
    private readonly Dictionary<Guid, int> present = [];
    private readonly HashSet<Guid> strangers = [];
    private readonly Dictionary<Guid, MessageAllowance> allowances = [];
    private readonly Dictionary<Guid, Queue<(string Key, Task<Result<LiveLine>> Answer)>> sent = [];
    private readonly Channel<Pending> queue = Channel.CreateBounded<Pending>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly CancellationTokenSource closing = new();
    private TaskCompletionSource changed = NewSignal();
    private Task writer = Task.CompletedTask;
    private int peak, savedPeak, savedStrangers, watching, shownWatching;
    private DateTimeOffset usedAt;

    public LiveFloor(Guid roomId, IDbFactory databases, LiveSettings settings, TimeProvider clock, ILogger log)
    {
        (this.roomId, this.databases, this.settings, this.clock, this.log) = (roomId, databases, settings, clock, log);
        usedAt = clock.GetUtcNow();
    }

    private sealed record Pending(LiveKind Kind, LiveViewer? From, string Text, long? Ref, LiveSeat? NewSeat, TaskCompletionSource<Result<LiveLine>> Done);

    public int Watching { get { lock (gate) { return watching; } } }

    public long Last { get { lock (gate) { return lines.Count; } } }

    public async Task OpenAsync(CancellationToken cancel)
    {
        await using var db = databases.Create();
        var room = await db.LiveRooms().AsNoTracking().SingleAsync(r => r.RoomId == roomId, cancel);
        (peak, savedPeak, savedStrangers) = (room.Peak, room.Peak, room.Anonymous);
        await ReadTailAsync(db, cancel);
        writer = Task.Run(WriteAsync, CancellationToken.None);
    }

    /// <summary>Lines after <paramref name="since"/> as they come, until the watcher leaves or is removed.</summary>
    /// <param name="since">The last line the watcher has; 0 begins with the most recent ones.</param>
    public async IAsyncEnumerable<LiveBatch> WatchAsync(LiveViewer viewer, long since, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (Enter(viewer) is { } full)
        {
            yield return new LiveBatch([], -1, full);
            yield break;
        }

        try
        {
            if (viewer.Worker is { } worker)
            {
                await SeatAsync(viewer, worker, cancel);
            }

            int at = -1, told = -1;
            while (!cancel.IsCancellationRequested)
            {
                LiveBatch? batch = null;
                Task wait;
                lock (gate)
                {
                    if (at < 0)
                    {
                        at = since <= 0 ? Math.Max(0, lines.Count - Recent) : (int)Math.Min(since, lines.Count);
                    }

                    wait = changed.Task;
                    if (Banned(viewer))
                    {
                        batch = new LiveBatch([], -1, "您已被请出这个直播间");
                    }
                    else if (at < lines.Count || told != shownWatching)
                    {
                        var count = Math.Min(Slice, lines.Count - at);
                        batch = new LiveBatch(lines.GetRange(at, count), shownWatching);
                        (at, told) = (at + count, shownWatching);
                    }
                }

                if (batch is null)
                {
                    await wait.WaitAsync(cancel);
                    continue;
                }

                yield return batch;
                if (batch.Out is not null)
                {
                    yield break;
                }
            }
        }
        finally
        {
            Leave(viewer);
        }
    }

    /// <summary>A message of a worker or the host. The same key again answers as the first time: a retry after a lost line writes nothing twice.</summary>
    public async Task<Result<LiveLine>> SayAsync(LiveViewer from, string key, string? written, IReadOnlyCollection<string> words)
    {
        if (!from.Host && from.Worker is null)
        {
            return new Refusal("no-pass", "请先打开您的务工服务卡，再来说话");
        }

        Task<Result<LiveLine>> answer;
        lock (gate)
        {
            var mine = sent.TryGetValue(from.Viewer, out var known) ? known : sent[from.Viewer] = new();
            if (mine.FirstOrDefault(s => s.Key == key).Answer is { } before)
            {
                answer = before;
            }
            else
            {
                var text = LiveRules.Clean(written);
                if (MayNot(from) is { } refusal)
                {
                    return refusal;
                }

                if (LiveRules.CheckMessage(text, from.Host ? [] : words) is { } wrong)
                {
                    return wrong;
                }

                if (lines.Count >= settings.MostMessages && !from.Host)
                {
                    return new Refusal("room-full-of-words", "这个直播间的留言已满，请看岗位卡片报名");
                }

                var who = from.Worker ?? from.Viewer;
                var allowance = allowances.TryGetValue(who, out var has) ? has : allowances[who] = new MessageAllowance(settings.Burst, TimeSpan.FromSeconds(settings.SecondsAMessage));
                if (!from.Host && allowance.Take(clock.GetUtcNow()) is > 0 and { } seconds)
                {
                    return new Refusal("too-fast", $"说得太快了，请 {seconds} 秒后再发");
                }

                answer = Put(LiveKind.Chat, from, text, null, null);
                mine.Enqueue((key, answer));
                if (mine.Count > KeysKept)
                {
                    mine.Dequeue();
                }
            }
        }

        var said = await answer;
        if (said.IsRefused)
        {
            lock (gate)
            {
                // what was not stored may be tried again under the same key
                sent[from.Viewer] = new(sent[from.Viewer].Where(s => s.Key != key));
            }
        }

        return said;
    }

    /// <summary>Something the room itself says, in its place among the messages.</summary>
    public Task<Result<LiveLine>> TellAsync(LiveKind kind, string text, long? about = null) => Put(kind, null, text, about, null);

    /// <summary>The seat a message was written from; null for the host's.</summary>
    public Guid? SeatOf(long seq)
    {
        lock (gate)
        {
            return seq >= 1 && seq <= lines.Count && lines[(int)seq - 1].K == (short)LiveKind.Chat ? seatOf[(int)seq - 1] : null;
        }
    }

    public LiveLine? Line(long seq)
    {
        lock (gate)
        {
            return seq >= 1 && seq <= lines.Count ? lines[(int)seq - 1] : null;
        }
    }

    /// <summary>The most recent lines, for a page's first HTML.</summary>
    public IReadOnlyList<LiveLine> Latest(int most)
    {
        lock (gate)
        {
            return lines.GetRange(Math.Max(0, lines.Count - most), Math.Min(most, lines.Count));
        }
    }

    public bool IsMuted(Guid worker)
    {
        lock (gate)
        {
            return seats.TryGetValue(worker, out var seat) && (seat.MutedAt ?? seat.BannedAt) is not null;
        }
    }

    /// <summary>Looks at a seat again after somebody was muted or removed.</summary>
    public void Apply(LiveSeat seat)
    {
        lock (gate)
        {
            seats[seat.WorkerId] = seat;
            Signal();
        }
    }

    public IReadOnlyList<LiveSeat> Seats()
    {
        lock (gate)
        {
            return [.. seats.Values];
        }
    }

    /// <summary>Every second or two: tells the number of watchers when it changed, and writes down the peak.</summary>
    /// <returns>False when nobody has used the floor for a while.</returns>
    public async Task<bool> TickAsync(CancellationToken cancel)
    {
        int most, visits;
        bool save, idle;
        lock (gate)
        {
            if (shownWatching != watching)
            {
                shownWatching = watching;
                Signal();
            }

            (most, visits) = (peak, savedStrangers + strangers.Count);
            save = peak != savedPeak || strangers.Count > 0;
            idle = watching == 0 && clock.GetUtcNow() - usedAt > TimeSpan.FromMinutes(10);
        }

        if (save)
        {
            await using var db = databases.Create();
            // one host counts one room; the greater peak stands
            await db.LiveRooms().Where(r => r.RoomId == roomId).ExecuteUpdateAsync(s => s
                .SetProperty(r => r.Peak, r => r.Peak > most ? r.Peak : most).SetProperty(r => r.Anonymous, r => r.Anonymous > visits ? r.Anonymous : visits), cancel);
            lock (gate)
            {
                savedPeak = most;
            }
        }

        return !idle;
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await writer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await closing.CancelAsync();
        closing.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Signal()
    {
        changed.TrySetResult();
        changed = NewSignal();
    }

    private string? Enter(LiveViewer viewer)
    {
        lock (gate)
        {
            if (watching >= settings.MostViewers && !viewer.Host && !present.ContainsKey(viewer.Worker ?? viewer.Viewer))
            {
                return "直播间人太多了，请稍后再来，或看岗位卡片";
            }

            var who = viewer.Worker ?? viewer.Viewer;
            present[who] = present.GetValueOrDefault(who) + 1;
            if (!viewer.Host)
            {
                watching += present[who] == 1 ? 1 : 0;
                peak = Math.Max(peak, watching);
                if (viewer.Worker is null)
                {
                    strangers.Add(viewer.Viewer);
                }
            }

            usedAt = clock.GetUtcNow();
            return null;
        }
    }

    private void Leave(LiveViewer viewer)
    {
        lock (gate)
        {
            var who = viewer.Worker ?? viewer.Viewer;
            if (--present[who] == 0)
            {
                present.Remove(who);
                watching -= viewer.Host ? 0 : 1;
            }

            usedAt = clock.GetUtcNow();
        }
    }

    private bool Banned(LiveViewer viewer) => viewer.Worker is { } worker && seats.TryGetValue(worker, out var seat) && seat.BannedAt is not null;

    private Refusal? MayNot(LiveViewer from) => from.Worker is not { } worker || !seats.TryGetValue(worker, out var seat) ? null
        : seat.BannedAt is not null ? new Refusal("removed", "您已被请出这个直播间，不能再说话")
        : seat.MutedAt is not null ? new Refusal("muted", "主持人请您暂时不要发言；报名岗位不受影响")
        : null;

    /// <summary>A worker takes a seat once in a room; others wait until it is written down.</summary>
    private async Task SeatAsync(LiveViewer viewer, Guid worker, CancellationToken cancel)
    {
        Task<Result<LiveLine>>? written = null;
        lock (gate)
        {
            if (!seats.ContainsKey(worker))
            {
                var seat = new LiveSeat { WorkerId = worker, RoomId = roomId, JoinedAt = clock.UtcStamp, Version = 1 };
                seats[worker] = seat;
                written = Put(LiveKind.Notice, viewer, "", null, seat);
            }
        }

        if (written is not null)
        {
            await written.WaitAsync(cancel);
        }
    }

    private Task<Result<LiveLine>> Put(LiveKind kind, LiveViewer? from, string text, long? about, LiveSeat? seat)
    {
        var done = new TaskCompletionSource<Result<LiveLine>>(TaskCreationOptions.RunContinuationsAsynchronously);
        return queue.Writer.TryWrite(new Pending(kind, from, text, about, seat, done))
            ? done.Task : Task.FromResult<Result<LiveLine>>(new Refusal("busy", "直播间太忙，请过几秒再发"));
    }

    private async Task WriteAsync()
    {
        var batch = new List<Pending>();
        while (await queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (batch.Count < AtOnce && queue.Reader.TryRead(out var next))
            {
                batch.Add(next);
            }

            try
            {
                await StoreAsync(batch);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                NotStored(log, roomId, failure.GetType().Name);
                lock (gate)
                {
                    foreach (var seat in batch.Select(p => p.NewSeat).OfType<LiveSeat>())
                    {
                        seats.Remove(seat.WorkerId);
                    }
                }

                batch.ForEach(p => p.Done.TrySetResult(new Refusal("not-stored", "没有发出去，请再发一次")));
            }

            batch.Clear();
        }
    }

    private async Task StoreAsync(List<Pending> batch)
    {
        for (var turn = 1; ; turn++)
        {
            await using var db = databases.Create();
            var now = clock.UtcStamp;
            var rows = new List<(Pending From, LiveMessage Row)>();
            lock (gate)
            {
                long seq = lines.Count;
                foreach (var pending in batch)
                {
                    if (pending.NewSeat is not null)
                    {
                        continue;
                    }

                    rows.Add((pending, new LiveMessage
                    {
                        RoomId = roomId, Seq = ++seq, Kind = (short)pending.Kind, At = now, Name = pending.From?.Name ?? "", Host = pending.From?.Host ?? false,
                        Seat = pending.From?.Worker is { } worker && seats.TryGetValue(worker, out var seat) ? seat.Seat : null, Text = pending.Text, Ref = pending.Ref,
                    }));
                }
            }

            db.LiveMessages().AddRange(rows.Select(r => r.Row));
            db.LiveSeats().AddRange(batch.Select(p => p.NewSeat).OfType<LiveSeat>());
            try
            {
                await using var transaction = await db.Database.BeginTransactionAsync(closing.Token);
                await db.SaveChangesAsync(closing.Token);
                foreach (var gone in rows.Where(r => r.Row.Kind == (short)LiveKind.Removed))
                {
                    await db.LiveMessages().Where(m => m.RoomId == roomId && m.Seq == gone.Row.Ref).ExecuteUpdateAsync(s => s.SetProperty(m => m.Gone, true), closing.Token);
                }

                await transaction.CommitAsync(closing.Token);
            }
            catch (DbUpdateException) when (turn < MostTurns)
            {
                // another host wrote into this room, or seated this worker: read what it did, then go behind it
                await using var fresh = databases.Create();
                await ReadTailAsync(fresh, closing.Token);
                batch.RemoveAll(p => p.NewSeat is { } mine && seats.TryGetValue(mine.WorkerId, out var theirs) && theirs.Seat != mine.Seat && p.Done.TrySetResult(Empty));
                continue;
            }

            lock (gate)
            {
                foreach (var (from, row) in rows)
                {
                    from.Done.TrySetResult(Add(row));
                }

                Signal();
            }

            batch.ForEach(p => p.Done.TrySetResult(Empty));
            return;
        }
    }

    private static Result<LiveLine> Empty => new LiveLine(0, 0, "", "", false, "", 0);

    private LiveLine Add(LiveMessage row)
    {
        if (row.Kind == (short)LiveKind.Removed && row.Ref is { } gone && gone >= 1 && gone <= lines.Count)
        {
            lines[(int)gone - 1] = lines[(int)gone - 1] with { X = "" };
        }

        var line = new LiveLine(row.Seq, row.Kind, ChinaTime.Show(row.At)[11..], row.Name, row.Host, row.Gone ? "" : row.Text, row.Ref ?? 0);
        lines.Add(line);
        seatOf.Add(row.Seat);
        return line;
    }

    private async Task ReadTailAsync(ChunfengDb db, CancellationToken cancel)
    {
        long have;
        lock (gate)
        {
            have = lines.Count;
        }

        var rows = await db.LiveMessages().AsNoTracking().Where(m => m.RoomId == roomId && m.Seq > have).OrderBy(m => m.Seq).ToListAsync(cancel);
        var taken = await db.LiveSeats().AsNoTracking().Where(s => s.RoomId == roomId).ToListAsync(cancel);
        lock (gate)
        {
            rows.ForEach(r => Add(r));
            taken.ForEach(s => seats[s.WorkerId] = s);
            Signal();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Lines of live room {Room} could not be stored: {Kind}")]
    private static partial void NotStored(ILogger log, Guid room, string kind);
}
