using System.Text.RegularExpressions;
using Chunfeng.Engine.Matching;
using Chunfeng.Standards.Codes;

namespace Chunfeng.Matching.Recommend;

/// <summary>Understands what people call a trade: a name of the 2022 classification, or an everyday word for it.</summary>
internal sealed partial class TradeWords(OccupationWords words)
{
    /// <summary>The occupation or group a word means; 0 when none is recognised. Of several the first counts: a wish is one trade.</summary>
    public int Find(string word)
    {
        var bare = Remark().Replace(word, "").Trim();
        return bare.Length > 0 && words.Find(bare) is [var hit, ..] && OccupationCode.TryParse(hit.Entry.Code, out var code) ? code : 0;
    }

    /// <summary>Every trade named in a text, in its order, each once, at most as many as a seeker may have.</summary>
    public IReadOnlyList<int> All(IEnumerable<string> named) => [.. named.Select(Find).Where(c => c != 0).Distinct().Take(Seeker.MostWishes)];

    [GeneratedRegex(@"[（(][^）)]*[）)]|[初中高]级(?=$)")]
    private static partial Regex Remark();
}
