using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Platform.Audit;

/// <summary>One place where the audit trail is not what was written.</summary>
/// <param name="Kind">changed, missing, moved, truncated, head or anchor.</param>
public sealed record AuditFinding(string Login, long Seq, string Kind, string Message);

/// <summary>What a check of the audit trail found; of findings the first 1,000.</summary>
public sealed record AuditReport(bool Sound, long Entries, int Chains, int Anchors, IReadOnlyList<AuditFinding> Findings);

/// <summary>Recomputes every chain and compares it with its head and with the anchors outside the database.</summary>
public sealed class VerifyAudit(ChunfengDb db, AuditAnchors anchors)
{
    /// <summary>The setting that holds since when a check has found the trail not as it was written; absent while it is sound.</summary>
    public const string Broken = "audit.broken";

    private const int Most = 1000;

    /// <summary>Checks, and keeps the answer for the desks of those who must act: whoever asked, the next page they open says it.</summary>
    public async Task<AuditReport> AndTellAsync(TimeProvider clock, CancellationToken cancel)
    {
        var report = await HandleAsync(cancel);
        var told = await db.AllSettings().SingleOrDefaultAsync(s => s.Key == Broken, cancel);
        if (report.Sound && told is not null)
        {
            db.AllSettings().Remove(told);
        }
        else if (!report.Sound && told is null)
        {
            db.AllSettings().Add(new Setting { Key = Broken, Value = clock.UtcStamp.ToString("o") });
        }

        await db.SaveChangesAsync(cancel);
        return report;
    }

    /// <remarks>Streams the table once in chain order; holds one hash for each anchor.</remarks>
    public async Task<AuditReport> HandleAsync(CancellationToken cancel)
    {
        var findings = new List<AuditFinding>();
        void Found(string login, long seq, string kind, string message)
        {
            if (findings.Count < Most)
            {
                findings.Add(new AuditFinding(login, seq, kind, message));
            }
        }

        var (written, brokenLine) = anchors.Read();
        if (brokenLine > 0)
        {
            Found("", brokenLine, "anchor", $"锚点文件第 {brokenLine} 行被改动过；请与异地副本核对");
        }

        var expected = written.ToLookup(a => (a.Login, a.Seq));
        var heads = await db.Set<AuditHead>().AsNoTracking().ToDictionaryAsync(h => h.Login, StringComparer.Ordinal, cancel);
        var ends = new Dictionary<string, (long Seq, byte[] Hash)>(StringComparer.Ordinal);
        var (login, next, hash, entries) = ("", 1L, AuditChain.Start, 0L);
        void End()
        {
            if (entries > 0)
            {
                ends[login] = (next - 1, hash);
            }
        }

        await foreach (var entry in db.AuditEntries().AsNoTracking().OrderBy(e => e.Login).ThenBy(e => e.Seq).AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (entry.Login != login)
            {
                End();
                (login, next, hash) = (entry.Login, 1, AuditChain.Start);
            }

            entries++;
            if (entry.Seq != next)
            {
                Found(login, next, "missing", $"缺少第 {next} 至 {entry.Seq - 1} 条记录");
                hash = [];
            }

            // after a break the chain goes on from what the entry says of itself, so that one fault is one finding
            var right = AuditChain.Hash(entry, hash.Length == 0 ? AuditChain.Start : hash);
            if (hash.Length > 0 && !right.AsSpan().SequenceEqual(entry.Hash))
            {
                Found(login, entry.Seq, "changed", "记录被改动过，或被换了位置");
            }

            foreach (var anchor in expected[(login, entry.Seq)])
            {
                if (anchor.Hash != Convert.ToHexStringLower(entry.Hash))
                {
                    Found(login, entry.Seq, "changed", $"与 {anchor.At:yyyy-MM-dd HH:mm:ss}（UTC）写在库外的锚点不一致");
                }
            }

            (hash, next) = (entry.Hash, entry.Seq + 1);
        }

        End();
        foreach (var head in heads.Values.Where(h => h.Version > 0 && (!ends.TryGetValue(h.Login, out var end) || end.Seq != h.Version || !end.Hash.AsSpan().SequenceEqual(h.Hash))))
        {
            Found(head.Login, head.Version, "truncated", $"链尾应为第 {head.Version} 条，实际到第 {(ends.TryGetValue(head.Login, out var end) ? end.Seq : 0)} 条");
        }

        foreach (var (orphan, end) in ends.Where(e => !heads.ContainsKey(e.Key)))
        {
            Found(orphan, end.Seq, "head", "链头登记被删除");
        }

        foreach (var last in written.GroupBy(a => a.Login).Select(g => g.MaxBy(a => a.Seq)!))
        {
            var reached = ends.TryGetValue(last.Login, out var end) ? end.Seq : 0;
            if (reached < last.Seq && !(heads.TryGetValue(last.Login, out var head) && head.Version > reached))
            {
                Found(last.Login, last.Seq, "truncated", $"库外锚点记到第 {last.Seq} 条，库中只到第 {reached} 条");
            }
        }

        return new AuditReport(findings.Count == 0, entries, ends.Count, written.Count, findings);
    }
}
