namespace Chunfeng.People.Roster.Reading;

/// <summary>The ledger's columns by their Chinese names, in the order an export writes them. The typical 务工台账 is called a table of
/// 55 columns; the list it comes from (ledger_fields.json) has 56 entries, 序号 and 备注 included. 劳动者编号 stands in the place of 序号,
/// so an export has 56.</summary>
internal static class LedgerColumns
{
    public static readonly IReadOnlyList<string> Names =
    [
        "劳动者编号", "市", "县", "乡镇", "行政村", "自然村/组", "户编号(防返贫系统)", "姓名", "性别", "身份证号", "年龄", "民族",
        "政治面貌", "文化程度", "健康状况", "婚姻", "联系电话", "与户主关系", "户主姓名", "人员类别(一般/脱贫/监测)", "监测类型",
        "风险是否消除", "易地搬迁", "劳动能力(普通/技能/弱或半/丧失)", "技能证书工种及等级", "培训意愿", "培训工种", "是否就业",
        "就业类型", "务工省", "务工市", "务工县", "务工单位", "统一信用代码", "岗位", "行业", "开始时间", "结束时间", "累计月数",
        "月工资", "务工收入", "输出方式", "合同", "社保参保", "是否公岗", "是否帮扶车间", "未就业原因", "求职意愿(地/岗/薪)",
        "是否返乡及日期", "返乡后去向", "享受补贴(项/金额/日期)", "银行(一卡通)账号", "帮扶责任人", "核实日期", "核实人", "备注",
    ];

    /// <summary>Optional columns beyond the ledger's, in the order of <see cref="RosterField"/> from WorkTownship on.</summary>
    public static readonly IReadOnlyList<string> Extra = ["务工乡镇", "务工地类型", "监测识别日期", "行政区划代码"];

    public static string NameOf(RosterField field)
    {
        var at = (int)field;
        return at < Names.Count ? Names[at] : Extra[at - Names.Count];
    }
}
