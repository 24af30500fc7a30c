using System.Buffers.Binary;
using System.Text;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Crypto;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Platform.Audit;

/// <summary>Links audit entries: the SM3 of an entry covers every field and the hash before it, so that a changed, missing or moved
/// entry breaks the chain. One chain an account: writers of different accounts never wait for each other.</summary>
internal static class AuditChain
{
    public static readonly byte[] Start = new byte[32];

    /// <summary>The hash of an entry in its place.</summary>
    public static byte[] Hash(AuditEntry entry, ReadOnlySpan<byte> before)
    {
        var message = new MemoryStream();
        message.Write(before);
        Number(message, entry.Seq);
        Number(message, entry.At.Ticks / TimeSpan.TicksPerMillisecond);
        message.Write(entry.AuditId.ToByteArray(bigEndian: true));
        message.Write(entry.WorkerId?.ToByteArray(bigEndian: true) ?? []);
        foreach (var text in (ReadOnlySpan<string>)[entry.Login, entry.Act, entry.Detail, entry.Source, entry.Before, entry.After])
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            Number(message, bytes.Length);
            message.Write(bytes);
        }

        return Sm3.Hash(message.GetBuffer().AsSpan(0, (int)message.Length));
    }

    /// <summary>Gives the pending entries their places after the heads as they stand in the database.</summary>
    /// <returns>The heads they were linked to, by login.</returns>
    public static async Task<IReadOnlyDictionary<string, long>> LinkAsync(ChunfengDb db, IReadOnlyList<AuditEntry> pending, CancellationToken cancel)
    {
        var heads = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var chain in pending.GroupBy(e => e.Login, StringComparer.Ordinal))
        {
            var head = await HeadAsync(db, chain.Key, cancel);
            var (seq, hash) = (heads[chain.Key] = head.Version, head.Hash);
            foreach (var entry in chain)
            {
                entry.Seq = ++seq;
                entry.Hash = hash = Hash(entry, hash);
                head.At = entry.At;
            }

            (head.Version, head.Hash) = (seq, hash);
            db.Entry(head).State = EntityState.Modified; // also where a bulk writer switched off the search for changes
        }

        return heads;
    }

    /// <summary>True when one of the heads is no longer where it was read.</summary>
    public static async Task<bool> MovedAsync(ChunfengDb db, IReadOnlyDictionary<string, long> heads, CancellationToken cancel)
    {
        foreach (var (login, seq) in heads)
        {
            if (await db.Set<AuditHead>().AsNoTracking().Where(h => h.Login == login).Select(h => h.Version).SingleOrDefaultAsync(cancel) != seq)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The head of a chain, tracked and fresh; made when the account has none yet.</summary>
    private static async Task<AuditHead> HeadAsync(ChunfengDb db, string login, CancellationToken cancel)
    {
        if (db.ChangeTracker.Entries<AuditHead>().FirstOrDefault(h => h.Entity.Login == login) is { } tracked)
        {
            tracked.State = EntityState.Detached;
        }

        var head = await db.Set<AuditHead>().SingleOrDefaultAsync(h => h.Login == login, cancel);
        if (head is null)
        {
            // outside the pending save: two first entries at once find one head
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO platform_audit_head (login, version, hash, at) VALUES ({login}, 0, {Start}, {DateTime.UnixEpoch}) ON CONFLICT DO NOTHING", cancel);
            head = await db.Set<AuditHead>().SingleAsync(h => h.Login == login, cancel);
        }

        return head;
    }

    private static void Number(MemoryStream message, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        message.Write(bytes);
    }
}
