using Chunfeng.Dispatch.Targets;
using Chunfeng.Dispatch.Weeks;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Dispatch;

/// <summary>This room's view of the database.</summary>
internal static class Tables
{
    extension(ChunfengDb db)
    {
        public DbSet<DispatchTarget> Targets() => db.Set<DispatchTarget>();
        public DbSet<DispatchWeek> Weeks() => db.Set<DispatchWeek>();
        public DbSet<DispatchFigure> Figures() => db.Set<DispatchFigure>();
    }
}
