namespace Chunfeng.People.Roster.Reading;

/// <summary>The protected groups: category, kind of monitoring, risk, and since when.</summary>
internal sealed partial class RowParser
{
    /// <summary>Every poor household of the province was out of poverty by this day.</summary>
    private static readonly DateOnly LiftedOut = new(2020, 12, 31);

    private void ReadStatus()
    {
        var category = Cell(RosterField.Category);
        var kind = MonitorKind(Cell(RosterField.MonitorType));
        if (kind == 0 && !IsNothing(Cell(RosterField.MonitorType)))
        {
            Warn(RosterField.MonitorType, "code-unknown", "应为：脱贫不稳定户、边缘易致贫户、突发严重困难户；此格未采用");
        }

        if (kind != 0)
        {
            row.Category = kind;
        }
        else if (!IsNothing(category))
        {
            row.Category = CategoryOf(category);
        }

        if (row.Category is >= 21 and <= 23)
        {
            row.Risk = RiskOf(Cell(RosterField.Risk));
        }
    }

    private byte CategoryOf(ReadOnlySpan<char> text)
    {
        if (MonitorKind(text) is not 0 and var kind)
        {
            return kind;
        }

        if (text.Contains("监测", StringComparison.Ordinal))
        {
            Reject(RosterField.MonitorType, "monitor-type-missing", "监测对象请填监测类型：脱贫不稳定户、边缘易致贫户、突发严重困难户");
            return 0;
        }

        if (text.Contains("脱贫", StringComparison.Ordinal) || text.Contains("建档立卡", StringComparison.Ordinal))
        {
            return 10;
        }

        if (text.Contains("一般", StringComparison.Ordinal))
        {
            return 1;
        }

        if (categories.TryFind(text, out var code) && code is ['P', _, _])
        {
            return (byte)(((code[1] - '0') * 10) + code[2] - '0');
        }

        Warn(RosterField.Category, "code-unknown", "应为：一般、脱贫、监测；此格未采用");
        return 0;
    }

    private byte RiskOf(ReadOnlySpan<char> text)
    {
        if (IsNothing(text))
        {
            return 0;
        }

        var removed = text.Contains("未", StringComparison.Ordinal) ? false : ReadYesNo(text) ?? (text.Contains("消除", StringComparison.Ordinal) ? true : null);
        if (removed is null)
        {
            Warn(RosterField.Risk, "code-unknown", "应为：已消除、未消除；此格未采用");
            return 0;
        }

        return removed.Value ? (byte)2 : (byte)1;
    }

    private void ReadStatusDate()
    {
        if (row.Category == 0)
        {
            return;
        }

        if (OptionalDate(RosterField.StatusFrom) is { } stated)
        {
            row.StatusFrom = stated;
        }
        else if (row.Category == 10)
        {
            row.StatusFrom = LiftedOut;
        }
        else if (row.Category is >= 21 and <= 23)
        {
            var day = row.VerifiedOn ?? (row.HasWork && row.WorkFrom != default ? row.WorkFrom : reference);
            row.StatusFrom = new DateOnly(day.Year, 1, 1);
        }
    }

    private static byte MonitorKind(ReadOnlySpan<char> text) =>
        text.Contains("不稳定", StringComparison.Ordinal) || text is "21" or "P21" ? (byte)21
        : text.Contains("边缘", StringComparison.Ordinal) || text is "22" or "P22" ? (byte)22
        : text.Contains("突发", StringComparison.Ordinal) || text is "23" or "P23" ? (byte)23 : (byte)0;
}
