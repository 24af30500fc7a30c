using Chunfeng.Engine.Facts;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;

namespace Chunfeng.People.Contracts;

/// <summary>Makes and finds sealed cuts of the ledger.</summary>
public sealed class BuildFacts(IDbFactory databases, Places places, TimeProvider clock)
{
    /// <summary>Builds the cut of a day as known now.</summary>
    /// <exception cref="IOException">The disk is full or not writable; nothing is left behind.</exception>
    public async Task<Result<SealedFacts>> HandleAsync(DateOnly asOf, InnerLine line, CancellationToken cancel)
    {
        if (asOf > clock.Today)
        {
            return new Refusal("future-date", $"{asOf:yyyy-MM-dd} 还没有到，不能封存未来的数据；请选今天或以前的日期");
        }

        var knownAt = await WatermarkAsync(cancel);
        using var builder = new FactsBuilder(asOf, line, knownAt);
        await new Facts.LedgerStream(databases.OpenAsync).ReadAsync(asOf, knownAt, builder.Add, cancel);
        Directory.CreateDirectory(places.Facts);
        return builder.Seal(places.Facts);
    }

    /// <summary>The newest cut of a day on disk, or null.</summary>
    public string? Find(DateOnly asOf) => Directory.Exists(places.Facts)
        ? Directory.EnumerateFiles(places.Facts, $"{asOf:yyyy-MM-dd}-*.facts").MaxBy(File.GetLastWriteTimeUtc)
        : null;

    /// <summary>Every cut on disk, newest first.</summary>
    public IReadOnlyList<string> All() => Directory.Exists(places.Facts)
        ? [.. Directory.EnumerateFiles(places.Facts, "*.facts").OrderByDescending(File.GetLastWriteTimeUtc)]
        : [];

    /// <summary>The cut of that file name; null when there is none.</summary>
    public string? Find(string name) => Path.Combine(places.Facts, name) is var path && File.Exists(path) ? path : null;

    /// <summary>A moment before which nothing is in flight: taken while no bulk writer holds the register.</summary>
    private async Task<DateTime> WatermarkAsync(CancellationToken cancel)
    {
        await using var db = databases.Create();
        await using var connection = await databases.OpenAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await db.Dialect.LockRegisterAsync(connection, transaction, cancel);
        return clock.UtcStamp;
    }
}
