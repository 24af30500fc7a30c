using System.Globalization;
using Chunfeng.Employers.Guarantee;
using Chunfeng.Employers.Standing;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Chunfeng.Employers.Register;

/// <summary>The posts of an employer's page, the export of the list, and the zones.</summary>
internal static class EmployerEndpoints
{
    public static void MapEmployers(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/employers/list/export", ExportAsync);
        routes.MapPost("/employers/zones", ZoneAsync);
        routes.MapPost("/employers/{id:guid}/heads", async (Guid id, IFormCollection form, KeepStanding keep, Actor actor, CancellationToken cancel) => Back(id, "heads",
            await keep.StateHeadsAsync(id, new MonthStatement(Month(form["month"]), Number(form["heads"]) ?? -1, Number(form["joined"]) ?? 0), actor, cancel)));
        routes.MapPost("/employers/{id:guid}/conduct", async (Guid id, IFormCollection form, KeepStanding keep, Actor actor, CancellationToken cancel) => Back(id, "conduct",
            await keep.AddConductAsync(id, (ConductKind)(Number(form["kind"]) ?? 0), form["serious"].Count > 0, ChinaTime.ReadDay(form["on"]), form["document"], form["text"], actor, cancel)));
        routes.MapPost("/employers/{id:guid}/conduct/{entry:guid}", async (Guid id, Guid entry, IFormCollection form, KeepStanding keep, Actor actor, CancellationToken cancel) => Back(id, "conduct",
            await keep.CloseConductAsync(id, entry, (ConductState)(Number(form["to"]) ?? 0), form["closing"], actor, cancel)));
        routes.MapPost("/employers/{id:guid}/visit", async (Guid id, IFormCollection form, KeepStanding keep, Actor actor, CancellationToken cancel) => Back(id, "visit",
            await keep.AddVisitAsync(id, ChinaTime.ReadDay(form["on"]), Number(form["posts"]), form["need"], form["outcome"], form["open"].Count > 0, actor, cancel)));
        routes.MapPost("/employers/{id:guid}/hires", async (Guid id, IFormCollection form, HireRegister hires, Actor actor, CancellationToken cancel) => Back(id, "hires",
            await hires.EnterAsync(id, form["person"], ChinaTime.ReadDay(form["on"]), Guid.TryParse(form["help"], out var help) ? help : null, actor, cancel)));
        routes.MapPost("/employers/{id:guid}/link", async (Guid id, IFormCollection form, WriteEmployer write, Actor actor, CancellationToken cancel) => Back(id, "link",
            await write.LinkUnitAsync(id, Guid.TryParse(form["unit"], out var unit) ? unit : null, actor, cancel)));
    }

    /// <summary>What the list's address asks for; what is not understood does not filter.</summary>
    internal static EmployerFilter FilterOf(Func<string, string?> said, Actor actor) => new(
        said("q"), RegionCode.TryParse(said("region") ?? "", out var region) && actor.Region.Contains(region) ? region : null,
        said("industry"), Enum.TryParse<EmployerSize>(said("size"), out var size) && Enum.IsDefined(size) ? size : null, EmployerWords.Flag(said("flag")), said("mine") == "yes");

    private static async Task<IResult> ExportAsync(IFormCollection form, EmployerQuery query, Actor actor, CancellationToken cancel)
    {
        var output = new MemoryStream();
        var written = await query.ExportAsync(FilterOf(name => form[name], actor), output, actor, cancel);
        output.Position = 0;
        return written.IsRefused ? TypedResults.LocalRedirect(Links.With("/employers", ("refused", written.Refusal.Message))) : TypedResults.File(output, MediaTypes.Xlsx, "用人单位.xlsx");
    }

    private static async Task<IResult> ZoneAsync(IFormCollection form, ShortageList list, RegionTree regions, Actor actor, CancellationToken cancel)
    {
        Guid? id = Guid.TryParse(form["zone"], out var zone) ? zone : null;
        var lines = (form["members"].ToString() ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var odd = lines.FirstOrDefault(l => PlaceText.Read(regions, l) is null or { Level: < RegionLevel.City });
        var refusal = odd is not null ? new Refusal("bad-member", $"没有认出“{(odd.Length > 20 ? odd[..20] : odd)}”，请写成“忻州市忻府区”的样子，一行一个")
            : await list.KeepZoneAsync(id, form["name"], form["basis"], [.. lines.Select(l => PlaceText.Read(regions, l)!.Code.Value)], actor, cancel);
        return TypedResults.LocalRedirect(Links.With("/employers/guarantee", ("zone", id?.ToString()), (refusal is null ? "done" : "refused", refusal?.Message ?? "zone")));
    }

    private static IResult Back(Guid id, string act, Refusal? refusal) => refusal == WriteEmployer.NotFound ? TypedResults.NotFound()
        : TypedResults.LocalRedirect(Links.With($"/employers/{id}", (refusal is null ? "done" : "refused", refusal?.Message ?? act)));

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>"2022-02" → 202202; 0 for anything else.</summary>
    private static int Month(string? text) => text is { Length: 7 } && text[4] == '-' && Number(text[..4] + text[5..]) is { } month ? month : 0;
}
