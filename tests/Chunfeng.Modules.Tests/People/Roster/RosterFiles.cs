using System.Text;
using Chunfeng.People.Roster;
using Chunfeng.People.Roster.Reading;
using Chunfeng.Platform.Files;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Modules.Tests.People.Roster;

/// <summary>Small roster files and what reading them gives.</summary>
internal static class RosterFiles
{
    public static readonly string Root = FindRoot();
    public static readonly RegionTree Regions = RegionTree.Load(Path.Combine(Root, "data", "regions"));
    public static readonly CodeSets Codes = CodeSets.Load(Path.Combine(Root, "data", "codes"));
    public static readonly DateOnly Day = new(2022, 2, 27);

    /// <summary>A man born 1990-01-01 of 清徐县.</summary>
    public static readonly string Man = IdNumber.Create(140121, new DateOnly(1990, 1, 1), 1).ToString();

    /// <summary>A village of 清徐县清源镇 and its short name.</summary>
    public static readonly Region Village = Regions.Within(new RegionCode(140121100000), RegionLevel.Village).First(v => v.Kind == "村委会");

    /// <summary>A valid row; a test changes one thing.</summary>
    public static Dictionary<string, string> Valid() => new()
    {
        ["市"] = "太原市",
        ["县"] = "清徐县",
        ["乡镇"] = "清源镇",
        ["行政村"] = Village.Name,
        ["姓名"] = "张三",
        ["性别"] = "男",
        ["身份证号"] = Man,
        ["年龄"] = "32",
        ["联系电话"] = "13800138000",
        ["人员类别(一般/脱贫/监测)"] = "脱贫",
        ["监测类型"] = "",
        ["风险是否消除"] = "",
        ["是否就业"] = "是",
        ["就业类型"] = "单位就业",
        ["务工省"] = "江苏省",
        ["务工市"] = "苏州市",
        ["务工县"] = "昆山市",
        ["务工乡镇"] = "",
        ["务工单位"] = "某电子厂",
        ["开始时间"] = "2022.2",
        ["结束时间"] = "",
        ["月工资"] = "4500",
        ["输出方式"] = "",
        ["是否公岗"] = "",
        ["是否帮扶车间"] = "",
        ["银行(一卡通)账号"] = "",
        ["核实日期"] = "",
        ["是否返乡及日期"] = "",
        ["务工地类型"] = "",
        ["行政区划代码"] = "",
        ["备注"] = "",
    };

    public static (RosterRow Row, bool Accepted, List<CellIssue> Issues) ReadOne(params (string Column, string Value)[] changes)
    {
        var cells = Valid();
        foreach (var (column, value) in changes)
        {
            cells[column] = value;
        }

        var read = Read(Csv(cells.Keys, cells.Values), "a.csv", RegionCode.Shanxi);
        return read.Single();
    }

    public static List<(RosterRow Row, bool Accepted, List<CellIssue> Issues)> Read(byte[] file, string name, RegionCode scope)
    {
        var opened = RosterReader.Open(new MemoryStream(file), name, Regions, Codes, scope, Day);
        Assert.False(opened.IsRefused, opened.Refusal?.Message);
        using var reader = opened.Value;
        var rows = new List<(RosterRow, bool, List<CellIssue>)>();
        var row = new RosterRow();
        while (reader.Read(row, out var verdict))
        {
            rows.Add((row, verdict == ReadVerdict.Accepted, [.. reader.Issues]));
            row = new RosterRow();
        }

        Assert.Null(reader.Broken);
        return rows;
    }

    public static byte[] Csv(params IEnumerable<string>[] rows) => Table("a.csv", rows);

    public static byte[] Table(string name, params IEnumerable<string>[] rows)
    {
        using var file = new MemoryStream();
        using (var writer = TableWriter.Create(file, name))
        {
            foreach (var row in rows)
            {
                writer.WriteRow([.. row]);
            }
        }

        return file.ToArray();
    }

    public static byte[] Gb18030(string text)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding("GB18030").GetBytes(text);
    }

    public static List<List<string>> ReadTable(byte[] file, string name)
    {
        var opened = TableReader.Open(new MemoryStream(file), name);
        Assert.False(opened.IsRefused, opened.Refusal?.Message);
        using var table = opened.Value;
        var rows = new List<List<string>>();
        while (table.Read())
        {
            rows.Add([.. Enumerable.Range(0, table.CellCount).Select(c => table.Cell(c).ToString())]);
        }

        Assert.Null(table.Broken);
        return rows;
    }

    private static string FindRoot()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "Chunfeng.slnx")))
        {
            at = Path.GetDirectoryName(at) ?? throw new InvalidOperationException("No solution above the tests.");
        }

        return at;
    }
}
