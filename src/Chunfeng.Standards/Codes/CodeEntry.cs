namespace Chunfeng.Standards.Codes;

/// <summary>One code and what it means; parent and level where the set is a tree.</summary>
public sealed record CodeEntry(string Code, string Name, string Parent = "", string Level = "");
