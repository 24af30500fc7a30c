using Chunfeng.Employers.Contracts;
using Chunfeng.Gigs.Markets;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Masking;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Gigs.Posts;

/// <summary>Who gives gigs, as the window writes it down.</summary>
/// <param name="Name">A unit's full name, or a person's own.</param>
/// <param name="Shown">True: the window has seen the papers (licence, or the person's ID card).</param>
internal sealed record EmployerDraft(EmployerKind Kind, string Name, string Credit, string Phone, bool Shown)
{
    /// <summary>Picked from the employers' register: its name and code are the register's.</summary>
    public Guid? Picked { get; init; }

    /// <summary>Where a unit lies that shall be registered too; "" leaves that to the office that keeps the register.</summary>
    public string Seat { get; init; } = "";

    /// <summary>Who writes has seen the names that look alike.</summary>
    public bool Confirmed { get; init; }
}

/// <summary>登记零工用工方 — a unit by its credit code, tied to the employer of that code, or a person or household whose ID card the window has seen.</summary>
internal sealed class KeepEmployer(ChunfengDb db, IEmployers register, KeyRing keys, TimeProvider clock)
{
    public static readonly Refusal NotFound = new("employer-not-found", "没有找到这个用工方，或不在您的管辖范围内；请先登记用工方");

    private const int MostNear = 3;

    /// <returns>The one there is already, when the same unit or telephone is known in the area.</returns>
    public async Task<Result<GigEmployer>> HandleAsync(EmployerDraft written, Guid marketId, Actor actor, CancellationToken cancel)
    {
        var own = GigScope.OwnUnit(actor);
        var market = await db.Markets().AsNoTracking().SingleOrDefaultAsync(m => m.MarketId == marketId, cancel);
        if (market is null || (!GigScope.Runs(actor, market.Region) && (own is null || written.Kind != EmployerKind.Unit)))
        {
            return KeepMarket.NotFound;
        }

        var isUnit = written.Kind == EmployerKind.Unit;
        // an employer's own account speaks for the unit it belongs to, whatever is typed
        var card = !isUnit ? null : own is { } unit ? await register.OfUnitAsync(unit, cancel) : written.Picked is { } picked ? await register.FindAsync(picked, cancel) : null;
        if (isUnit && own is null && written.Picked is not null && card is null)
        {
            return new Refusal("not-in-register", "用人单位名册里没有这家单位了，请重新查找，或照营业执照登记");
        }

        var draft = written with { Name = card?.Name ?? MarketRules.Clean(written.Name), Credit = card?.CreditCode ?? written.Credit, Phone = new string([.. written.Phone.Where(char.IsAsciiDigit)]) };
        if (Check(draft, card, out var credit) is { } refusal)
        {
            return refusal;
        }

        var code = isUnit ? credit.ToString() : "";
        if (isUnit && card is null)
        {
            var told = await InRegisterAsync(draft, code, new RegionCode(market.Region), actor, cancel);
            if (told.IsRefused)
            {
                return told.Refusal;
            }

            card = told.Value.Card;
        }

        var crypto = new PersonCrypto(keys);
        var (from, end) = (market.Region, new RegionCode(market.Region).End);
        var blind = crypto.Blind('p', draft.Phone);
        var known = await db.GigEmployers().Where(e => e.Region >= from && e.Region < end && e.Kind == (short)draft.Kind && e.UnitId == own
            && (isUnit ? e.Credit == code : e.PhoneBlind == blind)).OrderBy(e => e.EmployerId).FirstOrDefaultAsync(cancel);
        if (known is not null && (isUnit || crypto.TryDecrypt(known.NameCipher) == draft.Name))
        {
            return await TieAsync(known, card, actor, cancel);
        }

        var employer = new GigEmployer
        {
            Kind = (short)draft.Kind, ShownName = isUnit ? card?.Name ?? draft.Name : Mask.Name(draft.Name) + "（个人）", Credit = code, RegisterId = card?.EmployerId,
            NameCipher = isUnit ? null : crypto.Encrypt(draft.Name), PhoneCipher = crypto.Encrypt(draft.Phone), PhoneBlind = blind,
            UnitId = own, Region = market.Region, CheckedBy = actor.Login, CheckedAt = clock.UtcStamp, Version = 1,
        };
        db.GigEmployers().Add(employer);
        db.Audit(clock, actor, "gigs.employer.register", $"{employer.EmployerId} kind={employer.Kind} register={employer.RegisterId}");
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        return employer;
    }

    /// <summary>登记到用人单位名册 — ties a unit that is known here only to the register, and registers it where the register does not have it.</summary>
    /// <param name="seat">Where it lies, as people write it.</param>
    public async Task<Refusal?> TellAsync(Guid employerId, string? seat, bool confirmed, Actor actor, CancellationToken cancel)
    {
        var employer = await GigScope.Employers(db, actor).SingleOrDefaultAsync(e => e.EmployerId == employerId, cancel);
        try
        {
            if (employer is null || !GigScope.Runs(actor, employer.Region))
            {
                return NotFound;
            }

            if (employer.RegisterId is not null || employer.Credit.Length == 0)
            {
                return new Refusal("already-tied", employer.Credit.Length == 0 ? "这里只登记有统一社会信用代码的单位" : "这家单位已经对上用人单位名册，不用再登记");
            }

            var card = await register.ByCreditAsync(employer.Credit, cancel);
            if (card is null)
            {
                var made = await register.RegisterAsync(new EmployerStatement(employer.Credit, employer.ShownName, MarketRules.Clean(seat)), confirmed, actor, cancel);
                if (made.IsRefused)
                {
                    return made.Refusal;
                }

                card = made.Value;
                employer = await db.GigEmployers().SingleAsync(e => e.EmployerId == employerId, cancel);
            }

            await TieAsync(employer, card, actor, cancel);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal("just-changed", "这家单位刚被同事办理过，请看过最新情况");
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    private static Refusal? Check(EmployerDraft draft, EmployerCard? card, out CreditCode credit)
    {
        credit = default;
        var isUnit = draft.Kind == EmployerKind.Unit;
        return card is null && draft.Name.Length is < 2 or > PostRules.MostEmployer - 10 ? new Refusal("bad-name", isUnit ? "请填写单位全称" : "请填写用工人的真实姓名")
            : draft.Phone.Length is < 7 or > 12 ? new Refusal("bad-phone", "请填写用工方的联系电话，只写数字")
            : isUnit && !CreditCode.TryParse(draft.Credit, out credit, out _) ? new Refusal("bad-credit", "统一社会信用代码不对，请照营业执照填写 18 位")
            : !draft.Shown ? new Refusal("not-checked", isUnit ? "请先核对营业执照，再勾选“已核对”" : "请先核对身份证，再勾选“已核对”")
            : null;
    }

    /// <summary>The register's employer of a code that was typed; null where it is told to the office that keeps the register.</summary>
    private async Task<Result<Told>> InRegisterAsync(EmployerDraft draft, string code, RegionCode area, Actor actor, CancellationToken cancel)
    {
        if (await register.ByCreditAsync(code, cancel) is { } known)
        {
            return Bare(known.Name) == Bare(draft.Name) ? new Told(known)
                : new Refusal("name-differs", $"这个信用代码在用人单位名册里是“{known.Name}”。是同一家的，请在上面查找后选它；不是的，请核对代码");
        }

        if (!draft.Confirmed && await register.NearAsync(draft.Name, area, cancel) is { Count: > 0 } near)
        {
            return new Refusal("near-name", $"用人单位名册里有名称相近的：{string.Join("、", near.Take(MostNear).Select(n => n.Name))}。是其中一家，请在上面查找后选它；不是的，请勾选“不是同一家”再报");
        }

        if (!actor.May(Rights.EmployersWrite) || draft.Seat.Length == 0)
        {
            return new Told(null); // stands on the desk of who keeps the register
        }

        var made = await register.RegisterAsync(new EmployerStatement(code, draft.Name, draft.Seat), confirmed: true, actor, cancel);
        return made.IsRefused ? made.Refusal : new Told(made.Value);
    }

    /// <param name="employer">Tracked.</param>
    private async Task<GigEmployer> TieAsync(GigEmployer employer, EmployerCard? card, Actor actor, CancellationToken cancel)
    {
        if (card is not null && employer.RegisterId is null)
        {
            (employer.RegisterId, employer.ShownName) = (card.EmployerId, card.Name);
            employer.Version++;
            db.Audit(clock, actor, "gigs.employer.tie", $"{employer.EmployerId} register={card.EmployerId}");
            await db.SaveChangesAsync(cancel);
        }

        db.ChangeTracker.Clear();
        return employer;
    }

    private static string Bare(string name) => string.Concat(name.Where(c => !char.IsWhiteSpace(c))).Replace('(', '（').Replace(')', '）');

    private sealed record Told(EmployerCard? Card);

    /// <summary>The telephone of who gives a post, for who works there or runs the market; logged before it is shown.</summary>
    public async Task<string?> PhoneAsync(Guid employerId, string why, Actor actor, CancellationToken cancel)
    {
        var cipher = await db.GigEmployers().Where(e => e.EmployerId == employerId).Select(e => e.PhoneCipher).SingleOrDefaultAsync(cancel);
        if (cipher is null)
        {
            return null;
        }

        db.Audit(clock, actor, "gigs.employer.phone", $"{employerId} {why}");
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        return new PersonCrypto(keys).Masked(cipher, number => number, null);
    }
}
