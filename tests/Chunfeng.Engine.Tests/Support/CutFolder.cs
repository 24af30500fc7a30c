using Chunfeng.Engine.Facts;

namespace Chunfeng.Engine.Tests.Support;

/// <summary>A folder of its own for a test's cuts, removed afterwards.</summary>
internal sealed class CutFolder : IDisposable
{
    internal static readonly DateTime KnownAt = new(2022, 2, 28, 1, 30, 0, DateTimeKind.Utc);

    internal string Path { get; } = Directory.CreateTempSubdirectory("chunfeng-facts-").FullName;

    internal SealedFacts Seal(IEnumerable<PersonFact> people, DateOnly asOf, InnerLine line = InnerLine.Township, DateTime? knownAt = null)
    {
        using FactsBuilder builder = new(asOf, line, knownAt ?? KnownAt);
        foreach (PersonFact person in people)
        {
            builder.Add(person);
        }

        return builder.Seal(Path);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
