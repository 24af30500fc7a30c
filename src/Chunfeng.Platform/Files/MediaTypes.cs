namespace Chunfeng.Platform.Files;

/// <summary>Media types of the files we hand out (IANA registry; ECMA-376 documents).</summary>
public static class MediaTypes
{
    public const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}
