using System.Globalization;
using Chunfeng.People.Register;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Masking;
using Chunfeng.Standards.Regions;

namespace Chunfeng.People.Lists;

/// <summary>What turns a row into words.</summary>
internal sealed record RegisterWords(PersonCrypto Crypto, RegionTree Regions, CodeSets Codes, DateOnly Today)
{
    private readonly Dictionary<byte[], string> opened = []; // by the very array of the row

    /// <summary>Decrypts what a column of these rows will ask for, all at once.</summary>
    public void Open(IReadOnlyList<byte[]?> stored)
    {
        var values = Crypto.TryDecryptAll(stored);
        opened.EnsureCapacity(values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is { } value)
            {
                opened[stored[i]!] = value;
            }
        }
    }

    public string Masked(byte[]? stored, Func<string, string> mask, Guid worker) =>
        stored is not null && opened.TryGetValue(stored, out var value) ? mask(value) : Crypto.Masked(stored, mask, worker);
}

/// <summary>A column of the register: on the page and in its export alike, numbers masked.</summary>
internal sealed record RegisterColumn(string Key, string Title, Func<RegisterRow, RegisterWords, string> Text)
{
    public bool Numeric { get; init; }
    public bool Wrap { get; init; }
    public bool WideOnly { get; init; }

    /// <summary>The encrypted value the text comes from.</summary>
    public Func<RegisterRow, byte[]?>? Secret { get; init; }
}

/// <summary>The columns one may choose; the name always stands first.</summary>
internal static class RegisterColumns
{
    public const string NameTitle = "姓名";

    public static readonly IReadOnlyList<RegisterColumn> All =
    [
        new("sex", "性别", (r, _) => r.Sex switch { 1 => "男", 2 => "女", _ => "" }),
        new("age", "年龄", (r, w) => Ages.On(r.BirthDate, w.Today).ToString(CultureInfo.InvariantCulture)) { Numeric = true },
        new("id", "身份证号", (r, w) => w.Masked(r.IdCipher, Mask.IdNumber, r.WorkerId)) { Wrap = true, Secret = r => r.IdCipher },
        new("phone", "手机号", (r, w) => w.Masked(r.PhoneCipher, Mask.Phone, r.WorkerId)) { Secret = r => r.PhoneCipher },
        new("home", "户籍地", (r, w) => w.Regions.Path(new RegionCode(r.Home))) { Wrap = true },
        new("education", "文化程度", (r, w) => string.IsNullOrEmpty(r.Education) ? "" : w.Codes.Education.NameOf(r.Education)) { WideOnly = true },
        new("skill", "技能", (r, _) => r.Skill ?? "") { Wrap = true },
        new("working", "务工", (r, _) => r.Working ? "正在务工" : "没有务工"),
        new("recorded", "登记时间", (r, _) => ChinaTime.Show(r.RecordedAt)),
    ];

    /// <summary>What somebody sees who never chose.</summary>
    public static readonly IReadOnlyList<string> Usual = ["sex", "age", "id", "phone", "home", "education", "working"];

    /// <summary>The columns of "sex,age", in their own order; unknown ones are left out. The usual ones when nothing was chosen.</summary>
    public static IReadOnlyList<RegisterColumn> Read(string? chosen)
    {
        var keys = chosen is null ? Usual : chosen.Split(',');
        return [.. All.Where(c => keys.Contains(c.Key))];
    }

    /// <summary>"sex,age": how an address carries a choice. "-" is the name alone.</summary>
    public static string Write(IEnumerable<string> keys) => string.Join(',', All.Where(c => keys.Contains(c.Key)).Select(c => c.Key)) is { Length: > 0 } some ? some : "-";
}
