using System.Text.RegularExpressions;
using Chunfeng.Engine.Matching;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Codes;

namespace Chunfeng.Matching.Recommend;

/// <summary>Understands what people call a trade: a name of the 2022 classification, or an everyday word (data/occupations).</summary>
internal sealed partial class TradeWords
{
    private readonly CodeSet occupations;
    private readonly Dictionary<string, int> everyday;

    public TradeWords(CodeSet occupations, IEnumerable<(string Word, string Code)> words)
    {
        this.occupations = occupations;
        everyday = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (word, text) in words)
        {
            if (OccupationCode.TryParse(text, out var code))
            {
                everyday.TryAdd(word, code);
            }
        }
    }

    /// <summary>The first code of each word counts: a wish is one trade.</summary>
    public static TradeWords Load(CodeSet occupations, Places places)
    {
        var file = Path.Combine(places.Reference, "occupations", "everyday-words.csv");
        return new TradeWords(occupations, File.Exists(file)
            ? File.ReadLines(file).Skip(1).Select(l => l.Split(',')).Where(f => f.Length > 1).Select(f => (f[0].Trim(), f[1].Split(' ')[0]))
            : []);
    }

    /// <summary>The occupation or group a word means; 0 when none is recognised.</summary>
    public int Find(string word)
    {
        var bare = Remark().Replace(word, "").Trim();
        if (bare.Length == 0)
        {
            return 0;
        }

        // an everyday word first: 保安 in the classification is another level than what is meant
        return everyday.TryGetValue(bare, out var code) ? code
            : occupations.TryFind(bare, out var entry) && OccupationCode.TryParse(entry.Code, out code) ? code
            : 0;
    }

    /// <summary>Every trade named in a text, in its order, each once, at most as many as a seeker may have.</summary>
    public IReadOnlyList<int> All(IEnumerable<string> words) =>
        [.. words.Select(Find).Where(c => c != 0).Distinct().Take(Seeker.MostWishes)];

    [GeneratedRegex(@"[（(][^）)]*[）)]|[初中高]级(?=$)")]
    private static partial Regex Remark();
}
