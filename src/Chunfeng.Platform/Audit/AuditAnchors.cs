using System.Globalization;
using System.Text;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Crypto;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Platform.Audit;

/// <summary>The head of one chain at one moment, as written outside the database.</summary>
public sealed record AuditAnchor(DateTime At, string Login, long Seq, string Hash);

/// <summary>Heads of the chains, written to a file outside the database: whoever cuts the end off a chain there, head and all, is found here.
/// Each line is sealed over the one before with the identity key. Copy the file to another machine as often as you like.</summary>
public sealed class AuditAnchors(IDbFactory databases, KeyRing keys, Places places, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim one = new(1, 1);
    private DateTime since = DateTime.UnixEpoch;

    private string File => Path.Combine(places.Var, "audit-anchors.log");

    /// <summary>Adds the heads that moved since the last call; returns how many.</summary>
    /// <exception cref="IOException">The file is not writable.</exception>
    public async Task<int> WriteAsync(CancellationToken cancel)
    {
        await one.WaitAsync(cancel);
        try
        {
            await using var db = databases.Create();
            var from = since;
            var moved = await db.Set<AuditHead>().AsNoTracking().Where(h => h.At >= from && h.Version > 0).OrderBy(h => h.At).ThenBy(h => h.Login).ToListAsync(cancel);
            if (moved.Count == 0)
            {
                return 0;
            }

            Directory.CreateDirectory(places.Var);
            using var file = new FileStream(File, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            var (known, last) = Last(file);
            var mac = new Sm3Hmac(keys.Identity);
            var written = 0;
            file.Seek(0, SeekOrigin.End);
            foreach (var head in moved)
            {
                if (known.TryGetValue(head.Login, out var seq) && seq >= head.Version)
                {
                    continue;
                }

                var line = $"{clock.UtcStamp:yyyy-MM-ddTHH:mm:ss.fffZ} {head.Version} {Convert.ToHexStringLower(head.Hash)} {Uri.EscapeDataString(head.Login)}";
                last = Seal(mac, last, line);
                file.Write(Encoding.UTF8.GetBytes($"{line} {last}\n"));
                written++;
            }

            file.Flush(flushToDisk: true);
            since = moved[^1].At;
            return written;
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Every anchor, oldest first; the second member is the number of the first line that was changed, or 0.</summary>
    public (IReadOnlyList<AuditAnchor> Anchors, int BrokenLine) Read()
    {
        var anchors = new List<AuditAnchor>();
        if (!System.IO.File.Exists(File))
        {
            return (anchors, 0);
        }

        var mac = new Sm3Hmac(keys.Identity);
        var (last, number) = ("", 0);
        foreach (var text in System.IO.File.ReadLines(File))
        {
            number++;
            var parts = text.Split(' ');
            if (parts.Length != 5 || Seal(mac, last, text[..text.LastIndexOf(' ')]) != parts[4])
            {
                return (anchors, number);
            }

            last = parts[4];
            anchors.Add(new AuditAnchor(
                DateTime.Parse(parts[0], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal), Uri.UnescapeDataString(parts[3]),
                long.Parse(parts[1], CultureInfo.InvariantCulture), parts[2]));
        }

        return (anchors, 0);
    }

    public void Dispose() => one.Dispose();

    private static (Dictionary<string, long> Known, string Last) Last(FileStream file)
    {
        var known = new Dictionary<string, long>(StringComparer.Ordinal);
        var last = "";
        using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
        while (reader.ReadLine() is { } text)
        {
            var parts = text.Split(' ');
            if (parts.Length == 5 && long.TryParse(parts[1], out var seq))
            {
                known[Uri.UnescapeDataString(parts[3])] = seq;
                last = parts[4];
            }
        }

        return (known, last);
    }

    private static string Seal(Sm3Hmac mac, string last, string line)
    {
        Span<byte> seal = stackalloc byte[Sm3Hmac.Size];
        mac.Compute(Encoding.UTF8.GetBytes($"audit-anchor {last} {line}"), seal);
        return Convert.ToHexStringLower(seal);
    }
}
