using System.Text;

namespace Chunfeng.Modules.Tests.Proof;

/// <summary>The plan's figures counted again from the exported ledger alone: text, dictionaries and the plan's words. Nothing here
/// comes from the platform; dates and regions are worked out anew.</summary>
internal sealed class Recount
{
    private static readonly string[] Protected = ["脱贫劳动力", "监测对象-脱贫不稳定户", "监测对象-边缘易致贫户", "监测对象-突发严重困难户"];
    private readonly Dictionary<string, List<Job>> jobs = [];
    private readonly Dictionary<string, List<(int From, int To)>> protections = [];
    private readonly Dictionary<string, string> homes = [];

    /// <param name="spells">CSV of `roster export --what spells`.</param>
    /// <param name="statuses">CSV of `roster export --what statuses`.</param>
    public Recount(string spells, string statuses)
    {
        foreach (var row in Rows(spells, "劳动者编号", "记录编号", "户籍行政区划代码", "务工地行政区划代码", "开始日期", "结束日期"))
        {
            homes[row[0]] = row[2];
            Of(jobs, row[0]).Add(new Job(row[1], row[3], Day(row[4]), row[5].Length == 0 ? int.MaxValue : Day(row[5])));
        }

        foreach (var row in Rows(statuses, "劳动者编号", "人员类别", "开始日期", "结束日期"))
        {
            if (Protected.Contains(row[1]))
            {
                Of(protections, row[0]).Add((Day(row[2]), row[3].Length == 0 ? int.MaxValue : Day(row[3])));
            }
        }
    }

    public int People => jobs.Count;

    /// <summary>(region of twelve digits, indicator) → people, at a day; regions nobody belongs to are not there.</summary>
    public Dictionary<(string Region, string Indicator), (long Stock, long Cumulative)> At(string day)
    {
        var end = Day(day);
        var start = Day(day[..4] + "-01-01");
        var counts = new Dictionary<(string, string), (long Stock, long Cumulative)>();
        foreach (var (person, all) in jobs)
        {
            // in the year so far: at least one day of the job lies in it
            var year = all.Where(j => j.To >= j.From && j.From <= end && j.To >= start).ToList();
            var now = year.Where(j => j.To >= end).ToList();
            var shelter = protections.GetValueOrDefault(person) ?? [];
            Count(homes[person], Indicators(MainJob(now, start, end), homes[person], shelter.Any(s => s.From <= end && s.To >= end)), counts, stock: true);
            Count(homes[person], Indicators(MainJob(year, start, end), homes[person], shelter.Count > 0 && HasProtectedWorkday(year, shelter, start, end)), counts, stock: false);
        }

        return counts;
    }

    /// <summary>Day by day, as slow and plain as the sentence: some day with both a job and a status.</summary>
    private static bool HasProtectedWorkday(List<Job> year, List<(int From, int To)> shelter, int start, int end)
    {
        for (var day = start; day <= end; day++)
        {
            if (year.Exists(j => j.From <= day && day <= j.To) && shelter.Exists(s => s.From <= day && day <= s.To))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Most days of the year so far; then the later start; then the greater id.</summary>
    private static Job? MainJob(List<Job> jobs, int start, int end) => jobs
        .OrderByDescending(j => Math.Min(j.To, end) - Math.Max(j.From, start) + 1)
        .ThenByDescending(j => j.From)
        .ThenByDescending(j => j.Id, StringComparer.Ordinal)
        .FirstOrDefault();

    private static IEnumerable<string> Indicators(Job? main, string home, bool isProtected)
    {
        if (main is null)
        {
            yield break;
        }

        // digits: 2 province, 2 city, 2 county, 3 township, 3 village; "000" is no township
        var bucket = main.Place[..2] != "14" ? "employed.inter"
            : main.Place[..9] == home[..9] && main.Place[6..9] != "000" ? "employed.home" : "employed.intra";
        yield return "employed.total";
        yield return bucket;
        if (isProtected)
        {
            yield return "employed.protected";
            if (bucket == "employed.inter")
            {
                yield return "employed.inter.protected";
            }
        }
    }

    private static void Count(
        string home, IEnumerable<string> indicators, Dictionary<(string, string), (long Stock, long Cumulative)> counts, bool stock)
    {
        foreach (var indicator in indicators)
        {
            foreach (var digits in (int[])[2, 4, 6, 9])
            {
                var key = (home[..digits].PadRight(12, '0'), indicator);
                var (inStock, cumulative) = counts.GetValueOrDefault(key);
                counts[key] = stock ? (inStock + 1, cumulative) : (inStock, cumulative + 1);
            }
        }
    }

    /// <summary>Days since 1 March of the year 0, Gregorian: a year is counted from March so that the leap day comes last.</summary>
    private static int Day(string text)
    {
        int year = int.Parse(text[..4]), month = int.Parse(text[5..7]), day = int.Parse(text[8..10]);
        (year, month) = month > 2 ? (year, month - 3) : (year - 1, month + 9);
        return (365 * year) + (year / 4) - (year / 100) + (year / 400) + (((153 * month) + 2) / 5) + day - 1;
    }

    /// <summary>The columns asked for, by name, of a CSV file.</summary>
    public static IEnumerable<string[]> Rows(string path, params string[] columns)
    {
        using var reader = new StreamReader(path);
        var head = Cells(reader.ReadLine()!).ToList();
        var at = columns.Select(c => head.IndexOf(c) is >= 0 and var i ? i : throw new InvalidDataException($"{path}: no column {c}")).ToArray();
        while (reader.ReadLine() is { } line)
        {
            var cells = Cells(line);
            yield return [.. at.Select(i => cells[i])];
        }
    }

    private static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var isQuoted = false;
        foreach (var c in line)
        {
            if (c == '"')
            {
                isQuoted = !isQuoted; // a doubled quote would come out as none; no cell of these files has one
            }
            else if (c == ',' && !isQuoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString());
        return cells;
    }

    private static List<T> Of<T>(Dictionary<string, List<T>> all, string person) =>
        all.TryGetValue(person, out var list) ? list : all[person] = [];

    private sealed record Job(string Id, string Place, int From, int To);
}
