using System.Text.RegularExpressions;
using Chunfeng.Employers.Vacancies;

namespace Chunfeng.Employers.Register;

/// <summary>Whether two names may mean one employer. Pure; a likeness is a warning, the credit code decides.</summary>
internal static partial class EmployerNames
{
    /// <summary>Hundredths from which two names are shown as alike; our own setting.</summary>
    public const int Alike = 75;

    /// <summary>What tells a name from others: without place, form of company, marks and blanks; the whole name when nothing is left.</summary>
    public static string KeyOf(string name)
    {
        var letters = TextSimilarity.Letters(name);
        var bare = Common().Replace(letters, "");
        return bare.Length > 0 ? bare : letters;
    }

    /// <summary>The names among these that may be the same employer, the most alike first; ties by name.</summary>
    public static IReadOnlyList<T> Near<T>(string name, IEnumerable<T> others, Func<T, string> nameOf)
    {
        var key = KeyOf(name);
        return
        [
            .. others.Select(o => (Other: o, Likeness: TextSimilarity.Compare(key, KeyOf(nameOf(o))))).Where(o => o.Likeness.AtLeast(Alike))
                .OrderByDescending(o => (double)o.Likeness.Shared / o.Likeness.All).ThenBy(o => nameOf(o.Other), StringComparer.Ordinal).Select(o => o.Other),
        ];
    }

    [GeneratedRegex("^(?:山西省|山西|中国)|^[\\u4e00-\\u9fff]{2,3}(?:市|县|区)|(?:股份)?有限责任公司|(?:股份)?有限公司|集团|总公司|分公司|公司|厂$|演示$")]
    private static partial Regex Common();
}
