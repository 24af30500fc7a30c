using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chunfeng.Benchmarks;

/// <summary>What a job measured.</summary>
/// <param name="Ratio">What the target is about: time over baseline's time, or speed over baseline's speed.</param>
/// <param name="Target">Such as "≤ 1.25".</param>
/// <param name="Met">Null where the job has no target.</param>
internal sealed record JobResult(
    string Name, string What, Side Baseline, Side Ours, double Ratio, string Target, bool? Met, IReadOnlyDictionary<string, object> Details);

/// <summary>Writes bench/results: one JSON a job and one line a job in the table.</summary>
internal static class Results
{
    private const string Head = """
        # Measured

        Written by `bench/Chunfeng.Benchmarks`; every number was measured by the command in its row, baseline and Chunfeng taking turns in
        the same run. Times are medians; every repetition, the settings of the server and what exactly the baseline is stand in the JSON.

        | job | rows | baseline | Chunfeng | ratio | target | met | machine | command |
        |---|---|---|---|---|---|---|---|---|
        """;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task SaveAsync(JobResult result, Bench bench)
    {
        Console.WriteLine($"   {result.Name}: ratio {result.Ratio:N3}, target {result.Target}{(result.Met is { } met ? met ? ", met" : ", NOT met" : "")}");
        foreach (var (name, value) in result.Details)
        {
            Console.WriteLine($"   {name}: {value}");
        }

        var folder = Path.Combine(bench.Root, "bench", "results");
        Directory.CreateDirectory(folder);
        var node = new JsonObject
        {
            ["name"] = result.Name,
            ["what"] = result.What,
            ["measuredAt"] = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture),
            ["command"] = bench.Options.CommandLine,
            ["ratio"] = Math.Round(result.Ratio, 3),
            ["target"] = result.Target,
            ["met"] = result.Met,
            ["baseline"] = Describe(result.Baseline),
            ["chunfeng"] = Describe(result.Ours),
            ["details"] = JsonSerializer.SerializeToNode(result.Details, Json),
            ["machine"] = JsonSerializer.SerializeToNode(await Machine.DescribeAsync(bench), Json),
        };
        await File.WriteAllTextAsync(Path.Combine(folder, result.Name + ".json"), node.ToJsonString(Json) + "\n");

        var table = Path.Combine(folder, "README.md");
        var lines = File.Exists(table) ? [.. await File.ReadAllLinesAsync(table)] : Head.Split('\n').ToList();
        lines.RemoveAll(l => l.StartsWith($"| {result.Name} |", StringComparison.Ordinal));
        var rows = result.Details.TryGetValue("rows", out var n) ? $"{n:N0}" : "";
        lines.Add($"| {result.Name} | {rows} | {Show(result.Baseline.Median)} | {Show(result.Ours.Median)} | {result.Ratio:N2} | {result.Target} | "
            + $"{(result.Met is { } yes ? yes ? "yes" : "no" : "")} | {Machine.Short()} | `{bench.Options.CommandLine}` |");
        await File.WriteAllLinesAsync(table, lines);
    }

    private static JsonObject Describe(Side side) => new()
    {
        ["name"] = side.Name,
        ["medianMilliseconds"] = Math.Round(side.Median, 3),
        ["milliseconds"] = new JsonArray([.. side.Milliseconds.Select(m => (JsonNode)Math.Round(m, 3))]),
    };

    private static string Show(double milliseconds) =>
        milliseconds >= 1000 ? $"{milliseconds / 1000:N2} s" : $"{milliseconds:N2} ms";
}
