using Chunfeng.People.Contracts;

namespace Chunfeng.People.Register;

/// <summary>Tells what changed from the rows themselves, so that a roster's changes are told as well as a clerk's. Pure.</summary>
internal static class LedgerHistory
{
    /// <summary>Newest first; at one moment the registration before its spells.</summary>
    public static List<HistoryEntry> Of(
        IEnumerable<WorkerProfile> versions, IReadOnlyList<WorkSpell> work, IReadOnlyList<StatusSpell> statuses,
        IReadOnlyList<LedgerEntry> entries, LedgerWords words)
    {
        var acts = entries.ToLookup(e => (e.WorkerId, e.EntryId));
        var history = new List<HistoryEntry>();
        foreach (var person in versions.GroupBy(v => v.WorkerId))
        {
            Versions([.. person.OrderBy(v => v.Version)], acts, words, history);
        }

        Spells("务工记录", work, entries, Fields, words, history);
        Spells("人员类别", statuses, entries, Fields, words, history);

        // a merge is a version of the one registration only; the other has its entry
        history.AddRange(entries.Where(e => e.Act.EndsWith(".in", StringComparison.Ordinal)).Select(e => new HistoryEntry(
            e.RecordedAt, e.RecordedBy, e.Act == "merge.in" ? "并入另一登记" : "撤销并入", e.WorkerId, null, [], e.Source, null)));
        return [.. history.OrderByDescending(h => h.At).ThenBy(h => h.SpellId is null ? 0 : 1).ThenBy(h => h.RegisteredUnder).ThenBy(h => h.SpellId)];
    }

    private static void Versions(
        List<WorkerProfile> versions, ILookup<(Guid, Guid), LedgerEntry> acts, LedgerWords words, List<HistoryEntry> history)
    {
        WorkerProfile? before = null;
        foreach (var version in versions)
        {
            var changes = ProfileField.All.Where(f => before is null ? f.Show(version, words).Length > 0 : !Equals(f.Key(before), f.Key(version)))
                .Select(f => new FieldChange(f.Label, before is null ? "" : f.Show(before, words), f.Show(version, words))).ToList();
            var what = before is null ? "登记"
                : before.MergedInto is null && version.MergedInto is not null ? "合并到另一登记"
                : before.MergedInto is not null && version.MergedInto is null ? "撤销合并"
                : "更正登记";
            var act = acts[(version.WorkerId, version.BatchId)].FirstOrDefault();
            history.Add(new HistoryEntry(
                version.RecordedAt, version.RecordedBy, what, version.WorkerId, null, changes, act?.Source ?? "", act is { Evidence: > 0 } ? (Evidence)act.Evidence : null));
            before = version;
        }
    }

    private static void Spells<T>(
        string kind, IReadOnlyList<T> rows, IReadOnlyList<LedgerEntry> entries, Func<T, LedgerWords, IEnumerable<(string Label, string Value)>> fields,
        LedgerWords words, List<HistoryEntry> history) where T : Spell
    {
        var byBatch = entries.ToLookup(e => e.EntryId);
        var moved = entries.Where(e => e.Replaces is not null).ToLookup(e => e.Replaces!.Value);
        var last = rows.ToLookup(r => r.SpellId);
        foreach (var spell in last)
        {
            T? before = null;
            foreach (var row in spell.OrderBy(r => r.Revision))
            {
                var act = byBatch[row.BatchId].FirstOrDefault(e => e.SpellId == row.SpellId);
                var from = before is not null && before.SupersededAt == row.RecordedAt ? before
                    : act?.Replaces is { } replaced ? last[replaced].FirstOrDefault(r => r.SupersededAt == row.RecordedAt) : null;
                var after = fields(row, words);
                var changes = from is null
                    ? after.Where(f => f.Value.Length > 0).Select(f => new FieldChange(f.Label, "", f.Value))
                    : fields(from, words).Zip(after).Where(f => f.First.Value != f.Second.Value)
                        .Select(f => new FieldChange(f.First.Label, f.First.Value, f.Second.Value));
                var what = from is null ? "新增" : act?.Act.EndsWith(".end", StringComparison.Ordinal) == true ? "结束" : "更正";
                history.Add(new HistoryEntry(
                    row.RecordedAt, row.RecordedBy, what + kind, row.WorkerId, row.SpellId, [.. changes], act?.Source ?? "",
                    act is { Evidence: > 0 } ? (Evidence)act.Evidence : (Evidence)row.Evidence));
                Withdrawn(kind, row, spell, entries, moved, history);
                before = row;
            }
        }
    }

    private static void Withdrawn<T>(
        string kind, T row, IEnumerable<T> revisions, IReadOnlyList<LedgerEntry> entries, ILookup<Guid, LedgerEntry> moved, List<HistoryEntry> history) where T : Spell
    {
        if (row.SupersededAt is not { } at || revisions.Any(r => r.Revision == row.Revision + 1 && r.RecordedAt == at && r != row)
            || moved[row.SpellId].Any(e => e.RecordedAt == at))
        {
            return;
        }

        var act = entries.FirstOrDefault(e => e.SpellId == row.SpellId && e.RecordedAt == at && e.Act == "spell.withdraw");
        history.Add(new HistoryEntry(
            at, act?.RecordedBy ?? "", "撤销" + kind, row.WorkerId, row.SpellId, [], act?.Source ?? "", act is null ? null : (Evidence)act.Evidence));
    }

    private static IEnumerable<(string, string)> Fields(WorkSpell s, LedgerWords words) =>
    [
        ("开始日期", LedgerWords.Day(s.StartsOn)), ("结束日期", LedgerWords.Day(s.EndsOn)), ("务工地", words.Place(s.Workplace)),
        ("就业形式", words.Codes.EmploymentForm.NameOf(s.Form.ToString("D2"))), ("单位", s.Employer ?? ""), ("统一社会信用代码", s.EmployerCredit ?? ""),
        ("岗位", s.Job ?? ""), ("行业", LedgerWords.Code(words.Codes.Industry, s.Industry)), ("组织方式", LedgerWords.Code(words.Codes.OrgChannel, s.Channel)),
        ("月工资", LedgerWords.Yuan(s.WageFen)), ("收入", LedgerWords.Yuan(s.IncomeFen)), ("签订合同", LedgerWords.Flag(s.HasContract)),
        ("参加保险", LedgerWords.Flag(s.HasInsurance)), ("证据", LedgerRules.Name((Evidence)s.Evidence)),
    ];

    private static IEnumerable<(string, string)> Fields(StatusSpell s, LedgerWords words) =>
    [
        ("类别", words.Codes.PersonCategory.NameOf($"P{s.Category:D2}")), ("风险状态", s.Risk == 0 ? "" : words.Codes.RiskStatus.NameOf(s.Risk.ToString())),
        ("开始日期", LedgerWords.Day(s.StartsOn)), ("结束日期", LedgerWords.Day(s.EndsOn)), ("证据", LedgerRules.Name((Evidence)s.Evidence)),
    ];
}
