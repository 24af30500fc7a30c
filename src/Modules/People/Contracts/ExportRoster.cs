using System.Data.Common;
using Chunfeng.People.Register;
using Chunfeng.People.Roster.Reading;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Masking;
using Chunfeng.Standards.Money;
using Chunfeng.Standards.Regions;

namespace Chunfeng.People.Contracts;

/// <summary>What an export wrote.</summary>
public sealed record RosterExport(string Path, string What, long Rows, bool Unmasked);

/// <summary>Writes the register for other tools: rows in force as known now, inside the actor's area, streamed, logged.</summary>
public sealed class ExportRoster(
    ChunfengDb db, IDbFactory databases, KeyRing keys, RegionTree regions, CodeSets codes, TimeProvider clock)
{
    private const int RowsAReport = 5000;
    private Action<long>? progress;

    private static readonly string[] SpellColumns =
        ["劳动者编号", "记录编号", "户籍行政区划代码", "务工地行政区划代码", "就业形式", "开始日期", "结束日期", "月工资", "证据"];
    private static readonly string[] StatusColumns = ["劳动者编号", "人员类别", "风险状态", "开始日期", "结束日期"];
    private static readonly string[] Evidence = ["", "自报", "村核", "电话核", "单位证明", "社保比对"];
    private static readonly string[] Abilities = ["", "普通", "技能", "弱或半", "丧失"];

    /// <param name="what">workers, spells or statuses.</param>
    /// <param name="region">Only people whose home lies here; null for the actor's whole area.</param>
    public async Task<Result<RosterExport>> HandleAsync(
        string what, RegionCode? region, string output, bool unmasked, Actor actor, CancellationToken cancel)
    {
        var draft = output + ".tmp";
        try
        {
            var written = await WriteAsync(what, region, () => File.Create(draft), output, unmasked, actor, null, cancel);
            if (written.IsRefused)
            {
                return written.Refusal;
            }

            File.Move(draft, output, overwrite: true);
            return new RosterExport(Path.GetFullPath(output), what, written.Value, unmasked);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>The same into any stream; the name's extension says in which format.</summary>
    /// <param name="create">Called once, when nothing stands against it any more; disposed here.</param>
    /// <param name="progress">Told the rows written so far, every few thousand.</param>
    /// <returns>Rows written.</returns>
    internal async Task<Result<long>> WriteAsync(
        string what, RegionCode? region, Func<Stream> create, string name, bool unmasked, Actor actor, Action<long>? progress, CancellationToken cancel)
    {
        if (!actor.May(Rights.PeopleExport) || (unmasked && !actor.May(Rights.PeopleUnmask)))
        {
            return new Refusal("no-right", "您没有导出（或导出完整号码）的权限，请联系管理员");
        }

        var area = region ?? actor.Region;
        if (!actor.Region.Contains(area))
        {
            return new Refusal("out-of-scope", $"{area} 不在您的管辖范围内");
        }

        if (Path.GetExtension(name).ToLowerInvariant() is not (".csv" or ".xlsx"))
        {
            return new Refusal("unknown-format", "只能导出为 .csv 或 .xlsx，请改一下文件名的后缀");
        }

        this.progress = progress;
        long rows;
        await using (var stream = create())
        using (var table = TableWriter.Create(stream, name))
        {
            rows = what switch
            {
                "spells" => await SpellsAsync(table, area, cancel),
                "statuses" => await StatusesAsync(table, area, cancel),
                "workers" => await WorkersAsync(table, area, unmasked, cancel),
                _ => throw new ArgumentOutOfRangeException(nameof(what), what, "workers, spells or statuses"),
            };
        }

        db.Audit(clock, actor, "people.export", $"{what} area={area} rows={rows} unmasked={unmasked}");
        await db.SaveChangesAsync(cancel);
        return rows;
    }

    /// <summary>Facts of a registration that turned out to be another person count at that one.</summary>
    private static readonly string Merged =
        $"""
        JOIN {WorkerTable.Name} o ON o.worker_id = s.worker_id AND o.merged_into IS NOT NULL
        JOIN {WorkerTable.Name} w ON w.worker_id = o.merged_into
        WHERE s.superseded_at IS NULL AND w.home >= @from AND w.home < @to
        """;

    private Task<long> SpellsAsync(TableWriter table, RegionCode area, CancellationToken cancel) => WriteAsync(
        table, SpellColumns,
        $"""
        SELECT s.worker_id, s.spell_id, w.home, s.workplace, s.form, s.starts_on, s.ends_on, s.wage_fen, s.evidence
        FROM {WorkSpellTable.Name} s JOIN {WorkerTable.Name} w ON w.worker_id = s.worker_id
        WHERE s.superseded_at IS NULL AND w.merged_into IS NULL AND w.home >= @from AND w.home < @to
        UNION ALL
        SELECT w.worker_id, s.spell_id, w.home, s.workplace, s.form, s.starts_on, s.ends_on, s.wage_fen, s.evidence
        FROM {WorkSpellTable.Name} s {Merged}
        ORDER BY 1, 6, 2
        """, area, r =>
        [
            r.GetGuid(0).ToString(), r.GetGuid(1).ToString(), r.GetInt64(2).ToString("D12"), r.GetInt64(3).ToString("D12"),
            codes.EmploymentForm.NameOf(r.GetInt16(4).ToString("D2")), Day(r, 5), Day(r, 6), Yuan(r, 7), Evidence[r.GetInt16(8)],
        ], cancel);

    private Task<long> StatusesAsync(TableWriter table, RegionCode area, CancellationToken cancel) => WriteAsync(
        table, StatusColumns,
        $"""
        SELECT s.worker_id, s.category, s.risk, s.starts_on, s.ends_on
        FROM {StatusSpellTable.Name} s JOIN {WorkerTable.Name} w ON w.worker_id = s.worker_id
        WHERE s.superseded_at IS NULL AND w.merged_into IS NULL AND w.home >= @from AND w.home < @to
        UNION ALL
        SELECT w.worker_id, s.category, s.risk, s.starts_on, s.ends_on
        FROM {StatusSpellTable.Name} s {Merged}
        ORDER BY 1, 4, 2
        """, area, r =>
        [
            r.GetGuid(0).ToString(), codes.PersonCategory.NameOf($"P{r.GetInt16(1):D2}"),
            r.GetInt16(2) == 0 ? "" : codes.RiskStatus.NameOf(r.GetInt16(2).ToString()), Day(r, 3), Day(r, 4),
        ], cancel);

    /// <summary>A person's line shows the work spell that goes on, or else the last; and the newest category.</summary>
    private Task<long> WorkersAsync(TableWriter table, RegionCode area, bool unmasked, CancellationToken cancel)
    {
        var crypto = new PersonCrypto(keys);
        var today = clock.Today;
        string Secret(DbDataReader r, int ordinal, Func<string, string> mask)
        {
            if (r.IsDBNull(ordinal))
            {
                return "";
            }

            return crypto.Masked(r.GetFieldValue<byte[]>(ordinal), unmasked ? value => value : mask, r.GetGuid(0));
        }

        return WriteAsync(table, LedgerColumns.Names,
            $"""
            SELECT w.worker_id, w.home, w.hamlet, w.household_no, w.name, w.sex, w.id_cipher, w.birth_date, w.nation, w.political, w.education,
                w.health, w.marital, w.phone_cipher, w.relation, w.head_name, q.category, q.risk, w.relocated, w.ability, w.skill, w.wants_training,
                w.training_trade, p.form, p.workplace, p.employer, p.employer_credit, p.job, p.industry, p.starts_on, p.ends_on, p.wage_fen,
                p.income_fen, p.channel, p.has_contract, p.has_insurance, w.unemployed_reason, w.job_wish, w.returned_on, w.after_return,
                w.subsidy_note, w.bank_cipher, w.helper, w.verified_on, w.verified_by, w.remark
            FROM {WorkerTable.Name} w
            LEFT JOIN (SELECT s.*, ROW_NUMBER() OVER (PARTITION BY worker_id ORDER BY CASE WHEN ends_on IS NULL THEN 0 ELSE 1 END, starts_on DESC, spell_id DESC) AS nth
                FROM {WorkSpellTable.Name} s WHERE superseded_at IS NULL) p ON p.worker_id = w.worker_id AND p.nth = 1
            LEFT JOIN (SELECT s.*, ROW_NUMBER() OVER (PARTITION BY worker_id ORDER BY CASE WHEN ends_on IS NULL THEN 0 ELSE 1 END, starts_on DESC, spell_id DESC) AS nth
                FROM {StatusSpellTable.Name} s WHERE superseded_at IS NULL) q ON q.worker_id = w.worker_id AND q.nth = 1
            WHERE w.merged_into IS NULL AND w.home >= @from AND w.home < @to ORDER BY w.worker_id
            """, area, r =>
            {
                var home = new RegionCode(r.GetInt64(1));
                var birth = r.GetFieldValue<DateOnly>(7);
                var category = r.IsDBNull(16) ? 1 : r.GetInt16(16);
                var works = !r.IsDBNull(23);
                var place = works ? new RegionCode(r.GetInt64(24)) : default;
                return
                [
                    r.GetGuid(0).ToString(), At(home, RegionLevel.City), At(home, RegionLevel.County), At(home, RegionLevel.Township), At(home, RegionLevel.Village),
                    Text(r, 2), Text(r, 3), r.GetString(4), codes.Sex.NameOf(r.GetInt16(5).ToString()), Secret(r, 6, Mask.IdNumber), Ages.On(birth, today).ToString(),
                    Name(codes.Nation, r, 8), Name(codes.Political, r, 9), Name(codes.Education, r, 10), Name(codes.Health, r, 11), Name(codes.Marital, r, 12),
                    Secret(r, 13, Mask.Phone), Text(r, 14), Text(r, 15), category is >= 21 and <= 23 ? "监测" : category == 10 ? "脱贫" : "一般",
                    category is >= 21 and <= 23 ? codes.PersonCategory.NameOf($"P{category}")["监测对象-".Length..] : "",
                    r.IsDBNull(17) || r.GetInt16(17) == 0 ? "" : r.GetInt16(17) == 2 ? "是" : "否", Flag(r, 18), r.IsDBNull(19) ? "" : Abilities[r.GetInt16(19)],
                    Text(r, 20), Flag(r, 21), Text(r, 22), works ? "是" : "否", works ? codes.EmploymentForm.NameOf(r.GetInt16(23).ToString("D2")) : "",
                    works ? place.Value == 0 ? "境外" : At(place, RegionLevel.Province) : "", works ? At(place, RegionLevel.City) : "",
                    works ? At(place, RegionLevel.County) + At(place, RegionLevel.Township) : "", Text(r, 25), Text(r, 26), Text(r, 27), Text(r, 28),
                    Day(r, 29), Day(r, 30), "", Yuan(r, 31), Yuan(r, 32), Name(codes.OrgChannel, r, 33), Flag(r, 34), Flag(r, 35),
                    works && r.GetInt16(23) == 9 ? "是" : "", works && r.GetInt16(23) == 8 ? "是" : "", Name(codes.UnemployedReason, r, 36), Text(r, 37),
                    Day(r, 38), Text(r, 39), Text(r, 40), Secret(r, 41, Mask.Account), Text(r, 42), Day(r, 43), Text(r, 44), Text(r, 45),
                ];
            }, cancel);
    }

    private async Task<long> WriteAsync(
        TableWriter table, IReadOnlyList<string> header, string sql, RegionCode area, Func<DbDataReader, string[]> row, CancellationToken cancel)
    {
        table.WriteRow(header);
        await using var connection = await databases.OpenAsync(cancel);
        await using var command = connection.Command(sql, null, ("@from", area.Value), ("@to", area.End));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        long rows = 0;
        for (; await reader.ReadAsync(cancel); rows++)
        {
            table.WriteRow(row(reader));
            if (rows % RowsAReport == 0)
            {
                progress?.Invoke(rows);
            }
        }

        return rows;
    }

    private string At(RegionCode code, RegionLevel level) =>
        code.Level >= level && regions.TryGet(code.At(level), out var region) ? region.Name : "";

    private static string Name(CodeSet set, DbDataReader r, int ordinal) => r.IsDBNull(ordinal) ? "" : set.NameOf(r.GetString(ordinal));
    private static string Text(DbDataReader r, int ordinal) => r.IsDBNull(ordinal) ? "" : r.GetString(ordinal);
    private static string Day(DbDataReader r, int ordinal) => r.IsDBNull(ordinal) ? "" : r.GetFieldValue<DateOnly>(ordinal).ToString("yyyy-MM-dd");
    private static string Yuan(DbDataReader r, int ordinal) => r.IsDBNull(ordinal) ? "" : new Fen(r.GetInt64(ordinal)).ToYuan();
    private static string Flag(DbDataReader r, int ordinal) => r.IsDBNull(ordinal) ? "" : r.GetBoolean(ordinal) ? "是" : "否";
}
