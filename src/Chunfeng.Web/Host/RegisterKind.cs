using Chunfeng.Platform.Data;

namespace Chunfeng.Web.Host;

/// <summary>Whether the register is a demonstration; every page says so, few ask the database.</summary>
internal sealed class RegisterKind(IDbFactory databases, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    private volatile Known? known;

    /// <summary>At most half a minute old: the command line may fill an empty register while the host runs. A demonstration stays one.</summary>
    public async Task<bool> IsDemoAsync(CancellationToken cancel)
    {
        if (known is { } last && (last.IsDemo || clock.GetElapsedTime(last.At) < Fresh))
        {
            return last.IsDemo;
        }

        await using var db = databases.Create();
        var isDemo = (await db.SettingAsync(Setting.RegisterKind, cancel))?.StartsWith("demo", StringComparison.Ordinal) == true;
        known = new Known(isDemo, clock.GetTimestamp());
        return isDemo;
    }

    private sealed record Known(bool IsDemo, long At);
}
