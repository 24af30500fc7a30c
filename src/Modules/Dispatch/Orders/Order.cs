using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Dispatch.Orders;

/// <summary>调度令: what a region's working group asks of regions inside its own. Written once; what happens next are steps.</summary>
internal sealed class Order
{
    public Guid OrderId { get; init; } = Guid.CreateVersion7();
    /// <summary>The region whose working group issues it.</summary>
    public required long Issuer { get; init; }
    /// <summary>Year of issue in China; numbers start anew each year.</summary>
    public required int Year { get; init; }
    /// <summary>From 1, without gaps, for each issuer and year.</summary>
    public required int Number { get; init; }
    public required string SignerLogin { get; init; }
    public required string SignerName { get; init; }
    /// <summary><see cref="OrderKind"/>.</summary>
    public required short Kind { get; init; }
    public required string Title { get; init; }
    public required string Text { get; init; }
    /// <summary>The frozen week whose figures it refers to, with the revision that was shown when it was written; null without figures.</summary>
    public string? Week { get; init; }
    public int? Revision { get; init; }
    public string? Indicator { get; init; }
    public required bool ReplyRequired { get; init; }
    /// <summary>Last day in China for the reply (or, when none is required, for reading); a working day.</summary>
    public required DateOnly DueOn { get; init; }
    public required DateTime IssuedAt { get; init; }
}

/// <summary>One region an order is addressed to, and where it stands: the sum of its steps, kept for lists.</summary>
internal sealed class OrderRecipient
{
    public required Guid OrderId { get; init; }
    public required long Region { get; init; }
    public required long Issuer { get; init; }
    /// <summary><see cref="RecipientState"/>.</summary>
    public required short State { get; set; }
    /// <summary>The order's day, or the later one set when a reply was returned.</summary>
    public required DateOnly DueOn { get; set; }
    public required bool ReplyRequired { get; init; }
    public int Replies { get; set; }
    public int Chases { get; set; }
    /// <summary>How many steps there are; also the concurrency token.</summary>
    public long Version { get; set; }
}

/// <summary>One thing done about one recipient of an order: sent, read, replied, returned, accepted, chased, withdrawn. Never changed.</summary>
internal sealed class OrderStep
{
    public required Guid OrderId { get; init; }
    public required long Region { get; init; }
    /// <summary>From 1.</summary>
    public required long Seq { get; init; }
    /// <summary><see cref="OrderAct"/>.</summary>
    public required short Act { get; init; }
    public required DateTime At { get; init; }
    public required string Login { get; init; }
    public required string Name { get; init; }
    /// <summary>The reply, the reason of a return or a withdrawal, the words of a chase; "" where the act says all.</summary>
    public string Text { get; init; } = "";
    /// <summary>Of a reply: what is being done; "" when not stated.</summary>
    public string Measures { get; init; } = "";
    /// <summary>Of a return: the day the corrected reply is due.</summary>
    public DateOnly? DueOn { get; init; }
}

internal sealed class OrderTable : IEntityTypeConfiguration<Order>
{
    public void Configure(EntityTypeBuilder<Order> order)
    {
        order.ToTable("dispatch_order");
        order.HasKey(o => o.OrderId);
        order.HasIndex(o => new { o.Issuer, o.Year, o.Number }).IsUnique();
        order.HasIndex(o => new { o.Issuer, o.IssuedAt, o.OrderId });
        order.Property(o => o.SignerLogin).HasMaxLength(50);
        order.Property(o => o.SignerName).HasMaxLength(50);
        order.Property(o => o.Title).HasMaxLength(OrderRules.MostTitle);
        order.Property(o => o.Text).HasMaxLength(OrderRules.MostText);
        order.Property(o => o.Week).HasMaxLength(8);
        order.Property(o => o.Indicator).HasMaxLength(40);
    }
}

internal sealed class OrderRecipientTable : IEntityTypeConfiguration<OrderRecipient>
{
    public void Configure(EntityTypeBuilder<OrderRecipient> recipient)
    {
        recipient.ToTable("dispatch_order_recipient");
        recipient.HasKey(r => new { r.OrderId, r.Region });
        recipient.HasIndex(r => new { r.Region, r.DueOn });
        recipient.HasIndex(r => new { r.Issuer, r.DueOn });
        recipient.Property(r => r.Version).IsConcurrencyToken();
    }
}

internal sealed class OrderStepTable : IEntityTypeConfiguration<OrderStep>
{
    public void Configure(EntityTypeBuilder<OrderStep> step)
    {
        step.ToTable("dispatch_order_step");
        step.HasKey(s => new { s.OrderId, s.Region, s.Seq });
        step.Property(s => s.Login).HasMaxLength(50);
        step.Property(s => s.Name).HasMaxLength(50);
        step.Property(s => s.Text).HasMaxLength(OrderRules.MostText);
        step.Property(s => s.Measures).HasMaxLength(OrderRules.MostText);
    }
}
