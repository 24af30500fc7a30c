using Chunfeng.Employers.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Fairs;

/// <summary>An employer that takes part, as the form has it.</summary>
/// <param name="Register">Picked from the employers' register: name and code are the register's.</param>
internal sealed record FairEmployerInput(string? Name, string? Credit, string? Posts, string? Booth, Guid? Register = null);

/// <summary>What belongs to an event beside its plan: employers, vacancies, promotion, answers of the checklist.</summary>
internal sealed class ChangeParts(ChunfengDb db, IVacancies vacancies, IEmployers employers, Checklists checklists, TimeProvider clock)
{
    private const int MostVacancies = 1000, MostPromotions = 200;

    /// <summary>Writes down an employer that takes part without vacancies on the platform.</summary>
    public async Task<Refusal?> AddEmployerAsync(Guid fairId, FairEmployerInput input, Actor actor, CancellationToken cancel)
    {
        var (fair, refusal) = await OpenAsync(fairId, actor, cancel);
        if (refusal is not null)
        {
            return refusal;
        }

        var card = input.Register is { } id ? await employers.FindAsync(id, cancel) : null;
        if (input.Register is not null && card is null)
        {
            return new Refusal("not-in-register", "用人单位名册里没有这家单位了，请重新查找，或直接写名称登记");
        }

        var (title, code, place) = (card?.Name ?? CleanText.Line(input.Name), card?.CreditCode ?? CleanText.Line(input.Credit).ToUpperInvariant(), CleanText.Line(input.Booth));
        if (title.Length is 0 or > 100)
        {
            return new Refusal("bad-employer", "请写单位名称，不超过 100 字");
        }

        if (code.Length > 0 && !CreditCode.TryParse(code, out _, out _))
        {
            return new Refusal("bad-credit", "统一社会信用代码不对：18 位，最后一位是校验码；没有可以不填");
        }

        if (place.Length > 20)
        {
            return new Refusal("bad-booth", "展位号不超过 20 字");
        }

        var count = FairRules.Number(input.Posts, "岗位数");
        if (count.IsRefused)
        {
            return count.Refusal;
        }

        var known = await db.FairEmployers().Where(e => e.FairId == fairId).Select(e => new { e.Name, e.Credit, e.EmployerId }).ToListAsync(cancel);
        if (known.Count >= FairRules.MostEmployers)
        {
            return new Refusal("too-many-employers", $"一场活动最多 {FairRules.MostEmployers} 家单位");
        }

        if (known.Any(k => k.Name == title || (code.Length > 0 && k.Credit == code) || (card is not null && k.EmployerId == card.EmployerId)))
        {
            return new Refusal("employer-there", "这家单位已经在名单里");
        }

        db.FairEmployers().Add(new FairEmployer { FairId = fairId, EmployerId = card?.EmployerId, Name = title, Credit = code, Posts = count.Value.Value ?? 0, Booth = place });
        return await WriteAsync(fair!, actor, "加入一家用人单位", "employers", cancel);
    }

    /// <summary>Shows a published vacancy; its employer takes part with it.</summary>
    /// <param name="typed">The vacancy's number, or its address on this platform.</param>
    public async Task<Refusal?> AddVacancyAsync(Guid fairId, string? typed, Actor actor, CancellationToken cancel)
    {
        var (fair, refusal) = await OpenAsync(fairId, actor, cancel);
        if (refusal is not null)
        {
            return refusal;
        }

        if (VacancyOf(typed) is not { } vacancyId)
        {
            return new Refusal("bad-vacancy", "没有看懂岗位编号；请粘贴岗位页面的网址或编号");
        }

        var card = await vacancies.FindAsync(vacancyId, cancel);
        if (card is null || !card.OpenOn(clock.Today))
        {
            return new Refusal("vacancy-closed", "这个岗位没有发布，或已经招满、过期；请换一个");
        }

        if (await db.FairVacancies().AnyAsync(v => v.FairId == fairId && v.VacancyId == vacancyId, cancel))
        {
            return new Refusal("vacancy-there", "这个岗位已经在名单里");
        }

        if (await db.FairVacancies().CountAsync(v => v.FairId == fairId, cancel) >= MostVacancies)
        {
            return new Refusal("too-many-vacancies", $"一场活动最多 {MostVacancies} 个岗位");
        }

        if (!await db.FairEmployers().AnyAsync(e => e.FairId == fairId && e.EmployerId == card.EmployerId, cancel))
        {
            db.FairEmployers().Add(new FairEmployer { FairId = fairId, EmployerId = card.EmployerId, Name = card.Employer, Credit = card.EmployerCredit });
        }

        db.FairVacancies().Add(new FairVacancy { FairId = fairId, VacancyId = vacancyId, EmployerId = card.EmployerId, Posts = card.Facts.Posts });
        return await WriteAsync(fair!, actor, "加入一个岗位", "vacancies", cancel);
    }

    /// <summary>Takes an employer with its vacancies, one vacancy or a piece of promotion off the event.</summary>
    /// <param name="kind">"employer", "vacancy", "promotion".</param>
    public async Task<Refusal?> DropAsync(Guid fairId, string? kind, Guid line, Actor actor, CancellationToken cancel)
    {
        var (fair, refusal) = await OpenAsync(fairId, actor, cancel);
        if (refusal is not null)
        {
            return refusal;
        }

        var done = "";
        switch (kind)
        {
            case "employer" when await db.FairEmployers().SingleOrDefaultAsync(e => e.FairId == fairId && e.LineId == line, cancel) is { } employer:
                db.FairEmployers().Remove(employer);
                db.FairVacancies().RemoveRange(await db.FairVacancies().Where(v => v.FairId == fairId && v.EmployerId == employer.EmployerId).ToListAsync(cancel));
                done = "移出一家用人单位";
                break;
            case "vacancy" when await db.FairVacancies().SingleOrDefaultAsync(v => v.FairId == fairId && v.VacancyId == line, cancel) is { } vacancy:
                db.FairVacancies().Remove(vacancy);
                done = "移出一个岗位";
                break;
            case "promotion" when await db.FairPromotions().SingleOrDefaultAsync(p => p.FairId == fairId && p.LineId == line, cancel) is { } promotion:
                db.FairPromotions().Remove(promotion);
                done = "删去一条宣传";
                break;
            default:
                return new Refusal("line-not-found", "没有找到这一条，可能已经移出");
        }

        return await WriteAsync(fair!, actor, done, kind!, cancel);
    }

    public async Task<Refusal?> AddPromotionAsync(Guid fairId, string? channel, string? on, string? text, string? link, Actor actor, CancellationToken cancel)
    {
        var (fair, refusal) = await OpenAsync(fairId, actor, cancel);
        if (refusal is not null)
        {
            return refusal;
        }

        var (words, address) = (CleanText.Lines(text), CleanText.Line(link));
        if (!FairWords.Channels.Any(c => c.Value == channel) || FairRules.Day(on) is not { } day || words.Length is 0 or > FairRules.MostReason)
        {
            return new Refusal("bad-promotion", $"请选择渠道、填日期，并写一句宣传内容（不超过 {FairRules.MostReason} 字）");
        }

        if (address.Length > 300 || (address.Length > 0 && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")))
        {
            return new Refusal("bad-link", "网址要以 http:// 或 https:// 开头，不超过 300 字；没有可以不填");
        }

        if (await db.FairPromotions().CountAsync(p => p.FairId == fairId, cancel) >= MostPromotions)
        {
            return new Refusal("too-many-promotions", $"一场活动最多记 {MostPromotions} 条宣传");
        }

        db.FairPromotions().Add(new FairPromotion { FairId = fairId, Channel = channel!, On = day, Text = words, Link = address });
        return await WriteAsync(fair!, actor, "记下一条宣传", "promotion", cancel);
    }

    /// <summary>Keeps the answers given; those left out stay as they are.</summary>
    public async Task<Refusal?> AnswerAsync(Guid fairId, IReadOnlyList<(string Item, string Answer, string Note)> answers, Actor actor, CancellationToken cancel)
    {
        var (fair, refusal) = await OpenAsync(fairId, actor, cancel);
        if (refusal is not null)
        {
            return refusal;
        }

        var items = checklists.On(fair!.StartsOn);
        var known = await db.FairChecks().Where(c => c.FairId == fairId).ToDictionaryAsync(c => c.Item, cancel);
        List<string> changed = [];
        foreach (var (item, typed, written) in answers)
        {
            if (!short.TryParse(typed, out var answer) || answer is < (short)CheckAnswer.Yes or > (short)CheckAnswer.NotApplicable || items.All(i => i.Code != item))
            {
                continue; // not answered, or no item of this list
            }

            var note = CleanText.Line(written);
            if (note.Length > FairRules.MostReason)
            {
                return new Refusal("text-too-long", $"说明最多 {FairRules.MostReason} 字；请精简后再提交");
            }

            if (answer == (short)CheckAnswer.NotApplicable && note.Length == 0)
            {
                return new Refusal("note-missing", $"“{items.Single(i => i.Code == item).Text}”选了不适用，请写明原因");
            }

            if (known.TryGetValue(item, out var before))
            {
                if (before.Answer == answer && before.Note == note)
                {
                    continue;
                }

                changed.Add($"{item}={before.Answer}>{answer}");
                (before.Answer, before.Note, before.At, before.Login, before.Name) = (answer, note, clock.UtcStamp, actor.Login, actor.DisplayName);
            }
            else
            {
                changed.Add($"{item}={answer}");
                db.FairChecks().Add(new FairCheck { FairId = fairId, Item = item, Answer = answer, Note = note, At = clock.UtcStamp, Login = actor.Login, Name = actor.DisplayName });
            }
        }

        return changed.Count == 0 ? null : await WriteAsync(fair, actor, $"安全检查：填写或更改 {changed.Count} 项", string.Join(' ', changed), cancel);
    }

    private async Task<(Fair? Fair, Refusal? Refusal)> OpenAsync(Guid fairId, Actor actor, CancellationToken cancel)
    {
        var fair = await FairScope.FindAsync(db, fairId, actor, cancel);
        return fair is null ? (null, MoveFair.NotFound)
            : !FairScope.MayWrite(actor, new RegionCode(fair.Region)) ? (null, MoveFair.NotOurs)
            : !FairMachine.IsOpen((FairState)fair.State) ? (null, new Refusal("fair-state", $"活动现在是“{FairWords.Name((FairState)fair.State)}”，不能再改；有更正请写在结果说明里"))
            : (fair, null);
    }

    private async Task<Refusal?> WriteAsync(Fair fair, Actor actor, string text, string detail, CancellationToken cancel)
    {
        MoveFair.Add(db, fair, FairAct.Note, actor, clock, text);
        db.Audit(clock, actor, "events.parts", $"{fair.FairId} step={fair.Version} {detail}");
        return await MoveFair.SaveAsync(db, cancel);
    }

    /// <summary>The last UUID in what was typed.</summary>
    private static Guid? VacancyOf(string? typed)
    {
        foreach (var part in (typed ?? "").Split(['/', '?', '#', ' ', '='], StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            if (Guid.TryParse(part, out var id))
            {
                return id;
            }
        }

        return null;
    }
}
