using System.Diagnostics.CodeAnalysis;
namespace Chunfeng.Standards.Codes;

public sealed record CodeEntry(string Code, string Name, string Parent = "", string Level = "");

/// <summary>One national or project code set. Immutable, thread-safe.</summary>
public sealed class CodeSet
{
    public CodeSet(string name, IReadOnlyList<CodeEntry> entries, IReadOnlyDictionary<string, string>? synonyms = null) => throw new NotImplementedException();
    public string Name => throw new NotImplementedException();
    public IReadOnlyList<CodeEntry> Entries => throw new NotImplementedException();
    public bool TryGet(string code, [NotNullWhen(true)] out CodeEntry? entry) => throw new NotImplementedException();
    /// <summary>Finds by code, exact name or synonym ("初中" → 71, "男" → 1, "群众" …); blanks ignored.</summary>
    public bool TryFind(string text, [NotNullWhen(true)] out CodeEntry? entry) => throw new NotImplementedException();
    public string NameOf(string code) => TryGet(code, out var e) ? e.Name : code;
}

/// <summary>Every code set in data/codes, by the name of its file's subject.</summary>
public sealed class CodeSets
{
    public static CodeSets Load(string directory) => throw new NotImplementedException();
    public CodeSet Sex => throw new NotImplementedException();
    public CodeSet Nation => throw new NotImplementedException();
    public CodeSet Political => throw new NotImplementedException();
    public CodeSet Education => throw new NotImplementedException();
    public CodeSet Health => throw new NotImplementedException();
    public CodeSet Marital => throw new NotImplementedException();
    public CodeSet HukouType => throw new NotImplementedException();
    public CodeSet SkillLevel => throw new NotImplementedException();
    public CodeSet PersonCategory => throw new NotImplementedException();
    public CodeSet RiskStatus => throw new NotImplementedException();
    public CodeSet WorkRegionType => throw new NotImplementedException();
    public CodeSet EmploymentForm => throw new NotImplementedException();
    public CodeSet OrgChannel => throw new NotImplementedException();
    public CodeSet UnemployedReason => throw new NotImplementedException();
    public CodeSet Industry => throw new NotImplementedException();
    public CodeSet Occupation => throw new NotImplementedException();
}
