using System.Collections.Concurrent;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Chunfeng.Events.Live;

/// <summary>The rooms in use on this host: their records in memory, their counts, and the banned words.</summary>
internal sealed partial class LiveStage(IDbFactory databases, LiveSettings settings, LiveStreams streams, LiveWordList words, TimeProvider clock, ILogger<LiveStage> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<Guid, Lazy<Task<LiveFloor>>> floors = new();

    public LiveWordList Words => words;

    /// <summary>The record of a room that exists.</summary>
    public async Task<LiveFloor> FloorAsync(Guid roomId)
    {
        var opening = floors.GetOrAdd(roomId, id => new Lazy<Task<LiveFloor>>(async () =>
        {
            var floor = new LiveFloor(id, databases, settings, clock, log);
            await floor.OpenAsync(CancellationToken.None);
            return floor;
        }));
        try
        {
            return await opening.Value;
        }
        catch
        {
            floors.TryRemove(KeyValuePair.Create(roomId, opening)); // the next visitor tries again
            throw;
        }
    }

    /// <summary>How many watch a room right now, without opening its record.</summary>
    public int Watching(Guid roomId) => floors.TryGetValue(roomId, out var floor) && floor is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }
        ? floor.Value.GetAwaiter().GetResult().Watching : 0;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Beat);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await BeatAsync(stoppingToken);
                }
                catch (Exception failure) when (failure is not (OutOfMemoryException or OperationCanceledException))
                {
                    Stumbled(log, failure.GetType().Name);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // the host stops
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await streams.StopAllAsync();
        foreach (var floor in floors.Values.Where(f => f is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }))
        {
            await (await floor.Value).DisposeAsync();
        }
    }

    private async Task BeatAsync(CancellationToken cancel)
    {
        foreach (var (room, opening) in floors)
        {
            if (opening is { IsValueCreated: true, Value.IsCompletedSuccessfully: true } && await opening.Value is { } floor && !await floor.TickAsync(cancel)
                && streams.PartOf(room) is null && floors.TryRemove(KeyValuePair.Create(room, opening)))
            {
                await floor.DisposeAsync();
            }
        }

        foreach (var (room, part) in await streams.CloseSilentAsync())
        {
            await (await FloorAsync(room)).TellAsync(LiveKind.Picture, $"paused:{part}");
        }

        var latest = clock.GetUtcNow().UtcDateTime.AddHours(-settings.MostHours);
        await using var db = databases.Create();
        foreach (var room in await db.LiveRooms().Where(r => r.State == (short)LiveState.Live && r.StartedAt < latest).Select(r => r.RoomId).Take(20).ToListAsync(cancel))
        {
            await streams.StopAsync(room);
            await RunRoom.EndAsync(db, room, settings, clock, cancel);
            await (await FloorAsync(room)).TellAsync(LiveKind.Picture, "ended");
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The live rooms' beat stumbled: {Kind}")]
    private static partial void Stumbled(ILogger log, string kind);
}
