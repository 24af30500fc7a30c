using System.Globalization;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;

namespace Chunfeng.Events.SignIns;

/// <summary>签到码: a keyed code of an event that changes every half minute, so that a photograph of the screen does not sign anybody in later.</summary>
internal sealed class SignInCode(KeyRing keys, TimeProvider clock)
{
    /// <summary>Seconds one code is shown.</summary>
    public const int Step = 30;

    /// <summary>Codes before the present one that still count: five minutes for a slow phone.</summary>
    public const int Back = 10;

    public static readonly Refusal Stale = new("code-stale", "签到码已经换了；请再扫一次现场屏幕上的码，或请工作人员代为签到");

    public string Of(Guid fairId) => Text(fairId, Now);

    /// <summary>Null when the code is the event's own and fresh.</summary>
    public Refusal? Check(Guid fairId, string? code)
    {
        var dash = code?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        if (dash <= 0 || !long.TryParse(code.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var step))
        {
            return Stale;
        }

        var fits = step <= Now && step >= Now - Back && System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(
            System.Text.Encoding.UTF8.GetBytes(code!), System.Text.Encoding.UTF8.GetBytes(Text(fairId, step)));
        return fits ? null : Stale;
    }

    private long Now => clock.GetUtcNow().ToUnixTimeSeconds() / Step;

    // 'e': a purpose of its own, so that no other keyed hash can stand for a code
    private string Text(Guid fairId, long step) => string.Create(CultureInfo.InvariantCulture,
        $"{step}-{new PersonCrypto(keys).Blind('e', Convert.ToHexString(fairId.ToByteArray()[8..]) + step.ToString(CultureInfo.InvariantCulture)):x16}");
}
