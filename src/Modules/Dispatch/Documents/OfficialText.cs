namespace Chunfeng.Dispatch.Documents;

/// <summary>What a document is called and who sends it to whom; an office may set its own words.</summary>
internal sealed record Office(string Masthead, string Issuer, string ReportTo, string CopyTo)
{
    /// <summary>The plan, 13.1: the province's working group has its office in the provincial employment bureau.</summary>
    public static Office Bulletin { get; } = new(
        "农民务工就业工作专报", "省农民务工就业工作专班办公室", "省委、省政府", "省专班各成员单位，各市农民务工就业工作专班");

    /// <summary>专题报告 to the provincial government, 13.2; the same office.</summary>
    public static Office Report { get; } = new("农民务工就业专题报告", Bulletin.Issuer, "省政府", "省专班各成员单位");
}

/// <summary>A document's words, before they are laid out.</summary>
internal sealed record OfficialText(
    Office Office, int Number, DateOnly Issued, string Title, string Subtitle, string? Warning,
    IReadOnlyList<OfficialPart> Parts, IReadOnlyList<OfficialTable> Tables, IReadOnlyList<string> Closing)
{
    /// <summary>主送机关, without the colon; a bulletin has none.</summary>
    public string? Addressee { get; init; }
}

/// <summary>A numbered heading (一、) and its paragraphs; the opening part has no heading.</summary>
internal sealed record OfficialPart(string? Heading, IReadOnlyList<string> Paragraphs);

/// <summary>A table; the first column names its rows.</summary>
internal sealed record OfficialTable(string Caption, IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows, string Remark);
