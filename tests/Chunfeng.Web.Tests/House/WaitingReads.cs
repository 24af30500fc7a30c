using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Chunfeng.Web.Tests.House;

/// <summary>Makes SQLite answer as PostgreSQL does, not at once: a page that shows what it has not read yet breaks here too.</summary>
public sealed class WaitingReads : DbCommandInterceptor
{
    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return result;
    }
}
