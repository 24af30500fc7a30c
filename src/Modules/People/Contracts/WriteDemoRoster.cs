using Chunfeng.People.Demo;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;

namespace Chunfeng.People.Contracts;

/// <summary>One roster file and its rows below the header.</summary>
public sealed record DemoRosterFile(string Path, long Rows);

/// <summary>The files of a demonstration province, in the order to import them: the oldest spells first, the file with everybody last.</summary>
public sealed record DemoRosterReport(long Workers, long Spells, ulong Seed, DateOnly AsOf, IReadOnlyList<DemoRosterFile> Files);

/// <summary>Writes the people of <see cref="CreateDemo"/> as roster files; importing them gives the register that it makes.</summary>
public sealed class WriteDemoRoster(RegionTree regions, CodeSets codes)
{
    /// <param name="output">"roster.csv" holds everybody with their newest work spell; a person's second newest goes to "roster-2.csv",
    /// and so on. CSV, or XLSX up to a sheet's rows.</param>
    /// <exception cref="IOException">The disk is full or not writable; no half file keeps its name.</exception>
    public Result<DemoRosterReport> Handle(int workers, ulong seed, DateOnly asOf, string output, CancellationToken cancel)
    {
        if (workers is < 1 or > CreateDemo.MaxWorkers)
        {
            return CreateDemo.OutOfRange(workers);
        }

        var extension = Path.GetExtension(output).ToLowerInvariant();
        if (extension is not (".csv" or ".xlsx"))
        {
            return new Refusal("unknown-format", "台账只能写成 .csv 或 .xlsx，请改一下文件名的后缀");
        }

        if (extension == ".xlsx" && workers >= TableWriter.MaxSheetRows)
        {
            return new Refusal("too-many-rows", $"一张工作表最多 {TableWriter.MaxSheetRows - 1} 人，请改用 .csv");
        }

        var path = Path.GetFullPath(output);
        var parts = new List<Part>();
        long spells = 0;
        try
        {
            var roster = new DemoRoster(regions, codes, asOf);
            foreach (var person in new DemoProvince(regions, new DemoSettings(workers, seed, asOf)).People())
            {
                cancel.ThrowIfCancellationRequested();
                var work = DemoRoster.SpellsOf(person);
                spells += work.Count;
                for (var i = 0; i == 0 || i < work.Count; i++)
                {
                    if (i == parts.Count)
                    {
                        parts.Add(new Part(i == 0 ? path : Path.ChangeExtension(path, null) + $"-{i + 1}" + Path.GetExtension(path)));
                    }

                    parts[i].Rows++;
                    roster.Write(parts[i].Table, person.Row, i < work.Count ? work[i] : null);
                }
            }

            parts.ForEach(p => p.Close());
            parts.ForEach(p => p.Publish());
        }
        finally
        {
            parts.ForEach(p => p.Dispose());
        }

        return new DemoRosterReport(workers, spells, seed, asOf, [.. Enumerable.Reverse(parts).Select(p => new DemoRosterFile(p.Path, p.Rows))]);
    }

    /// <summary>One file being written beside its place.</summary>
    private sealed class Part : IDisposable
    {
        private readonly FileStream stream;

        public Part(string path)
        {
            Path = path;
            stream = File.Create(path + ".tmp");
            Table = TableWriter.Create(stream, path);
            Table.WriteRow(DemoRoster.Header);
        }

        public string Path { get; }
        public TableWriter Table { get; }
        public long Rows { get; set; }

        public void Close()
        {
            Table.Dispose();
            stream.Dispose();
        }

        public void Publish() => File.Move(stream.Name, Path, overwrite: true);

        public void Dispose()
        {
            stream.Dispose();
            File.Delete(stream.Name);
        }
    }
}
