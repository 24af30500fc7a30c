using Chunfeng.Employers.Guarantee;
using Chunfeng.Employers.Register;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Standing;

/// <summary>月度用工、用工行为、走访 — what is written beside an employer's record, each with its audit entry.</summary>
internal sealed class KeepStanding(ChunfengDb db, TimeProvider clock)
{
    public const int MostText = 1000, MostDocument = 200, MostClosing = 500;

    private static readonly Refusal NoRight = new("no-right", "您没有登记的权限；请由单位所在地的经办人办理");
    private static readonly Refusal JustChanged = new("just-changed", "这条记录刚刚被别人改过；请看过最新内容后再办一次");

    /// <summary>States one month; stated again it replaces what was said.</summary>
    public Task<Refusal?> StateHeadsAsync(Guid employerId, MonthStatement month, Actor actor, CancellationToken cancel) => OnAsync(employerId, actor, own: true, async employer =>
    {
        var (before, after) = (Retention.Before(month.Month), Retention.After(month.Month));
        var near = await db.HeadCounts().Where(h => h.EmployerId == employer.EmployerId && (h.Month == before || h.Month == month.Month || h.Month == after)).ToListAsync(cancel);
        MonthStatement? Of(int m) => near.FirstOrDefault(h => h.Month == m) is { } h ? new MonthStatement(h.Month, h.Heads, h.Joined) : null;
        if (Retention.Check(month, Of(before), Of(after), clock.Today) is { } refusal)
        {
            return refusal;
        }

        var known = near.FirstOrDefault(h => h.Month == month.Month);
        var was = known is null ? "" : $"heads={known.Heads} joined={known.Joined}";
        if (known is null)
        {
            db.HeadCounts().Add(new HeadCount { EmployerId = employer.EmployerId, Month = month.Month, Heads = month.Heads, Joined = month.Joined, StatedBy = actor.Login, StatedAt = clock.UtcStamp });
        }
        else
        {
            (known.Heads, known.Joined, known.StatedBy, known.StatedAt, known.Version) = (month.Heads, month.Joined, actor.Login, clock.UtcStamp, known.Version + 1);
        }

        db.Audit(clock, actor, "employers.heads", $"{employer.EmployerId} month={month.Month}", before: was, after: $"heads={month.Heads} joined={month.Joined}");
        return null;
    }, cancel);

    public Task<Refusal?> AddConductAsync(Guid employerId, ConductKind kind, bool serious, DateOnly? foundOn, string? document, string? text, Actor actor, CancellationToken cancel) =>
        OnAsync(employerId, actor, own: false, employer =>
        {
            var (paper, what) = (VacancyRules.Clean(document), VacancyRules.Clean(text));
            if (!Enum.IsDefined(kind) || paper.Length is 0 or > MostDocument || what.Length > MostText)
            {
                return Task.FromResult<Refusal?>(new Refusal("conduct-incomplete", "请选择问题类型，并写明依据的文书（文号和出具单位）"));
            }

            if (foundOn is not { } day || day > clock.Today)
            {
                return Task.FromResult<Refusal?>(new Refusal("bad-day", "请填写认定日期，不晚于今天"));
            }

            var entry = new ConductEntry
            {
                EmployerId = employer.EmployerId, Kind = (short)kind, Serious = serious, FoundOn = day, Document = paper, Text = what, State = (short)ConductState.Open,
                RecordedAt = clock.UtcStamp, RecordedBy = actor.Login,
            };
            db.ConductEntries().Add(entry);
            db.Audit(clock, actor, "employers.conduct", $"{employer.EmployerId} entry={entry.EntryId} kind={entry.Kind} serious={serious}");
            return Task.FromResult<Refusal?>(null);
        }, cancel);

    /// <summary>Mended, or withdrawn because it was never so. Both need words; neither is undone.</summary>
    public Task<Refusal?> CloseConductAsync(Guid employerId, Guid entryId, ConductState to, string? closing, Actor actor, CancellationToken cancel) =>
        OnAsync(employerId, actor, own: false, async employer =>
        {
            var entry = await db.ConductEntries().SingleOrDefaultAsync(c => c.EntryId == entryId && c.EmployerId == employer.EmployerId, cancel);
            if (entry is null)
            {
                return new Refusal("entry-not-found", "没有找到这条记录，请刷新后再看");
            }

            var words = VacancyRules.Clean(closing);
            if ((ConductState)entry.State != ConductState.Open)
            {
                return new Refusal("entry-closed", "这条记录已经办结，不能再改");
            }

            if (to is not (ConductState.Mended or ConductState.Withdrawn) || words.Length is 0 or > MostClosing)
            {
                return new Refusal("closing-missing", "请写明整改情况或撤销的依据");
            }

            (entry.State, entry.Closing, entry.ClosedAt, entry.ClosedBy, entry.Version) = ((short)to, words, clock.UtcStamp, actor.Login, entry.Version + 1);
            db.Audit(clock, actor, "employers.conduct.close", $"{employer.EmployerId} entry={entry.EntryId}", before: "state=1", after: $"state={entry.State}");
            return null;
        }, cancel);

    public Task<Refusal?> AddVisitAsync(Guid employerId, DateOnly? on, int? postsNeeded, string? need, string? outcome, bool open, Actor actor, CancellationToken cancel) =>
        OnAsync(employerId, actor, own: false, employer =>
        {
            var (wants, came) = (VacancyRules.Clean(need), VacancyRules.Clean(outcome));
            if (on is not { } day || day > clock.Today)
            {
                return Task.FromResult<Refusal?>(new Refusal("bad-day", "请填写走访日期，不晚于今天"));
            }

            if (wants.Length is 0 or > MostText || came.Length is 0 or > MostText || postsNeeded is < 0 or > VacancyRules.MostPosts)
            {
                return Task.FromResult<Refusal?>(new Refusal("visit-incomplete", $"请写明单位的需求和办理结果，各不超过 {MostText} 字；缺工人数写整数"));
            }

            var visit = new ServiceVisit
            {
                EmployerId = employer.EmployerId, VisitedOn = day, Login = actor.Login, Name = actor.DisplayName, PostsNeeded = postsNeeded, Need = wants, Outcome = came, Open = open,
                RecordedAt = clock.UtcStamp,
            };
            db.ServiceVisits().Add(visit);
            db.Audit(clock, actor, "employers.visit", $"{employer.EmployerId} visit={visit.VisitId}");
            return Task.FromResult<Refusal?>(null);
        }, cancel);

    /// <param name="own">The employer's own account may do it too.</param>
    private async Task<Refusal?> OnAsync(Guid employerId, Actor actor, bool own, Func<Employer, Task<Refusal?>> act, CancellationToken cancel)
    {
        var employer = EmployerScope.MayOpen(actor) ? await EmployerScope.Employers(db, actor).AsNoTracking().SingleOrDefaultAsync(e => e.EmployerId == employerId, cancel) : null;
        if (employer is null)
        {
            return WriteEmployer.NotFound;
        }

        if (!EmployerScope.MayKeep(actor, employer) && !(own && EmployerScope.IsOwn(actor, employer)))
        {
            return NoRight;
        }

        try
        {
            if (await act(employer) is { } refusal)
            {
                return refusal;
            }

            await db.SaveChangesAsync(cancel);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return JustChanged;
        }
        catch (DbUpdateException failure) when (failure.Entries.Any(e => e.Entity is HeadCount))
        {
            return JustChanged; // two stated the same month at once
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }
}
