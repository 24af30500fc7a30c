using System.Security.Cryptography;
using System.Text.Json;

namespace Chunfeng.Engine.Facts;

/// <summary>A file is not a sound cut; the message says what is wrong and where.</summary>
public sealed class FactsFormatException : Exception
{
    public FactsFormatException(string message) : base(message) { }
    public FactsFormatException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>What a sealed cut is called and holds.</summary>
public sealed record SealedFacts(string Path, string Hash, int People, long Spells);

/// <summary>One column in the file: where it lies and what its bytes hash to.</summary>
internal sealed record ColumnEntry(string Name, string Type, long Offset, long Length, string Sha256);

/// <summary>The file's table of contents. Layout: magic, length of this document, the document in UTF-8, then the columns, each
/// aligned to 64 bytes. <c>Hash</c> covers everything that is counted; <c>Seal</c> the whole document.</summary>
internal sealed record FactsDirectory(
    int Version, DateOnly AsOf, InnerLine Line, DateTime KnownAtUtc, int People, long Spells, long Statuses, int Homes,
    IReadOnlyList<ColumnEntry> Columns, string Hash, string Seal)
{
    public const int CurrentVersion = 1;
    public const int Alignment = 64;
    public static ReadOnlySpan<byte> Magic => "CFFACTS1"u8;

    /// <summary>The name of the cut: the same content, day and line give the same hash on any machine and database.</summary>
    public static string HashOf(DateOnly asOf, InnerLine line, int people, long spells, IEnumerable<ColumnEntry> columns) =>
        Hex($"chunfeng-facts 1|{asOf:yyyy-MM-dd}|{(int)line}|{people}|{spells}|{string.Join('|', columns.Select(c => $"{c.Name}:{c.Type}:{c.Length}:{c.Sha256}"))}");

    public static string SealOf(FactsDirectory directory) =>
        Hex(JsonSerializer.Serialize(directory with { Seal = "" }));

    private static string Hex(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
