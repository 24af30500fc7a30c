namespace Chunfeng.Benchmarks.Jobs;

/// <summary>One whole-job comparison, chosen by name.</summary>
internal abstract class Job
{
    public static readonly IReadOnlyList<Job> All =
    [
        new ImportJob("import", 1_000_000, 1_000_000, 1.25),
        new ImportJob("import-empty", 1_000_000, 0, 0.5),
        new RowCostJob(),
        new XlsxJob(),
        new SqliteJob(),
        new FactsJob(),
        new CrossTabJob(),
        new ImportJob("import-6m", 1_000_000, 6_000_000, 1.25),
        new PagesJob(),
        new ConsoleJob(),
        new ScopeJob(),
        new AuditWriteJob(),
        new RotateJob(),
        new StaffJob(),
        new MatchTopKJob(),
        new MatchAllJob(),
        new MatchRunJob(),
        new MatchFlowJob(),
        new LiveChatJob(),
        new VacancySearchJob(),
    ];

    public abstract string Name { get; }
    public abstract string What { get; }
    public virtual bool NeedsPostgres => true;

    public abstract Task<JobResult> RunAsync(Bench bench);
}
