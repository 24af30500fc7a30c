using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Chunfeng.People.Roster.Export;

/// <summary>What is exported.</summary>
/// <param name="What">workers, spells or statuses.</param>
/// <param name="Region">12-digit code of the area.</param>
/// <param name="File">The name of the download; its extension, .csv or .xlsx, is the format.</param>
internal sealed record RosterExportInput(string What, long Region, string File);

/// <summary>Writes the register of an area into a sealed file; numbers masked.</summary>
internal sealed class RosterExportJob(ExportRoster export) : IJob<RosterExportInput>
{
    public static JobKind Kind { get; } = new("people.export", "名册导出", Rights.PeopleExport);

    public Task<Result<JobOutcome>> RunAsync(RosterExportInput input, JobRun run, CancellationToken cancel) => RunAsync(export, input, unmasked: false, run, cancel);

    internal static async Task<Result<JobOutcome>> RunAsync(ExportRoster export, RosterExportInput input, bool unmasked, JobRun run, CancellationToken cancel)
    {
        var written = await export.WriteAsync(
            input.What, new RegionCode(input.Region), run.CreateResult, input.File, unmasked, run.Actor, rows => run.Report(0, $"已写 {rows} 行"), cancel);
        return written.IsRefused ? written.Refusal : new JobOutcome($"共 {written.Value} 行", File: input.File);
    }
}

/// <summary>The same with whole numbers: another right, asked again when the file is fetched.</summary>
internal sealed class FullRosterExportJob(ExportRoster export) : IJob<RosterExportInput>
{
    public static JobKind Kind { get; } = new("people.export-full", "名册导出（完整号码）", Rights.PeopleUnmask);

    public Task<Result<JobOutcome>> RunAsync(RosterExportInput input, JobRun run, CancellationToken cancel) =>
        RosterExportJob.RunAsync(export, input, unmasked: true, run, cancel);
}

/// <summary>Asks for an export; the file is fetched from the jobs page.</summary>
internal sealed class AskForExport(ChunfengDb db, JobDesk jobs, RegionTree regions, TimeProvider clock)
{
    public static readonly IReadOnlyList<(string What, string Name)> Tables = [("workers", "劳动者"), ("spells", "务工记录"), ("statuses", "人员类别与风险状态")];

    public async Task<Result<Guid>> HandleAsync(string? what, string? region, string? format, bool full, Actor actor, CancellationToken cancel)
    {
        if (!actor.May(Rights.PeopleExport))
        {
            return new Refusal("no-right", "您没有导出名册的权限，请联系管理员");
        }

        if (Tables.FirstOrDefault(t => t.What == what) is not (_, { } name) || format is not ("csv" or "xlsx"))
        {
            return new Refusal("unknown-table", "请选择要导出的内容和格式");
        }

        if (!RegionCode.TryParse(string.IsNullOrEmpty(region) ? actor.Region.ToString() : region, out var area) || !regions.TryGet(area, out var place))
        {
            return new Refusal("no-such-region", "没有认出所选地区，请重新选择");
        }

        full &= what == "workers"; // the other tables hold no numbers
        var input = new RosterExportInput(what!, area.Value, $"{name}-{place.Name}-{clock.Today:yyyyMMdd}{(full ? "-完整号码" : "")}.{format}");
        var asked = full
            ? jobs.Add<FullRosterExportJob, RosterExportInput>(input, input.File, actor, area)
            : jobs.Add<RosterExportJob, RosterExportInput>(input, input.File, actor, area);
        if (!asked.IsRefused)
        {
            await db.SaveChangesAsync(cancel);
            jobs.Ring();
        }

        return asked;
    }
}

/// <summary>The post of the export page.</summary>
internal static class RosterExportEndpoint
{
    public static void MapRosterExport(this IEndpointRouteBuilder routes) => routes.MapPost("/people/export", async (
        [FromForm] string? what, [FromForm] string? region, [FromForm] string? format, [FromForm] string? full, AskForExport ask, Actor actor, CancellationToken cancel) =>
        await ask.HandleAsync(what, region, format, full == "true", actor, cancel) is { IsRefused: true, Refusal: { } refusal }
            ? Microsoft.AspNetCore.Http.Results.LocalRedirect($"/people/export?refused={Uri.EscapeDataString(refusal.Message)}")
            : Microsoft.AspNetCore.Http.Results.LocalRedirect("/jobs"));
}
