using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Calendar;

namespace Chunfeng.Web.Host;

/// <summary>Freezes the week that ended on Sunday; running it again finds the same figures and adds nothing.</summary>
internal sealed class FreezeLastWeek(IServiceProvider services, ChunfengDb db, TimeProvider clock) : IJob<NoInput>
{
    /// <summary>Monday 00:10 in China is Sunday 16:10 UTC.</summary>
    public const string MondayMorning = "0 10 16 ? * SUN";

    public static JobKind Kind { get; } = new("dispatch.freeze", "封存上周调度", Rights.DispatchRun);

    public async Task<Result<JobOutcome>> RunAsync(NoInput input, JobRun run, CancellationToken cancel)
    {
        if (await db.SettingAsync(Setting.RegisterKind, cancel) is not null)
        {
            return new JobOutcome("这是演示数据，停在过去的一天，没有封存"); // this week's frozen figures would be those of nobody
        }

        var week = IsoWeek.Of(clock.Today).Previous;
        run.Report(0.1, $"正在封存 {week}");
        var frozen = await RunWeek.HandleAsync(services, week.ToString(), RunWeek.InnerLineOf(services), cancel);
        return frozen.IsRefused ? frozen.Refusal : new JobOutcome($"{week} 已封存，第 {frozen.Value.Revision} 版", $"/dispatch?week={week}");
    }
}
