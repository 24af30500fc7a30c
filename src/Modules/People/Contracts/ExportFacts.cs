using Chunfeng.Engine.Facts;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Crypto;
using Parquet;
using Parquet.Schema;

namespace Chunfeng.People.Contracts;

/// <summary>What an export of a cut wrote.</summary>
public sealed record FactsExport(string Path, long Rows, string Hash);

/// <summary>Writes a cut for other tools: one row a person, ids hashed with a key so that nobody links them to another export.</summary>
public sealed class ExportFacts(KeyRing keys)
{
    private static readonly string[] Names =
    [
        "person", "home", "birth_year", "sex", "education", "bucket_cumulative", "bucket_stock", "protected_cumulative", "protected_stock",
        "workplace", "form", "wage_fen",
    ];

    public async Task<Result<FactsExport>> HandleAsync(string cut, string output, CancellationToken cancel)
    {
        var extension = Path.GetExtension(output).ToLowerInvariant();
        if (extension is not (".parquet" or ".csv"))
        {
            return new Refusal("unknown-format", "只能导出为 .parquet 或 .csv，请改一下文件名的后缀");
        }

        using var facts = FactsFile.Open(cut);
        var draft = output + ".tmp";
        try
        {
            await (extension == ".csv" ? CsvAsync(facts, draft, cancel) : ParquetAsync(facts, draft, cancel));
            File.Move(draft, output, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }

        return new FactsExport(Path.GetFullPath(output), facts.People, facts.Hash);
    }

    private static object[] Row(FactsFile facts, int row, Sm3Hmac mac)
    {
        var cell = facts.CellAt(row);
        var main = facts.MainSpellOf(row);
        return
        [
            Hashed(facts.WorkerAt(row), mac), facts.HomeAt(row), DateOnly.FromDayNumber(facts.BirthDays[row]).Year, (int)facts.Sexes[row], (int)facts.Educations[row],
            (int)Cell.Cumulative(cell), (int)Cell.Stock(cell), Cell.ProtectedCumulative(cell) ? 1 : 0, Cell.ProtectedStock(cell) ? 1 : 0,
            main < 0 ? 0L : facts.SpellWorkplace[main], main < 0 ? 0 : facts.SpellForm[main], main < 0 ? 0 : facts.SpellWage[main],
        ];
    }

    private async Task CsvAsync(FactsFile facts, string path, CancellationToken cancel)
    {
        var mac = new Sm3Hmac(keys.Identity);
        await using var writer = new StreamWriter(path);
        await writer.WriteLineAsync(string.Join(',', Names));
        for (var row = 0; row < facts.People; row++)
        {
            cancel.ThrowIfCancellationRequested();
            await writer.WriteLineAsync(string.Join(',', Row(facts, row, mac)));
        }
    }

    private async Task ParquetAsync(FactsFile facts, string path, CancellationToken cancel)
    {
        const int groupRows = 500_000;
        var schema = new ParquetSchema(
            [.. Names.Select((name, i) => (Field)(i == 0 ? new DataField<string>(name) : i is 1 or 9 ? new DataField<long>(name) : new DataField<int>(name)))]);
        var mac = new Sm3Hmac(keys.Identity);
        await using var stream = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(schema, stream, cancellationToken: cancel);
        for (var start = 0; start < facts.People; start += groupRows)
        {
            var count = Math.Min(groupRows, facts.People - start);
            var columns = Names.Select((_, i) => (Array)(i == 0 ? new string[count] : i is 1 or 9 ? new long[count] : new int[count])).ToArray();
            for (var i = 0; i < count; i++)
            {
                var values = Row(facts, start + i, mac);
                for (var c = 0; c < columns.Length; c++)
                {
                    columns[c].SetValue(values[c], i);
                }
            }

            using var group = writer.CreateRowGroup();
            for (var c = 0; c < columns.Length; c++)
            {
                await WriteAsync(group, schema.DataFields[c], columns[c], cancel);
            }
        }
    }

    private static async Task WriteAsync(ParquetRowGroupWriter group, DataField field, Array values, CancellationToken cancel)
    {
        switch (values)
        {
            case string[] texts: await group.WriteAsync(field, texts); break;
            case long[] longs: await group.WriteAsync<long>(field, longs.AsMemory(), cancellationToken: cancel); break;
            case int[] ints: await group.WriteAsync<int>(field, ints.AsMemory(), cancellationToken: cancel); break;
            default: throw new InvalidOperationException($"No column of {values.GetType()}.");
        }
    }

    private static string Hashed(Guid worker, Sm3Hmac mac)
    {
        Span<byte> message = stackalloc byte[1 + 16];
        message[0] = (byte)'x'; // no other keyed hash begins so
        worker.TryWriteBytes(message[1..], bigEndian: true, out _);
        Span<byte> digest = stackalloc byte[Sm3Hmac.Size];
        mac.Compute(message, digest);
        return Convert.ToHexStringLower(digest[..12]);
    }
}
