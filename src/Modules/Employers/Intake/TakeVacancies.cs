using System.Security.Cryptography;
using System.Text;
using Chunfeng.Employers.Register;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Intake;

/// <summary>One vacancy as a file or a program sends it.</summary>
/// <param name="Number">The sender's number; "" where it has none: then what the vacancy says is its number.</param>
/// <param name="Said">What is written in a field of <see cref="VacancyForm"/>.</param>
internal sealed record SentVacancy(string CreditCode, string Number, Func<string, string?> Said);

/// <summary>What became of one that was sent.</summary>
/// <param name="Outcome">Null when it was refused.</param>
internal sealed record SentVerdict(Guid? VacancyId, WriteOutcome? Outcome, Refusal? Refusal)
{
    public static SentVerdict No(Refusal refusal) => new(null, null, refusal);
}

/// <summary>Takes vacancies of a file or a program in: each gets a verdict; those taken go to review, all in one transaction or none.</summary>
internal sealed class TakeVacancies(ChunfengDb db, WriteVacancy write, RegionTree regions, CodeSets codes, OccupationWords trades, TimeProvider clock)
{
    /// <param name="source">Who sends; one number of a source is one vacancy, so the same again changes nothing.</param>
    /// <param name="partly">Take what is right although other rows are refused.</param>
    /// <returns>A verdict for each, in order; a refusal when nothing could be written.</returns>
    public async Task<Result<IReadOnlyList<SentVerdict>>> HandleAsync(string source, IReadOnlyList<SentVacancy> sent, bool partly, Actor actor, CancellationToken cancel)
    {
        try
        {
            var employers = await EmployersAsync(sent, actor, cancel);
            var verdicts = new List<SentVerdict>(sent.Count);
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var one in sent)
            {
                verdicts.Add(await JudgeAsync(source, one, employers, seen, actor, cancel));
            }

            var (refused, taken) = (verdicts.Count(v => v.Refusal is not null), verdicts.Count(v => v.Outcome is WriteOutcome.Added or WriteOutcome.Updated));
            if (refused > 0 && !partly)
            {
                return Result.Of<IReadOnlyList<SentVerdict>>(verdicts);
            }

            if (taken > 0)
            {
                db.Audit(clock, actor, "vacancies.take", $"source={source} taken={taken} refused={refused}");
                await db.SaveChangesAsync(cancel);
            }

            return Result.Of<IReadOnlyList<SentVerdict>>(verdicts);
        }
        catch (DbUpdateException)
        {
            return new Refusal("just-changed", "同一批岗位正在由别处写入，这次什么也没有写；请稍后再试一次");
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    private async Task<SentVerdict> JudgeAsync(string source, SentVacancy one, Dictionary<string, Employer> employers, HashSet<string> seen, Actor actor, CancellationToken cancel)
    {
        if (!CreditCode.TryParse(one.CreditCode, out var credit, out var reason))
        {
            return SentVerdict.No(new Refusal("bad-credit", reason));
        }

        if (!employers.TryGetValue(credit.Value, out var employer))
        {
            return SentVerdict.No(EmployerScope.IsSender(actor)
                ? new Refusal("employer-not-found", "这个统一社会信用代码还没有登记；请先在“送岗位”里登记省外的单位，省内的请单位所在县的人社部门登记")
                : new Refusal("employer-not-found", "这个统一社会信用代码还没有登记，或不在您的管辖范围内；请先登记用人单位"));
        }

        if (one.Number.Length > VacancyRules.MostExternalNo)
        {
            return SentVerdict.No(new Refusal("bad-number", $"外部编号最多 {VacancyRules.MostExternalNo} 个字符"));
        }

        var number = NumberOf(source, credit.Value, one);
        if (!seen.Add(number))
        {
            return SentVerdict.No(new Refusal("sent-twice", "与前面的一行是同一个岗位，只取前面一行"));
        }

        var known = await db.Postings().SingleOrDefaultAsync(p => p.Source == source && p.ExternalNo == number, cancel);
        if (known is not null && known.EmployerId != employer.EmployerId)
        {
            return SentVerdict.No(new Refusal("other-employer", "这个编号已用于另一家单位的岗位，请换一个编号"));
        }

        var reading = VacancyForm.Read(one.Said, regions, codes, trades, clock.Today);
        var draft = known is null ? reading.Draft : reading.Draft with
        {
            // days that are not stated stay as they were
            FromDay = string.IsNullOrWhiteSpace(one.Said("from")) ? known.FromDay : reading.Draft.FromDay,
            ToDay = string.IsNullOrWhiteSpace(one.Said("to")) ? known.ToDay : reading.Draft.ToDay,
        };
        if (reading.Faults.Count > 0)
        {
            // what could be read is judged too, so that a row comes back once, with everything
            var more = VacancyRules.Check(draft, regions, codes, clock.Today).Where(f => reading.Faults.All(r => r.Field != f.Field));
            return SentVerdict.No(VacancyRules.Refuse([.. reading.Faults, .. more])!);
        }

        var written = await write.PrepareAsync(employer, known, draft, new WriteOrder(Submit: true, Source: source, ExternalNo: number), audit: false, actor, cancel);
        return written.IsRefused ? SentVerdict.No(written.Refusal) : new SentVerdict(written.Value.VacancyId, written.Value.Outcome, null);
    }

    /// <summary>A program's number is kept as it is; a file's is made one number with the employer, and what a row without number says is its number.</summary>
    private static string NumberOf(string source, string credit, SentVacancy one)
    {
        if (!source.StartsWith(VacancyFiles.Source, StringComparison.Ordinal))
        {
            return one.Number;
        }

        var said = one.Number.Length > 0 ? $"{credit}\n#{one.Number}" : string.Join('\n', [credit, .. VacancyForm.Fields.Select(f => (one.Said(f.Field) ?? "").Trim())]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said)))[..40];
    }

    private async Task<Dictionary<string, Employer>> EmployersAsync(IReadOnlyList<SentVacancy> sent, Actor actor, CancellationToken cancel)
    {
        var found = new Dictionary<string, Employer>(StringComparer.Ordinal);
        var codesSent = sent.Select(s => CreditCode.TryParse(s.CreditCode, out var credit, out _) ? credit.Value : "").Where(c => c.Length > 0).Distinct();
        foreach (var some in codesSent.Chunk(500))
        {
            foreach (var employer in await EmployerScope.Sendable(db, actor).AsNoTracking().Where(e => some.Contains(e.CreditCode)).ToListAsync(cancel))
            {
                found[employer.CreditCode] = employer;
            }
        }

        return found;
    }
}
