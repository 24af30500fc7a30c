using System.Globalization;
using Chunfeng.Events.Fairs;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Documents;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Events.Campaigns;

/// <summary>The words of a campaign's report, written from the figures counted. Pure: the same figures and day give the same text.</summary>
internal static class CampaignReport
{
    public static OfficialText Write(CampaignView view, Region reader, DateOnly today)
    {
        var (c, t, a) = (view.Campaign, view.Whole, view.Actions);
        List<OfficialPart> parts =
        [
            new(null, [$"{c.Title}自{Date(c.FromDay)}开始，到{Date(c.ToDay)}结束。现将{reader.Name}截至{Date(today)}的进展报告如下。" + (c.Intro.Length > 0 ? c.Intro.ReplaceLineEndings("") : "")]),
            new("一、活动开展",
            [
                $"已举办招聘活动{t.Fairs}场，其中{t.Filed}场已报结果；另有{t.Planned}场在筹备或已发布未举办"
                    + (t.Cancelled > 0 ? $"，{t.Cancelled}场取消" : "") + $"。{Target(t.Fairs, c.TargetFairs, "场")}",
                view.ByKind.Count == 0 ? "还没有活动归入本行动。" : "按类型分：" + string.Join("，", view.ByKind.Select(k => $"{FairWords.Name(k.Kind)}{k.Tally.Fairs}场")) + "。",
            ]),
            new("二、对接成效",
            [
                $"参会用人单位{t.Employers}家（次），主办方填报提供岗位{t.Posts}个。{Target(t.Posts, c.TargetPosts, "个")}",
                $"到场求职人员{t.Attendance}人次（主办方填报；扫码和现场登记签到{t.CountedAttendance}人次）。{Target(t.Attendance, c.TargetAttendance, "人次")}",
                $"达成意向{t.Intents}人次（主办方填报；平台登记报名{t.CountedIntents}人次）。{Target(t.Intents, c.TargetIntents, "人次")}",
                $"录用{t.Hires}人（主办方填报；平台登记录用{t.CountedHires}人）。{Target(t.Hires, c.TargetHires, "人")}",
            ]),
            new("三、点对点输送",
            [
                a.Trips == 0 ? $"还没有办完的点对点输送。{Target(0, c.TargetTrips, "批")}{Target(0, c.TargetCarried, "人次")}"
                    : $"已组织点对点输送{a.Trips}批。{Target(a.Trips, c.TargetTrips, "批")}按乘车名单计，输送{a.Carried}人次，其中到省外{a.Outside}人次。{Target(a.Carried, c.TargetCarried, "人次")}",
            ]),
            new("四、技能培训",
            [
                a.Trainings == 0 ? $"还没有办完的培训。{Target(0, c.TargetTrained, "人次")}"
                    : $"已办培训{a.Trainings}期，按培训名单计，培训{a.Trained}人次。{Target(a.Trained, c.TargetTrained, "人次")}",
            ]),
            new("五、宣传发动",
            [
                a.Publicity == 0 ? $"还没有办完的宣传。{Target(0, c.TargetPublicity, "次")}"
                    : $"已开展宣传{a.Publicity}次，发放资料{a.StatedCopies}份、覆盖{a.StatedHouseholds}户次（均为经办单位填报）。{Target(a.Publicity, c.TargetPublicity, "次")}",
                .. a.Planned + a.Cancelled == 0 ? Array.Empty<string>()
                    : [$"以上各项另有{a.Planned}项在筹备" + (a.Cancelled > 0 ? $"，{a.Cancelled}项取消" : "") + "，不计入。"],
            ]),
        ];
        var rows = new List<IReadOnlyList<string>> { Row("合计", t) };
        rows.AddRange(view.ByArea.Select(area => Row(area.Area.Name, area.Tally)));
        var acted = new List<IReadOnlyList<string>> { Row("合计", a) };
        acted.AddRange(view.ActionsByArea.Select(area => Row(area.Area.Name, area.Tally)));
        return new OfficialText(
            new IssuingOffice($"{c.Title}情况", $"{reader.Name}农民务工就业工作专班办公室", "上级农民务工就业工作专班", "本级专班各成员单位"),
            null, today, $"关于{c.Title}进展情况的报告", $"（{reader.Name}，截至{Date(today)}）", c.Demo ? "演示数据，不是真实情况" : null, parts,
            [new OfficialTable("各地活动开展情况（单位：场、家、个、人次）", ["地区", "举办", "已报结果", "参会单位", "提供岗位", "到场人数", "签到人数", "达成意向", "录用人数"], rows,
                "提供岗位、到场、意向、录用为主办方填报；签到为扫码和现场登记。"),
             new OfficialTable("各地输送、培训、宣传情况（单位：批、期、次、人次、份、户次）", ["地区", "输送批次", "输送人次", "其中省外", "培训期数", "培训人次", "宣传次数", "发放资料", "覆盖户次"], acted,
                "输送和培训的人次按登记的名单计；发放资料、覆盖户次为经办单位填报。")],
            ["各数按场次、批次相加，同一人参加几次计几人次；没有报结果的场次只计场次和参会单位，没有办完的输送、培训、宣传不计。"])
        { Addressee = "上级农民务工就业工作专班" };
    }

    private static IReadOnlyList<string> Row(string name, CampaignTally t) =>
        [name, .. new long[] { t.Fairs, t.Filed, t.Employers, t.Posts, t.Attendance, t.CountedAttendance, t.Intents, t.Hires }.Select(n => n.ToString(CultureInfo.InvariantCulture))];

    private static IReadOnlyList<string> Row(string name, ActionTally a) =>
        [name, .. new long[] { a.Trips, a.Carried, a.Outside, a.Trainings, a.Trained, a.Publicity, a.StatedCopies, a.StatedHouseholds }.Select(n => n.ToString(CultureInfo.InvariantCulture))];

    private static string Target(long done, int? target, string unit) => target is not > 0 ? ""
        : string.Create(CultureInfo.InvariantCulture, $"本行动目标{target}{unit}，完成{Math.Floor(done * 1000m / target.Value) / 10m:0.0}%。");

    private static string Date(DateOnly day) => $"{day.Year}年{day.Month}月{day.Day}日";
}

/// <summary>Makes the report of a campaign as a document; what is counted is the reader's own area.</summary>
internal sealed class MakeCampaignReport(ChunfengDb db, ReadCampaign campaigns, RegionTree regions, TimeProvider clock)
{
    /// <summary>A document and its name.</summary>
    internal sealed record Made(string FileName, byte[] Docx);

    public async Task<Result<Made>> HandleAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        var view = await campaigns.HandleAsync(id, actor, cancel);
        if (view is null || !regions.TryGet(actor.Region, out var reader))
        {
            return ReadCampaign.NotFound;
        }

        var docx = OfficialDocx.Write(CampaignReport.Write(view, reader, clock.Today));
        db.Audit(clock, actor, "events.campaign-report", $"{id} region={actor.Region}");
        await db.SaveChangesAsync(cancel);
        return new Made($"专项行动报告-{reader.Name}-{clock.Today:yyyy-MM-dd}.docx", docx);
    }
}
