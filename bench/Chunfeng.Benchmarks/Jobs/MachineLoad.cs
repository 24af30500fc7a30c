namespace Chunfeng.Benchmarks.Jobs;

/// <summary>How busy the machine is with others while a job runs.</summary>
internal static class MachineLoad
{
    /// <summary>The one-minute load average, where the system tells it.</summary>
    public static string Now() => File.Exists("/proc/loadavg")
        ? $"{File.ReadAllText("/proc/loadavg").Split(' ')[0]} on {Environment.ProcessorCount} cores at the end of the job"
        : "not known";
}
