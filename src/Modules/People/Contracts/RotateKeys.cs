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
/// <remarks>Ids and blind indexes hang on the identity key and stay. The table is rewritten as it lies on disk, in turns (<see cref="IDbDialect.RewriteTurns"/>). A row somebody changed in between is left for the next round;
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
        await using var connection = await databases.OpenAsync(cancel);
        await db.Dialect.PrepareRewriteAsync(connection, cancel);
        var (rows, values, open, shut, ready) = (0L, 0L, 0L, new List<string>(), new List<Row>());
        foreach (var stretch in await db.Dialect.StretchesAsync(connection, table.Table, table.Key, cancel))
        {
            var batch = await ReadAsync(connection, table, version, stretch, cancel);
            var rewriting = Task.Run(() => Rewrite(batch, version), cancel); // while the database takes in the stretch before
            rows += await SwapAsync(connection, table, ready, cancel);
            await rewriting;
            shut.AddRange(batch.SelectMany(r => r.Shut.Select(i => $"{table.Table}.{table.Columns[i]} {r.Key}{(table.Version is null ? "" : $" {r.Version}")}")));
            batch.RemoveAll(r => r.Changed == 0);
            (values, open, ready) = (values + batch.Sum(r => (long)r.Changed), open + batch.Count, batch);
        }

        return (rows + await SwapAsync(connection, table, ready, cancel), values, open, shut);
    }

    private void Rewrite(List<Row> batch, byte version)
    {
        var crypto = new PersonCrypto(keys);
        batch.ForEach(r => r.Rewrite(crypto, version));
    }

    /// <summary>Rows of a stretch with a value of an older key, as they lie.</summary>
    private static Task<List<Row>> ReadAsync(DbConnection connection, SecretTable table, byte version, string stretch, CancellationToken cancel) =>
        connection.QueryAsync(
            $"""
            SELECT {table.Key}, {table.Version ?? "CAST(0 AS bigint)"}, {string.Join(", ", table.Columns)} FROM {table.Table}
            WHERE {stretch} AND ({string.Join(" OR ", table.Columns.Select(c => $"substr({c}, 1, 1) <> @v"))})
            """,
            r => new Row(r.GetGuid(0), r.GetInt64(1), [.. Enumerable.Range(2, table.Columns.Count).Select(i => r.IsDBNull(i) ? null : (byte[])r.GetValue(i))]),
            null, cancel, ("@v", new[] { version }));

    /// <summary>Swaps what nobody changed since it was read, a turn a transaction.</summary>
    private async Task<long> SwapAsync(DbConnection connection, SecretTable table, List<Row> batch, CancellationToken cancel)
    {
        if (batch.Count == 0)
        {
            return 0;
        }

        var stage = $"stage_{Guid.CreateVersion7():N}";
        StageColumn[] columns =
        [
            new("row_key", StageType.Uuid, false), new("row_version", StageType.Long, false), new("turn", StageType.Int, false),
            .. Guarded(table).Select(c => new StageColumn($"{c}_old", StageType.Bytes)), .. table.Columns.Select(c => new StageColumn($"{c}_new", StageType.Bytes)),
        ];
        await db.Dialect.CreateStageAsync(connection, stage, columns, cancel);
        try
        {
            await using (var writer = await db.Dialect.OpenStageAsync(connection, stage, columns, cancel))
            {
                for (var i = 0; i < batch.Count; i++)
                {
                    batch[i].Write(writer, i % db.Dialect.RewriteTurns, Guarded(table).Count > 0);
                }

                await writer.CompleteAsync(cancel);
            }

            var swapped = 0L;
            var same = Guarded(table).Select(c => $"w.{c} IS NOT DISTINCT FROM s.{c}_old").Append($"{table.Version ?? "0"} = s.row_version");
            for (var turn = 0; turn < Math.Min(batch.Count, db.Dialect.RewriteTurns); turn++)
            {
                swapped += await connection.ExecuteAsync(
                    $"""
                    UPDATE {table.Table} AS w SET {string.Join(", ", table.Columns.Select(c => $"{c} = s.{c}_new"))} FROM {stage} s
                    WHERE s.turn = @turn AND w.{table.Key} = s.row_key AND {string.Join(" AND ", same)}
                    """, cancel, null, ("@turn", turn));
            }

            return swapped;
        }
        finally
        {
            await db.Dialect.DropStageAsync(connection, stage, CancellationToken.None);
        }
    }

    /// <summary>The values compared with what was read before a row is rewritten; none where a version tells that the row is the same.</summary>
    private static IReadOnlyList<string> Guarded(SecretTable table) => table.Version is null ? table.Columns : [];

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

        public void Write(IStageWriter writer, int turn, bool guarded)
        {
            writer.BeginRow();
            writer.Write(key);
            writer.Write(version);
            writer.Write(turn);
            foreach (var value in guarded ? old.Concat(made) : made)
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
