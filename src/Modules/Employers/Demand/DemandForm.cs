using System.Globalization;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Money;

namespace Chunfeng.Employers.Demand;

/// <summary>Reads an answer from the form's words, occupations as people call them. Pure.</summary>
internal static class DemandForm
{
    /// <summary>What people write between two amounts.</summary>
    private static readonly char[] Between = ['-', '－', '—', '–', '~', '～', '至', '到'];

    /// <summary>What an answer reads as, and what of it could not be read.</summary>
    internal sealed record Reading(AnswerDraft Draft, IReadOnlyList<VacancyFault> Faults);

    /// <param name="said">What is written in a field; null or "" when nothing is.</param>
    /// <param name="helps">The chosen words of <see cref="DemandWords.Helps"/>.</param>
    public static Reading Read(Func<string, string?> said, IReadOnlyCollection<string?> helps, OccupationWords trades)
    {
        var faults = new List<VacancyFault>();
        string Said(string name) => (said(name) ?? "").Trim();

        int Whole(string field, string name, string what)
        {
            var text = Said(name).TrimEnd('人', '名', '个');
            if (text.Length == 0 || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 1_000_000))
            {
                return text.Length == 0 ? 0 : int.Parse(text, CultureInfo.InvariantCulture);
            }

            faults.Add(new VacancyFault(field, "unread-" + name, $"{what}请写整数"));
            return 0;
        }

        (long Low, long High) Pay(string field, string name, int row)
        {
            var text = Said(name).TrimEnd('元');
            if (text.Length == 0 || text is "面议")
            {
                return (0, 0);
            }

            var amounts = text.Split(Between, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (amounts.Length is 1 or 2 && Fen.TryParseYuan(amounts[0], out var low) && low.Value > 0)
            {
                if (amounts.Length == 1)
                {
                    return (low.Value, 0);
                }

                if (Fen.TryParseYuan(amounts[1], out var high) && high.Value > 0)
                {
                    return (low.Value, high.Value);
                }
            }

            faults.Add(new VacancyFault(field, "unread-" + name, $"第 {row + 1} 行：工资请写每月多少元，例如 4500 或 4500-6000"));
            return (0, 0);
        }

        var needs = new List<NeedDraft>();
        for (var i = 0; i < DemandRules.MostNeeds; i++)
        {
            if (new[] { $"occupation-{i}", $"now-{i}", $"period-{i}", $"pay-{i}" }.All(n => Said(n).Length == 0))
            {
                continue;
            }

            var field = $"need-{needs.Count}"; // the row it is shown in when the form comes back
            var (text, occupation) = (Said($"occupation-{i}"), 0);
            if (text.Length > 0)
            {
                var found = OccupationText.Find(trades, text);
                occupation = found.Occupation;
                if (occupation == 0)
                {
                    var brief = text.Length > 20 ? text[..20] + "…" : text;
                    faults.Add(new VacancyFault(field, "unread-occupation", found.Near.Count == 0 ? $"第 {needs.Count + 1} 行：没有认出工种“{brief}”，请换个说法，例如：焊工、保洁员、缝纫工"
                        : $"第 {needs.Count + 1} 行：“{brief}”可能是：{string.Join("、", found.Near.Take(5).Select(n => n.Text))}；请写其中一个"));
                }
            }

            var now = Whole(field, $"now-{i}", $"第 {needs.Count + 1} 行：现在就要几人");
            var period = Said($"period-{i}").Length == 0 ? now : Whole(field, $"period-{i}", $"第 {needs.Count + 1} 行：一共要几人");
            var (low, high) = Pay(field, $"pay-{i}", needs.Count);
            needs.Add(new NeedDraft(occupation, now, period, low, high));
        }

        var heads = Whole("heads", "heads", "现有人数");
        if (Said("heads").Length == 0)
        {
            faults.Add(new VacancyFault("heads", "no-heads", "请写现在有多少人"));
        }

        var day = DateOnly.TryParseExact(Said("stated-on"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) ? on : default;
        return new Reading(new AnswerDraft(heads, Whole("let-go", "let-go", "预计减少"), Whole("added", "added", "预计新增"),
            DemandWords.Helps.Where(h => helps.Contains(h.Code)).Aggregate(DemandHelp.None, (sum, h) => sum | h.Bit), VacancyRules.Clean(Said("remark")),
            Said("way") switch { "visit" => AnswerWay.Visit, _ => AnswerWay.Phone }, VacancyRules.Clean(Said("stated-by")), day, Said("none").Length > 0, needs), faults);
    }

    /// <summary>An answer as the form's words, to correct it.</summary>
    public static IReadOnlyDictionary<string, string> Write(DemandAnswer answer, IReadOnlyList<DemandLine> lines, CodeSets codes)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["heads"] = Number(answer.HeadsNow), ["let-go"] = Number(answer.LetGo), ["added"] = Number(answer.Added), ["remark"] = answer.Remark, ["none"] = lines.Count == 0 ? "1" : "",
            ["stated-by"] = answer.Way == (short)AnswerWay.Own ? "" : answer.StatedBy,
        };
        for (var i = 0; i < lines.Count; i++)
        {
            words[$"occupation-{i}"] = DemandRules.NameOf(codes, lines[i].Occupation);
            words[$"now-{i}"] = Number(lines[i].NeededNow);
            words[$"period-{i}"] = Number(lines[i].NeededInPeriod);
            words[$"pay-{i}"] = lines[i].LowFen == 0 ? "" : new Fen(lines[i].LowFen).ToYuan() + (lines[i].HighFen == 0 ? "" : "-" + new Fen(lines[i].HighFen).ToYuan());
        }

        return words;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
