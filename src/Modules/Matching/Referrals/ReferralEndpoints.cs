using System.Globalization;
using Chunfeng.Matching.Recommend;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Chunfeng.Matching.Referrals;

/// <summary>The posts of the staff's and the employers' pages, and the tables as downloads.</summary>
internal static class ReferralEndpoints
{
    public static void MapReferrals(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/matching/refer", ReferAsync);
        routes.MapPost("/matching/{worker:guid}/{referral:guid}/step", StepAsync);
        routes.MapPost("/matching/mass", MassAsync);
        routes.MapGet("/matching/units/export", ExportAsync);
    }

    private static async Task<IResult> ReferAsync(
        [FromForm] Guid? worker, [FromForm] Guid? vacancy, [FromForm] string? note, [FromForm] string? from, [FromForm] string? area, ReferOne refer, Actor actor, CancellationToken cancel)
    {
        if (worker is null || vacancy is null)
        {
            return TypedResults.BadRequest();
        }

        var opened = await refer.HandleAsync(worker.Value, vacancy.Value, note, actor, cancel);
        var back = from == "vacancy" ? Links.With($"/matching/vacancies/{vacancy}", ("region", RegionCode.TryParse(area, out var code) ? code.ToString() : null)) : $"/matching/people/{worker}";
        return opened.IsRefused
            ? TypedResults.LocalRedirect(Links.With(back, ("refused", Cut(opened.Refusal.Message))))
            : TypedResults.LocalRedirect(Links.With(back, ("done", opened.Value.ReferralId.ToString())));
    }

    private static async Task<IResult> StepAsync(
        Guid worker, Guid referral, [FromForm] string? act, [FromForm] short? reason, [FromForm] string? text, [FromForm] string? day, [FromForm] string? time,
        [FromForm] short? form, [FromForm] string? wage, [FromForm] long? seen, TakeReferralStep take, Viewers viewers, Actor actor, CancellationToken cancel)
    {
        if (ReferralWords.Act(act) is not { } step)
        {
            return TypedResults.BadRequest();
        }

        var back = $"/matching/{worker}/{referral}";
        var read = Read(step, reason, text, day, time, form, wage, seen);
        var refusal = read.IsRefused ? read.Refusal : await take.HandleAsync(worker, referral, read.Value, await viewers.OfAsync(actor, cancel), cancel);
        return refusal == TakeReferralStep.NotFound ? TypedResults.NotFound()
            : TypedResults.LocalRedirect(refusal is null ? Links.With(back, ("done", act)) : Links.With(back, ("refused", Cut(refusal.Message)), ("act", act)));
    }

    /// <summary>What a form says, or what of it was not understood.</summary>
    internal static Result<ReferralInput> Read(
        ReferralAct act, short? reason, string? text, string? day, string? time, short? form, string? wage, long? seen)
    {
        DateOnly? on = null;
        if (!string.IsNullOrEmpty(day))
        {
            if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
            {
                return new Refusal("bad-day", "日期没有看懂，请写成 2022-03-04 这样");
            }

            on = parsed;
        }

        DateTime? at = null;
        if (act == ReferralAct.Book && on is { } date)
        {
            if (!TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var hour))
            {
                return new Refusal("bad-time", "时间没有看懂，请写成 09:30 这样");
            }

            at = ChinaTime.StartOf(date) + hour.ToTimeSpan();
        }

        long? fen = null;
        if (!string.IsNullOrWhiteSpace(wage))
        {
            if (!decimal.TryParse(wage.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var yuan) || yuan is <= 0 or > 1_000_000 || decimal.Round(yuan, 2) != yuan)
            {
                return new Refusal("bad-wage", "月工资没有看懂，请只写元数，例如 5200；不清楚请留空");
            }

            fen = (long)(yuan * 100);
        }

        return new ReferralInput(act, reason ?? 0, text, on, at, Form: form ?? 1, WageFen: fen, Seen: seen);
    }

    private static async Task<IResult> MassAsync([FromForm] string? region, [FromForm] int? percent, JobDesk jobs, ChunfengDb db, Actor actor, CancellationToken cancel)
    {
        if (!RegionCode.TryParse(string.IsNullOrEmpty(region) ? actor.Region.ToString() : region, out var area) || percent is null or < MassReferral.LeastPercent or > MassReferral.MostPercent)
        {
            return TypedResults.LocalRedirect(Links.With("/matching/mass", ("refused", "请选择地区和每个名额推荐的人数")));
        }

        var asked = jobs.Add<MassReferral, MassInput>(new MassInput(area.Value, percent.Value), "批量推荐", actor, area);
        if (asked.IsRefused)
        {
            return TypedResults.LocalRedirect(Links.With("/matching/mass", ("refused", Cut(asked.Refusal.Message))));
        }

        await db.SaveChangesAsync(cancel);
        jobs.Ring();
        return TypedResults.LocalRedirect("/jobs");
    }

    private static async Task<IResult> ExportAsync(
        [FromQuery] string? from, [FromQuery] string? to, [FromQuery] string? channel, [FromQuery] string? what, AssessUnits assess, Viewers viewers, TimeProvider clock, Actor actor,
        CancellationToken cancel)
    {
        var viewer = await viewers.OfAsync(actor, cancel);
        if (viewer.Role != ReferralRole.Office)
        {
            return TypedResults.NotFound();
        }

        var (start, end) = Days(from, to, clock.Today);
        var output = new MemoryStream();
        var placements = what == "placements";
        if (placements)
        {
            await assess.WritePlacementsAsync(output, start, end, ReferralWords.Channel(channel), viewer, cancel);
        }
        else
        {
            await assess.WriteAsync(output, start, end, ReferralWords.Channel(channel), viewer, cancel);
        }

        return TypedResults.File(output.ToArray(), MediaTypes.Xlsx, $"{(placements ? "成功介绍明细" : "推荐成效")}-{start:yyyyMMdd}-{end:yyyyMMdd}.xlsx");
    }

    /// <summary>The days asked for; without them the year so far.</summary>
    internal static (DateOnly From, DateOnly To) Days(string? from, string? to, DateOnly today)
    {
        static DateOnly? Day(string? text) => ChinaTime.ReadDay(text) is { Year: > 2000 and < 2100 } day ? day : null;
        var (start, end) = (Day(from) ?? new DateOnly(today.Year, 1, 1), Day(to) ?? today);
        return start <= end ? (start, end) : (end, start);
    }

    private static string Cut(string text) => text.Length > 290 ? text[..290] + "…" : text;
}
