namespace Chunfeng.Standards.Codes;

/// <summary>How a text led to an occupation, best first.</summary>
public enum OccupationHitKind
{
    Code = 0,

    /// <summary>The official name.</summary>
    Name = 1,

    /// <summary>An everyday word.</summary>
    Word = 2,

    /// <summary>A name or word but for its ending: 砌筑员 for 砌筑工.</summary>
    Ending = 3,

    /// <summary>The beginning of a code, name or word.</summary>
    Beginning = 4,

    /// <summary>The middle or the end of a name or word.</summary>
    Part = 5,
}

/// <summary>An occupation, or a group of them, that a text may mean.</summary>
/// <param name="Entry">Of 职业分类大典 2022, any level.</param>
/// <param name="Text">The name or word that was recognised.</param>
/// <param name="Note">What to ask when the word is not clear; may be empty.</param>
public sealed record OccupationHit(CodeEntry Entry, OccupationHitKind Kind, string Text, string Note = "");

/// <summary>A word people use for work, and the codes it may mean, the likeliest first.</summary>
public sealed record EverydayWord(string Word, IReadOnlyList<string> Codes, string Note = "");

/// <summary>From the words people use (保洁, 电焊工, 月嫂) to the occupations of 职业分类大典 2022, and back. Immutable, thread-safe.</summary>
public sealed class OccupationWords
{
    private const int ShortestStem = 2;

    // longest first
    private static readonly string[] Endings = ["师傅", "工人", "人员", "女工", "男工", "学徒", "工", "员", "师"];

    private readonly CodeSet occupations;
    private readonly Dictionary<string, OccupationHit[]> exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OccupationHit[]> stems = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> wordsOf;
    private readonly (string Key, OccupationHit Hit)[] all;

    /// <param name="occupations"><see cref="CodeSets.Occupation"/>.</param>
    /// <exception cref="ArgumentException">A word twice, without a code, or with a code that is not there.</exception>
    public OccupationWords(CodeSet occupations, IReadOnlyList<EverydayWord> words)
    {
        this.occupations = occupations;
        Words = words;
        var known = new List<(string Key, OccupationHit Hit)>();
        foreach (var entry in occupations.Entries)
        {
            known.Add((Normalise(entry.Name), new OccupationHit(entry, OccupationHitKind.Name, entry.Name)));
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            var key = Normalise(word.Word);
            if (key.Length == 0 || word.Codes.Count == 0 || !seen.Add(key))
            {
                throw new ArgumentException($"The word {word.Word} is empty, without a code, or there twice.", nameof(words));
            }

            foreach (var code in word.Codes)
            {
                var entry = occupations.TryGet(code, out var found)
                    ? found
                    : throw new ArgumentException($"The word {word.Word} names code {code}, which is not there.", nameof(words));
                known.Add((key, new OccupationHit(entry, OccupationHitKind.Word, word.Word, word.Note)));
            }
        }

        all = [.. known];
        foreach (var group in all.GroupBy(k => k.Key, k => k.Hit, StringComparer.Ordinal))
        {
            // one name on several levels is the broadest; the official name comes before a word
            exact[group.Key] = [.. group.Where((hit, i) => hit.Kind != OccupationHitKind.Name || i == 0).DistinctBy(h => h.Entry.Code)];
        }

        foreach (var group in exact.Keys.Select(key => (Key: key, Stem: Stem(key))).Where(p => p.Stem is not null).GroupBy(p => p.Stem!, p => p.Key, StringComparer.Ordinal))
        {
            stems[group.Key] = [.. group.SelectMany(key => exact[key]).DistinctBy(h => h.Entry.Code).Select(h => h with { Kind = OccupationHitKind.Ending })];
        }

        wordsOf = words.SelectMany(w => w.Codes.Select(code => (code, w.Word))).GroupBy(p => p.code, p => p.Word, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>In the file's order.</summary>
    public IReadOnlyList<EverydayWord> Words { get; }

    /// <summary>Reads data/occupations/everyday-words.csv.</summary>
    /// <param name="directory">data/occupations.</param>
    /// <exception cref="FileNotFoundException">The file is not there.</exception>
    public static OccupationWords Load(string directory, CodeSet occupations) => new(
        occupations,
        [.. CsvFile.Read(Path.Combine(directory, "everyday-words.csv"), "word", "codes", "note").Select(r => new EverydayWord(r[0], r[1].Split(' '), r[2]))]);

    /// <summary>What a text means: a code, an official name, an everyday word, or one of these but for its ending (工, 员, 师, 师傅 …).</summary>
    /// <returns>Several when the word is not clear, the likeliest first; none when it is not known.</returns>
    public IReadOnlyList<OccupationHit> Find(string text)
    {
        var key = Normalise(text);
        if (occupations.TryGet(key, out var coded))
        {
            return [new OccupationHit(coded, OccupationHitKind.Code, coded.Code)];
        }

        if (exact.TryGetValue(key, out var hits))
        {
            return hits;
        }

        // 焊工师傅 is 焊工; 砌筑员 is 砌筑工; 保洁 would be 保洁员 if it were not a word itself
        if (Stem(key) is { } stem)
        {
            return exact.TryGetValue(stem, out hits) ? [.. hits.Select(h => h with { Kind = OccupationHitKind.Ending })]
                : stems.TryGetValue(stem, out hits) ? hits : [];
        }

        return stems.TryGetValue(key, out hits) ? hits : [];
    }

    /// <summary>The one occupation that <see cref="Find"/>'s answer clearly means: its only one, or a code or official name before others; null where a person has to choose.</summary>
    public static OccupationHit? Meant(IReadOnlyList<OccupationHit> hits) =>
        hits.Count == 1 || (hits.Count > 1 && hits[0].Kind is OccupationHitKind.Code or OccupationHitKind.Name) ? hits[0] : null;

    /// <summary>What somebody who is still typing may mean.</summary>
    /// <param name="most">At most so many, more than 0.</param>
    /// <returns>Each occupation once, the best kind first; then shorter texts, then the order of the standard.</returns>
    public IReadOnlyList<OccupationHit> Suggest(string text, int most = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        var key = Normalise(text);
        if (key.Length == 0)
        {
            return [];
        }

        List<OccupationHit> found = [.. Find(key)];
        if (char.IsAsciiDigit(key[0]))
        {
            found.AddRange(occupations.Entries.Where(e => e.Code.StartsWith(key, StringComparison.Ordinal))
                .Select(e => new OccupationHit(e, OccupationHitKind.Beginning, e.Code)));
        }

        found.AddRange(all.Select(k => (k.Key, k.Hit, At: k.Key.IndexOf(key, StringComparison.Ordinal))).Where(k => k.At >= 0)
            .OrderBy(k => k.At > 0).ThenBy(k => k.Key.Length)
            .Select(k => k.Hit with { Kind = k.At == 0 ? OccupationHitKind.Beginning : OccupationHitKind.Part }));
        return [.. found.DistinctBy(h => h.Entry.Code).Take(most)];
    }

    /// <summary>The everyday words for an occupation or group itself.</summary>
    public IReadOnlyList<string> WordsOf(string code) => wordsOf.TryGetValue(code, out var words) ? words : [];

    /// <summary>Half-width, without blanks and marks around, Latin letters in upper case.</summary>
    public static string Normalise(string text) => Text.Compact(text).Trim('、', '，', ',', '。', '.', '/', '·', '"', '“', '”').ToUpperInvariant();

    /// <summary>Without its ending; null when there is none, or too little would be left to know it by.</summary>
    private static string? Stem(string key)
    {
        foreach (var ending in Endings)
        {
            if (key.Length >= ending.Length + ShortestStem && key.EndsWith(ending, StringComparison.Ordinal))
            {
                return key[..^ending.Length];
            }
        }

        return null;
    }
}
