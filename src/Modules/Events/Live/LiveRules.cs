using System.Globalization;
using System.Text;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;

namespace Chunfeng.Events.Live;

/// <summary>What a room is planned as.</summary>
/// <param name="StartsAt">China's time, as typed.</param>
internal sealed record LivePlan(string? Title, string? Lead, DateTime? StartsAt, bool OpenToAll, Guid? EventId = null);

/// <summary>What somebody wants to do with a room as a whole.</summary>
internal enum LiveAct { Start, End, Cancel }

/// <summary>Pure rules of live rooms and their chat. Every "no" says what to do.</summary>
internal static class LiveRules
{
    public const int MostTitle = 60, MostLead = 500, MostMessage = 200, MostPins = 50, MostWord = 30;

    /// <summary>How long before its time a room may be opened, and how far ahead one may be planned; our own proposals.</summary>
    public static readonly TimeSpan OpensBefore = TimeSpan.FromHours(2), PlansAhead = TimeSpan.FromDays(366);

    /// <summary>Why a plan is refused; null when it stands.</summary>
    public static Refusal? Check(LivePlan plan, DateTime nowUtc)
    {
        var title = Clean(plan.Title);
        if (title.Length is 0 or > MostTitle)
        {
            return new Refusal("bad-title", $"请给直播间起个名字，不超过 {MostTitle} 字");
        }

        if (Clean(plan.Lead).Length > MostLead)
        {
            return new Refusal("bad-lead", $"介绍不超过 {MostLead} 字，请精简");
        }

        return plan.StartsAt is not { } at ? new Refusal("no-time", "请填写开播时间")
            : at < nowUtc.AddMinutes(-30) ? new Refusal("time-past", "开播时间已经过去，请填现在以后的时间")
            : at > nowUtc + PlansAhead ? new Refusal("time-far", "开播时间太远，请填一年以内的时间")
            : null;
    }

    /// <summary>The state after an act, or why it is refused.</summary>
    public static Result<string> Next(LiveState now, LiveAct act, DateTime startsAt, DateTime nowUtc) => (now, act) switch
    {
        (LiveState.Planned, LiveAct.Start) when nowUtc < startsAt - OpensBefore =>
            new Refusal("too-early", $"还没到时间：开播前 {OpensBefore.TotalHours:0} 小时内可以开播"),
        (LiveState.Planned, LiveAct.Start) => nameof(LiveState.Live),
        (LiveState.Planned, LiveAct.Cancel) => nameof(LiveState.Cancelled),
        (LiveState.Planned, LiveAct.End) => new Refusal("not-live", "还没有开播；不办了请取消"),
        (LiveState.Live, LiveAct.End) => nameof(LiveState.Ended),
        (LiveState.Live, LiveAct.Start) => new Refusal("already-live", "已经在直播了"),
        (LiveState.Live, _) => new Refusal("is-live", "正在直播，请先结束"),
        (LiveState.Cancelled, _) => new Refusal("is-cancelled", "这个直播间已取消，请另建一个"),
        _ => new Refusal("is-over", "直播已经结束，请另建一个直播间"),
    };

    /// <summary>Whether an account runs this room: the right, and the room inside its area.</summary>
    public static bool MayRun(Actor actor, long region) => actor.May(Rights.LiveHost) && actor.Region.Value <= region && region < actor.Region.End;

    /// <summary>One line or several, without control characters and half characters.</summary>
    public static string Clean(string? text)
    {
        var clean = new StringBuilder();
        foreach (var rune in (text ?? "").ReplaceLineEndings("\n").EnumerateRunes())
        {
            // direction marks can make a name or an address read as another
            if (rune.Value == '\n' || !(Rune.IsControl(rune) || rune == Rune.ReplacementChar || rune.Value is 0xFFFE or 0xFFFF or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069)))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString().Trim();
    }

    /// <summary>Why a message may not stand in the room; null when it may.</summary>
    /// <param name="words">Folded banned words (<see cref="Fold"/>).</param>
    public static Refusal? CheckMessage(string text, IEnumerable<string> words)
    {
        if (text.Length == 0)
        {
            return new Refusal("empty", "还没有写内容");
        }

        if (text.EnumerateRunes().Count() > MostMessage)
        {
            return new Refusal("too-long", $"一条最多 {MostMessage} 字，请分开发");
        }

        var folded = Fold(text);
        return words.FirstOrDefault(w => w.Length > 0 && folded.Contains(w, StringComparison.Ordinal)) is { } word
                ? new Refusal("banned-word", $"“{word}”不能发在公屏上，请修改后再发")
            : HoldsNumber(folded) ? new Refusal("personal-number", "请不要在公屏上发手机号、身份证号、银行卡号；想报名请点岗位卡片")
            : null;
    }

    /// <summary>As words are compared: full width as half, capitals as small, and nothing between the characters.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder();
        foreach (var c in text)
        {
            var half = c is >= '！' and <= '～' ? (char)(c - 0xFEE0) : c;
            if (char.IsLetterOrDigit(half) || char.IsSurrogate(half))
            {
                folded.Append(char.ToLowerInvariant(half));
            }
        }

        return folded.ToString();
    }

    /// <summary>A mobile number, an ID number or a bank card, however it was spaced.</summary>
    private static bool HoldsNumber(string folded)
    {
        for (var i = 0; i < folded.Length; i++)
        {
            var run = 0;
            while (i + run < folded.Length && char.IsAsciiDigit(folded[i + run]))
            {
                run++;
            }

            if (run >= 15 || (run is >= 11 and <= 14 && (folded[i] == '1' || (folded[i] == '8' && folded[i + 1] == '6'))))
            {
                return true;
            }

            i += run;
        }

        return false;
    }

    /// <summary>"2022-03-01T15:00" as the form sends it, China's time, in UTC.</summary>
    public static DateTime? ReadTime(string? text) =>
        DateTime.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? ChinaTime.StartOf(DateOnly.FromDateTime(local)) + local.TimeOfDay : null;
}

/// <summary>So many messages at once, then one again after a while. Not thread-safe.</summary>
internal sealed class MessageAllowance(int burst, TimeSpan each)
{
    private double left = burst;
    private DateTimeOffset at;

    /// <summary>Seconds to wait; 0 when the message may go out.</summary>
    public int Take(DateTimeOffset now)
    {
        left = Math.Min(burst, left + (at == default ? 0 : Math.Max(0, (now - at) / each)));
        at = now;
        if (left < 1)
        {
            return Math.Max(1, (int)Math.Ceiling((1 - left) * each.TotalSeconds));
        }

        left--;
        return 0;
    }
}
