using System.Collections.Frozen;
using System.Globalization;

namespace Chunfeng.Standards.Masking;

/// <summary>What may be shown to who has no right to the whole.</summary>
public static class Mask
{
    private const char Star = '*';

    private static readonly FrozenSet<string> CompoundSurnames = FrozenSet.Create(StringComparer.Ordinal,
        "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊", "赫连", "澹台", "皇甫",
        "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文", "司徒", "鲜于", "司空", "闾丘", "子车", "亓官",
        "司寇", "巫马", "公西", "颛孙", "壤驷", "公良", "漆雕", "乐正", "宰父", "谷梁", "拓跋", "夹谷", "轩辕", "令狐", "段干", "百里", "呼延",
        "东郭", "南门", "羊舌", "微生", "公户", "公玉", "公仪", "梁丘", "公仲", "公上", "公门", "公山", "公坚", "左丘", "公伯", "西门", "公祖",
        "第五", "公乘", "贯丘", "公皙", "南荣", "东里", "东宫", "仲长", "子书", "子桑", "即墨", "达奚", "褚师");

    /// <summary>The surname and a star for every other character: 张*, 欧阳**. A single character is hidden whole.</summary>
    public static string Name(string name)
    {
        var characters = new StringInfo((name ?? "").Trim());
        var length = characters.LengthInTextElements;
        if (length <= 1)
        {
            return Stars(length);
        }

        var kept = length > 2 && CompoundSurnames.Contains(characters.SubstringByTextElements(0, 2)) ? 2 : 1;
        return characters.SubstringByTextElements(0, kept) + Stars(length - kept);
    }

    /// <summary>The first three and last four: 140***********1234. Anything shorter than fifteen characters is hidden whole.</summary>
    public static string IdNumber(string id) => Middle((id ?? "").Trim(), 3, 4, 15);

    /// <summary>The first three and last four: 138****1234. A shorter number shows its last two only.</summary>
    public static string Phone(string phone)
    {
        var text = (phone ?? "").Trim();
        return text.Length >= 11 ? Middle(text, 3, 4, 11) : Middle(text, 0, 2, 7);
    }

    /// <summary>The last four: ************1234. Eight characters or fewer are hidden whole.</summary>
    public static string Account(string account) => Middle((account ?? "").Trim(), 0, 4, 9);

    private static string Middle(string text, int head, int tail, int shortest) => text.Length < shortest
        ? Stars(text.Length)
        : string.Concat(text.AsSpan(0, head), Stars(text.Length - head - tail), text.AsSpan(text.Length - tail));

    private static string Stars(int count) => new(Star, count);
}
