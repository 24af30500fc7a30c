namespace Chunfeng.Platform.Security;

/// <summary>People with a stored number that did not decrypt when somebody looked, since this host started: a damaged row, or a key that is missing.</summary>
public sealed class UnreadableNumbers
{
    /// <summary>What stands on a page in place of the number.</summary>
    public const string Shown = "无法解密";

    private const int Most = 1000;
    private readonly Lock gate = new();
    private readonly HashSet<Guid> workers = [];
    private DateTime? since;

    /// <summary>At most a thousand are kept; more say nothing new.</summary>
    public void Report(Guid worker)
    {
        lock (gate)
        {
            since ??= TimeProvider.System.GetUtcNow().UtcDateTime;
            if (workers.Count < Most)
            {
                workers.Add(worker);
            }
        }
    }

    /// <summary>Their ids, and since when; empty while all is well.</summary>
    public (IReadOnlyList<Guid> Workers, DateTime? Since) Known()
    {
        lock (gate)
        {
            return ([.. workers.Order()], since);
        }
    }
}
