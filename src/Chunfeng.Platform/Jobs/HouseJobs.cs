using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Platform.Jobs;

/// <summary>Deletes results after their seven days, and files no job knows.</summary>
internal sealed class SweepJobs(ChunfengDb db, Places places, TimeProvider clock) : IJob<NoInput>
{
    /// <summary>03:30 in China.</summary>
    public const string Nightly = "0 30 19 * * ?";

    public static JobKind Kind { get; } = new("platform.sweep", "清理过期结果", Rights.JobsAll);

    public async Task<Result<JobOutcome>> RunAsync(NoInput input, JobRun run, CancellationToken cancel)
    {
        var now = clock.UtcStamp;
        var expired = await db.Jobs().Where(j => j.ResultFile != null && j.ResultExpiresAt <= now)
            .ExecuteUpdateAsync(s => s.SetProperty(j => j.ResultFile, (string?)null), cancel);
        var kept = (await db.Jobs().Where(j => j.ResultFile != null || j.State == JobStates.Running || j.State == JobStates.Waiting).Select(j => j.JobId).ToListAsync(cancel))
            .Select(j => j.ToString("N")).ToHashSet(StringComparer.Ordinal);
        if (Directory.Exists(JobFiles.Folder(places)))
        {
            foreach (var file in Directory.EnumerateFiles(JobFiles.Folder(places)).Where(f => !kept.Contains(Path.GetFileNameWithoutExtension(f))))
            {
                File.Delete(file);
            }
        }

        return new JobOutcome($"删除了 {expired} 个过期结果");
    }
}

/// <summary>Carries the heads of the audit chains out of the database and checks every chain against them.</summary>
internal sealed class CheckAudit(AuditAnchors anchors, VerifyAudit verify, TimeProvider clock) : IJob<NoInput>
{
    /// <summary>02:00 in China.</summary>
    public const string Nightly = "0 0 18 * * ?";

    public static JobKind Kind { get; } = new("platform.audit-check", "检查审计链", Rights.AuditRead);

    public async Task<Result<JobOutcome>> RunAsync(NoInput input, JobRun run, CancellationToken cancel)
    {
        await anchors.WriteAsync(cancel);
        var report = await verify.AndTellAsync(clock, cancel);
        return report.Sound
            ? new JobOutcome($"审计链完整：{report.Chains} 个账号、{report.Entries} 条记录，与库外 {report.Anchors} 个锚点一致", "/audit")
            : new Refusal("audit-broken", $"审计链有 {report.Findings.Count} 处不对，请立即报告安全管理员，并封存数据库和库外锚点文件");
    }
}
