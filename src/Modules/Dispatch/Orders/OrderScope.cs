using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Dispatch.Orders;

/// <summary>Which orders exist for an account: those its region issued, and those addressed to it or to a region inside it. Anything else is not there.</summary>
internal static class OrderScope
{
    public static bool MayOpen(Actor actor) => actor.May(Rights.OrdersIssue) || actor.May(Rights.OrdersReply);

    /// <summary>Recipients an account sees: all of its own orders, and those inside its region.</summary>
    public static IQueryable<OrderRecipient> Recipients(ChunfengDb db, Actor actor)
    {
        long from = actor.Region.Value, end = actor.Region.End;
        return db.OrderRecipients().Where(r => r.Issuer == from || (r.Region >= from && r.Region < end));
    }

    public static IQueryable<Order> Orders(ChunfengDb db, Actor actor)
    {
        long from = actor.Region.Value, end = actor.Region.End;
        return db.Orders().Where(o => o.Issuer == from || db.OrderRecipients().Any(r => r.OrderId == o.OrderId && r.Region >= from && r.Region < end));
    }

    /// <summary>Whose hand an act would be, by region and right.</summary>
    public static OrderSide SideOf(Actor actor, long issuer, long region) =>
        actor.Region.Value == issuer && actor.May(Rights.OrdersIssue) ? OrderSide.Issuer
        : actor.Region.Value == region && actor.May(Rights.OrdersReply) ? OrderSide.Recipient
        : OrderSide.None;

    /// <summary>A region's own orders; villages have nobody inside to address.</summary>
    public static bool MayIssue(Actor actor) =>
        actor.May(Rights.OrdersIssue) && RegionCode.Shanxi.Contains(actor.Region) && actor.Region.Level is >= RegionLevel.Province and < RegionLevel.Village;
}
