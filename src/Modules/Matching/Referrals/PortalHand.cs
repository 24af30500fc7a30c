using Chunfeng.Platform.Access;

namespace Chunfeng.Matching.Referrals;

/// <summary>Recognises the actor of a worker who signed in on the phone.</summary>
internal static class PortalHand
{
    /// <summary>The login a worker's pass acts under.</summary>
    public static bool IsWorker(Actor actor, Guid worker) => actor.Login == LoginOf(worker);

    public static string LoginOf(Guid worker) => $"worker:{worker:N}";
}
