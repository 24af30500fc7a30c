using Chunfeng.Dispatch.Orders;
using Chunfeng.Dispatch.Weeks;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Dispatch;

/// <summary>This room's view of the database.</summary>
internal static class Tables
{
    extension(ChunfengDb db)
    {
        public DbSet<Target> Targets() => db.Set<Target>();
        public DbSet<FrozenWeek> FrozenWeeks() => db.Set<FrozenWeek>();
        public DbSet<FrozenFigure> FrozenFigures() => db.Set<FrozenFigure>();
        public DbSet<Order> Orders() => db.Set<Order>();
        public DbSet<OrderRecipient> OrderRecipients() => db.Set<OrderRecipient>();
        public DbSet<OrderStep> OrderSteps() => db.Set<OrderStep>();
    }
}
