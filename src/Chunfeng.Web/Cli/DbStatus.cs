using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Web.Cli;

/// <summary>What an operator asks first: which engine, which schema, whose data.</summary>
internal static class DbStatus
{
    public static async Task<object> ReadAsync(IServiceProvider services, CancellationToken cancel)
    {
        var db = services.GetRequiredService<ChunfengDb>();
        return new
        {
            engine = db.Dialect.Name,
            migration = (await db.Database.GetAppliedMigrationsAsync(cancel)).LastOrDefault(),
            pending = (await db.Database.GetPendingMigrationsAsync(cancel)).Count(),
            register = await db.SettingAsync(Setting.RegisterKind, cancel) ?? "real",
        };
    }
}
