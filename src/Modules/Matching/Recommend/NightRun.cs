using Chunfeng.Matching.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Results;

namespace Chunfeng.Matching.Recommend;

/// <summary>Every night: what suits whom, for everybody who looks for work.</summary>
internal sealed class NightRun(RunMatch run) : IJob<NoInput>
{
    /// <summary>02:40 in China.</summary>
    public const string Nightly = "0 40 18 * * ?";
    public const int Top = 20;

    public static JobKind Kind { get; } = new("matching.night", "为全部求职人员推荐岗位", Rights.MatchingRefer);

    public async Task<Result<JobOutcome>> RunAsync(NoInput input, JobRun job, CancellationToken cancel)
    {
        // the whole register is read, whoever asked: the file serves everybody, and each reads of it only whom they may see
        var done = await run.ToShelfAsync(Top, job.JobId, Actor.Operator, people => job.Report(0, $"已为 {people} 人推荐"), cancel);
        return new JobOutcome($"{done.Vacancies} 个在招岗位，{done.People} 名求职人员，为其中 {done.Matched} 人找到岗位", "/matching");
    }
}
