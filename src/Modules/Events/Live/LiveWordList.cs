using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Live;

/// <summary>The words in force: those of data/live/banned-words.txt, and what this installation added or allowed.</summary>
internal sealed class LiveWordList(Places places, IDbFactory databases, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private readonly Lazy<IReadOnlyList<string>> shipped = new(() =>
        [.. File.ReadLines(Path.Combine(places.Reference, "live", "banned-words.txt")).Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#')]);
    private (DateTimeOffset At, IReadOnlyCollection<string> Words) kept;

    public IReadOnlyList<string> Shipped => shipped.Value;

    /// <summary>Folded; a change elsewhere is seen after ten seconds.</summary>
    public async Task<IReadOnlyCollection<string>> CurrentAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (kept.Words is { } known && now - kept.At < Fresh && now >= kept.At)
        {
            return known;
        }

        await using var db = databases.Create();
        var own = await db.LiveWords().AsNoTracking().ToListAsync(cancel);
        var words = Shipped.Select(LiveRules.Fold).ToHashSet(StringComparer.Ordinal);
        words.ExceptWith(own.Where(w => w.Allowed).Select(w => w.Word));
        words.UnionWith(own.Where(w => !w.Allowed).Select(w => w.Word));
        kept = (now, words);
        return words;
    }

    public void Forget() => kept = default;
}

/// <summary>Adds a banned word, allows one of the data file, or takes either back. For the whole installation: the province's hosts only.</summary>
internal sealed class EditLiveWords(ChunfengDb db, LiveWordList list, TimeProvider clock)
{
    public static bool MayEdit(Actor actor) => actor.May(Rights.LiveHost) && actor.Region == RegionCode.Shanxi;

    public async Task<Refusal?> HandleAsync(string? text, bool ban, Actor actor, CancellationToken cancel)
    {
        if (!MayEdit(actor))
        {
            return new Refusal("no-right", "只有省级的直播主持人可以改禁用词，请联系省级专班");
        }

        var word = LiveRules.Fold(text ?? "");
        if (word.Length is 0 or > LiveRules.MostWord)
        {
            return new Refusal("bad-word", $"请填一个词，不超过 {LiveRules.MostWord} 字，标点不算");
        }

        var isShipped = list.Shipped.Any(s => LiveRules.Fold(s) == word);
        await db.LiveWords().Where(w => w.Word == word).ExecuteDeleteAsync(cancel);
        if (ban != isShipped)
        {
            db.LiveWords().Add(new LiveWord { Word = word, Allowed = !ban, AddedBy = actor.Login, AddedAt = clock.UtcStamp });
        }

        db.Audit(clock, actor, ban ? "live.word.ban" : "live.word.allow", $"word={word}");
        await db.SaveChangesAsync(cancel);
        list.Forget();
        return null;
    }
}
