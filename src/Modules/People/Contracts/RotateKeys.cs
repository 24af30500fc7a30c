using System.Data.Common;
using Chunfeng.People.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Contracts;

/// <summary>What a key rotation did.</summary>
/// <param name="Version">The key version every stored value now has.</param>
/// <param name="Resumed">True when an earlier rotation was interrupted and was taken up.</param>
/// <param name="Rows">Rows rewritten, earlier versions of people included.</param>
/// <param name="Unreadable">Values no key opens: left as they are, to be looked at. The key versions they name must be kept.</param>
/// <param name="Places">The first of these: table, column and key of the row.</param>
public sealed record RotationReport(byte Version, bool Resumed, long Rows, long Values, long Unreadable, IReadOnlyList<string> Places);

/// <summary>Re-encrypts every stored number with a new key while people go on working; interrupted, it goes on where it was.</summary>
/// <remarks>Ids and blind indexes hang on the identity key and stay. The table is rewritten as it lies on disk, stretch by stretch (<see cref="IDbDialect.RewriteAsync"/>). A row somebody changed in between is left for the next round;
/// rounds go on until no value of an older key is left but those no key opens.</remarks>
public sealed class RotateKeys(ChunfengDb db, IDbFactory databases, KeyRing keys, IEnumerable<SecretTable> others, TimeProvider clock)
{
    private const int MostPlaces = 50;
    private const string Underway = "keys.rotating";
    private static readonly string[] Secrets = ["id_cipher", "phone_cipher", "bank_cipher"];

    private static readonly SecretTable[] Own =
        [new(WorkerTable.Name, "worker_id", Secrets) { Version = "version" }, new(WorkerPastTable.Name, "worker_id", Secrets) { Version = "version" }];

    public async Task<Result<RotationReport>> HandleAsync(Actor actor, CancellationToken cancel)
    {
        var setting = await db.AllSettings().SingleOrDefaultAsync(s => s.Key == Underway, cancel);
        var resumed = setting is not null;
        var version = setting is null ? keys.AddVersion() : byte.Parse(setting.Value, System.Globalization.CultureInfo.InvariantCulture);
        if (keys.Active != version)
        {
            return new Refusal("key-missing", $"密钥文件与轮换中的第 {version} 版不符；请恢复轮换开始时的密钥文件后再继续");
        }

        if (setting is null)
        {
            db.AllSettings().Add(setting = new Setting { Key = Underway, Value = $"{version}" });
            db.Audit(clock, actor, "keys.rotate", $"version={version}");
            await db.SaveChangesAsync(cancel);
        }

        var (rows, values) = (0L, 0L);
        var damaged = new List<string>();
        foreach (var table in Own.Concat(others.SelectMany(o => o.Columns.Select(c => o with { Columns = [c] })))) // another room's columns are few: one at a time
        {
            for (var left = true; left;)
            {
                var round = await RoundAsync(table, version, cancel);
                (rows, values, left) = (rows + round.Rows, values + round.Values, round.Open > 0);
                damaged.AddRange(left ? [] : round.Shut);
            }
        }

        db.AllSettings().Remove(setting);
        db.Audit(clock, actor, "keys.rotated", $"version={version} rows={rows} unreadable={damaged.Count}");
        await db.SaveChangesAsync(cancel);
        return new RotationReport(version, resumed, rows, values, damaged.Count, [.. damaged.Take(MostPlaces)]);
    }

    /// <summary>Once through a table. Returns rows rewritten, values in them, rows with an older key that opened, and where no key opens a value.</summary>
    private async Task<(long Rows, long Values, long Open, List<string> Shut)> RoundAsync(SecretTable table, byte version, CancellationToken cancel)
    {
        var sessions = new List<DbConnection>();
        try
        {
            while (sessions.Count < db.Dialect.RewriteSessions)
            {
                sessions.Add(await databases.OpenAsync(cancel));
                await db.Dialect.PrepareRewriteAsync(sessions[^1], cancel);
            }

            var older = string.Join(" OR ", table.Columns.Select(c => $"substr({c}, 1, 1) <> @v"));
            List<RowRewrite> Empty() => [.. sessions.Select(_ => new RowRewrite(table))];
            var (rows, values, open, shut, ahead, ready, spare) = (0L, 0L, 0L, new List<string>(), Empty(), new List<RowRewrite>(), Empty());
            foreach (var stretches in (await db.Dialect.StretchesAsync(sessions[0], table.Table, table.Key, cancel)).Chunk(sessions.Count))
            {
                var read = ahead[..stretches.Length];
                await Task.WhenAll(read.Select((r, i) => r.ReadAsync(sessions[i], stretches[i], older, cancel, ("@v", new[] { version }))));
                var renewing = Task.Run(() => read.Select(Renew).ToList(), cancel); // while the database takes in the stretches before
                rows += await db.Dialect.RewriteAsync(sessions, ready, cancel);
                foreach (var (changed, closed) in await renewing)
                {
                    values += changed;
                    shut.AddRange(closed);
                }

                open += read.Sum(r => (long)r.Chosen.Count);
                (ready, ahead, spare) = (read, spare, ahead);
            }

            return (rows + await db.Dialect.RewriteAsync(sessions, ready, cancel), values, open, shut);
        }
        finally
        {
            foreach (var session in sessions)
            {
                await session.DisposeAsync();
            }
        }
    }

    /// <summary>Gives the rows of a stretch the active key. Returns how many values changed, and where no key opens one.</summary>
    private (long Values, List<string> Shut) Renew(RowRewrite stretch)
    {
        var (crypto, table, values, places) = (new PersonCrypto(keys), stretch.Table, 0L, new List<string>());
        Span<bool> shut = stackalloc bool[table.Columns.Count];
        for (var row = 0; row < stretch.Count; row++)
        {
            shut.Clear();
            var changed = crypto.Renew(stretch.Values(row), stretch.Sizes(row), shut);
            if (changed > 0)
            {
                stretch.Choose(row);
                values += changed;
            }

            for (var i = 0; i < shut.Length; i++)
            {
                if (shut[i])
                {
                    places.Add($"{table.Table}.{table.Columns[i]} {stretch.Key(row)}{(table.Version is null ? "" : $" {stretch.Version(row)}")}");
                }
            }
        }

        return (values, places);
    }
}
