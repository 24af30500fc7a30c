using Chunfeng.Employers.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Vacancies;

/// <summary>What became of a vacancy that was written.</summary>
internal enum WriteOutcome { Added, Updated, Unchanged }

/// <summary>A vacancy after it was written.</summary>
internal sealed record Written(Guid VacancyId, WriteOutcome Outcome);

/// <summary>How a vacancy is written.</summary>
/// <param name="Submit">Sent to review at once.</param>
/// <param name="Confirmed">Who writes has seen that another one is nearly the same.</param>
/// <param name="Source">Who sent it; "" for a form here.</param>
/// <param name="ExternalNo">The source's number.</param>
internal sealed record WriteOrder(bool Submit, bool Confirmed = false, string Source = "", string ExternalNo = "");

/// <summary>录入、修改岗位 — checks it, looks for one that is nearly the same, keeps it as a draft or sends it to review.</summary>
internal sealed class WriteVacancy(ChunfengDb db, RegionTree regions, CodeSets codes, TimeProvider clock)
{
    /// <summary>Hundredths of text from which two vacancies are one; our own setting.</summary>
    public const int NearlySame = 85;

    private const int MostCandidates = 100;

    /// <summary>The sender asked about last; a file or a batch has one.</summary>
    private (Guid Unit, string Name) sent;

    public static readonly Refusal NotFound = new("vacancy-not-found", "没有找到这个岗位，或不在您的管辖范围内");
    internal static readonly Refusal JustChanged = new("just-changed", "这个岗位刚刚有了变化；请看过最新内容后再办一次");

    public async Task<Result<Written>> AddAsync(Guid employerId, VacancyDraft draft, WriteOrder order, Actor actor, CancellationToken cancel)
    {
        var employer = EmployerScope.MayOpen(actor) ? await EmployerScope.Sendable(db, actor).AsNoTracking().SingleOrDefaultAsync(e => e.EmployerId == employerId, cancel) : null;
        return employer is null ? WriteEmployer.NotFound : await KeepAsync(() => PrepareAsync(employer, null, draft, order, audit: true, actor, cancel), cancel);
    }

    /// <param name="seen">The version on the page the change was made on.</param>
    public async Task<Result<Written>> ChangeAsync(Guid vacancyId, VacancyDraft draft, long seen, bool submit, bool confirmed, Actor actor, CancellationToken cancel)
    {
        var posting = EmployerScope.MayOpen(actor) ? await EmployerScope.Postings(db, actor).SingleOrDefaultAsync(p => p.VacancyId == vacancyId, cancel) : null;
        if (posting is null)
        {
            return NotFound;
        }

        if (posting.Version != seen)
        {
            db.ChangeTracker.Clear();
            return JustChanged;
        }

        var employer = await db.Employers().AsNoTracking().SingleAsync(e => e.EmployerId == posting.EmployerId, cancel);
        return await KeepAsync(() => PrepareAsync(employer, posting, draft, new WriteOrder(submit, confirmed, posting.Source, posting.ExternalNo), audit: true, actor, cancel), cancel);
    }

    /// <summary>Puts the vacancy into the caller's unit of work, or says why not; nothing is saved yet.</summary>
    /// <param name="posting">The one that is changed, tracked; null for a new one.</param>
    /// <param name="audit">False where one entry stands for a whole file.</param>
    public async Task<Result<Written>> PrepareAsync(Employer employer, Posting? posting, VacancyDraft written, WriteOrder order, bool audit, Actor actor, CancellationToken cancel)
    {
        var draft = written with
        {
            Title = VacancyRules.Clean(written.Title), Description = VacancyRules.Clean(written.Description), Address = VacancyRules.Clean(written.Address),
            AgeReason = VacancyRules.Clean(written.AgeReason), HealthReason = VacancyRules.Clean(written.HealthReason),
        };
        var (today, office) = (clock.Today, VacancyRules.OfficeOf(draft.Place, employer.Region));
        var sender = EmployerScope.IsSender(actor) ? actor.Unit : null;
        var side = EmployerScope.SideOf(actor, posting?.Region ?? office, employer, posting is null ? sender : posting.SentUnit);
        // what a file or a program sends again unchanged stays as it is, returned or closed too: nobody decided anything anew
        if (posting is not null && DraftOf(posting) == draft && (order.Source.Length > 0 || !order.Submit || (PostingState)posting.State is PostingState.Submitted or PostingState.Published))
        {
            return (side & PostingSide.Writer) == 0 ? NotWriter : new Written(posting.VacancyId, WriteOutcome.Unchanged);
        }

        var next = VacancyMachine.Next(posting is null ? PostingState.Draft : (PostingState)posting.State, PostingAct.Edit, side, "", draft.ToDay, today);
        if (next.IsRefused)
        {
            return next.Refusal;
        }

        if (VacancyRules.Refuse(VacancyRules.Check(draft, regions, codes, today)) is { } refusal)
        {
            return refusal;
        }

        if (!order.Confirmed && await NearAsync(employer.EmployerId, posting?.VacancyId, draft, cancel) is { } near)
        {
            // a sender is not told what others wrote
            return sender is not null && near.SentUnit != sender
                ? new Refusal("near-duplicate", "这个单位已有一个几乎一样的岗位，是别处送来的。请先与单位或当地经办人核对；确实是另一个岗位，请勾选“已核对”再保存")
                : new Refusal("near-duplicate", $"这个单位已有一个几乎一样的岗位“{near.Title}”（{VacancyWords.Name((PostingState)near.State)}）。需要更多人，请改那个岗位的人数；确实是另一个岗位，请勾选“已核对”再保存");
        }

        var isNew = posting is null;
        if (posting is null)
        {
            var id = Guid.CreateVersion7();
            posting = new Posting
            {
                VacancyId = id, EmployerId = employer.EmployerId, EmployerNumber = employer.Number, Region = office, Source = order.Source,
                ExternalNo = order.ExternalNo.Length > 0 ? order.ExternalNo : id.ToString("N"), Title = draft.Title, Place = draft.Place, Posts = draft.Posts,
                FromDay = draft.FromDay, ToDay = draft.ToDay, State = (short)PostingState.Draft, CreatedAt = clock.UtcStamp, CreatedBy = actor.Login,
                SentUnit = sender, SentName = await SenderNameAsync(sender, cancel),
            };
            db.Postings().Add(posting);
        }

        var filled = isNew ? 0 : posting.Posts - posting.PostsOpen;
        if (draft.Posts < filled)
        {
            return new Refusal("fewer-than-filled", $"已经录用 {filled} 人，招聘人数不能少于这个数");
        }

        Fill(posting, draft, office, filled);
        Step(posting, isNew ? PostingAct.Write : PostingAct.Edit, actor);
        posting.State = (short)PostingState.Draft;
        if (order.Submit)
        {
            (posting.State, posting.SubmittedAt) = ((short)PostingState.Submitted, clock.UtcStamp);
            Step(posting, PostingAct.Submit, actor);
        }

        if (audit)
        {
            db.Audit(clock, actor, isNew ? "vacancies.write" : "vacancies.edit", $"{posting.VacancyId} employer={employer.EmployerId} submit={order.Submit}");
        }

        return new Written(posting.VacancyId, isNew ? WriteOutcome.Added : WriteOutcome.Updated);
    }

    private static readonly Refusal NotWriter = new("not-writer", "只有用人单位自己、送来它的机构和当地经办人可以修改这个岗位");

    private async Task<string> SenderNameAsync(Guid? unit, CancellationToken cancel)
    {
        if (unit is { } sender && sent.Unit != sender)
        {
            sent = (sender, await db.Set<Unit>().Where(u => u.UnitId == sender).Select(u => u.Name).SingleOrDefaultAsync(cancel) ?? "");
        }

        return unit is null ? "" : sent.Name[..Math.Min(sent.Name.Length, 100)];
    }

    private async Task<Result<Written>> KeepAsync(Func<Task<Result<Written>>> prepare, CancellationToken cancel)
    {
        try
        {
            var written = await prepare();
            if (!written.IsRefused)
            {
                await db.SaveChangesAsync(cancel);
            }

            return written;
        }
        catch (DbUpdateConcurrencyException)
        {
            return JustChanged;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    internal static PostingStep StepOf(Posting posting, PostingAct act, Actor actor, DateTime at, string reason = "") => new()
    {
        VacancyId = posting.VacancyId, Seq = ++posting.Version, Act = (short)act, At = at, Login = actor.Login, Name = actor.DisplayName, Reason = reason,
    };

    private void Step(Posting posting, PostingAct act, Actor actor)
    {
        posting.ChangedAt = clock.UtcStamp;
        db.PostingSteps().Add(StepOf(posting, act, actor, posting.ChangedAt));
    }

    /// <summary>A vacancy of the same employer, occupation and county that says nearly the same and is not over; those of this unit of work count too.</summary>
    private async Task<Posting?> NearAsync(Guid employerId, Guid? self, VacancyDraft draft, CancellationToken cancel)
    {
        var county = new RegionCode(draft.Place).At(RegionLevel.County);
        long from = county.Value, end = county.End;
        var stored = await db.Postings().AsNoTracking().Where(p => p.EmployerId == employerId && p.Occupation == draft.Occupation && p.Place >= from && p.Place < end
                && p.State != (short)PostingState.Closed && p.State != (short)PostingState.Expired && (self == null || p.VacancyId != self))
            .OrderBy(p => p.VacancyId).Take(MostCandidates).ToListAsync(cancel);
        var pending = db.ChangeTracker.Entries<Posting>().Where(e => e.State == EntityState.Added).Select(e => e.Entity)
            .Where(p => p.EmployerId == employerId && p.Occupation == draft.Occupation && county.Contains(new RegionCode(p.Place)) && p.VacancyId != self);
        var text = draft.Title + draft.Description;
        return stored.Concat(pending).FirstOrDefault(p => TextSimilarity.Compare(text, p.Title + p.Description).AtLeast(NearlySame));
    }

    private static void Fill(Posting to, VacancyDraft d, long office, int filled)
    {
        (to.Title, to.Description, to.Occupation, to.Place, to.Address, to.Form, to.Region) = (d.Title, d.Description, d.Occupation, d.Place, d.Address, d.Form, office);
        (to.PayPeriod, to.LowFen, to.HighFen, to.DaysPerMonth, to.UnitsPerDay, to.MonthFen) = ((short)d.PayPeriod, d.LowFen, d.HighFen, d.DaysPerMonth, d.UnitsPerDay, VacancyRules.MonthFenOf(d));
        (to.Posts, to.PostsOpen, to.Board, to.Lodging, to.Insurances) = (d.Posts, d.Posts - filled, d.Board, d.Lodging, (short)d.Insurances);
        (to.MinimumAge, to.MaximumAge, to.AgeReason, to.Education, to.Health, to.HealthReason) = (d.MinimumAge, d.MaximumAge, d.AgeReason, (short)d.Education, (short)d.Health, d.HealthReason);
        (to.OnlySex, to.SexReason, to.Hazardous, to.Welcomes, to.ReservedFor) = (d.OnlySex, (short)d.SexReason, d.Hazardous, (short)d.Welcomes, (short)d.ReservedFor);
        (to.FromDay, to.ToDay, to.Reason) = (d.FromDay, d.ToDay, "");
    }

    /// <summary>A stored vacancy as it would be written again.</summary>
    internal static VacancyDraft DraftOf(Posting p) => new()
    {
        Title = p.Title, Description = p.Description, Occupation = p.Occupation, Place = p.Place, Address = p.Address, Form = p.Form, PayPeriod = (Engine.Matching.PayPeriod)p.PayPeriod,
        LowFen = p.LowFen, HighFen = p.HighFen, DaysPerMonth = p.DaysPerMonth, UnitsPerDay = p.UnitsPerDay, Posts = p.Posts, Board = p.Board, Lodging = p.Lodging,
        Insurances = (Insurances)p.Insurances, MinimumAge = p.MinimumAge, MaximumAge = p.MaximumAge, AgeReason = p.AgeReason, Education = (Engine.Matching.EducationRank)p.Education,
        Health = (Engine.Matching.HealthStates)p.Health, HealthReason = p.HealthReason, OnlySex = (byte)p.OnlySex, SexReason = (Engine.Matching.SexLimitReason)p.SexReason,
        Hazardous = p.Hazardous, Welcomes = (Engine.Matching.PriorityGroups)p.Welcomes, ReservedFor = (Engine.Matching.PriorityGroups)p.ReservedFor, FromDay = p.FromDay, ToDay = p.ToDay,
    };
}
