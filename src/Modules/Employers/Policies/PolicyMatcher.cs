using Chunfeng.Employers.Register;
using Chunfeng.Employers.Standing;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Employers.Policies;

/// <summary>What is said of a condition, or of a policy as a whole.</summary>
internal enum Fit
{
    Fits,
    /// <summary>Something is missing before it can be said.</summary>
    CannotTell,
    DoesNotFit,
}

/// <summary>One condition against one employer, in words.</summary>
/// <param name="Wanted">What the policy asks; <paramref name="Found"/>: what the record says.</param>
/// <param name="Missing">What would have to be known and who can state it; "" unless it cannot be told.</param>
internal sealed record ConditionFinding(Fit Fit, string Wanted, string Found, string Missing);

/// <summary>A policy against an employer.</summary>
internal sealed record PolicyMatch(Fit Fit, IReadOnlyList<ConditionFinding> Findings)
{
    /// <summary>What keeps it from fitting, or is missing, in one line.</summary>
    public string Why => string.Join("；", Findings.Where(f => f.Fit == Fit).Select(f => f.Fit == Fit.DoesNotFit ? $"{f.Wanted}：{f.Found}" : f.Missing).Where(_ => Fit != Fit.Fits));
}

/// <summary>What a policy looks at in an employer, and nothing else.</summary>
/// <param name="Office">12-digit code of the office that keeps it.</param>
/// <param name="Months">What was stated of its months.</param>
/// <param name="OpenSerious">Serious conduct entries that are open.</param>
/// <param name="PapersChecked">The office has seen the papers of this version and found them in order.</param>
internal sealed record EmployerFacts(long Office, EmployerSize Size, EmployerFlags Flags, string Industry, IReadOnlyList<MonthStatement> Months, int OpenSerious, bool PapersChecked);

/// <summary>Matches a policy to an employer at a day: fits, does not fit, cannot tell, each condition with what was found. Pure.</summary>
internal static class PolicyMatcher
{
    private const string ByEmployer = "单位自己或当地经办人", ByOffice = "当地经办人";

    public static PolicyMatch Match(Policy policy, EmployerFacts facts, DateOnly day, CodeSets codes)
    {
        var findings = new List<ConditionFinding>();
        if (!new RegionCode(policy.Region).Contains(new RegionCode(facts.Office)))
        {
            findings.Add(new ConditionFinding(Fit.DoesNotFit, "在政策的适用地区", "不在适用地区", ""));
        }

        if (!policy.InForce(day))
        {
            findings.Add(new ConditionFinding(Fit.DoesNotFit, $"{day:yyyy-MM-dd} 在有效期内", policy.From > day ? $"{policy.From:yyyy-MM-dd} 起才有效" : $"{policy.To:yyyy-MM-dd} 已到期", ""));
        }

        findings.AddRange(policy.Conditions.Select(c => Judge(c, facts, day, codes)));
        if (!policy.ValidityKnown && policy.InForce(day))
        {
            findings.Add(facts.PapersChecked ? new ConditionFinding(Fit.Fits, "现在有效", "经办人已核对文件", "")
                : new ConditionFinding(Fit.CannotTell, "现在有效", "有效期没有查到", $"请{ByOffice}核对现行文件后登记“已核对”"));
        }

        return new PolicyMatch(findings.Count == 0 ? Fit.Fits : findings.Max(f => f.Fit), findings);
    }

    private static ConditionFinding Judge(PolicyCondition c, EmployerFacts facts, DateOnly day, CodeSets codes) => c.Kind switch
    {
        "size" => Size(c, facts),
        "flag" => Say(c.Values!.Any(v => (facts.Flags & EmployerWords.Flag(v)) != 0), $"是{Flags(c)}", FlagsFound(facts)),
        "not-flag" => Say(c.Values!.All(v => (facts.Flags & EmployerWords.Flag(v)) == 0), $"不是{Flags(c)}", FlagsFound(facts)),
        "industry" => Industry(c, facts, codes),
        "heads" => Heads(c, facts, day),
        "held" => Held(c, facts, day),
        "kept" => Kept(c, facts, day),
        "clear" => Say(facts.OpenSerious == 0, "没有未整改的严重用工问题", facts.OpenSerious == 0 ? "没有" : $"有 {facts.OpenSerious} 项"),
        _ => facts.PapersChecked ? new ConditionFinding(Fit.Fits, c.Text, "经办人已核对材料", "") : new ConditionFinding(Fit.CannotTell, c.Text, "登记里没有", $"{c.Text}：由{c.States}"),
    };

    private static ConditionFinding Say(bool met, string wanted, string found) => new(met ? Fit.Fits : Fit.DoesNotFit, wanted, found, "");

    private static ConditionFinding Size(PolicyCondition c, EmployerFacts facts)
    {
        var wanted = string.Join("、", c.Values!.Select(v => EmployerWords.Size((short)PolicyWords.Size(v)!.Value))) + "企业";
        return facts.Size == EmployerSize.NotStated ? new ConditionFinding(Fit.CannotTell, wanted, "规模没有填", $"规模没有填：请{ByEmployer}在单位资料里填")
            : Say(c.Values!.Any(v => PolicyWords.Size(v) == facts.Size), wanted, EmployerWords.Size((short)facts.Size));
    }

    private static ConditionFinding Industry(PolicyCondition c, EmployerFacts facts, CodeSets codes)
    {
        var wanted = "行业是" + string.Join("、", c.Values!.Select(v => codes.Industry.NameOf(v)));
        if (facts.Industry.Length == 0 || !codes.Industry.TryGet(facts.Industry, out var own))
        {
            return new ConditionFinding(Fit.CannotTell, wanted, "行业没有填", $"行业没有填：请{ByEmployer}在单位资料里填");
        }

        // a section holds divisions, a division groups and classes
        var division = own.Level == "section" ? own.Code : own.Code[..Math.Min(2, own.Code.Length)];
        var section = own.Level == "section" ? own.Code : codes.Industry.TryGet(division, out var parent) ? parent.Parent : null;
        return Say(c.Values!.Any(v => v == section || v == division), wanted, own.Name);
    }

    private static ConditionFinding Heads(PolicyCondition c, EmployerFacts facts, DateOnly day)
    {
        var (last, wanted) = (LastMonth(day), (c.Least, c.Most) switch
        {
            ({ } least, { } most) => $"人数 {least} 至 {most} 人", ({ } least, _) => $"人数至少 {least} 人", (_, var most) => $"人数最多 {most} 人",
        });
        return facts.Months.FirstOrDefault(m => m.Month == last) is { } month
            ? Say(!(month.Heads < c.Least) && !(month.Heads > c.Most), wanted, $"{Retention.Name(last)}末 {month.Heads} 人") : NotStated(wanted, [last]);
    }

    /// <summary>Net: the end of the window against its beginning.</summary>
    private static ConditionFinding Held(PolicyCondition c, EmployerFacts facts, DateOnly day)
    {
        var (last, first) = (LastMonth(day), Back(LastMonth(day), c.Months));
        var wanted = $"近 {c.Months} 个月末的人数不低于之前的 {c.Percent}%";
        MonthStatement? Of(int month) => facts.Months.FirstOrDefault(m => m.Month == month);
        if (Of(first) is not { } start || Of(last) is not { } end)
        {
            return NotStated(wanted, [.. new[] { first, last }.Where(m => Of(m) is null)]);
        }

        return start.Heads == 0 ? new ConditionFinding(Fit.CannotTell, wanted, $"{Retention.Name(first)}末没有人", $"{Retention.Name(first)}末人数是 0，算不出比例：请{ByEmployer}核对月度用工")
            : Say(end.Heads * 100L >= (long)c.Percent * start.Heads, wanted, $"{Retention.Name(first)}末 {start.Heads} 人，{Retention.Name(last)}末 {end.Heads} 人");
    }

    /// <summary>Month by month: who was there and stayed, added up.</summary>
    private static ConditionFinding Kept(PolicyCondition c, EmployerFacts facts, DateOnly day)
    {
        var wanted = $"近 {c.Months} 个月逐月留用合计不低于 {c.Percent}%";
        var window = Enumerable.Range(0, c.Months + 1).Select(back => Back(LastMonth(day), back)).Reverse().ToList();
        var stated = facts.Months.Where(m => window.Contains(m.Month)).ToList();
        if (window.Where(m => stated.All(s => s.Month != m)).ToList() is { Count: > 0 } missing)
        {
            return NotStated(wanted, missing);
        }

        var months = Retention.Of(stated).Where(m => m.Left is not null).ToList();
        var (kept, before) = (months.Sum(m => (long)m.Kept), months.Sum(m => (long)m.Kept + m.Left!.Value));
        return before == 0 ? new ConditionFinding(Fit.CannotTell, wanted, "这几个月初都没有人", $"月初人数都是 0，算不出比例：请{ByEmployer}核对月度用工")
            : Say(kept * 100 >= c.Percent * before, wanted, $"月初合计 {before} 人次，留用 {kept} 人次");
    }

    private static ConditionFinding NotStated(string wanted, IReadOnlyList<int> months)
    {
        var names = string.Join("、", months.Take(6).Select(Retention.Name)) + (months.Count > 6 ? "等" : "");
        return new ConditionFinding(Fit.CannotTell, wanted, $"{names}没有填报", $"{names}的月度用工没有填报：请{ByEmployer}填报");
    }

    /// <summary>The last month that is over on the day.</summary>
    private static int LastMonth(DateOnly day) => Retention.Before((day.Year * 100) + day.Month);

    private static int Back(int month, int count)
    {
        for (; count > 0; count--)
        {
            month = Retention.Before(month);
        }

        return month;
    }

    private static string Flags(PolicyCondition c) => string.Join("或", c.Values!.Select(v => EmployerWords.Flags.First(f => f.Code == v).Text));

    private static string FlagsFound(EmployerFacts facts) => string.Join("、", EmployerWords.FlagTexts((int)facts.Flags)) is { Length: > 0 } flags ? $"标签：{flags}" : $"没有标签（由{ByOffice}认定）";
}
