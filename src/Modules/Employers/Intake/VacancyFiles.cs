using Chunfeng.Employers.Register;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Intake;

/// <summary>导入岗位 — one file of vacancies: every row has a verdict, and the rows sent back come with their reasons.</summary>
internal sealed class VacancyFiles(ChunfengDb db, TakeVacancies take, KeyRing keys, Places places, TimeProvider clock)
{
    public const string Source = "file";
    public const long MostBytes = 10L << 20;
    public const int MostRows = 5000, Shown = 20;
    public const string CreditColumn = "统一社会信用代码", NumberColumn = "外部编号", ReasonColumn = "退回原因";

    private const int HeaderWithin = 10;
    private static readonly TableLimits TableRange = new(MaxRows: MostRows + 50, MaxColumns: 100, MaxRowChars: 1 << 16, MaxInflatedBytes: 256L << 20);

    /// <summary>The columns of the template, in its order.</summary>
    public static IReadOnlyList<string> Columns { get; } = [NumberColumn, CreditColumn, .. VacancyForm.Fields.Select(f => f.Column)];

    public static bool MayImport(Actor actor) => actor.May(Rights.EmployersWrite) || actor.May(Rights.EmployersOwn) || (EmployerScope.IsSender(actor) && actor.Unit is not null);

    /// <summary>Files of the offices and employers are one source; a station's or an agency's are its own, so that no two of them meet in a number.</summary>
    public static string SourceOf(Actor actor) => EmployerScope.IsSender(actor) ? $"{Source}:{actor.Unit:N}" : Source;

    /// <param name="content">Seekable; disposed here.</param>
    /// <param name="partly">Take the good rows although others are sent back.</param>
    public async Task<Result<VacancyFile>> HandleAsync(string fileName, Stream content, bool partly, Actor actor, CancellationToken cancel)
    {
        if (!MayImport(actor))
        {
            await content.DisposeAsync();
            return new Refusal("no-right", "您没有导入岗位的权限，请联系当地经办人");
        }

        fileName = VacancyRules.Clean(fileName.Length > 200 ? fileName[^200..] : fileName);
        var opened = TableReader.Open(content, fileName, TableRange);
        if (opened.IsRefused)
        {
            return opened.Refusal;
        }

        using var table = opened.Value;
        var read = Read(table);
        if (read.IsRefused)
        {
            return read.Refusal;
        }

        var (header, rows) = read.Value;
        int creditAt = header.IndexOf(CreditColumn), numberAt = header.IndexOf(NumberColumn);
        var fields = VacancyForm.Fields.ToDictionary(f => f.Field, f => header.IndexOf(f.Column), StringComparer.Ordinal);
        string Cell(List<string> row, int at) => at >= 0 && at < row.Count ? row[at].Trim() : "";
        var verdicts = await take.HandleAsync(SourceOf(actor), [.. rows.Select(r => new SentVacancy(Cell(r, creditAt), Cell(r, numberAt), name => Cell(r, fields[name])))], partly, actor, cancel);
        if (verdicts.IsRefused)
        {
            return verdicts.Refusal;
        }

        var results = verdicts.Value;
        var rejected = results.Count(v => v.Refusal is not null);
        var nothing = rejected > 0 && !partly;
        var file = new VacancyFile
        {
            FileName = fileName, Login = actor.Login, Region = actor.Region.Value, At = clock.UtcStamp, RowsRead = rows.Count,
            Added = nothing ? 0 : results.Count(v => v.Outcome is WriteOutcome.Added), Updated = nothing ? 0 : results.Count(v => v.Outcome is WriteOutcome.Updated),
            Unchanged = results.Count(v => v.Outcome is WriteOutcome.Unchanged), Rejected = rejected, HasRejects = rejected > 0,
        };
        if (rejected > 0)
        {
            WriteRejects(file, header, rows, results);
        }

        db.VacancyFiles().Add(file);
        db.Audit(clock, actor, "vacancies.import", $"{file.FileId} rows={file.RowsRead} added={file.Added} updated={file.Updated} unchanged={file.Unchanged} rejected={file.Rejected}");
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        return file;
    }

    /// <summary>The account's own files, newest first.</summary>
    public async Task<IReadOnlyList<VacancyFile>> ListAsync(Actor actor, CancellationToken cancel) =>
        await db.VacancyFiles().AsNoTracking().Where(f => f.Login == actor.Login).OrderByDescending(f => f.At).ThenBy(f => f.FileId).Take(Shown).ToListAsync(cancel);

    /// <summary>The rows sent back, for who sent the file; null when there are none.</summary>
    public async Task<(Stream Content, string Name)?> RejectsAsync(Guid fileId, Actor actor, CancellationToken cancel)
    {
        var file = await db.VacancyFiles().AsNoTracking().SingleOrDefaultAsync(f => f.FileId == fileId && f.Login == actor.Login && f.HasRejects, cancel);
        return file is null || !File.Exists(PathOf(fileId)) ? null
            : (SealedFile.Open(PathOf(fileId), keys), $"{Path.GetFileNameWithoutExtension(file.FileName)}-退回{(IsWorkbook(file.FileName) ? ".xlsx" : ".csv")}");
    }

    /// <summary>An empty file with the columns, and one example row.</summary>
    public static void WriteTemplate(Stream output)
    {
        using var table = TableWriter.Create(output, "template.xlsx", "岗位");
        table.WriteRow(Columns);
        var example = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [NumberColumn] = "2022-001（可不填）", [CreditColumn] = "18位统一社会信用代码", ["岗位名称"] = "缝纫工", ["工种"] = "缝纫工", ["招聘人数"] = "20", ["工作地点"] = "太原市清徐县",
            ["计薪方式"] = "每月", ["工资低"] = "4500", ["工资高"] = "6000", ["包吃"] = "是", ["包住"] = "是", ["保险"] = "养老、医疗、工伤", ["截止日期"] = "2022-03-31", ["岗位说明"] = "服装流水线作业，可培训上岗",
        };
        table.WriteRow([.. Columns.Select(c => example.GetValueOrDefault(c, ""))]);
    }

    private static Result<Sheet> Read(TableReader table)
    {
        List<string>? header = null;
        var rows = new List<List<string>>();
        while (table.Read())
        {
            var cells = Enumerable.Range(0, table.CellCount).Select(i => VacancyRules.Clean(table.Cell(i).ToString())).ToList();
            if (header is null)
            {
                var names = cells.Select(c => string.Concat(c.Where(x => !char.IsWhiteSpace(x)))).ToList();
                if (names.Contains(CreditColumn) && names.Contains("岗位名称"))
                {
                    header = names;
                }
                else if (table.RowNumber >= HeaderWithin)
                {
                    break;
                }

                continue;
            }

            if (cells.All(string.IsNullOrWhiteSpace))
            {
                continue;
            }

            if (rows.Count == MostRows)
            {
                return new Refusal("too-many-rows", $"一个文件最多 {MostRows} 行，请分成几个文件导入");
            }

            rows.Add(cells);
        }

        return table.Broken is { } broken ? broken
            : header is null ? new Refusal("no-header", $"没有找到表头：前 {HeaderWithin} 行里要有“岗位名称”和“{CreditColumn}”两列；可以先下载模板")
            : rows.Count == 0 ? new Refusal("no-rows", "表头下面没有岗位，请填好后再导入")
            : new Sheet(header, rows);
    }

    private void WriteRejects(VacancyFile file, List<string> header, List<List<string>> rows, IReadOnlyList<SentVerdict> verdicts)
    {
        Directory.CreateDirectory(places.Imports);
        using var output = SealedFile.Create(PathOf(file.FileId), keys);
        using var table = TableWriter.Create(output, IsWorkbook(file.FileName) ? "r.xlsx" : "r.csv", "退回");
        var kept = header.Where(h => h != ReasonColumn).ToList();
        table.WriteRow([ReasonColumn, .. kept]);
        for (var i = 0; i < rows.Count; i++)
        {
            if (verdicts[i].Refusal is { } refusal)
            {
                table.WriteRow([refusal.Message.ReplaceLineEndings("；"), .. header.Select((h, c) => (h, Text: c < rows[i].Count ? rows[i][c] : "")).Where(c => c.h != ReasonColumn).Select(c => c.Text)]);
            }
        }
    }

    private string PathOf(Guid fileId) => Path.Combine(places.Imports, $"vacancies-{fileId:N}.rejects");

    private static bool IsWorkbook(string name) => Path.GetExtension(name).Equals(".xlsx", StringComparison.OrdinalIgnoreCase);

    /// <summary>A table read whole; vacancies are few.</summary>
    private sealed record Sheet(List<string> Header, List<List<string>> Rows);
}
