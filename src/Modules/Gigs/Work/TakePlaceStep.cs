using Chunfeng.Gigs.Hall;
using Chunfeng.Gigs.Markets;
using Chunfeng.Gigs.Posts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Gigs.Work;

/// <summary>What somebody wants to do about a place.</summary>
/// <param name="Text">Reason or evidence.</param>
/// <param name="Quantity">Hundredths of days, hours or pieces; of a statement or a settlement.</param>
/// <param name="Seen">The version the act was decided on; null does not mind.</param>
internal sealed record PlaceInput(PlaceAct Act, string? Text = null, long? Quantity = null, long? Seen = null);

/// <summary>接单、婉拒、过号、取消、到岗、没来、完工 — moves a place on, with what follows: the place opens again, the line moves, the slip is made.</summary>
internal sealed class TakePlaceStep(ChunfengDb db, TimeProvider clock)
{
    public static readonly Refusal NotFound = new("place-not-found", "没有找到这单零工，或不在您的管辖范围内");
    private static readonly Refusal JustChanged = new("just-changed", "这单零工刚有了新情况，请看过最新内容后再办");

    /// <summary>Staff, or the employer's own account.</summary>
    public Task<Refusal?> ByStaffAsync(Guid workerId, Guid placeId, PlaceInput input, Actor actor, CancellationToken cancel) =>
        Turns.TakeAsync(db, async () => await StepAsync(
            await GigScope.Places(db, actor).SingleOrDefaultAsync(p => p.WorkerId == workerId && p.PlaceId == placeId, cancel), input, p => SideOf(actor, p), actor, cancel));

    /// <summary>The worker, about a place of their own.</summary>
    public Task<Refusal?> ByWorkerAsync(Guid workerId, Guid placeId, PlaceInput input, Actor actor, CancellationToken cancel) =>
        Turns.TakeAsync(db, async () => await StepAsync(
            await db.GigPlaces().SingleOrDefaultAsync(p => p.WorkerId == workerId && p.PlaceId == placeId, cancel), input, _ => GigSide.Worker, actor, cancel));

    /// <summary>Whose hand an act of an account would be.</summary>
    public static GigSide SideOf(Actor actor, GigPlace place) =>
        GigScope.Runs(actor, place.Region) ? GigSide.Staff
        : GigScope.IsOwn(actor, place.EmployerUnit) ? GigSide.Employer
        : GigSide.None;

    private async Task<Refusal?> StepAsync(GigPlace? place, PlaceInput input, Func<GigPlace, GigSide> sideOf, Actor actor, CancellationToken cancel)
    {
        if (place is null)
        {
            return NotFound;
        }

        var (side, text, now) = (sideOf(place), MarketRules.Clean(input.Text), clock.UtcStamp);
        if (text.Length > PlaceMachine.MostText)
        {
            return new Refusal("text-too-long", $"最多 {PlaceMachine.MostText} 字，请精简");
        }

        if (input.Seen is { } seen && seen != place.Version)
        {
            return JustChanged;
        }

        var before = (PlaceState)place.State;
        var next = PlaceMachine.Next(new PlaceFacts(before, place.StartsAt, place.EndsAt, place.AnswerBy, place.Quantity, (GigSide)place.StatedSide), input.Act, side, text, now);
        if (next.IsRefused)
        {
            return next.Refusal;
        }

        var post = await db.GigPosts().SingleAsync(p => p.PostId == place.PostId, cancel);
        var worker = await db.GigWorkers().SingleAsync(w => w.WorkerId == place.WorkerId, cancel);
        if (input.Act is PlaceAct.State or PlaceAct.Settle)
        {
            var quantity = input.Quantity ?? (input.Act == PlaceAct.Settle ? place.Quantity ?? 0 : 0);
            if (SlipMath.Check((PayUnit)post.PayUnit, quantity) is { } wrong)
            {
                return wrong;
            }

            (place.Quantity, place.StatedSide) = (quantity, (short)side);
        }

        place.State = (short)next.Value.To;
        await FollowAsync(place, post, worker, before, input.Act, side, text, now, cancel);
        place.Version++;
        worker.Version++;
        db.Audit(clock, actor, $"gigs.place.{Code(input.Act)}", $"{place.PlaceId} post={place.PostId} side={side}", place.WorkerId,
            $"state={before}", $"state={next.Value.To} quantity={place.Quantity} amount={place.AmountFen}");
        await db.SaveChangesAsync(cancel);
        return null;
    }

    private async Task FollowAsync(GigPlace place, GigPost post, GigWorker worker, PlaceState before, PlaceAct act, GigSide side, string text, DateTime now, CancellationToken cancel)
    {
        var today = clock.Today;
        var present = await db.Presences().SingleOrDefaultAsync(p => p.WorkerId == place.WorkerId && p.Day == today, cancel);
        switch ((PlaceState)place.State)
        {
            case PlaceState.Taken:
                place.TakenAt = now;
                await ToEndAsync(present, cancel); // who has work goes behind who has none
                break;
            case PlaceState.Arrived when before != PlaceState.Arrived:
                (place.ArrivedAt, place.ArrivedSide) = (now, (short)side);
                break;
            case PlaceState.Done:
                var day = await SignIn.DayAsync(db, place.MarketId, place.Day, cancel);
                place.Slip = ++day.LastSlip;
                place.DoneAt = now;
                place.AmountFen = SlipMath.Amount(post.PayFen, place.Quantity!.Value);
                place.Evidence = act == PlaceAct.Settle ? text : "";
                worker.Done++;
                break;
            case PlaceState.Declined or PlaceState.Absent or PlaceState.Cancelled:
                place.Reason = text;
                post.Held--; // the place is open again
                post.Version++;
                await CountAsync(place, worker, present, cancel);
                break;
            default:
                break;
        }
    }

    private async Task CountAsync(GigPlace place, GigWorker worker, Presence? present, CancellationToken cancel)
    {
        if (place.State == (short)PlaceState.Cancelled)
        {
            return;
        }

        var declined = place.State == (short)PlaceState.Declined;
        worker.Declines += declined ? 1 : 0;
        worker.Absences += declined ? 0 : 1;
        if (present is null)
        {
            return;
        }

        present.Declines += declined ? 1 : 0;
        present.Absences += declined ? 0 : 1;
        present.Version++;
        if (!declined || HallQueue.GoesToEnd(present.Declines))
        {
            await ToEndAsync(present, cancel);
        }
    }

    private async Task ToEndAsync(Presence? present, CancellationToken cancel)
    {
        if (present is null || present.LeftAt is not null)
        {
            return;
        }

        var day = db.ChangeTracker.Entries<MarketDay>().Select(e => e.Entity).FirstOrDefault(d => d.MarketId == present.MarketId && d.Day == present.Day)
            ?? await SignIn.DayAsync(db, present.MarketId, present.Day, cancel);
        present.Turn = ++day.LastTurn;
        present.Version++;
    }

    private static string Code(PlaceAct act) => act switch
    {
        PlaceAct.Accept => "accept", PlaceAct.Decline => "decline", PlaceAct.Lapse => "lapse", PlaceAct.Cancel => "cancel", PlaceAct.Arrive => "arrive",
        PlaceAct.Absent => "absent", PlaceAct.State => "state", PlaceAct.Confirm => "confirm", _ => "settle",
    };
}
