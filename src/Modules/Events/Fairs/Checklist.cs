using System.Text.Json;

namespace Chunfeng.Events.Fairs;

/// <summary>An answer of the safety checklist; the numbers are stored.</summary>
internal enum CheckAnswer : short { Yes = 1, No = 2, NotApplicable = 3 }

/// <summary>One item: what is to be seen to, and who asks for it.</summary>
internal sealed record CheckItem(string Code, string Group, string Text, string Source);

/// <summary>What the answers come to. Release needs no open item and no "no".</summary>
/// <param name="Open">Not answered, or "not applicable" without a word why.</param>
/// <param name="Blocking">Answered "no".</param>
internal sealed record ChecklistVerdict(IReadOnlyList<CheckItem> Open, IReadOnlyList<CheckItem> Blocking)
{
    public bool IsComplete => Open.Count == 0 && Blocking.Count == 0;

    public static ChecklistVerdict Complete { get; } = new([], []);
}

/// <summary>安全检查清单: items in force from a day to a day, read from data/events (13.6).</summary>
internal sealed class Checklists
{
    private readonly IReadOnlyList<Dated> lists;

    private Checklists(IReadOnlyList<Dated> lists) => this.lists = lists;

    /// <exception cref="InvalidDataException">An item twice, a list without items, or two lists in force on one day.</exception>
    public static Checklists Load(string file)
    {
        var read = JsonSerializer.Deserialize<Read>(File.ReadAllText(file), JsonSerializerOptions.Web) ?? throw new InvalidDataException($"{file} is empty.");
        var lists = read.Lists.OrderBy(l => l.From).ToList();
        if (lists.Count == 0 || lists.Any(l => l.Items.Count == 0 || l.Items.Any(i => string.IsNullOrWhiteSpace(i.Source)) || l.Items.DistinctBy(i => i.Code).Count() != l.Items.Count)
            || lists.Zip(lists.Skip(1)).Any(p => p.First.To is not { } end || end >= p.Second.From))
        {
            throw new InvalidDataException($"{file}: every list has items, each once and with its source, and no day has two lists.");
        }

        return new Checklists(lists);
    }

    /// <summary>The items in force on the day an event begins; before the first list, the first.</summary>
    public IReadOnlyList<CheckItem> On(DateOnly day) => (lists.LastOrDefault(l => l.From <= day && (l.To is not { } end || day <= end)) ?? lists[0]).Items;

    /// <summary>Weighs answers against items. A "not applicable" without a note is no answer.</summary>
    public static ChecklistVerdict Judge(IReadOnlyList<CheckItem> items, IEnumerable<(string Item, CheckAnswer Answer, string Note)> answers)
    {
        var known = answers.ToDictionary(a => a.Item, StringComparer.Ordinal);
        return new ChecklistVerdict(
            [.. items.Where(i => !known.TryGetValue(i.Code, out var a) || (a.Answer == CheckAnswer.NotApplicable && a.Note.Length == 0))],
            [.. items.Where(i => known.TryGetValue(i.Code, out var a) && a.Answer == CheckAnswer.No)]);
    }

    private sealed record Dated(DateOnly From, DateOnly? To, IReadOnlyList<CheckItem> Items);

    private sealed record Read(IReadOnlyList<Dated> Lists);
}
