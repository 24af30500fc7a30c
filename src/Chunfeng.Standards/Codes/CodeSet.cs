using System.Diagnostics.CodeAnalysis;

namespace Chunfeng.Standards.Codes;

/// <summary>One national or project code set. Immutable, thread-safe.</summary>
public sealed class CodeSet
{
    private readonly Dictionary<string, CodeEntry> codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CodeEntry> texts = new(StringComparer.Ordinal);

    /// <param name="name">The set's subject, for messages.</param>
    /// <param name="entries">Codes in the standard's order; each code once.</param>
    /// <param name="synonyms">What people write → code; they never hide a code or a name.</param>
    /// <exception cref="ArgumentException">A code twice, or a synonym of a code that is not there.</exception>
    public CodeSet(string name, IReadOnlyList<CodeEntry> entries, IReadOnlyDictionary<string, string>? synonyms = null)
    {
        Name = name;
        Entries = entries;
        foreach (var entry in entries)
        {
            codes.Add(entry.Code, entry);
            texts[Text.Compact(entry.Code)] = entry;
        }

        // a name on two levels belongs to the broader one, which comes first
        foreach (var entry in entries)
        {
            texts.TryAdd(Text.Compact(entry.Name), entry);
        }

        foreach (var (text, code) in synonyms ?? new Dictionary<string, string>())
        {
            var entry = codes.TryGetValue(code, out var known)
                ? known
                : throw new ArgumentException($"{name}: the synonym {text} names code {code}, which is not there.", nameof(synonyms));
            texts.TryAdd(Text.Compact(text), entry);
        }

        foreach (var entry in entries)
        {
            // "单位就业(签合同)" is also written without its remark, "01" comes out of a number cell as "1"
            var compact = Text.Compact(entry.Name);
            var remark = compact.IndexOf('(', StringComparison.Ordinal);
            if (remark > 0 && compact.EndsWith(')'))
            {
                texts.TryAdd(compact[..remark], entry);
            }

            if (entry.Code is ['0', var digit])
            {
                texts.TryAdd(digit.ToString(), entry);
            }
        }
    }

    public string Name { get; }

    public IReadOnlyList<CodeEntry> Entries { get; }

    public bool TryGet(string code, [NotNullWhen(true)] out CodeEntry? entry) => codes.TryGetValue(code, out entry);

    /// <summary>Finds by code, exact name or synonym ("初中" → 71, "男" → 1, "群众" …); blanks and full-width forms ignored.</summary>
    public bool TryFind(string text, [NotNullWhen(true)] out CodeEntry? entry) =>
        texts.TryGetValue(text, out entry) || texts.TryGetValue(Text.Compact(text), out entry);

    /// <summary>The name of a code; the code itself when it is not in the set.</summary>
    public string NameOf(string code) => TryGet(code, out var e) ? e.Name : code;
}
