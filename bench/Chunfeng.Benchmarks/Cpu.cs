using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Chunfeng.Benchmarks;

/// <summary>Processor time of this program and of the server beside it: what a busy machine does not blur.</summary>
internal static class Cpu
{
    private const double TicksASecond = 100; // USER_HZ of every Linux

    /// <summary>Seconds used so far by this process, its ended children and the server's processes; the server's are 0 where /proc does not show them.</summary>
    public static async Task<double> SecondsAsync(Bench bench)
    {
        using var self = Process.GetCurrentProcess();
        var own = self.TotalProcessorTime.TotalSeconds;
        if (!File.Exists("/proc/self/stat"))
        {
            return own;
        }

        own += Fields("self") is { } mine ? (mine[13] + mine[14]) / TicksASecond : 0;
        if (bench.Server is null)
        {
            return own;
        }

        await using var session = await bench.Server.OpenAsync("postgres");
        await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", session);
        var backend = (int)(await command.ExecuteScalarAsync())!;
        if (Fields(backend.ToString(CultureInfo.InvariantCulture)) is not { } found)
        {
            return own;
        }

        // the postmaster's children that ended are in its own account
        var postmaster = (long)found[1];
        var server = 0.0;
        foreach (var process in Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(n => int.TryParse(n, out _)))
        {
            if (Fields(process!) is not { } f)
            {
                continue;
            }

            server += process == postmaster.ToString(CultureInfo.InvariantCulture) ? f[11] + f[12] + f[13] + f[14] : (long)f[1] == postmaster ? f[11] + f[12] : 0;
        }

        return own + (server / TicksASecond);
    }

    /// <summary>The numbers behind the name in /proc/PID/stat: [1] parent, [11] user, [12] system, [13] and [14] of ended children.</summary>
    private static double[]? Fields(string process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return [.. text[(text.LastIndexOf(')') + 2)..].Split(' ').Select(f => double.TryParse(f, CultureInfo.InvariantCulture, out var n) ? n : 0)];
        }
        catch (IOException)
        {
            return null; // ended meanwhile
        }
    }
}
