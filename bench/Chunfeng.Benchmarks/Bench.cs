using Chunfeng.Platform.Data;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Benchmarks;

/// <summary>What the jobs share: reference data, a folder of their own, the server, and registers built once.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly Dictionary<string, object> made = [];
    private bool serverTried;

    public Bench(Options options)
    {
        Options = options;
        var reference = Places.FindUpwards(AppContext.BaseDirectory, "data/regions") ?? Places.FindUpwards(Directory.GetCurrentDirectory(), "data/regions")
            ?? throw new InvalidOperationException("data/regions was not found above the program");
        Data = Path.GetDirectoryName(reference)!;
        Root = Path.GetDirectoryName(Data)!;
        Regions = RegionTree.Load(Path.Combine(Data, "regions"));
        Codes = CodeSets.Load(Path.Combine(Data, "codes"));
        Folder = Directory.CreateDirectory(Path.Combine(options.Work, options.Keep ? "chunfeng-bench-kept" : $"chunfeng-bench-{Environment.ProcessId}")).FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Folder, (UnixFileMode)0b111_101_101);
        }
    }

    public Options Options { get; }
    public string Root { get; }
    public string Data { get; }
    public string Folder { get; }
    public RegionTree Regions { get; }
    public CodeSets Codes { get; }

    /// <summary>The day everything in the bench speaks of.</summary>
    public DateOnly AsOf { get; } = new(2022, 2, 27);

    public PostgresServer? Server { get; private set; }

    public async Task<PostgresServer?> PostgresAsync()
    {
        if (!serverTried)
        {
            serverTried = true;
            Server = await PostgresServer.StartAsync(Options, Folder);
        }

        return Server;
    }

    /// <summary>Makes a thing the first time a job asks for it.</summary>
    public async Task<T> OnceAsync<T>(string key, Func<Task<T>> make) where T : notnull
    {
        // what a run before left whole
        if (Options.Keep && !made.ContainsKey(key) && File.Exists(PathOf(key + ".kept")))
        {
            made[key] = (T)(object)(await File.ReadAllTextAsync(PathOf(key + ".kept")));
        }

        if (!made.TryGetValue(key, out var thing))
        {
            Console.WriteLine($"   making {key} …");
            double took = 0;
            var from = System.Diagnostics.Stopwatch.GetTimestamp();
            made[key] = thing = await make();
            took = System.Diagnostics.Stopwatch.GetElapsedTime(from).TotalSeconds;
            Console.WriteLine($"   made {key} in {took:N1} s");
            if (Options.Keep && thing is string told)
            {
                await File.WriteAllTextAsync(PathOf(key + ".kept"), told);
            }
        }

        return (T)thing;
    }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
        {
            foreach (var database in made.Keys.Where(k => !Options.Keep && k.StartsWith("cfbench_", StringComparison.Ordinal)))
            {
                await Server.DropAsync(database);
            }

            await Server.DisposeAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (!Options.Keep)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
