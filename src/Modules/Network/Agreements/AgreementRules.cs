using System.Text;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Network.Agreements;

/// <summary>An agreement as it is written down.</summary>
internal sealed record AgreementDraft(string Title, RegionCode Home, RegionCode Partner, string OurParty, string TheirParty, DateOnly SignedOn, DateOnly StartsOn, DateOnly EndsOn, string Note);

/// <summary>Where an agreement stands on a day.</summary>
internal enum AgreementState { Coming, InForce, Expiring, Ended }

/// <summary>What an agreement must be, and where it stands.</summary>
internal static class AgreementRules
{
    public const int MostTitle = 100, MostParty = 100, MostText = 1000, MostOccupation = 60, MostPosts = 1_000_000;

    public static readonly Refusal AlreadyRenewed = new("already-renewed", "这份协议已经续签过了，请从最新的一份续签");

    /// <summary>Days before the last day from which an agreement without a successor is shown as expiring: our own proposal.</summary>
    public const int ExpiryDays = 60;

    /// <summary>Days after which an agreement in force should have been reviewed again: our own proposal.</summary>
    public const int ReviewDays = 365;

    public static AgreementState StateOn(Agreement agreement, DateOnly day, bool renewed) =>
        day > agreement.LastDay ? AgreementState.Ended
        : day < agreement.StartsOn ? AgreementState.Coming
        : !renewed && agreement.LastDay.DayNumber - day.DayNumber <= ExpiryDays ? AgreementState.Expiring
        : AgreementState.InForce;

    public static string Name(AgreementState state) => state switch { AgreementState.Coming => "未开始", AgreementState.InForce => "执行中", AgreementState.Expiring => "快到期", _ => "已结束" };

    public static Tone Tone(AgreementState state) => state switch
    {
        AgreementState.InForce => Platform.Ui.Tone.Success, AgreementState.Expiring => Platform.Ui.Tone.Warning, AgreementState.Coming => Platform.Ui.Tone.Info, _ => Platform.Ui.Tone.Neutral,
    };

    /// <summary>Why an agreement cannot be recorded; null when it can. Only the three levels sign: 省、市、县.</summary>
    public static Refusal? Check(AgreementDraft draft, RegionCode own, RegionTree regions, DateOnly today)
    {
        if (draft.Title.Length is 0 or > MostTitle)
        {
            return new Refusal("bad-title", $"请填写协议名称，不超过 {MostTitle} 字");
        }

        if (!own.Contains(draft.Home) || !RegionCode.Shanxi.Contains(draft.Home) || !regions.TryGet(draft.Home, out var home) || home.Level is not (RegionLevel.Province or RegionLevel.City or RegionLevel.County))
        {
            return new Refusal("bad-home", "请选择您辖区内签协议的省、市或县");
        }

        if (RegionCode.Shanxi.Contains(draft.Partner) || !regions.TryGet(draft.Partner, out var partner) || partner.Level is not (RegionLevel.Province or RegionLevel.City or RegionLevel.County))
        {
            return new Refusal("bad-partner", "没有找到对方地区；请写省外的省、市或县，例如“天津市”或“江苏省苏州市”");
        }

        if (draft.OurParty.Length is 0 or > MostParty || draft.TheirParty.Length is 0 or > MostParty)
        {
            return new Refusal("bad-party", "请填写双方签约单位的全称");
        }

        if (draft.SignedOn > today || draft.SignedOn.Year < 2000)
        {
            return new Refusal("bad-signed", "签订日期不对；签了以后再登记");
        }

        return draft.EndsOn < draft.StartsOn ? new Refusal("bad-days", "到期日不能早于起始日")
            : draft.EndsOn > draft.StartsOn.AddYears(20) ? new Refusal("bad-days", "期限太长，请核对到期日")
            : draft.Note.Length > MostText ? new Refusal("text-too-long", $"说明最多 {MostText} 字")
            : null;
    }

    /// <summary>A renewal begins after the one before: both at once would count people twice.</summary>
    public static Refusal? CheckRenewal(Agreement before, AgreementDraft draft, bool alreadyRenewed) =>
        alreadyRenewed ? AlreadyRenewed
        : before.Home != draft.Home.Value || before.Partner != draft.Partner.Value ? new Refusal("other-parties", "续签的双方要与原协议一样；换了地区请另签新协议")
        : draft.StartsOn <= before.LastDay ? new Refusal("overlaps", $"续签要从原协议到期（{before.LastDay:yyyy-MM-dd}）以后开始")
        : null;

    /// <summary>Text as it may be stored and shown.</summary>
    public static string Clean(string? text)
    {
        var clean = new StringBuilder();
        foreach (var rune in (text ?? "").ReplaceLineEndings("\n").EnumerateRunes().Take(MostText + 1))
        {
            if (rune.Value == '\n' || !(Rune.IsControl(rune) || rune == Rune.ReplacementChar || rune.Value is 0xFFFE or 0xFFFF))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString().Trim();
    }
}

/// <summary>京津冀、长三角、粤港澳大湾区: which areas belong to a grouping (data/network/groupings.csv).</summary>
internal sealed record Grouping(string Code, string Name, IReadOnlyList<RegionCode> Areas);

internal sealed class Groupings(IReadOnlyList<Grouping> all)
{
    public IReadOnlyList<Grouping> All => all;

    public static Groupings Load(string folder) => new([.. File.ReadLines(Path.Combine(folder, "groupings.csv")).Skip(1).Where(l => l.Length > 0).Select(l => l.Split(',')).Select(c =>
        new Grouping(c[0], c[1], [.. c[2].Split(' ').Select(a => RegionCode.TryParse(a, out var code) ? code : throw new InvalidDataException($"groupings.csv: {a}"))]))]);

    /// <summary>The grouping a place lies in; null for elsewhere.</summary>
    public Grouping? Of(RegionCode place) => all.FirstOrDefault(g => g.Areas.Any(a => a.Contains(place)));

    public Grouping? Find(string? code) => all.FirstOrDefault(g => g.Code == code);
}
