using Chunfeng.People.Roster;
using Chunfeng.People.Roster.Reading;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Benchmarks.Jobs;

/// <summary>Reading and validating a workbook, against the same rows as CSV.</summary>
internal sealed class XlsxJob : Job
{
    private const double Target = 12;

    public override string Name => "xlsx";
    public override string What => "reading and validating a roster workbook against the same rows as CSV";
    public override bool NeedsPostgres => false;

    public override async Task<JobResult> RunAsync(Bench bench)
    {
        var count = bench.Options.Rows ?? 100_000;
        var csv = await Corpus.RosterAsync(bench, count, ".csv");
        var xlsx = await Corpus.RosterAsync(bench, count, ".xlsx");
        var warm = await Corpus.RosterAsync(bench, 2_000, ".xlsx");
        var warmCsv = await Corpus.RosterAsync(bench, 2_000, ".csv");
        for (var i = 0; i < 5; i++)
        {
            Read(bench, warm, 2_000, null);
            Read(bench, warmCsv, 2_000, null);
        }

        var (baseline, ours) = await Measure.AlternateAsync(
            Math.Max(5, bench.Options.Repetitions),
            "CSV", _ => Measure.TimeAsync(() => { Read(bench, csv, count, null); return Task.CompletedTask; }),
            "XLSX", _ => Measure.TimeAsync(() => { Read(bench, xlsx, count, null); return Task.CompletedTask; }));
        var live = new List<long>();
        var every = Math.Max(1, count / 5);
        Read(bench, xlsx, count, row =>
        {
            if (row % every == 0)
            {
                live.Add(GC.GetTotalMemory(forceFullCollection: true) / 1024);
            }
        });
        var ratio = ours.Median / baseline.Median;
        return new JobResult(Name, What, baseline, ours, ratio, $"≤ {Target}", ratio <= Target, new Dictionary<string, object>
        {
            ["rows"] = count,
            ["csvBytes"] = new FileInfo(csv).Length,
            ["xlsxBytes"] = new FileInfo(xlsx).Length,
            ["csvRowsASecond"] = Math.Round(count / baseline.Median * 1000),
            ["xlsxRowsASecond"] = Math.Round(count / ours.Median * 1000),
            ["liveHeapKbAlongTheWorkbook"] = string.Join(", ", live),
        });
    }

    internal static void Read(Bench bench, string file, int expected, Action<int>? each)
    {
        using var reader = RosterReader.Open(File.OpenRead(file), file, bench.Regions, bench.Codes, RegionCode.Shanxi, bench.AsOf).Value!;
        var row = new RosterRow();
        var accepted = 0;
        while (reader.Read(row, out var verdict))
        {
            accepted += verdict == ReadVerdict.Accepted ? 1 : 0;
            each?.Invoke(accepted);
        }

        if (accepted != expected || reader.Broken is not null)
        {
            throw new InvalidOperationException($"{accepted} of {expected} rows were accepted: {reader.Broken?.Message}");
        }
    }
}
