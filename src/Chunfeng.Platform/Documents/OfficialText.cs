namespace Chunfeng.Platform.Documents;

/// <summary>What a document is called and who sends it to whom; an office may set its own words.</summary>
public sealed record IssuingOffice(string Masthead, string Issuer, string ReportTo, string CopyTo);

/// <summary>A document's words, before they are laid out.</summary>
/// <param name="Number">期号; null for a document that is not one of a series.</param>
public sealed record OfficialText(
    IssuingOffice Office, int? Number, DateOnly Issued, string Title, string Subtitle, string? Warning,
    IReadOnlyList<OfficialPart> Parts, IReadOnlyList<OfficialTable> Tables, IReadOnlyList<string> Closing)
{
    /// <summary>主送机关, without the colon; a bulletin has none.</summary>
    public string? Addressee { get; init; }
}

/// <summary>A numbered heading (一、) and its paragraphs; the opening part has no heading.</summary>
public sealed record OfficialPart(string? Heading, IReadOnlyList<string> Paragraphs);

/// <summary>A table; the first column names its rows.</summary>
public sealed record OfficialTable(string Caption, IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows, string Remark);
