namespace Chunfeng.Engine.Facts;

/// <summary>A finished cut: where it lies, the hash that names it (64 hex digits), and how much it holds.</summary>
public sealed record SealedFacts(string Path, string Hash, int People, long Spells);
