using System.Diagnostics;
using Chunfeng.People.Roster;
using Chunfeng.People.Roster.Reading;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Benchmarks.Jobs;

/// <summary>What a roster row costs the processor before any database: reading and checking it, then encrypting and staging it.</summary>
internal sealed class RowCostJob : Job
{
    public override string Name => "row-cost";
    public override string What => "processor time of reading and checking a CSV row, and of encrypting, hashing and staging it to nowhere";
    public override bool NeedsPostgres => false;

    public override async Task<JobResult> RunAsync(Bench bench)
    {
        var count = bench.Options.Rows ?? 200_000;
        var file = await Corpus.RosterAsync(bench, count, ".csv");
        List<double> read = [], staged = [];
        for (var i = 0; i <= bench.Options.Repetitions; i++)
        {
            var toRead = Time(() => XlsxJob.Read(bench, file, count, null));
            var both = Time(() => Stage(bench, file));
            if (i > 0)
            {
                read.Add(toRead);
                staged.Add(both - toRead);
                Console.WriteLine($"   {i}: read {toRead * 1000 / count:N2} µs, stage {(both - toRead) * 1000 / count:N2} µs a row");
            }
        }

        var (baseline, ours) = (new Side("read and check", read), new Side("encrypt, hash, stage", staged));
        return new JobResult(Name, What, baseline, ours, ours.Median / baseline.Median, "none", null, new Dictionary<string, object>
        {
            ["rows"] = count,
            ["readMicrosecondsARow"] = Math.Round(baseline.Median * 1000 / count, 2),
            ["stageMicrosecondsARow"] = Math.Round(ours.Median * 1000 / count, 2),
            ["note"] = "processor time of this process on one thread, not the clock",
        });
    }

    private static double Time(Action act)
    {
        using var self = Process.GetCurrentProcess();
        self.Refresh();
        var from = self.TotalProcessorTime;
        act();
        self.Refresh();
        return (self.TotalProcessorTime - from).TotalMilliseconds;
    }

    private static void Stage(Bench bench, string file)
    {
        using var reader = RosterReader.Open(File.OpenRead(file), file, bench.Regions, bench.Codes, RegionCode.Shanxi, bench.AsOf).Value!;
        var stage = new RosterStage(new Nowhere(), new PersonCrypto(KeyRing.ForTests), 2);
        var row = new RosterRow();
        while (reader.Read(row, out var verdict))
        {
            if (verdict == ReadVerdict.Accepted)
            {
                stage.Add(row);
            }
        }
    }

    /// <summary>Takes everything and keeps nothing.</summary>
    private sealed class Nowhere : IRowWriter
    {
        public void BeginRow()
        {
        }

        public void Write(Guid value)
        {
        }

        public void Write(long value)
        {
        }

        public void Write(int value)
        {
        }

        public void Write(short value)
        {
        }

        public void Write(bool value)
        {
        }

        public void Write(string value)
        {
        }

        public void Write(ReadOnlyMemory<byte> value)
        {
        }

        public void Write(DateOnly value)
        {
        }

        public void Write(DateTime value)
        {
        }

        public void WriteNull()
        {
        }

        public void EndRow()
        {
        }

    }
}
