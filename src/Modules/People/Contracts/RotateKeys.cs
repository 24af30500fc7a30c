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
/// <remarks>Ids and blind indexes hang on the identity key and stay. A row somebody changed in between is left for the next round;
/// rounds go on until no value of an older key is left but those no key opens. Tables of other rooms are small and are rewritten row by row.</remarks>
public sealed class RotateKeys(ChunfengDb db, IDbFactory databases, KeyRing keys, IEnumerable<SecretTable> others, TimeProvider clock)
{
    private const int Batch = 20_000, MostPlaces = 50;
    private const string Underway = "keys.rotating";
    private static readonly string[] Secrets = ["id_cipher", "phone_cipher", "bank_cipher"];

    private static readonly StageColumn[] Stage =
    [
        new("worker_id", StageType.Uuid, false), new("version", StageType.Long, false),
        .. Secrets.Select(s => new StageColumn($"{s}_old", StageType.Bytes)), .. Secrets.Select(s => new StageColumn($"{s}_new", StageType.Bytes)),
    ];

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
        foreach (var table in new[] { WorkerTable.Name, WorkerPastTable.Name })
        {
            for (var left = true; left;)
            {
                var stuck = new List<string>();
                var (done, changed, seen, shut) = await RoundAsync(table, version, stuck, cancel);
                (rows, values, left) = (rows + done, values + changed, seen > shut);
                damaged.AddRange(left ? [] : stuck);
            }
        }

        foreach (var table in others)
        {
            foreach (var column in table.Columns)
            {
                for (var left = true; left;)
                {
                    var stuck = new List<string>();
                    var (done, seen) = await SmallAsync(table, column, version, stuck, cancel);
                    (rows, values, left) = (rows + done, values + done, seen > stuck.Count);
                    damaged.AddRange(left ? [] : stuck);
                }
            }
        }

        db.AllSettings().Remove(setting);
        db.Audit(clock, actor, "keys.rotated", $"version={version} rows={rows} unreadable={damaged.Count}");
        await db.SaveChangesAsync(cancel);
        return new RotationReport(version, resumed, rows, values, damaged.Count, [.. damaged.Take(MostPlaces)]);
    }

    /// <summary>Once through one column of another room's table. Returns rows rewritten and rows that had an older key.</summary>
    private async Task<(long Rows, long Seen)> SmallAsync(SecretTable table, string column, byte version, List<string> stuck, CancellationToken cancel)
    {
        var crypto = new PersonCrypto(keys);
        var (rows, seen, after) = (0L, 0L, Guid.Empty);
        await using var connection = await databases.OpenAsync(cancel);
        while (true)
        {
            var batch = await connection.QueryAsync(
                $"SELECT {table.Key}, {column} FROM {table.Table} WHERE {table.Key} > @after AND substr({column}, 1, 1) <> @v ORDER BY {table.Key} LIMIT 500",
                r => (Key: r.GetGuid(0), Old: (byte[])r.GetValue(1)), null, cancel, ("@after", after), ("@v", new[] { version }));
            if (batch.Count == 0)
            {
                return (rows, seen);
            }

            (after, seen) = (batch[^1].Key, seen + batch.Count);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            foreach (var (key, old) in batch)
            {
                if (crypto.TryDecrypt(old) is not { } plain)
                {
                    stuck.Add($"{table.Table}.{column} {key}");
                    continue;
                }

                rows += await connection.ExecuteAsync(
                    $"UPDATE {table.Table} SET {column} = @new WHERE {table.Key} = @key AND {column} = @old", cancel, transaction,
                    ("@new", crypto.Encrypt(plain)), ("@key", key), ("@old", old));
            }

            await transaction.CommitAsync(cancel);
        }
    }

    /// <summary>Once through a table in key order. Returns rows rewritten, values in them, rows that had an older key, and of these the rows in which no key opens what is left.</summary>
    private async Task<(long Rows, long Values, long Seen, long Shut)> RoundAsync(string table, byte version, List<string> stuck, CancellationToken cancel)
    {
        await using var reading = await databases.OpenAsync(cancel);
        await using var writing = await databases.OpenAsync(cancel);
        var dialect = db.Dialect;
        var stage = $"stage_{Guid.CreateVersion7():N}";
        await dialect.CreateStageAsync(writing, stage, Stage, cancel);
        try
        {
            var (rows, values, seen, shut) = (0L, 0L, 0L, 0L);
            var (worker, of) = (Guid.Empty, 0L);
            for (Row[] batch, next = await ReadAsync(reading, table, version, worker, of, cancel); next.Length > 0;)
            {
                batch = next;
                (worker, of) = (batch[^1].Worker, batch[^1].Version);
                var reads = ReadAsync(reading, table, version, worker, of, cancel); // the next batch comes while this one is rewritten
                await Parallel.ForEachAsync(Chunks(batch.Length), cancel, (chunk, _) =>
                {
                    var crypto = new PersonCrypto(keys);
                    for (var i = chunk.From; i < chunk.To; i++)
                    {
                        batch[i].Rewrite(crypto, version);
                    }

                    return ValueTask.CompletedTask;
                });
                await using (var writer = await dialect.OpenStageAsync(writing, stage, Stage, cancel))
                {
                    foreach (var row in batch)
                    {
                        stuck.AddRange(row.Shut.Select(i => $"{table}.{Secrets[i]} {row.Worker} {row.Version}"));
                        if (row.Changed == 0)
                        {
                            shut++;
                            continue;
                        }

                        row.Write(writer);
                    }

                    await writer.CompleteAsync(cancel);
                }

                rows += await SwapAsync(writing, table, stage, cancel);
                seen += batch.Length;
                values += batch.Sum(r => (long)r.Changed);
                next = await reads;
            }

            return (rows, values, seen, shut);
        }
        finally
        {
            await dialect.DropStageAsync(writing, stage, CancellationToken.None);
        }
    }

    private static async Task<Row[]> ReadAsync(DbConnection connection, string table, byte version, Guid worker, long of, CancellationToken cancel)
    {
        var rows = await connection.QueryAsync(
            $"""
            SELECT worker_id, version, {string.Join(", ", Secrets)} FROM {table}
            WHERE (worker_id > @w OR (worker_id = @w AND version > @of))
              AND ({string.Join(" OR ", Secrets.Select(s => $"substr({s}, 1, 1) <> @v"))})
            ORDER BY worker_id, version LIMIT {Batch}
            """,
            r => new Row(r.GetGuid(0), r.GetInt64(1), [.. Enumerable.Range(2, Secrets.Length).Select(i => r.IsDBNull(i) ? null : (byte[])r.GetValue(i))]),
            null, cancel, ("@w", worker), ("@of", of), ("@v", new[] { version }));
        return [.. rows];
    }

    /// <summary>Swaps what nobody changed since it was read, and empties the stage.</summary>
    private static async Task<int> SwapAsync(DbConnection connection, string table, string stage, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var swapped = await connection.ExecuteAsync(
            $"""
            UPDATE {table} AS w SET {string.Join(", ", Secrets.Select(s => $"{s} = s.{s}_new"))} FROM {stage} s
            WHERE w.worker_id = s.worker_id AND w.version = s.version AND {string.Join(" AND ", Secrets.Select(s => $"w.{s} IS NOT DISTINCT FROM s.{s}_old"))}
            """, cancel, transaction);
        await connection.ExecuteAsync($"DELETE FROM {stage}", cancel, transaction);
        await transaction.CommitAsync(cancel);
        return swapped;
    }

    private static IEnumerable<(int From, int To)> Chunks(int length)
    {
        const int size = 1000;
        for (var from = 0; from < length; from += size)
        {
            yield return (from, Math.Min(length, from + size));
        }
    }

    /// <summary>One registration's encrypted values, before and after.</summary>
    private sealed class Row(Guid worker, long version, byte[]?[] old)
    {
        private readonly byte[]?[] made = new byte[]?[old.Length];

        public Guid Worker => worker;
        public long Version => version;
        public int Changed { get; private set; }
        /// <summary>Which values no key opens.</summary>
        public List<int> Shut { get; } = [];

        public void Rewrite(PersonCrypto crypto, byte key)
        {
            for (var i = 0; i < old.Length; i++)
            {
                made[i] = old[i];
                if (old[i] is { } stored && stored[0] != key)
                {
                    if (crypto.TryDecrypt(stored, worker) is { } plain)
                    {
                        made[i] = crypto.Encrypt(plain);
                        Changed++;
                    }
                    else
                    {
                        Shut.Add(i);
                    }
                }
            }
        }

        public void Write(IStageWriter writer)
        {
            writer.BeginRow();
            writer.Write(worker);
            writer.Write(version);
            foreach (var value in old.Concat(made))
            {
                if (value is null)
                {
                    writer.WriteNull();
                }
                else
                {
                    writer.Write(value.AsMemory());
                }
            }

            writer.EndRow();
        }
    }
}
