using System.Runtime.InteropServices;
using Chunfeng.Platform.Data;

namespace Chunfeng.Benchmarks;

/// <summary>The machine a number was measured on.</summary>
internal static class Machine
{
    public static string Short() => $"{Environment.ProcessorCount} cores, {MemoryGb():N0} GB";

    public static async Task<IReadOnlyDictionary<string, object>> DescribeAsync(Bench bench)
    {
        var described = new Dictionary<string, object>
        {
            ["cores"] = Environment.ProcessorCount,
            ["memoryGb"] = Math.Round(MemoryGb(), 1),
            ["cpu"] = FromFile("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
            ["os"] = FromFile("/etc/os-release", "PRETTY_NAME") ?? RuntimeInformation.OSDescription,
            ["dotnet"] = RuntimeInformation.FrameworkDescription,
            ["loadAverage"] = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Trim() : "",
        };
        if (bench.Server is { } server)
        {
            await using var connection = await server.OpenAsync("postgres");
            var version = await connection.QueryAsync("SHOW server_version", r => r.GetString(0), null, default);
            described["postgres"] = version[0];
            described["postgresSettings"] = (await connection.QueryAsync(
                """
                SELECT name || ' = ' || current_setting(name) FROM pg_settings
                WHERE source = 'configuration file' AND name NOT IN ('port', 'listen_addresses', 'unix_socket_directories', 'log_timezone', 'TimeZone',
                    'DateStyle', 'lc_messages', 'lc_monetary', 'lc_numeric', 'lc_time', 'default_text_search_config', 'max_connections')
                ORDER BY name
                """, r => r.GetString(0), null, default)).ToArray();
        }

        return described;
    }

    private static double MemoryGb() => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);

    private static string? FromFile(string path, string key) => File.Exists(path)
        ? File.ReadLines(path).FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal))?[(key.Length + 1)..].TrimStart(':', '=', ' ', '\t').Trim('"')
        : null;
}
