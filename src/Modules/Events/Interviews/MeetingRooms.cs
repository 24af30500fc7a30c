using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Chunfeng.Events.Live;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Interviews;

/// <summary>What one side of an interview is told.</summary>
/// <param name="K">"peer" ("1" here, "0" gone), "begin", "offer", "answer", "ice", "out".</param>
internal sealed record MeetingSignal(string K, string D);

/// <summary>Interviews going on: two sides and what they pass to each other to connect their cameras. Pictures and sound never come here.</summary>
internal sealed class MeetingRooms(IDbFactory databases, TimeProvider clock)
{
    private const int MostSignals = 500, MostData = 32 * 1024;
    private readonly ConcurrentDictionary<Guid, Meeting> meetings = new();

    private sealed class Meeting
    {
        public Side? Worker { get; set; }
        public Side? Office { get; set; }
        public bool Begun { get; set; }
        public Side? Of(bool office) => office ? Office : Worker;
    }

    private sealed record Side(Guid Viewer, string Who, Channel<MeetingSignal> Inbox)
    {
        public void Tell(string kind, string data) => Inbox.Writer.TryWrite(new MeetingSignal(kind, data));
    }

    /// <summary>One side comes in and stays until it leaves. The same person again takes the place over; a second interviewer is refused.</summary>
    public async IAsyncEnumerable<MeetingSignal> MeetAsync(LiveTicket ticket, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (await RefusedAsync(ticket, cancel) is { } refused)
        {
            yield return new MeetingSignal("out", refused);
            yield break;
        }

        var me = new Side(ticket.Viewer, ticket.Name, Channel.CreateBounded<MeetingSignal>(new BoundedChannelOptions(MostSignals) { FullMode = BoundedChannelFullMode.DropWrite }));
        var meeting = meetings.GetOrAdd(ticket.Place, _ => new Meeting());
        bool taken;
        lock (meeting)
        {
            var before = meeting.Of(ticket.Host);
            taken = before is not null && before.Who != me.Who;
            if (!taken)
            {
                before?.Tell("out", "面试已在别处打开");
                before?.Inbox.Writer.TryComplete();
                if (ticket.Host)
                {
                    meeting.Office = me;
                }
                else
                {
                    meeting.Worker = me;
                }

                var other = meeting.Of(!ticket.Host);
                me.Tell("peer", other is null ? "0" : "1");
                if (meeting.Begun)
                {
                    me.Tell("begin", "");
                }

                other?.Tell("peer", "1");
            }
        }

        if (taken)
        {
            yield return new MeetingSignal("out", "这场面试已有同事在线，请不要重复进入");
            yield break;
        }

        try
        {
            await foreach (var signal in me.Inbox.Reader.ReadAllAsync(cancel))
            {
                yield return signal;
            }
        }
        finally
        {
            lock (meeting)
            {
                if (meeting.Of(ticket.Host) == me)
                {
                    if (ticket.Host)
                    {
                        meeting.Office = null;
                    }
                    else
                    {
                        meeting.Worker = null;
                    }

                    meeting.Of(!ticket.Host)?.Tell("peer", "0");
                }
            }
        }
    }

    /// <summary>Passes something on to the other side.</summary>
    /// <returns>False when the sender is not in, the other side is not there, or it is none of what may be sent.</returns>
    public bool Send(LiveTicket ticket, string kind, string data)
    {
        if (kind is not ("offer" or "answer" or "ice" or "begin") || data is null || data.Length > MostData || !meetings.TryGetValue(ticket.Place, out var meeting))
        {
            return false;
        }

        lock (meeting)
        {
            if (meeting.Of(ticket.Host) is not { } me || me.Viewer != ticket.Viewer || meeting.Of(!ticket.Host) is not { } other)
            {
                return false;
            }

            if (kind == "begin")
            {
                // the worker waits until the interviewer asks them in
                if (!ticket.Host)
                {
                    return false;
                }

                meeting.Begun = true;
                me.Tell("begin", "");
                other.Tell("begin", "");
                return true;
            }

            if (!meeting.Begun)
            {
                return false;
            }

            other.Tell(kind, data);
            return true;
        }
    }

    /// <summary>It is over: both sides are told and the place is gone.</summary>
    public void Close(Guid interviewId)
    {
        if (!meetings.TryRemove(interviewId, out var meeting))
        {
            return;
        }

        lock (meeting)
        {
            foreach (var side in new[] { meeting.Worker, meeting.Office })
            {
                side?.Tell("out", "面试已结束");
                side?.Inbox.Writer.TryComplete();
            }
        }
    }

    /// <summary>Looks at the interview itself, and writes down that this side was here.</summary>
    private async Task<string?> RefusedAsync(LiveTicket ticket, CancellationToken cancel)
    {
        await using var db = databases.Create();
        var interview = await db.Interviews().AsNoTracking().SingleOrDefaultAsync(i => i.InterviewId == ticket.Place, cancel);
        if (interview is null || (!ticket.Host && interview.WorkerId != ticket.Worker))
        {
            return ArrangeInterviews.NotFound.Message;
        }

        if (InterviewMachine.CheckJoin(ArrangeInterviews.FactsOf(interview), clock.GetUtcNow().UtcDateTime) is { } refusal)
        {
            return refusal.Message;
        }

        var now = clock.UtcStamp;
        var row = db.Interviews().Where(i => i.WorkerId == interview.WorkerId && i.InterviewId == interview.InterviewId);
        if (ticket.Host)
        {
            await row.Where(i => i.OfficeSeenAt == null).ExecuteUpdateAsync(s => s.SetProperty(i => i.OfficeSeenAt, now).SetProperty(i => i.Version, i => i.Version + 1), cancel);
        }
        else
        {
            await row.Where(i => i.WorkerSeenAt == null).ExecuteUpdateAsync(s => s.SetProperty(i => i.WorkerSeenAt, now).SetProperty(i => i.Version, i => i.Version + 1), cancel);
        }

        return null;
    }
}
