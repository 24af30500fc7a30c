using System.Text;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Regions;

namespace Chunfeng.People.Roster.Reading;

/// <summary>Which column of a file means what: found under title rows and merged cells, by the names people give to the columns.</summary>
internal sealed class HeaderMap
{
    /// <summary>A header is looked for in so many rows from the top.</summary>
    public const int SearchRows = 20;

    private static readonly Dictionary<string, RosterField> Synonyms = BuildSynonyms();
    private readonly int[] columns = new int[(int)RosterField.Count];

    private HeaderMap() => Array.Fill(columns, -1);

    /// <summary>First and last row of the header as a spreadsheet counts; two rows when cells are merged into groups.</summary>
    public long FirstRow { get; private init; }
    public long LastRow { get; private init; }

    /// <summary>Columns up to the last one with a name.</summary>
    public int Width { get; private init; }

    /// <summary>Names of columns nobody knows: they are not read, and kept in a rejects file.</summary>
    public IReadOnlyList<string> Unknown { get; private init; } = [];

    /// <summary>Money columns headed 万元 hold ten thousands of yuan.</summary>
    public bool WageInWan { get; private set; }
    public bool IncomeInWan { get; private set; }

    /// <summary>Column of a field, −1 when the file has none.</summary>
    public int this[RosterField field] => columns[(int)field];

    public bool Has(RosterField field) => columns[(int)field] >= 0;

    /// <summary>Reads the top of the table and leaves it on the last row of the header.</summary>
    /// <param name="scope">Region the file is for; fills in the city, county or township a file does not state.</param>
    public static Result<HeaderMap> Find(TableReader table, RegionCode scope)
    {
        var top = new List<(long Row, string[] Cells)>();
        while (top.Count < SearchRows && table.RowNumber < SearchRows && table.Read())
        {
            top.Add((table.RowNumber, CopyRow(table)));
        }

        if (table.Broken is { } broken)
        {
            return broken;
        }

        (int First, int Last, List<(RosterField? Field, string Name)> Columns, int Known) best = (0, 0, [], 0);
        for (var i = 0; i < top.Count; i++)
        {
            var single = Match(null, top[i].Cells);
            if (single.Known > best.Known)
            {
                best = (i, i, single.Columns, single.Known);
            }

            if (i + 1 < top.Count && top[i].Cells.Count(c => c.Length > 0) > 1)
            {
                var pair = Match(top[i].Cells, top[i + 1].Cells);
                if (pair.Known > best.Known)
                {
                    best = (i, i + 1, pair.Columns, pair.Known);
                }
            }
        }

        return best.Known < 2
            ? new Refusal("roster-no-header", $"前 {SearchRows} 行里没有找到表头。请确认表里有“姓名”“身份证号”“行政村”等列名，并且列名在数据上方。")
            : Build(best.Columns, top[best.First].Row, top[best.Last].Row, scope, table);
    }

    /// <summary>The field a column name stands for; null when unknown. Blanks, stars, brackets and their content do not matter.</summary>
    public static RosterField? Recognise(string name) =>
        Synonyms.TryGetValue(Normalise(name), out var field) ? field : null;

    private static Result<HeaderMap> Build(List<(RosterField? Field, string Name)> found, long first, long last, RegionCode scope, TableReader table)
    {
        var unknown = new List<string>();
        var map = new HeaderMap { FirstRow = first, LastRow = last, Width = found.FindLastIndex(c => c.Name.Length > 0) + 1, Unknown = unknown };
        for (var c = 0; c < found.Count; c++)
        {
            var (field, name) = found[c];
            if (field is null)
            {
                if (name.Length > 0)
                {
                    unknown.Add(name);
                }

                continue;
            }

            if (map.Has(field.Value))
            {
                return new Refusal("roster-duplicate-header",
                    $"第 {map[field.Value] + 1} 列和第 {c + 1} 列都是“{LedgerColumns.NameOf(field.Value)}”（“{found[map[field.Value]].Name}”“{name}”）。请删去或改名其中一列。");
            }

            map.columns[(int)field.Value] = c;
            map.WageInWan |= field == RosterField.Wage && name.Contains("万元", StringComparison.Ordinal);
            map.IncomeInWan |= field == RosterField.Income && name.Contains("万元", StringComparison.Ordinal);
        }

        var missing = Missing(map, scope);
        if (missing.Count == 0)
        {
            table.Rewind();
            while (table.RowNumber < last && table.Read())
            {
            }

            return map;
        }

        return new Refusal("roster-missing-column", $"第 {last} 行的表头缺少必填列：{string.Join("、", missing)}。请补上后再上传。");
    }

    private static List<string> Missing(HeaderMap map, RegionCode scope)
    {
        var missing = new List<string>();
        foreach (var field in (RosterField[])[RosterField.Name, RosterField.Id])
        {
            if (!map.Has(field))
            {
                missing.Add(LedgerColumns.NameOf(field));
            }
        }

        if (map.Has(RosterField.VillageCode))
        {
            return missing;
        }

        if (!map.Has(RosterField.County) && scope.Level < RegionLevel.County)
        {
            missing.Add("县");
        }

        if (!map.Has(RosterField.Township) && scope.Level < RegionLevel.Township)
        {
            missing.Add("乡镇");
        }

        if (!map.Has(RosterField.Village) && scope.Level < RegionLevel.Village)
        {
            missing.Add("行政村（或12位行政区划代码）");
        }

        return missing;
    }

    private static (List<(RosterField? Field, string Name)> Columns, int Known) Match(string[]? parents, string[] row)
    {
        var width = Math.Max(parents?.Length ?? 0, row.Length);
        var columns = new List<(RosterField?, string)>(width);
        var seen = new HashSet<RosterField>();
        var parent = "";
        for (var c = 0; c < width; c++)
        {
            var child = c < row.Length ? row[c] : "";
            var above = parents is not null && c < parents.Length ? parents[c] : "";
            // a merged cell holds its text in its first column only; the group goes on while children follow
            parent = above.Length > 0 || child.Length == 0 ? above : parent;
            var field = child.Length == 0 ? Recognise(parent) : parent.Length == 0 ? Recognise(child) : RecogniseChild(parent, child);
            columns.Add((field, child.Length == 0 ? parent : parent.Length == 0 ? child : $"{parent}/{child}"));
            if (field is not null)
            {
                seen.Add(field.Value);
            }
        }

        return (columns, seen.Count);
    }

    private static RosterField? RecogniseChild(string parent, string child)
    {
        var group = Normalise(parent);
        var own = Recognise(child);
        if (group.Contains("务工", StringComparison.Ordinal) || group.Contains("就业", StringComparison.Ordinal) || group.Contains("工作", StringComparison.Ordinal))
        {
            var work = Normalise(child);
            return own is null or RosterField.City or RosterField.County or RosterField.Township ? Recognise("务工" + work) ?? own : own;
        }

        return own ?? Recognise(parent + child);
    }

    private static string[] CopyRow(TableReader table)
    {
        var cells = new string[table.CellCount];
        for (var c = 0; c < cells.Length; c++)
        {
            cells[c] = table.Cell(c).Trim().ToString();
        }

        return cells;
    }

    private static string Normalise(string name)
    {
        var built = new StringBuilder(name.Length);
        var depth = 0;
        foreach (var raw in name)
        {
            var c = raw is >= '！' and <= '～' ? (char)(raw - 0xFEE0) : raw;
            if (c is '(' or '[' or '【')
            {
                depth++;
            }
            else if (c is ')' or ']' or '】')
            {
                depth = Math.Max(0, depth - 1);
            }
            else if (depth == 0 && !char.IsWhiteSpace(c) && c is not ('*' or '★' or ':' or '_' or '\u200B' or '\uFEFF' or '、' or '/' or '-'))
            {
                built.Append(char.ToLowerInvariant(c));
            }
        }

        return built.ToString();
    }

    private static Dictionary<string, RosterField> BuildSynonyms()
    {
        var map = new Dictionary<string, RosterField>(StringComparer.Ordinal);
        for (var field = RosterField.WorkerNo; field < RosterField.Count; field++)
        {
            map[Normalise(LedgerColumns.NameOf(field))] = field;
        }

        Add(RosterField.WorkerNo, "序号 编号 人员编号 人员编码");
        Add(RosterField.City, "地市 所属市 所在市 户籍市 户籍所在市 市州 地级市");
        Add(RosterField.County, "县区 县市区 区县 县级 所属县 所在县 户籍县 户籍所在县 县名");
        Add(RosterField.Township, "乡 镇 乡镇街道 街道 所属乡镇 所在乡镇 户籍乡镇 户籍所在乡镇 乡镇名称 街道乡镇");
        Add(RosterField.Village, "村 村社区 社区 所在村 所属村 村名 村委会 行政村名称 村居 户籍村 户籍所在村 行政村社区 村居社区");
        Add(RosterField.Hamlet, "自然村 村民小组 组 小组 自然村组 自然庄 村组");
        Add(RosterField.HouseholdNo, "户编号 户号 家庭编号 户编码 户id");
        Add(RosterField.Name, "劳动者姓名 务工人员姓名 人员姓名 名字 劳动力姓名");
        Add(RosterField.Sex, "男女");
        Add(RosterField.Id, "身份证号码 公民身份号码 公民身份证号 公民身份证号码 证件号码 证件号 身份证 居民身份证号 居民身份证号码 身份号码");
        Add(RosterField.Age, "周岁 年龄周岁");
        Add(RosterField.Political, "政治身份");
        Add(RosterField.Education, "学历 受教育程度 文化水平 最高学历");
        Add(RosterField.Health, "健康情况 身体状况");
        Add(RosterField.Marital, "婚姻状况 婚姻情况 婚否");
        Add(RosterField.Phone, "手机号 手机号码 电话 手机 联系方式 电话号码 本人电话 联系电话号码");
        Add(RosterField.Relation, "户主关系 与户主的关系 家庭关系");
        Add(RosterField.HeadName, "户主");
        Add(RosterField.Category, "人员类型 人员类别 户类型 身份类别 人员属性");
        Add(RosterField.MonitorType, "监测对象类型 监测户类型 监测对象类别 监测类别");
        Add(RosterField.Risk, "风险状态 风险消除 是否消除风险 风险消除情况");
        Add(RosterField.Relocated, "是否易地搬迁 易地扶贫搬迁 是否易地扶贫搬迁 搬迁户");
        Add(RosterField.Ability, "劳动技能 劳动能力类型 劳动力类型");
        Add(RosterField.Skill, "技能证书 职业技能 技能等级 技能特长 证书工种及等级");
        Add(RosterField.WantsTraining, "是否有培训意愿 有无培训意愿 是否愿意培训");
        Add(RosterField.TrainingTrade, "培训专业 培训需求 意向培训工种 培训意愿工种");
        Add(RosterField.Employed, "就业状态 就业情况 是否务工 是否已就业 务工状态");
        Add(RosterField.Form, "就业形式 就业方式 务工类型 就业渠道");
        Add(RosterField.WorkProvince, "务工所在省 务工省份 就业省 就业省份 务工地省 务工地点省 就业地省 务工省自治区直辖市");
        Add(RosterField.WorkCity, "务工所在市 务工地市 务工地点市 就业市 就业地市");
        Add(RosterField.WorkCounty, "务工所在县 务工县区 务工县市区 务工区县 务工地县 务工地点县 就业县 就业县区 就业地县 务工地点");
        Add(RosterField.Employer, "就业单位 工作单位 用工单位 企业名称 单位名称 务工企业 务工单位名称 就业企业");
        Add(RosterField.EmployerCredit, "统一社会信用代码 信用代码 社会信用代码 单位信用代码");
        Add(RosterField.Job, "工种 职业 务工岗位 从事岗位 从事工种 就业岗位 工作岗位");
        Add(RosterField.Industry, "从事行业 所属行业 务工行业 就业行业 行业类别");
        Add(RosterField.WorkFrom, "务工开始时间 外出时间 务工时间 开始日期 就业时间 务工起始时间 外出务工时间 就业开始时间 起始时间");
        Add(RosterField.WorkTo, "务工结束时间 结束日期 返回时间 就业结束时间 终止时间");
        Add(RosterField.Months, "务工月数 累计务工月数 务工时长 务工月份数");
        Add(RosterField.Wage, "月收入 月工资收入 工资 月薪 月均工资 月工资元");
        Add(RosterField.Income, "年务工收入 务工总收入 累计收入 累计务工收入 年收入");
        Add(RosterField.Channel, "外出方式 输出形式 组织方式 就业渠道方式 转移方式");
        Add(RosterField.Contract, "劳动合同 是否签订合同 是否签订劳动合同 签订合同");
        Add(RosterField.Insurance, "是否参保 社保 社会保险 是否参加社保");
        Add(RosterField.PublicPost, "是否公益性岗位 是否公益岗 公益岗位 是否公益岗位 是否乡村公益性岗位");
        Add(RosterField.Workshop, "帮扶车间 是否就业帮扶车间 是否扶贫车间 扶贫车间");
        Add(RosterField.UnemployedReason, "未务工原因 未就业的原因 失业原因");
        Add(RosterField.JobWish, "求职意愿 就业意愿 就业意向 求职意向");
        Add(RosterField.Returned, "是否返乡 返乡日期 返乡时间 返乡情况");
        Add(RosterField.AfterReturn, "返乡去向");
        Add(RosterField.SubsidyNote, "享受补贴 享受政策 补贴情况 享受补贴情况 享受政策情况");
        Add(RosterField.BankAccount, "银行账号 银行卡号 一卡通账号 一卡通号 社保卡银行账号 账号 银行一卡通账号 卡号 银行账户");
        Add(RosterField.Helper, "帮扶人 帮扶干部 责任人 包联干部");
        Add(RosterField.VerifiedOn, "核查日期 核实时间 采集日期 调查日期 更新日期 填报日期");
        Add(RosterField.VerifiedBy, "核查人 采集人 调查人 填表人");
        Add(RosterField.Remark, "说明 备注说明");
        Add(RosterField.WorkTownship, "务工所在乡镇 务工乡 务工地乡镇 务工地点乡镇 务工镇 务工乡镇街道 就业乡镇");
        Add(RosterField.WorkRegionType, "务工区域 务工区域类型 务工范围 就业区域 务工地类别");
        Add(RosterField.StatusFrom, "纳入日期 纳入时间 识别日期 识别时间 监测识别时间 监测纳入日期 身份起始日期");
        Add(RosterField.VillageCode, "村代码 行政村代码 区划代码 村编码 行政村编码 户籍地区划代码 村级代码 统计用区划代码");
        return map;

        void Add(RosterField field, string names)
        {
            foreach (var name in names.Split(' '))
            {
                map.TryAdd(Normalise(name), field);
            }
        }
    }
}
