using Chunfeng.Platform.Audit;

namespace Chunfeng.Web.Host;

/// <summary>Carries the heads of the audit chains out of the database every few seconds, and once more at the end.</summary>
internal sealed partial class AnchorWriter(AuditAnchors anchors, TimeProvider clock, ILogger<AnchorWriter> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await WriteAsync(stoppingToken);
            await Task.Delay(Every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(cancellationToken);
    }

    private async Task WriteAsync(CancellationToken cancel)
    {
        try
        {
            await anchors.WriteAsync(cancel);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            NotWritten(log, failure.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Audit anchors were not written: {Kind}")]
    private static partial void NotWritten(ILogger log, string kind);
}
