using System.Security.Cryptography;
using System.Text.Json;
using Chunfeng.Events.Interviews;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.SignalR;

namespace Chunfeng.Events.Live;

/// <summary>What a page gives its script to enter a room or an interview with: sealed, short-lived, good for one place only. The hub looks at no cookie,
/// so another site can do nothing in a visitor's name.</summary>
/// <param name="Place">The room or the interview.</param>
/// <param name="Host">Of an interview: the office's side.</param>
internal sealed record LiveTicket(Guid Place, Guid Viewer, Guid? Worker, string Name, bool Host, DateTime Until);

internal sealed class LiveTickets(IDataProtectionProvider protection, TimeProvider clock)
{
    private static readonly TimeSpan Good = TimeSpan.FromHours(6);
    private readonly IDataProtector seal = protection.CreateProtector("Chunfeng.Events.Live.Ticket");

    public string Issue(Guid place, Guid? worker, string name, bool host) => seal.Protect(JsonSerializer.Serialize(
        new LiveTicket(place, Guid.CreateVersion7(), worker, name, host, clock.GetUtcNow().UtcDateTime + Good)));

    public LiveTicket? Read(string? ticket)
    {
        if (ticket is not { Length: > 0 and < 4000 })
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<LiveTicket>(seal.Unprotect(ticket)) is { } read && read.Until > clock.GetUtcNow().UtcDateTime ? read : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

/// <summary>What became of a message.</summary>
/// <param name="S">Its number; 0 when refused.</param>
internal sealed record SaidAnswer(long S, string? Refused);

/// <summary>The wire of live rooms and interviews: a stream down, short calls up.</summary>
[AllowAnonymous]
internal sealed class LiveHub(LiveTickets tickets, LiveStage stage, MeetingRooms meetings) : Hub
{
    public const string Path = "/live/hub";
    private const string Expired = "页面打开太久了，请刷新";

    /// <summary>The lines of a room after <paramref name="since"/>, as they come.</summary>
    public async IAsyncEnumerable<LiveBatch> Watch(string ticket, long since, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (tickets.Read(ticket) is not { } read)
        {
            yield return new LiveBatch([], -1, Expired);
            yield break;
        }

        var floor = await stage.FloorAsync(read.Place);
        await foreach (var batch in floor.WatchAsync(new LiveViewer(read.Viewer, read.Worker, read.Name, read.Host), since, cancellationToken))
        {
            yield return batch;
        }
    }

    /// <param name="key">The sender's own name of this message, so that a retry writes nothing twice.</param>
    public async Task<SaidAnswer> Say(string ticket, string key, string text)
    {
        if (tickets.Read(ticket) is not { } read || key is not { Length: > 0 and <= 40 })
        {
            return new SaidAnswer(0, Expired);
        }

        var floor = await stage.FloorAsync(read.Place);
        var said = await floor.SayAsync(new LiveViewer(read.Viewer, read.Worker, read.Name, read.Host), key, text, await stage.Words.CurrentAsync(Context.ConnectionAborted));
        return said.IsRefused ? new SaidAnswer(0, said.Refusal.Message) : new SaidAnswer(said.Value.S, null);
    }

    /// <summary>One side of an interview: who is there, and what the other side sends.</summary>
    public async IAsyncEnumerable<MeetingSignal> Meet(string ticket, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (tickets.Read(ticket) is not { } read)
        {
            yield return new MeetingSignal("out", Expired);
            yield break;
        }

        await foreach (var signal in meetings.MeetAsync(read, cancellationToken))
        {
            yield return signal;
        }
    }

    /// <summary>Something for the other side: an offer, an answer, a candidate, or that the interview begins.</summary>
    public Task<bool> Send(string ticket, string kind, string data) =>
        Task.FromResult(tickets.Read(ticket) is { } read && meetings.Send(read, kind, data));
}
