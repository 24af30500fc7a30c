using Chunfeng.Gigs.Contracts;
using Chunfeng.Gigs.Markets;
using Chunfeng.Gigs.Posts;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Chunfeng.Gigs.Work;

/// <summary>A payment as it is written down.</summary>
/// <param name="Key">Made with the form: sent twice, it counts once.</param>
internal sealed record PaymentInput(Guid Key, long Fen, string Method, string Evidence);

/// <summary>结算、互评、争议 — what follows a slip: payments up to its amount, one rating a side, a dispute.</summary>
internal sealed class SettleSlip(ChunfengDb db, IPersonLedger ledger, GigTerms terms, TimeProvider clock, ILogger<SettleSlip> log) : IGigDisputes
{
    public static readonly IReadOnlyList<Platform.Ui.Choice> Methods = [new("cash", "现金"), new("phone", "手机支付"), new("transfer", "银行转账")];
    public static readonly IReadOnlyList<Platform.Ui.Choice> Kinds = [new("unpaid", "没拿到或没拿够钱"), new("quantity", "数量或工价不对"), new("injury", "干活受伤"), new("other", "其他")];

    private const short GigForm = 3; // 灵活就业/零工 in data/codes/employment_form.csv

    /// <summary>A payment stated by staff on evidence, by the employer, or by the worker who got it.</summary>
    public async Task<Refusal?> PayAsync(Guid workerId, Guid placeId, PaymentInput input, bool self, Actor actor, CancellationToken cancel)
    {
        var paid = await Turns.TakeAsync(db, async () =>
        {
            var (place, side) = await FindAsync(workerId, placeId, self, actor, cancel);
            if (place is null || side == GigSide.None)
            {
                return TakePlaceStep.NotFound;
            }

            if (await db.GigPayments().AnyAsync(p => p.WorkerId == workerId && p.PaymentId == input.Key, cancel))
            {
                return null; // sent twice
            }

            if (place.State != (short)PlaceState.Done)
            {
                return new Refusal("not-done", "完工以后才能登记付款");
            }

            var evidence = MarketRules.Clean(input.Evidence);
            if (side == GigSide.Staff && evidence.Length == 0)
            {
                return new Refusal("evidence-missing", "请写明依据，例如“窗口当面点清”“转账截图”");
            }

            if (evidence.Length > PlaceMachine.MostText || Methods.All(m => m.Value != input.Method))
            {
                return new Refusal("bad-payment", "请选择付款方式，依据不要太长");
            }

            if (SlipMath.CheckPayment(place.AmountFen, place.PaidFen, input.Fen) is { } wrong)
            {
                return wrong;
            }

            db.GigPayments().Add(new GigPayment
            {
                WorkerId = workerId, PaymentId = input.Key, PlaceId = placeId, Fen = input.Fen, Method = input.Method, Evidence = evidence, Side = (short)side, Login = actor.Login, At = clock.UtcStamp,
            });
            place.PaidFen += input.Fen;
            place.Version++;
            db.Audit(clock, actor, "gigs.pay", $"{placeId} payment={input.Key} side={side}", workerId, $"paid={place.PaidFen - input.Fen}", $"paid={place.PaidFen} amount={place.AmountFen}");
            await db.SaveChangesAsync(cancel);
            return (Refusal?)null;
        });
        if (paid is null && terms.RecordWork)
        {
            await RecordWorkAsync(workerId, placeId, cancel);
        }

        return paid;
    }

    /// <summary>One rating a side, only after the work, with words where it is a bad one.</summary>
    public async Task<Refusal?> RateAsync(Guid workerId, Guid placeId, int stars, string? text, bool self, Actor actor, CancellationToken cancel) => await Turns.TakeAsync(db, async () =>
    {
        var (place, side) = await FindAsync(workerId, placeId, self, actor, cancel);
        if (place is null || side == GigSide.None)
        {
            return TakePlaceStep.NotFound;
        }

        side = side == GigSide.Staff ? GigSide.Employer : side; // at the window, for an employer without an account
        var words = MarketRules.Clean(text);
        if (place.State != (short)PlaceState.Done)
        {
            return new Refusal("not-done", "完工以后才能评价");
        }

        if (stars is < 1 or > 5)
        {
            return new Refusal("bad-stars", "请选 1 至 5 分");
        }

        if (words.Length > PlaceMachine.MostText || (stars <= 2 && words.Length == 0))
        {
            return new Refusal("text-missing", words.Length == 0 ? "打 1、2 分请写明原因，便于改进" : $"最多 {PlaceMachine.MostText} 字，请精简");
        }

        if (await db.GigRatings().AnyAsync(r => r.WorkerId == workerId && r.PlaceId == placeId && r.Side == (short)side, cancel))
        {
            return new Refusal("already-rated", "已经评价过了，一单只评一次");
        }

        db.GigRatings().Add(new GigRating { WorkerId = workerId, PlaceId = placeId, Side = (short)side, Stars = (short)stars, Text = words, Login = actor.Login, At = clock.UtcStamp });
        if (side == GigSide.Employer)
        {
            var worker = await db.GigWorkers().SingleAsync(w => w.WorkerId == workerId, cancel);
            (worker.Stars, worker.Ratings) = (worker.Stars + stars, worker.Ratings + 1);
            worker.Version++;
        }
        else
        {
            var employerId = await db.GigPosts().Where(p => p.PostId == place.PostId).Select(p => p.EmployerId).SingleAsync(cancel);
            var employer = await db.GigEmployers().SingleAsync(e => e.EmployerId == employerId, cancel);
            (employer.Stars, employer.Ratings) = (employer.Stars + stars, employer.Ratings + 1);
            employer.Version++;
        }

        db.Audit(clock, actor, "gigs.rate", $"{placeId} side={side} stars={stars}", workerId);
        await db.SaveChangesAsync(cancel);
        return (Refusal?)null;
    });

    /// <summary>Raises a dispute about a place that was taken; one of a kind at a time.</summary>
    public async Task<Refusal?> DisputeAsync(Guid workerId, Guid placeId, string? kind, string? text, bool self, Actor actor, CancellationToken cancel) => await Turns.TakeAsync(db, async () =>
    {
        var (place, side) = await FindAsync(workerId, placeId, self, actor, cancel);
        if (place is null || side == GigSide.None)
        {
            return TakePlaceStep.NotFound;
        }

        var words = MarketRules.Clean(text);
        if (place.State is not ((short)PlaceState.Arrived or (short)PlaceState.Done))
        {
            return new Refusal("not-arrived", "到岗干活以后才能提出争议；还没开工的请直接取消");
        }

        if (Kinds.All(k => k.Value != kind))
        {
            return new Refusal("bad-kind", "请选择是哪一类问题");
        }

        if (words.Length is 0 or > PlaceMachine.MostText)
        {
            return new Refusal("text-missing", $"请写明经过，不超过 {PlaceMachine.MostText} 字");
        }

        if (kind == "unpaid" && place is { State: (short)PlaceState.Done, OwedFen: 0 })
        {
            return new Refusal("nothing-owed", "凭证上的钱已经付清；数额不对请选“数量或工价不对”");
        }

        if (await db.GigDisputes().AnyAsync(d => d.WorkerId == workerId && d.PlaceId == placeId && d.Kind == kind && d.SettledAt == null, cancel))
        {
            return new Refusal("already-raised", "这个问题已经提出，正在处理");
        }

        var dispute = new GigDispute
        {
            WorkerId = workerId, PlaceId = placeId, PostId = place.PostId, Region = place.Region, Kind = kind!, OwedFen = place.OwedFen, Text = words, Side = (short)side,
            Login = actor.Login, At = clock.UtcStamp, Version = 1,
        };
        db.GigDisputes().Add(dispute);
        place.Version++; // two taps at once raise one dispute
        db.Audit(clock, actor, "gigs.dispute", $"{dispute.DisputeId} place={placeId} kind={kind} owed={place.OwedFen}", workerId);
        await db.SaveChangesAsync(cancel);
        return (Refusal?)null;
    });

    public async Task<IReadOnlyList<GigDisputeCase>> WaitingAsync(int most, Actor actor, CancellationToken cancel)
    {
        var waiting = await GigScope.Disputes(db, actor).AsNoTracking().Where(d => d.SettledAt == null && d.CaseId == null).OrderBy(d => d.At).ThenBy(d => d.DisputeId).Take(most).ToListAsync(cancel);
        var (posts, workers) = (waiting.Select(d => d.PostId).Distinct().ToList(), waiting.Select(d => d.WorkerId).Distinct().ToList());
        var employers = await db.GigPosts().Where(p => posts.Contains(p.PostId)).ToDictionaryAsync(p => p.PostId, p => new { p.EmployerId, p.EmployerName }, cancel);
        var owed = (await db.GigPlaces().Where(p => workers.Contains(p.WorkerId)).Select(p => new { p.PlaceId, Owed = p.AmountFen - p.PaidFen }).ToListAsync(cancel)).ToDictionary(p => p.PlaceId, p => p.Owed);
        return
        [
            .. waiting.Select(d => new GigDisputeCase(d.DisputeId, d.WorkerId, d.PlaceId, d.PostId, employers[d.PostId].EmployerId, employers[d.PostId].EmployerName, d.Region, d.Kind,
                d.OwedFen, owed[d.PlaceId], d.Text, ((GigSide)d.Side) switch { GigSide.Worker => "worker", GigSide.Employer => "employer", _ => "staff" }, d.At)),
        ];
    }

    public Task<Refusal?> TakeOverAsync(Guid workerId, Guid disputeId, Guid caseId, Actor actor, CancellationToken cancel) => Turns.TakeAsync(db, async () =>
    {
        if (await GigScope.Disputes(db, actor).SingleOrDefaultAsync(d => d.WorkerId == workerId && d.DisputeId == disputeId, cancel) is not { } dispute)
        {
            return new Refusal("dispute-not-found", "没有找到这件争议，或不在您的管辖范围内");
        }

        if (dispute.CaseId is { } there)
        {
            return there == caseId ? null : new Refusal("already-taken", "这件争议已经转出，请到维权办理");
        }

        dispute.CaseId = caseId;
        dispute.Version++;
        db.Audit(clock, actor, "gigs.dispute.hand-over", $"{disputeId} case={caseId}", workerId);
        await db.SaveChangesAsync(cancel);
        return (Refusal?)null;
    });

    public Task<Refusal?> SettleAsync(Guid workerId, Guid disputeId, string outcome, Actor actor, CancellationToken cancel) => Turns.TakeAsync(db, async () =>
    {
        if (!GigScope.MayRun(actor) || await GigScope.Disputes(db, actor).SingleOrDefaultAsync(d => d.WorkerId == workerId && d.DisputeId == disputeId, cancel) is not { } dispute)
        {
            return new Refusal("dispute-not-found", "没有找到这件争议，或不在您的管辖范围内");
        }

        var words = MarketRules.Clean(outcome);
        if (words.Length is 0 or > PlaceMachine.MostText)
        {
            return new Refusal("text-missing", "请写明怎么解决的，双方都会看到");
        }

        if (dispute.SettledAt is not null)
        {
            return new Refusal("already-settled", "这件争议已经办结");
        }

        (dispute.SettledAt, dispute.Outcome) = (clock.UtcStamp, words);
        dispute.Version++;
        db.Audit(clock, actor, "gigs.dispute.settle", $"{disputeId}", workerId);
        await db.SaveChangesAsync(cancel);
        return (Refusal?)null;
    });

    private async Task<(GigPlace? Place, GigSide Side)> FindAsync(Guid workerId, Guid placeId, bool self, Actor actor, CancellationToken cancel)
    {
        var place = await (self ? db.GigPlaces() : GigScope.Places(db, actor)).SingleOrDefaultAsync(p => p.WorkerId == workerId && p.PlaceId == placeId, cancel);
        return (place, place is null ? GigSide.None : self ? GigSide.Worker : TakePlaceStep.SideOf(actor, place));
    }

    /// <summary>Where the office set it so, a day paid in full becomes a work spell of one day (decision 31). What the register refuses stays a gig.</summary>
    private async Task RecordWorkAsync(Guid workerId, Guid placeId, CancellationToken cancel)
    {
        var place = await db.GigPlaces().AsNoTracking().SingleAsync(p => p.WorkerId == workerId && p.PlaceId == placeId, cancel);
        if (place.OwedFen != 0 || place.AmountFen == 0 || place.SpellAt is not null)
        {
            return;
        }

        var post = await db.GigPosts().AsNoTracking().SingleAsync(p => p.PostId == place.PostId, cancel);
        var work = new WorkStatement(place.Day, place.Day, place.Region, GigForm)
        {
            Employer = (await db.GigEmployers().AsNoTracking().SingleAsync(e => e.EmployerId == post.EmployerId, cancel)) is { Kind: (short)EmployerKind.Unit } unit ? unit.ShownName : null,
            Job = terms.TradeName(post.Trade), HasContract = false,
        };
        var written = await ledger.RecordWorkAsync(workerId, work, new LedgerSource(Evidence.Employer, $"gigs {placeId}", placeId), Actor.Operator, cancel);
        if (written.IsRefused)
        {
            log.LogWarning("The paid gig {PlaceId} did not become a work spell: {Code}", placeId, written.Refusal.Code);
            return;
        }

        var now = clock.UtcStamp;
        await db.GigPlaces().Where(p => p.WorkerId == workerId && p.PlaceId == placeId).ExecuteUpdateAsync(s => s.SetProperty(p => p.SpellAt, now), cancel);
    }
}
