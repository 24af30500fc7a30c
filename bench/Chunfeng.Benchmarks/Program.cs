using System.Reflection;
using BenchmarkDotNet.Running;
using Chunfeng.Benchmarks;
using Chunfeng.Benchmarks.Jobs;
using Chunfeng.Benchmarks.Micro;

// whole jobs by name, several with commas between; anything else goes to BenchmarkDotNet: `micro`, or its own switches such as --filter
if (args.Length > 0 && (args[0] == "all" || args[0].Split(',').All(n => Job.All.Any(j => j.Name == n))))
{
    return await JobRunner.RunAsync(args);
}

if (args.Length == 0 || args[0] is "--help" or "-h")
{
    Console.WriteLine(JobRunner.Usage);
    return args.Length == 0 ? 2 : 0;
}

var switches = args is ["micro"] ? ["--filter", "*"] : args[0] == "micro" ? args[1..] : args;
BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(switches, MicroConfig.Create());
return 0;
