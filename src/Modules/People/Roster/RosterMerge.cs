using System.Data.Common;
using Chunfeng.People.Register;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;

namespace Chunfeng.People.Roster;

/// <summary>What became of the staged rows.</summary>
internal sealed record MergeCounts(long Added, long Updated, long Unchanged, long Duplicates, long Conflicts);

/// <summary>Which load wrote a row, for whom, when.</summary>
internal readonly record struct LoadStamp(Guid BatchId, string RecordedBy, DateTime RecordedAt);

/// <summary>Merges staged rows into the register in the caller's transaction, from one staging table or from several in the file's order:
/// the same statements on every engine. A value the file does not state never erases one the register has.</summary>
internal sealed class RosterMerge(
    IDbDialect dialect, DbConnection connection, DbTransaction transaction, Guid importId, string recordedBy, TimeProvider clock,
    RegionCode? within = null)
{
    private static readonly string[] Tables = [WorkerTable.Name, WorkSpellTable.Name, StatusSpellTable.Name];

    // stated always / kept when not stated
    private static readonly string[] Always = ["name", "sex", "birth_date", "home", "id_cipher"];
    private static readonly string[] Kept =
    [
        "hamlet", "household_id", "household_no", "head_name", "relation", "nation", "political", "education", "health", "marital",
        "phone_cipher", "phone_blind", "bank_cipher", "bank_blind", "relocated", "ability", "skill", "wants_training",
        "training_trade", "job_wish", "unemployed_reason", "returned_on", "after_return", "subsidy_note", "helper",
        "verified_on", "verified_by", "remark",
    ];
    private static readonly string[] Secrets = ["phone_cipher", "bank_cipher", "id_cipher"]; // compared by their blind indexes
    private const string Tails = "id_tail, phone_tail"; // follow from the numbers: of what is in force only
    private static readonly string[] WorkKept =
    [
        "ends_on", "employer", "employer_credit", "job", "industry", "channel", "wage_fen", "income_fen", "has_contract", "has_insurance",
    ];

    private static readonly string ProfileColumns = string.Join(", ", Always.Concat(Kept));
    private static readonly string PastColumns = $"worker_id, version, {ProfileColumns}, merged_into, content_hash, batch_id, recorded_by, recorded_at";
    private static readonly string ProfileChanged =
        "s.content_hash <> w.content_hash AND (w.home <> s.home OR " + Differs("w", Kept.Except(Secrets)) + ")";

    // LedgerRules.Weigh, as SQL: adding what was not known is open to anybody, contradicting needs evidence at least as strong
    private const string Place = "CASE WHEN s.workplace % 1000000 = 0 THEN p.workplace ELSE s.workplace END"; // a county takes no township away
    private const string Form = "CASE WHEN s.form = 99 THEN p.form ELSE s.form END";
    private static readonly string WorkContradicts =
        "((s.form <> 99 AND p.form <> 99 AND s.form <> p.form) OR (s.workplace % 1000000 <> 0 AND p.workplace % 1000000 <> 0 AND s.workplace <> p.workplace) OR "
        + string.Join(" OR ", WorkKept.Select(c => $"(s.{c} IS NOT NULL AND p.{c} IS NOT NULL AND s.{c} <> p.{c})")) + ")";
    private static readonly string WorkWeaker = $"(s.w_evidence < p.evidence AND {WorkContradicts})";
    private static readonly string WorkChanged =
        $"s.w_hash <> p.content_hash AND NOT {WorkWeaker} AND ({Place} <> p.workplace OR {Form} <> p.form OR s.w_evidence > p.evidence OR {Differs("p", WorkKept)})";
    private const string StatusContradicts = "(q.starts_on <> s.s_starts_on OR (s.risk <> 0 AND q.risk <> 0 AND q.risk <> s.risk))";
    private const string StatusWeaker = $"(s.w_evidence < q.evidence AND {StatusContradicts})";
    private const string StatusChanged =
        $"NOT {StatusWeaker} AND (q.starts_on <> s.s_starts_on OR (s.risk <> 0 AND q.risk <> s.risk) OR s.w_evidence > q.evidence)";

    private static readonly string Evidences = string.Join(' ', Enum.GetValues<Contracts.Evidence>().Select(e => $"WHEN {(int)e} THEN '{LedgerRules.Name(e)}'"));

    private string seen = $"seen_{importId:N}";
    private string stage = "", hit = "", metTable = "";
    private IReadOnlyList<string> suspended = [];
    private MergeCounts counts = new(0, 0, 0, 0, 0);
    private bool begun, empty, hasSeen, filled, ownSeen = true;

    /// <summary>An account takes no one out of an area it does not answer for.</summary>
    private string Outside => within is { } region ? $" WHEN w.home < {region.Value} OR w.home >= {region.End} THEN 3" : "";

    private (string, object?)[] stamp = [];
    private DateTime now;

    /// <summary>Merges one staging table. More are to follow only when <paramref name="last"/> is false and the register was not empty.</summary>
    public async Task TakeAsync(string table, bool last, CancellationToken cancel)
    {
        (stage, hit, metTable) = (table, table + "_hit", table + "_met");
        await BeginAsync(cancel);
        var duplicates = await SetAsideDuplicatesAsync(cancel);

        var met = empty ? 0 : await FindMetAsync(cancel);
        if (hasSeen && met > 0)
        {
            duplicates += await SetAsideSeenAsync(cancel);
        }

        if (!last)
        {
            await RememberAsync(cancel);
        }

        long known = 0, updated = 0, conflicts = 0;
        if (met > 0)
        {
            await dialect.AnalyzeAsync(connection, transaction, metTable, cancel);
            await FindStretchAsync(cancel);
            await FindKnownAsync(cancel);
            known = await HitsAsync("clash = 0", cancel);
            if (await HitsAsync("clash > 0", cancel) > 0)
            {
                conflicts = await SetAsideConflictsAsync(cancel);
            }

            if (await HitsAsync("clash = 0 AND (work_weaker > 0 OR status_weaker > 0)", cancel) > 0)
            {
                await NoteWeakerAsync("work_weaker", -1, "务工信息", cancel);
                await NoteWeakerAsync("status_weaker", -2, "人员类别", cancel);
            }

            await NoteOrdinaryAsync(cancel);
            updated = await HitsAsync("clash = 0 AND (profile_changed = 1 OR work_changed = 1 OR status_changed = 1)", cancel);
            if (await HitsAsync("clash = 0 AND profile_changed = 1", cancel) > 0)
            {
                await UpdateProfilesAsync(cancel);
            }

            await CorrectSpellsAsync(cancel);
        }

        var added = await InsertNewAsync(met > 0, cancel);
        if (met > 0)
        {
            await InsertNewSpellsOfKnownAsync(cancel);
            await connection.ExecuteAsync($"DROP TABLE {hit}", cancel, transaction);
        }

        if (!empty)
        {
            await connection.ExecuteAsync($"DROP TABLE {metTable}", cancel, transaction);
        }

        counts = new MergeCounts(
            counts.Added + added, counts.Updated + updated, counts.Unchanged + known - updated, counts.Duplicates + duplicates, counts.Conflicts + conflicts);
    }

    /// <summary>Indexes, statistics and the sums of all tables taken.</summary>
    public async Task<MergeCounts> EndAsync(CancellationToken cancel)
    {
        await ResumeIndexesAsync(cancel);
        if (hasSeen && ownSeen)
        {
            await connection.ExecuteAsync($"DROP TABLE {seen}", cancel, transaction);
        }

        if (counts.Added > 1000 && (filled || !dialect.AnalyzesItself))
        {
            foreach (var table in Tables)
            {
                await dialect.AnalyzeAsync(connection, transaction, table, cancel);
            }
        }

        return counts;
    }

    private async Task ResumeIndexesAsync(CancellationToken cancel)
    {
        foreach (var statement in suspended)
        {
            await connection.ExecuteAsync(statement, cancel, transaction);
        }

        suspended = [];
    }

    /// <summary>Whether anybody is registered; asked without the lock it is only good for choosing how to stage.</summary>
    public static async Task<bool> IsEmptyAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancel) =>
        await connection.ScalarAsync($"SELECT COUNT(*) FROM (SELECT 1 FROM {WorkerTable.Name} LIMIT 1) x", transaction, cancel) == 0;

    /// <summary>What every row written carries; set once the register is locked.</summary>
    public LoadStamp Stamp => new(importId, recordedBy, now);

    /// <summary>Locks the register for other bulk writers and takes its indexes away when it is empty.</summary>
    /// <returns>True when nobody is registered.</returns>
    public async Task<bool> BeginAsync(CancellationToken cancel)
    {
        if (begun)
        {
            return empty;
        }

        begun = true;
        await dialect.LockRegisterAsync(connection, transaction, cancel);
        // read behind the lock: a cut sealed while this waited must not find rows recorded before it
        now = clock.UtcStamp;
        stamp = [("@batch", importId), ("@by", recordedBy), ("@now", now)];
        filled = empty = await IsEmptyAsync(connection, transaction, cancel);
        suspended = empty ? await dialect.SuspendIndexesAsync(connection, transaction, Tables, cancel) : [];
        return empty;
    }

    /// <summary>Gives the empty tables new files where that makes filling them cheaper.</summary>
    public Task<bool> TryTruncateAsync(CancellationToken cancel) => dialect.TryTruncateAsync(connection, transaction, Tables, cancel);

    /// <summary>Makes the table that tells which row of the file a person stood in, for rows that skip staging.</summary>
    public async Task<string> MakeSeenAsync(CancellationToken cancel)
    {
        await connection.ExecuteAsync($"CREATE TEMP TABLE {seen} AS SELECT worker_id, CAST(version AS integer) AS row_no FROM {WorkerTable.Name} WHERE 1 = 0", cancel, transaction);
        hasSeen = true;
        return seen;
    }

    /// <summary>People written straight into the tables.</summary>
    public void CountAdded(long people) => counts = counts with { Added = counts.Added + people };

    /// <summary>The table that tells which row of the file a person stood in is filled, and dropped in the end, by the caller.</summary>
    public void SeenIn(string table) => (seen, hasSeen, ownSeen) = (table, true, false);

    /// <summary>After people were written straight into the empty register: its indexes, then the rows that may be of people seen before.</summary>
    public async Task TakeRestAsync(long written, string? table, CancellationToken cancel)
    {
        CountAdded(written);
        await ResumeIndexesAsync(cancel);
        empty = false;
        if (table is not null)
        {
            await dialect.AnalyzeAsync(connection, transaction, RosterStage.Statistics(table), cancel);
            stage = table;
            counts = counts with { Duplicates = counts.Duplicates + await SetAsideSeenAsync(cancel) };
            await TakeAsync(table, last: true, cancel);
        }
    }

    /// <summary>A person of this table who stood in an earlier one.</summary>
    private async Task<long> SetAsideSeenAsync(CancellationToken cancel)
    {
        var set = await connection.ExecuteAsync(
            $"""
            INSERT INTO people_import_issue (import_id, row_no, seq, kind, column_name, found, expected)
            SELECT @batch, s.row_no, 0, 'duplicate', '身份证号', '与第' || CAST(d.row_no AS text) || '行重复',
                '一人一行；请删去多余的行，或合并后再导入'
            FROM {stage} s JOIN {seen} d ON d.worker_id = s.worker_id WHERE s.part = 0
            """, cancel, transaction, ("@batch", importId));
        if (set > 0)
        {
            await connection.ExecuteAsync(
                $"DELETE FROM {stage} WHERE part = 0 AND worker_id IN (SELECT worker_id FROM {seen})", cancel, transaction);
        }

        return set;
    }

    private async Task RememberAsync(CancellationToken cancel)
    {
        var rows = $"SELECT worker_id, row_no FROM {stage} WHERE part = 0";
        await connection.ExecuteAsync(hasSeen ? $"INSERT INTO {seen} {rows}" : $"CREATE TEMP TABLE {seen} AS {rows}", cancel, transaction);
        hasSeen = true;
    }

    private async Task<long> SetAsideDuplicatesAsync(CancellationToken cancel)
    {
        var set = await connection.ExecuteAsync(
            $"""
            INSERT INTO people_import_issue (import_id, row_no, seq, kind, column_name, found, expected)
            SELECT @batch, s.row_no, 0, 'duplicate', '身份证号', '与第' || CAST(d.first_row AS text) || '行重复',
                '一人一行；请删去多余的行，或合并后再导入'
            FROM {stage} s JOIN (
                SELECT worker_id, MIN(row_no) AS first_row FROM {stage} WHERE part = 0 GROUP BY worker_id HAVING COUNT(*) > 1
            ) d ON d.worker_id = s.worker_id AND s.row_no > d.first_row
            WHERE s.part = 0
            """, cancel, transaction, ("@batch", importId));
        if (set > 0)
        {
            await connection.ExecuteAsync(
                $"""
                DELETE FROM {stage} WHERE part = 0 AND row_no IN (
                    SELECT row_no FROM people_import_issue WHERE import_id = @batch AND kind = 'duplicate')
                """, cancel, transaction, ("@batch", importId));
        }

        return set;
    }

    /// <summary>Staged people the register has in whatever state: keys alone, so that a large register answers from its index.</summary>
    private async Task<long> FindMetAsync(CancellationToken cancel)
    {
        await connection.ExecuteAsync(
            $"""
            CREATE TEMP TABLE {metTable} AS
            SELECT DISTINCT s.worker_id FROM {stage} s JOIN {WorkerTable.Name} w ON w.worker_id = s.worker_id
            """, cancel, transaction);
        return await connection.ScalarAsync($"SELECT COUNT(*) FROM {metTable}", transaction, cancel);
    }

    /// <summary>Who left a category and is in it again has a new stretch of it: the rule of <see cref="LedgerRules.About"/>.</summary>
    private Task FindStretchAsync(CancellationToken cancel)
    {
        var same = $"FROM {StatusSpellTable.Name} t WHERE t.worker_id = s.worker_id AND t.category = s.category AND t.superseded_at IS NULL";
        return connection.ExecuteAsync(
            $"""
            UPDATE {stage} AS s SET s_spell_id = COALESCE(
                (SELECT t.spell_id {same} AND (t.starts_on = s.s_starts_on OR t.ends_on IS NULL OR t.ends_on >= s.s_starts_on)
                    ORDER BY CASE WHEN t.starts_on = s.s_starts_on THEN 0 ELSE 1 END, t.starts_on DESC LIMIT 1),
                CASE WHEN EXISTS (SELECT 1 {same} AND t.spell_id = s.s_spell_id) THEN s.s_again_id ELSE s.s_spell_id END)
            WHERE s.s_spell_id IS NOT NULL AND s.worker_id IN (SELECT worker_id FROM {metTable})
                AND EXISTS (SELECT 1 {same} AND (t.ends_on IS NOT NULL OR t.spell_id <> s.s_spell_id))
            """, cancel, transaction);
    }

    /// <summary>Says which rows contradict a record of stronger evidence; the rest of the row is taken.</summary>
    private Task NoteWeakerAsync(string flag, int seq, string what, CancellationToken cancel) => connection.ExecuteAsync(
        $"""
        INSERT INTO people_import_issue (import_id, row_no, seq, kind, column_name, found, expected)
        SELECT @batch, row_no, {seq}, 'warning', '{what}', '', '登记库中这条记录的依据是“' || CASE {flag} {Evidences} ELSE '更强的证据' END
            || '”，名册不能改动；确有错误的，请凭证明到此人页面的“更正登记”办理。其余内容已采用'
        FROM {hit} WHERE clash = 0 AND {flag} > 0
        """, cancel, transaction, ("@batch", importId));

    /// <summary>A roster that calls somebody 一般 takes nobody out of a protected group: that is decided elsewhere, and said here.</summary>
    private Task NoteOrdinaryAsync(CancellationToken cancel) => connection.ExecuteAsync(
        $"""
        INSERT INTO people_import_issue (import_id, row_no, seq, kind, column_name, found, expected)
        SELECT @batch, s.row_no, -3, 'warning', '人员类别', '一般', '登记库中此人在册的是“' || MIN(CASE WHEN q.category = 10 THEN '脱贫人口' ELSE '防返贫监测对象' END)
            || '”，名册写“一般”不取消这个身份；确已退出的，请到此人页面的“更正登记”记下退出。其余内容已采用'
        FROM {stage} s JOIN {hit} h ON h.worker_id = s.worker_id AND h.clash = 0
        JOIN {StatusSpellTable.Name} q ON q.worker_id = s.worker_id AND q.superseded_at IS NULL AND q.ends_on IS NULL
        WHERE s.part = 0 AND s.category = 1 AND q.category IN (10, 21, 22, 23) GROUP BY s.row_no
        """, cancel, transaction, ("@batch", importId));

    private Task FindKnownAsync(CancellationToken cancel) => connection.ExecuteAsync(
        $"""
        CREATE TEMP TABLE {hit} AS
        SELECT s.row_no, s.worker_id,
            CASE WHEN w.merged_into IS NOT NULL THEN 2 WHEN w.name <> s.name THEN 1{Outside} ELSE 0 END AS clash,
            CASE WHEN {ProfileChanged} THEN 1 ELSE 0 END AS profile_changed,
            CASE WHEN s.w_spell_id IS NOT NULL AND (p.worker_id IS NULL OR ({WorkChanged})) THEN 1 ELSE 0 END AS work_changed,
            CASE WHEN s.s_spell_id IS NOT NULL AND (q.worker_id IS NULL OR ({StatusChanged})) THEN 1 ELSE 0 END AS status_changed,
            CASE WHEN s.w_hash <> p.content_hash AND {WorkWeaker} THEN p.evidence ELSE 0 END AS work_weaker,
            CASE WHEN {StatusWeaker} THEN q.evidence ELSE 0 END AS status_weaker
        FROM {metTable} m
        JOIN {stage} s ON s.worker_id = m.worker_id
        JOIN {WorkerTable.Name} w ON w.worker_id = s.worker_id
        LEFT JOIN {WorkSpellTable.Name} p ON p.worker_id = s.worker_id AND p.spell_id = s.w_spell_id AND p.superseded_at IS NULL
        LEFT JOIN {StatusSpellTable.Name} q ON q.worker_id = s.worker_id AND q.spell_id = s.s_spell_id AND q.superseded_at IS NULL
        WHERE s.part = 0
        """, cancel, transaction);

    private async Task<long> SetAsideConflictsAsync(CancellationToken cancel)
    {
        // the other registration may lie outside the reader's area: show no more of its name than the first character
        var conflicts = await connection.ExecuteAsync(
            $"""
            INSERT INTO people_import_issue (import_id, row_no, seq, kind, column_name, found, expected)
            SELECT @batch, h.row_no, 0, 'conflict', CASE h.clash WHEN 1 THEN '姓名' ELSE '身份证号' END, CASE h.clash WHEN 1 THEN s.name ELSE '' END,
                CASE h.clash WHEN 2 THEN '该身份证号的登记已合并到另一人，请联系县级人员核对'
                WHEN 3 THEN '此人已在其他地区登记；如已迁入本地，请上级专班办理迁移，本行未写入'
                ELSE '登记库中同一身份证号的姓名为「' || substr(w.name, 1, 1) || '*」，请核对姓名或身份证号；本行未写入' END
            FROM {hit} h JOIN {stage} s ON s.worker_id = h.worker_id AND s.part = 0
            JOIN {WorkerTable.Name} w ON w.worker_id = h.worker_id WHERE h.clash > 0
            """, cancel, transaction, ("@batch", importId));
        await connection.ExecuteAsync(
            $"DELETE FROM {stage} WHERE worker_id IN (SELECT worker_id FROM {hit} WHERE clash > 0)", cancel, transaction);
        return conflicts;
    }

    private async Task UpdateProfilesAsync(CancellationToken cancel)
    {
        await connection.ExecuteAsync(
            $"""
            INSERT INTO {WorkerPastTable.Name} ({PastColumns}, superseded_at)
            SELECT {Prefixed("w", PastColumns)}, @now FROM {WorkerTable.Name} w
            JOIN {hit} h ON h.worker_id = w.worker_id WHERE h.clash = 0 AND h.profile_changed = 1
            """, cancel, transaction, ("@now", now));
        var sets = Always.Where(c => c != "id_cipher").Select(c => $"{c} = s.{c}")
            .Concat(Kept.Select(c => $"{c} = COALESCE(s.{c}, w.{c})"));
        await connection.ExecuteAsync(
            $"""
            UPDATE {WorkerTable.Name} AS w SET {string.Join(", ", sets)},
                phone_tail = CASE WHEN s.phone_cipher IS NULL THEN w.phone_tail ELSE s.phone_tail END, content_hash = s.content_hash, version = w.version + 1,
                batch_id = @batch, recorded_by = @by, recorded_at = @now
            FROM {stage} s JOIN {hit} h ON h.worker_id = s.worker_id
            WHERE w.worker_id = s.worker_id AND s.part = 0 AND h.clash = 0 AND h.profile_changed = 1
            """, cancel, transaction, stamp);
    }

    private async Task CorrectSpellsAsync(CancellationToken cancel)
    {
        await connection.ExecuteAsync(
            $"""
            INSERT INTO {WorkSpellTable.Name} (worker_id, spell_id, revision, starts_on, workplace, form, evidence, content_hash,
                batch_id, recorded_by, recorded_at, {string.Join(", ", WorkKept)})
            SELECT s.worker_id, s.w_spell_id, p.revision + 1, s.starts_on, {Place}, {Form},
                CASE WHEN {WorkContradicts} OR s.w_evidence > p.evidence THEN s.w_evidence ELSE p.evidence END, s.w_hash,
                @batch, @by, @now, {string.Join(", ", WorkKept.Select(c => $"COALESCE(s.{c}, p.{c})"))}
            FROM {stage} s JOIN {WorkSpellTable.Name} p
                ON p.worker_id = s.worker_id AND p.spell_id = s.w_spell_id AND p.superseded_at IS NULL
            WHERE {WorkChanged}
            """, cancel, transaction, stamp);
        await SupersedeAsync(WorkSpellTable.Name, "w_spell_id", cancel);
        await connection.ExecuteAsync(
            $"""
            INSERT INTO {StatusSpellTable.Name} (worker_id, spell_id, revision, starts_on, ends_on, category, risk, evidence, content_hash,
                batch_id, recorded_by, recorded_at)
            SELECT s.worker_id, s.s_spell_id, q.revision + 1, s.s_starts_on, q.ends_on, s.category,
                CASE WHEN s.risk = 0 THEN q.risk ELSE s.risk END,
                CASE WHEN {StatusContradicts} OR s.w_evidence > q.evidence THEN s.w_evidence ELSE q.evidence END, s.s_hash, @batch, @by, @now
            FROM {stage} s JOIN {StatusSpellTable.Name} q
                ON q.worker_id = s.worker_id AND q.spell_id = s.s_spell_id AND q.superseded_at IS NULL
            WHERE {StatusChanged}
            """, cancel, transaction, stamp);
        await SupersedeAsync(StatusSpellTable.Name, "s_spell_id", cancel);
    }

    private Task SupersedeAsync(string table, string stagedId, CancellationToken cancel) => connection.ExecuteAsync(
        $"""
        UPDATE {table} AS p SET superseded_at = @now FROM {stage} s
        WHERE p.worker_id = s.worker_id AND p.spell_id = s.{stagedId} AND p.superseded_at IS NULL AND EXISTS (
            SELECT 1 FROM {table} n WHERE n.worker_id = p.worker_id AND n.spell_id = p.spell_id AND n.revision = p.revision + 1)
        """, cancel, transaction, ("@now", now));

    /// <summary>People the register does not have, with their spells: nothing of them can be there already. An empty register is filled in the
    /// order of its key; later rows keep the file's order, which is that of the villages and so of the index by home.</summary>
    private async Task<long> InsertNewAsync(bool someMet, CancellationToken cancel)
    {
        var isNew = someMet ? $"AND s.worker_id NOT IN (SELECT worker_id FROM {metTable})" : "";
        var added = await connection.ExecuteAsync(
            $"""
            INSERT INTO {WorkerTable.Name} (worker_id, version, {ProfileColumns}, {Tails}, content_hash, batch_id, recorded_by, recorded_at)
            SELECT s.worker_id, 1, {Prefixed("s", ProfileColumns)}, {Prefixed("s", Tails)}, s.content_hash, @batch, @by, @now FROM {stage} s
            WHERE s.part = 0 {isNew} {(empty ? "ORDER BY s.worker_id" : "")}
            """, cancel, transaction, stamp);
        await InsertWorkAsync("1", isNew, cancel);
        await InsertStatusAsync("1", isNew, cancel);
        return added;
    }

    /// <summary>Statements about known people that the register does not have, or no longer.</summary>
    private async Task InsertNewSpellsOfKnownAsync(CancellationToken cancel)
    {
        static string Revision(string table, string stagedId) =>
            $"COALESCE((SELECT MAX(revision) FROM {table} x WHERE x.worker_id = s.worker_id AND x.spell_id = s.{stagedId}), 0) + 1";
        string Missing(string table, string stagedId) =>
            $"AND s.worker_id IN (SELECT worker_id FROM {metTable}) AND NOT EXISTS "
            + $"(SELECT 1 FROM {table} x WHERE x.worker_id = s.worker_id AND x.spell_id = s.{stagedId} AND x.superseded_at IS NULL)";

        await InsertWorkAsync(Revision(WorkSpellTable.Name, "w_spell_id"), Missing(WorkSpellTable.Name, "w_spell_id"), cancel);
        await InsertStatusAsync(Revision(StatusSpellTable.Name, "s_spell_id"), Missing(StatusSpellTable.Name, "s_spell_id"), cancel);
    }

    private Task InsertWorkAsync(string revision, string which, CancellationToken cancel) => connection.ExecuteAsync(
        $"""
        INSERT INTO {WorkSpellTable.Name} (worker_id, spell_id, revision, starts_on, workplace, form, evidence, content_hash,
            batch_id, recorded_by, recorded_at, {string.Join(", ", WorkKept)})
        SELECT s.worker_id, s.w_spell_id, {revision}, s.starts_on, s.workplace, s.form,
            s.w_evidence, s.w_hash, @batch, @by, @now, {Prefixed("s", string.Join(", ", WorkKept))}
        FROM {stage} s WHERE s.w_spell_id IS NOT NULL {which} ORDER BY s.worker_id, s.w_spell_id
        """, cancel, transaction, stamp);

    private Task InsertStatusAsync(string revision, string which, CancellationToken cancel) => connection.ExecuteAsync(
        $"""
        INSERT INTO {StatusSpellTable.Name} (worker_id, spell_id, revision, starts_on, category, risk, evidence, content_hash,
            batch_id, recorded_by, recorded_at)
        SELECT s.worker_id, s.s_spell_id, {revision}, s.s_starts_on, s.category, s.risk,
            s.w_evidence, s.s_hash, @batch, @by, @now
        FROM {stage} s WHERE s.s_spell_id IS NOT NULL {which} ORDER BY s.worker_id
        """, cancel, transaction, stamp);

    private Task<long> HitsAsync(string where, CancellationToken cancel) =>
        connection.ScalarAsync($"SELECT COUNT(*) FROM {hit} WHERE {where}", transaction, cancel);

    private static string Differs(string alias, IEnumerable<string> columns) =>
        string.Join(" OR ", columns.Select(c => $"(s.{c} IS NOT NULL AND s.{c} IS DISTINCT FROM {alias}.{c})"));

    private static string Prefixed(string alias, string columns) =>
        string.Join(", ", columns.Split(", ").Select(c => $"{alias}.{c}"));
}
