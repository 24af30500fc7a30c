using Quartz;

namespace Chunfeng.Platform.Jobs;

/// <summary>Where Quartz keeps its own tables; differs by engine.</summary>
public interface IJobStore
{
    /// <summary>The prefix of Quartz's tables.</summary>
    const string TablePrefix = "platform_qrtz_";

    Task PrepareAsync(CancellationToken cancel);

    void Use(IPersistentStoreBuilder store);
}
