using Chunfeng.Gigs.Markets;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Masking;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Gigs.Posts;

/// <summary>Who gives gigs, as the window writes it down.</summary>
/// <param name="Name">A unit's full name, or a person's own.</param>
/// <param name="Shown">True: the window has seen the papers (licence, or the person's ID card).</param>
internal sealed record EmployerDraft(EmployerKind Kind, string Name, string Credit, string Phone, bool Shown);

/// <summary>登记零工用工方 — a unit by its credit code, or a person or household whose ID card the window has seen.</summary>
internal sealed class KeepEmployer(ChunfengDb db, KeyRing keys, TimeProvider clock)
{
    public static readonly Refusal NotFound = new("employer-not-found", "没有找到这个用工方，或不在您的管辖范围内；请先登记用工方");

    /// <returns>The one there is already, when the same unit or telephone is known in the area.</returns>
    public async Task<Result<GigEmployer>> HandleAsync(EmployerDraft written, Guid marketId, Actor actor, CancellationToken cancel)
    {
        var own = GigScope.OwnUnit(actor);
        var market = await db.Markets().AsNoTracking().SingleOrDefaultAsync(m => m.MarketId == marketId, cancel);
        if (market is null || (!GigScope.Runs(actor, market.Region) && (own is null || written.Kind != EmployerKind.Unit)))
        {
            return KeepMarket.NotFound;
        }

        var crypto = new PersonCrypto(keys);
        var draft = written with { Name = MarketRules.Clean(written.Name), Phone = new string([.. written.Phone.Where(char.IsAsciiDigit)]) };
        if (draft.Name.Length is < 2 or > PostRules.MostEmployer - 10)
        {
            return new Refusal("bad-name", draft.Kind == EmployerKind.Unit ? "请填写单位全称" : "请填写用工人的真实姓名");
        }

        if (draft.Phone.Length is < 7 or > 12)
        {
            return new Refusal("bad-phone", "请填写用工方的联系电话，只写数字");
        }

        CreditCode credit = default;
        if (draft.Kind == EmployerKind.Unit && !CreditCode.TryParse(draft.Credit, out credit, out _))
        {
            return new Refusal("bad-credit", "统一社会信用代码不对，请照营业执照填写 18 位");
        }

        if (!draft.Shown)
        {
            return new Refusal("not-checked", draft.Kind == EmployerKind.Unit ? "请先核对营业执照，再勾选“已核对”" : "请先核对身份证，再勾选“已核对”");
        }

        var (from, end) = (market.Region, new Standards.Regions.RegionCode(market.Region).End);
        var blind = crypto.Blind('p', draft.Phone);
        var code = draft.Kind == EmployerKind.Unit ? credit.ToString() : "";
        var known = await db.GigEmployers().AsNoTracking().Where(e => e.Region >= from && e.Region < end && e.Kind == (short)draft.Kind && e.UnitId == own
            && (draft.Kind == EmployerKind.Unit ? e.Credit == code : e.PhoneBlind == blind)).OrderBy(e => e.EmployerId).FirstOrDefaultAsync(cancel);
        if (known is not null && (draft.Kind == EmployerKind.Unit || crypto.Decrypt(known.NameCipher!) == draft.Name))
        {
            return known;
        }

        var employer = new GigEmployer
        {
            Kind = (short)draft.Kind, ShownName = draft.Kind == EmployerKind.Unit ? draft.Name : Mask.Name(draft.Name) + "（个人）", Credit = code,
            NameCipher = draft.Kind == EmployerKind.Unit ? null : crypto.Encrypt(draft.Name), PhoneCipher = crypto.Encrypt(draft.Phone), PhoneBlind = blind,
            UnitId = own, Region = market.Region, CheckedBy = actor.Login, CheckedAt = clock.UtcStamp, Version = 1,
        };
        db.GigEmployers().Add(employer);
        db.Audit(clock, actor, "gigs.employer.register", $"{employer.EmployerId} kind={employer.Kind}");
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        return employer;
    }

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
        return new PersonCrypto(keys).Decrypt(cipher);
    }
}
