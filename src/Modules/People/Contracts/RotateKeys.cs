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
/// rounds go on until no value of an older key is left but those no key opens.</remarks>
public sealed class RotateKeys(ChunfengDb db, IDbFactory databases, KeyRing keys, IEnumerable<SecretTable> others, TimeProvider clock)
{
    private const int Batch = 20_000, MostPlaces = 50;
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

    /// <summary>Once through a table in key order. Returns rows rewritten, values in them, rows with an older key that opened, and where no key opens a value.</summary>
    private async Task<(long Rows, long Values, long Open, List<string> Shut)> RoundAsync(SecretTable table, byte version, CancellationToken cancel)
    {
        await using var reading = await databases.OpenAsync(cancel);
        await using var writing = await databases.OpenAsync(cancel);
        var dialect = db.Dialect;
        var stage = $"stage_{Guid.CreateVersion7():N}";
        StageColumn[] columns =
        [
            new("row_key", StageType.Uuid, false), new("row_version", StageType.Long, false),
            .. table.Columns.Select(c => new StageColumn($"{c}_old", StageType.Bytes)), .. table.Columns.Select(c => new StageColumn($"{c}_new", StageType.Bytes)),
        ];
        await dialect.CreateStageAsync(writing, stage, columns, cancel);
        try
        {
            var (rows, values, open, shut) = (0L, 0L, 0L, new List<string>());
            var (key, of) = (Guid.Empty, 0L);
            for (Row[] batch, next = await ReadAsync(reading, table, version, key, of, cancel); next.Length > 0;)
            {
                batch = next;
                (key, of) = (batch[^1].Key, batch[^1].Version);
                var reads = ReadAsync(reading, table, version, key, of, cancel); // the next batch comes while this one is rewritten
                await Parallel.ForEachAsync(Chunks(batch.Length), cancel, (chunk, _) =>
                {
                    var crypto = new PersonCrypto(keys);
                    for (var i = chunk.From; i < chunk.To; i++)
                    {
                        batch[i].Rewrite(crypto, version);
                    }

                    return ValueTask.CompletedTask;
                });
                await using (var writer = await dialect.OpenStageAsync(writing, stage, columns, cancel))
                {
                    foreach (var row in batch)
                    {
                        shut.AddRange(row.Shut.Select(i => $"{table.Table}.{table.Columns[i]} {row.Key}{(table.Version is null ? "" : $" {row.Version}")}"));
                        if (row.Changed > 0)
                        {
                            open++;
                            row.Write(writer);
                        }
                    }

                    await writer.CompleteAsync(cancel);
                }

                rows += await SwapAsync(writing, table, stage, cancel);
                values += batch.Sum(r => (long)r.Changed);
                next = await reads;
            }

            return (rows, values, open, shut);
        }
        finally
        {
            await dialect.DropStageAsync(writing, stage, CancellationToken.None);
        }
    }

    private static async Task<Row[]> ReadAsync(DbConnection connection, SecretTable table, byte version, Guid key, long of, CancellationToken cancel)
    {
        var rows = await connection.QueryAsync(
            $"""
            SELECT {table.Key}, {Of(table)}, {string.Join(", ", table.Columns)} FROM {table.Table}
            WHERE ({table.Key} > @key OR ({table.Key} = @key AND {Of(table)} > @of))
              AND ({string.Join(" OR ", table.Columns.Select(c => $"substr({c}, 1, 1) <> @v"))})
            ORDER BY {table.Key}{(table.Version is null ? "" : $", {table.Version}")} LIMIT {Batch}
            """,
            r => new Row(r.GetGuid(0), r.GetInt64(1), [.. Enumerable.Range(2, table.Columns.Count).Select(i => r.IsDBNull(i) ? null : (byte[])r.GetValue(i))]),
            null, cancel, ("@key", key), ("@of", of), ("@v", new[] { version }));
        return [.. rows];
    }

    /// <summary>Swaps what nobody changed since it was read, and empties the stage.</summary>
    private static async Task<int> SwapAsync(DbConnection connection, SecretTable table, string stage, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var swapped = await connection.ExecuteAsync(
            $"""
            UPDATE {table.Table} AS w SET {string.Join(", ", table.Columns.Select(c => $"{c} = s.{c}_new"))} FROM {stage} s
            WHERE w.{table.Key} = s.row_key AND {(table.Version is null ? "" : $"w.{table.Version} = s.row_version AND ")}{string.Join(" AND ", table.Columns.Select(c => $"w.{c} IS NOT DISTINCT FROM s.{c}_old"))}
            """, cancel, transaction);
        await connection.ExecuteAsync($"DELETE FROM {stage}", cancel, transaction);
        await transaction.CommitAsync(cancel);
        return swapped;
    }

    /// <summary>The second part of a row's key; 0 where there is none.</summary>
    private static string Of(SecretTable table) => table.Version ?? "CAST(0 AS bigint)";

    private static IEnumerable<(int From, int To)> Chunks(int length)
    {
        const int size = 1000;
        for (var from = 0; from < length; from += size)
        {
            yield return (from, Math.Min(length, from + size));
        }
    }

    /// <summary>One row's encrypted values, before and after.</summary>
    private sealed class Row(Guid key, long version, byte[]?[] old)
    {
        private readonly byte[]?[] made = new byte[]?[old.Length];

        public Guid Key => key;
        public long Version => version;
        public int Changed { get; private set; }
        /// <summary>Which values no key opens.</summary>
        public List<int> Shut { get; } = [];

        public void Rewrite(PersonCrypto crypto, byte active)
        {
            for (var i = 0; i < old.Length; i++)
            {
                made[i] = old[i];
                if (old[i] is { } stored && stored[0] != active)
                {
                    if (crypto.TryDecrypt(stored) is { } plain)
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
            writer.Write(key);
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
