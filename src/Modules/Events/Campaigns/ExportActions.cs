using System.Globalization;
using Chunfeng.Events.Fairs;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Masking;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Campaigns;

/// <summary>Writes a campaign's actions, or the people of one of them, into a workbook; people are masked.</summary>
internal sealed class ExportActions(ChunfengDb db, ListActions actions, RegionTree regions, CodeSets codes, TimeProvider clock)
{
    /// <summary>Actions one workbook holds.</summary>
    public const int Most = 5000;

    private static readonly string[] Head =
        ["种类", "名称", "日期", "登记地区", "办理情况", "人数（名单计）", "上车地点", "目的地", "送到哪里", "乘车方式", "车辆数", "培训内容", "工种", "培训机构", "宣传方式", "发放份数（填报）", "覆盖户数（填报）", "说明", "取消原因"];

    private static readonly string[] PeopleHead = ["序号", "姓名", "身份证号", "性别", "户籍地"];

    /// <summary>A workbook and its name.</summary>
    internal sealed record Made(string FileName, byte[] Xlsx);

    public async Task<Result<Made>> ListAsync(Guid campaignId, ActionFilter filter, Actor actor, CancellationToken cancel)
    {
        var campaign = await ReadCampaign.Seen(db, actor).AsNoTracking().SingleOrDefaultAsync(c => c.CampaignId == campaignId, cancel);
        if (campaign is null)
        {
            return ReadCampaign.NotFound;
        }

        var rows = await actions.AllAsync(campaignId, filter, Most, actor, cancel);
        if (rows is null)
        {
            return new Refusal("too-many", $"超过 {Most} 项，请按种类或地区分开导出");
        }

        var bytes = Write("行动活动", Head, rows.Select(r => (IReadOnlyList<string>)
        [
            ActionWords.Name((ActionKind)r.Action.Kind), r.Action.Title, FairWords.Day(r.Action.HeldOn), regions.Path(new RegionCode(r.Action.Region)), ActionWords.Label((ActionState)r.Action.State),
            r.Action.Kind == (short)ActionKind.Publicity ? "" : Number(r.People), r.Action.FromPlace, r.Action.Destination is { } to ? regions.Path(new RegionCode(to)) : "", r.Action.ToPlace,
            r.Action.Vehicle is { } v ? ActionWords.Name((TripVehicle)v) : "", Number(r.Action.Vehicles), r.Action.Subject, TradeName(codes, r.Action.Occupation), r.Action.Body,
            r.Action.Channel.Length == 0 ? "" : ActionWords.Channel(r.Action.Channel), Number(r.Action.StatedCopies), Number(r.Action.StatedHouseholds), r.Action.Note, r.Action.Reason,
        ]));
        db.Audit(clock, actor, "events.export-actions", $"{campaignId} actions={rows.Count}");
        await db.SaveChangesAsync(cancel);
        return new Made($"行动活动-{FairWords.Day(campaign.FromDay)}.xlsx", bytes);
    }

    public async Task<Result<Made>> PeopleAsync(Guid actionId, Actor actor, CancellationToken cancel)
    {
        var view = await actions.OneAsync(actionId, new PageAsk(Size: ActionRules.MostPeople), actor, cancel);
        if (view is null || view.Action.Kind == (short)ActionKind.Publicity)
        {
            return WriteAction.NotFound;
        }

        var bytes = Write("名单", PeopleHead, view.Page.Rows.Select((p, i) => (IReadOnlyList<string>)
        [
            Number(i + 1), p.Name is null ? "（看不到）" : Mask.Name(p.Name), p.IdNumber ?? "", p.Sex switch { 1 => "男", 2 => "女", _ => "" },
            regions.Path(p.Name is null ? new RegionCode(p.Home).At(RegionLevel.County) : new RegionCode(p.Home)),
        ]));
        db.Audit(clock, actor, "events.export-action-people", $"{actionId} people={view.Page.Rows.Count}");
        await db.SaveChangesAsync(cancel);
        return new Made($"名单-{FairWords.Day(view.Action.HeldOn)}.xlsx", bytes);
    }

    /// <summary>What an occupation is called; "" for none.</summary>
    public static string TradeName(CodeSets codes, string code) => code.Length > 0 && codes.Occupation.TryGet(code, out var entry) ? entry.Name : code;

    private static byte[] Write(string sheet, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        using var stream = new MemoryStream();
        using (var table = TableWriter.Create(stream, sheet + ".xlsx", sheet))
        {
            table.WriteRow(head);
            foreach (var row in rows)
            {
                table.WriteRow(row);
            }
        }

        return stream.ToArray();
    }

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
