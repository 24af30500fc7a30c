using Chunfeng.Engine.Matching;

namespace Chunfeng.Engine.Search;

/// <summary>A word the search knows as one.</summary>
/// <param name="Occupations">What it may mean beside its letters, the likeliest first, see <see cref="OccupationCode"/>; none for a place.</param>
/// <param name="IsNoise">Says nothing about the work (招聘, 工作): passed over.</param>
public sealed record SearchWord(string Word, IReadOnlyList<int> Occupations, bool IsNoise = false);

/// <summary>A place: what it is called, and where its middle lies in degrees, when known.</summary>
/// <param name="Region">12 digits.</param>
public sealed record SearchPlace(long Region, string Name, double? Latitude = null, double? Longitude = null);

/// <summary>A part of what was typed: it fits a vacancy that holds it, or whose occupation it means.</summary>
public sealed record SearchPiece(string Text, IReadOnlyList<int> Occupations);

/// <summary>What the search knows of words, occupations and places. Made once for an installation. Immutable, thread-safe.</summary>
public sealed class SearchBook
{
    private const int MostPieces = 8;
    private const double EarthMetres = 6_371_008.8;

    private readonly Dictionary<string, SearchWord> words = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> occupations;
    private readonly Dictionary<long, SearchPlace> places;
    private readonly int longest;

    /// <param name="words">The first of equal ones counts.</param>
    /// <param name="occupations">What each code is called.</param>
    public SearchBook(IEnumerable<SearchWord> words, IEnumerable<KeyValuePair<int, string>> occupations, IEnumerable<SearchPlace> places)
    {
        foreach (SearchWord word in words)
        {
            string key = SearchText.Normalise(word.Word);
            if (key.Length > 1 && !key.Contains(SearchText.Gap, StringComparison.Ordinal))
            {
                this.words.TryAdd(key, word);
                longest = Math.Max(longest, key.Length);
            }
        }

        this.occupations = new Dictionary<int, string>(occupations);
        this.places = places.ToDictionary(p => p.Region);
    }

    /// <summary>Takes a typed text apart: known words, the longest from the left, and what lies between them. At most eight pieces, each once.</summary>
    /// <remarks>Words that say nothing about the work are left out, and single characters beside other pieces.</remarks>
    public IReadOnlyList<SearchPiece> Read(string text)
    {
        string typed = SearchText.Normalise(text.Length > VacancyQuery.MostText ? text[..VacancyQuery.MostText] : text);
        List<SearchPiece> pieces = [];
        void Rest(int from, int to)
        {
            foreach ((int start, int length) in SearchText.Runs(typed.AsSpan(from, to - from)))
            {
                pieces.Add(new SearchPiece(typed.Substring(from + start, length), []));
            }
        }

        int done = 0, at = 0;
        while (at < typed.Length)
        {
            if (Known(typed, at) is not { } found)
            {
                at++;
                continue;
            }

            Rest(done, at);
            if (!found.Word.IsNoise)
            {
                pieces.Add(new SearchPiece(typed.Substring(at, found.Length), found.Word.Occupations));
            }

            done = at += found.Length;
        }

        Rest(done, typed.Length);
        List<SearchPiece> kept = pieces.Exists(p => p.Text.Length > 1) ? [.. pieces.Where(p => p.Text.Length > 1)] : pieces;
        return [.. kept.DistinctBy(p => p.Text).Take(MostPieces)];
    }

    public string OccupationName(int code) => occupations.TryGetValue(code, out string? name) ? name : $"{code}";

    /// <param name="region">12 digits; 0 is everywhere.</param>
    public string PlaceName(long region) => region == 0 ? "全国" : places.TryGetValue(region, out SearchPlace? place) ? place.Name : $"{region}";

    /// <summary>The point a place is measured by: its county's, else its city's, else its municipality's, else none.</summary>
    internal (double Latitude, double Longitude)? Point(long region)
    {
        foreach (long span in (ReadOnlySpan<long>)[1_000_000, 100_000_000, 10_000_000_000])
        {
            if (places.TryGetValue(region / span * span, out SearchPlace? place) && place is { Latitude: { } latitude, Longitude: { } longitude })
            {
                return (latitude, longitude);
            }
        }

        return null;
    }

    /// <summary>The way over the globe, whole metres.</summary>
    internal static int Metres((double Latitude, double Longitude) a, (double Latitude, double Longitude) b)
    {
        double north = Math.Sin((b.Latitude - a.Latitude) * Math.PI / 360), east = Math.Sin((b.Longitude - a.Longitude) * Math.PI / 360);
        double h = (north * north) + (Math.Cos(a.Latitude * Math.PI / 180) * Math.Cos(b.Latitude * Math.PI / 180) * east * east);
        return (int)Math.Round(2 * EarthMetres * Math.Asin(Math.Min(1, Math.Sqrt(h))));
    }

    private (SearchWord Word, int Length)? Known(string typed, int at)
    {
        Dictionary<string, SearchWord>.AlternateLookup<ReadOnlySpan<char>> lookup = words.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int length = Math.Min(longest, typed.Length - at); length > 1; length--)
        {
            // a word does not end or begin inside other Latin letters or digits
            if (!SearchText.Joined(typed, at) && !SearchText.Joined(typed, at + length) && lookup.TryGetValue(typed.AsSpan(at, length), out SearchWord? word))
            {
                return (word, length);
            }
        }

        return null;
    }
}

/// <summary>How texts are read: half-width, upper case, and cut into Latin tokens and runs of characters.</summary>
internal static class SearchText
{
    /// <summary>Stands for all that is neither letter nor digit.</summary>
    public const char Gap = '\0';

    public static string Normalise(string text) => string.Create(text.Length, text, static (to, from) =>
    {
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = Of(from[i]);
        }
    });

    public static char Of(char c)
    {
        char half = c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c;
        return half < 128 ? char.IsAsciiLetterOrDigit(half) ? char.ToUpperInvariant(half) : Gap
            : char.IsLetterOrDigit(half) || char.IsSurrogate(half) ? half : Gap;
    }

    public static bool IsLatin(char c) => c is > Gap and < (char)128;

    /// <summary>Whether a place between two characters lies inside a Latin token.</summary>
    public static bool Joined(string text, int at) => at > 0 && at < text.Length && IsLatin(text[at - 1]) && IsLatin(text[at]);

    /// <summary>The runs of a normalised text: all Latin, or none of it.</summary>
    public static List<(int Start, int Length)> Runs(ReadOnlySpan<char> text)
    {
        List<(int, int)> runs = [];
        for (int start = 0; start < text.Length;)
        {
            if (text[start] == Gap)
            {
                start++;
                continue;
            }

            int end = RunEnd(text, start);
            runs.Add((start, end - start));
            start = end;
        }

        return runs;
    }

    public static int RunEnd(ReadOnlySpan<char> text, int start)
    {
        bool latin = IsLatin(text[start]);
        int end = start + 1;
        while (end < text.Length && text[end] != Gap && IsLatin(text[end]) == latin)
        {
            end++;
        }

        return end;
    }
}
