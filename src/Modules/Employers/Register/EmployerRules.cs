using Chunfeng.Employers.Vacancies;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Employers.Register;

/// <summary>An employer as it is written in the form.</summary>
/// <param name="Phone">Digits; "" for none, null leaves the stored one.</param>
/// <param name="Officer">Login of the account that serves it; "" for none.</param>
internal sealed record EmployerDraft(
    string Name, string Industry, EmployerSize Size, EmployerFlags Flags, long Seat, string Address, string ContactName, string? Phone, string Officer);

/// <summary>What an employer must be to be registered.</summary>
internal static class EmployerRules
{
    public const int MostName = 100, MostAddress = 200, MostContact = 50, MostPhone = 20;

    /// <summary>Everything that is wrong, in the order of the form; empty when it may be kept.</summary>
    public static IReadOnlyList<VacancyFault> Check(EmployerDraft draft, RegionTree regions, CodeSets codes)
    {
        var faults = new List<VacancyFault>();
        void Say(string field, string code, string message) => faults.Add(new VacancyFault(field, code, message));
        if (draft.Name.Length is < 2 or > MostName || draft.Name.Contains('\n', StringComparison.Ordinal))
        {
            Say("name", "bad-name", $"请写营业执照上的全称，2 至 {MostName} 字");
        }

        if (draft.Industry.Length > 0 && !codes.Industry.TryGet(draft.Industry, out _))
        {
            Say("industry", "unknown-industry", "没有这个行业代码，请从列表中选择");
        }

        if (draft.Seat == 0 || !regions.TryGet(new RegionCode(draft.Seat), out var seat) || seat.Level < RegionLevel.County)
        {
            Say("seat", "bad-seat", "请写单位所在地，至少到县（市、区），例如：太原市小店区");
        }

        if (draft.Address.Length > MostAddress || draft.ContactName.Length > MostContact)
        {
            Say("address", "text-too-long", $"地址最多 {MostAddress} 字、联系人最多 {MostContact} 字，请精简");
        }

        if (draft.Phone is { Length: > 0 } phone && (phone.Length is < 7 or > MostPhone || phone.Any(c => !char.IsAsciiDigit(c) && c != '-')))
        {
            Say("phone", "bad-phone", "联系电话只写数字，固定电话带区号，例如 0351-1234567");
        }

        if ((draft.Flags & EmployerFlags.Private) != 0 && (draft.Flags & EmployerFlags.StateOwned) != 0)
        {
            Say("flags", "private-and-state", "“民营”和“国有”只能选一个");
        }

        return faults;
    }

    /// <summary>The office that keeps it: where it lies, down to the county; whoever registers it when it lies outside the province.</summary>
    public static long OfficeOf(long seat, RegionCode actor)
    {
        var code = new RegionCode(seat);
        return RegionCode.Shanxi.Contains(code) && code.Level >= RegionLevel.County ? code.At(RegionLevel.County).Value : actor.Value;
    }

    /// <summary>The office that answers for a sender: the county it lies in, or the city's or the province's own.</summary>
    public static RegionCode OfficeOf(RegionCode sender) => sender.Level > RegionLevel.County ? sender.At(RegionLevel.County) : sender;

    public static Refusal? Refuse(IReadOnlyList<VacancyFault> faults) => VacancyRules.Refuse(faults);
}
