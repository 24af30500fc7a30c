using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Chunfeng.Benchmarks.Jobs;

/// <summary>How busy the machine is with others while a job runs.</summary>
internal static class MachineLoad
{
    private const int ThreadClock = 3; // CLOCK_THREAD_CPUTIME_ID of Linux

    /// <summary>Milliseconds this thread has had a processor: what others on the machine do does not stretch it. Elsewhere than on Linux the wall clock.</summary>
    public static double ThreadMilliseconds() => OperatingSystem.IsLinux() && GetTime(ThreadClock, out var now) == 0
        ? (now.Seconds * 1000.0) + (now.Nanoseconds / 1e6)
        : Stopwatch.GetTimestamp() * 1000.0 / Stopwatch.Frequency;

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Time
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }

    /// <summary>The one-minute load average, where the system tells it.</summary>
    public static string Now() => File.Exists("/proc/loadavg")
        ? $"{File.ReadAllText("/proc/loadavg").Split(' ')[0]} on {Environment.ProcessorCount} cores at the end of the job"
        : "not known";
}
