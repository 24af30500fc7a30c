using System.Diagnostics;
using Chunfeng.Engine.Counting;
using Chunfeng.Engine.Facts;
using Chunfeng.Standards.Regions;
using DuckDB.NET.Data;

namespace Chunfeng.Benchmarks.Jobs;

/// <summary>Every dispatch indicator by county, bucket and protection, against DuckDB on a table of the same columns.</summary>
internal sealed class CrossTabJob : Job
{
    private const double Target = 40;
    private const int Rounds = 15;

    // all six indicators, stock and cumulative, come from these five columns
    private const string Query =
        """
        SELECT home // 1000000 AS county, bucket, stock_bucket, protected, stock_protected, count(*) AS people
        FROM people GROUP BY 1, 2, 3, 4, 5
        """;

    // the same with the county worked out beforehand: more than the cut has
    private const string CountyQuery =
        """
        SELECT county, bucket, stock_bucket, protected, stock_protected, count(*) AS people
        FROM people GROUP BY 1, 2, 3, 4, 5
        """;

    private const string NarrowQuery = "SELECT county, bucket, protected, count(*) AS people FROM people GROUP BY county, bucket, protected";

    // the cross-tab alone, from the columns the cut has
    private const string SameQuery = "SELECT home // 1000000 AS county, bucket, protected, count(*) AS people FROM people GROUP BY 1, 2, 3";

    public override string Name => "crosstab";
    public override string What => "all dispatch indicators by county, bucket and protection over everybody, against DuckDB with two threads";

    public override bool NeedsPostgres => false;

    public override async Task<JobResult> RunAsync(Bench bench)
    {
        var residents = bench.Options.Others ?? 6_000_000;
        var cut = await bench.OnceAsync($"cut-{residents}", () => Task.FromResult(Corpus.Cut(bench, residents, bench.PathOf("var-crosstab"))));
        using var facts = FactsFile.Open(cut.Path);
        long[] counties = [.. bench.Regions.Within(RegionCode.Shanxi, RegionLevel.County).Select(r => r.Code.Value)];
        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        Fill(duck, facts);

        // the same answer first
        var ours = IndicatorCounter.CrossTab(facts, counties);
        var theirs = Ask(duck, NarrowQuery, counties);
        if (!ours.AsSpan().SequenceEqual(theirs))
        {
            throw new InvalidOperationException("Chunfeng and DuckDB do not agree.");
        }

        double Time(Action act, int times)
        {
            var each = new List<double>();
            for (var i = 0; i < times; i++)
            {
                var from = Stopwatch.GetTimestamp();
                act();
                each.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            }

            return Measure.Median(each);
        }

        void Both()
        {
            IndicatorCounter.CrossTab(facts, counties);
        }

        Time(() => Read(duck, Query), 3);
        Time(Both, 50);
        List<double> duckAll = [], duckCounty = [], oursAll = [], duckNarrow = [], duckSame = [], oursNarrow = [];
        for (var i = 0; i < Math.Max(5, bench.Options.Repetitions); i++)
        {
            duckAll.Add(Time(() => Read(duck, Query), Rounds));
            duckCounty.Add(Time(() => Read(duck, CountyQuery), Rounds));
            oursAll.Add(Time(() => IndicatorCounter.Count(facts, counties), Rounds));
            duckNarrow.Add(Time(() => Read(duck, NarrowQuery), Rounds));
            duckSame.Add(Time(() => Read(duck, SameQuery), Rounds));
            oursNarrow.Add(Time(Both, Rounds));
        }

        var baseline = new Side("DuckDB GROUP BY of five columns", duckAll);
        var side = new Side("IndicatorCounter.Count of all counties", oursAll);
        var ratio = baseline.Median / side.Median;
        return new JobResult(Name, What, baseline, side, ratio, $"≥ {Target} × as fast", ratio >= Target, new Dictionary<string, object>
        {
            ["rows"] = facts.People,
            ["counties"] = counties.Length,
            ["duckdb"] = DuckVersion(duck),
            ["query"] = Query.ReplaceLineEndings(" "),
            ["threads"] = 2,
            ["countyWorkedOutBeforehand"] = $"{Measure.Median(duckCounty):N2} ms: Chunfeng {Measure.Median(duckCounty) / side.Median:N1} × as fast",
            ["narrow"] = $"{NarrowQuery}: {Measure.Median(duckNarrow):N2} ms; county worked out beforehand; IndicatorCounter.CrossTab: {Measure.Median(oursNarrow):N3} ms; {Measure.Median(duckNarrow) / Measure.Median(oursNarrow):N0} × as fast",
            ["crossTabAlone"] = $"{SameQuery}: {Measure.Median(duckSame):N2} ms; IndicatorCounter.CrossTab: {Measure.Median(duckSame) / Measure.Median(oursNarrow):N0} × as fast",
            ["note"] = $"each repetition is the median of {Rounds} calls; DuckDB holds its table in memory (home BIGINT, county INTEGER, buckets UTINYINT, protected BOOLEAN, rows in the cut's order); Chunfeng answers 6 indicators, stock and cumulative, for each county",
        });
    }

    private static void Fill(DuckDBConnection duck, FactsFile facts)
    {
        using (var command = duck.CreateCommand())
        {
            command.CommandText = "SET threads = 2; CREATE TABLE people (home BIGINT, county INTEGER, bucket UTINYINT, stock_bucket UTINYINT, protected BOOLEAN, stock_protected BOOLEAN)";
            command.ExecuteNonQuery();
        }

        using var appender = duck.CreateAppender("people");
        for (var row = 0; row < facts.People; row++)
        {
            var cell = facts.CellAt(row);
            appender.CreateRow()
                .AppendValue(facts.HomeAt(row)).AppendValue((int)(facts.HomeAt(row) / 1_000_000)).AppendValue((byte)Cell.Cumulative(cell)).AppendValue((byte)Cell.Stock(cell))
                .AppendValue((bool?)Cell.ProtectedCumulative(cell)).AppendValue((bool?)Cell.ProtectedStock(cell)).EndRow();
        }
    }

    private static long Read(DuckDBConnection duck, string query)
    {
        using var command = duck.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        long people = 0;
        while (reader.Read())
        {
            people += reader.GetInt64(reader.FieldCount - 1);
        }

        return people;
    }

    private static long[] Ask(DuckDBConnection duck, string query, long[] counties)
    {
        var at = counties.Select((c, i) => (County: (int)(c / 1_000_000), Index: i)).ToDictionary(c => c.County, c => c.Index);
        var table = new long[counties.Length * IndicatorCounter.CrossTabWidth];
        using var command = duck.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            table[(at[reader.GetInt32(0)] * IndicatorCounter.CrossTabWidth) + (reader.GetByte(1) * 2) + (reader.GetBoolean(2) ? 1 : 0)] += reader.GetInt64(3);
        }

        return table;
    }

    private static string DuckVersion(DuckDBConnection duck)
    {
        using var command = duck.CreateCommand();
        command.CommandText = "SELECT version()";
        return (string)command.ExecuteScalar()!;
    }
}
