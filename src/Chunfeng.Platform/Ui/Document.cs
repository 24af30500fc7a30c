using Microsoft.AspNetCore.Components;

namespace Chunfeng.Platform.Ui;

/// <summary>The HTML document around everything: the same for pages made of components and pages that are written.</summary>
public static class Document
{
    private const string Start = """
        <!DOCTYPE html>
        <html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><base href="/">
        <link rel="stylesheet" href="_content/Chunfeng.Platform/tokens.css"><link rel="stylesheet" href="_content/Chunfeng.Platform/ui.css">
        <script src="_content/Chunfeng.Platform/ui.js" defer></script><link rel="icon" href="data:,">
        """;

    private const string Middle = "</head><body>";
    private const string Last = "</body></html>";

    /// <summary>Up to where the title stands.</summary>
    public static MarkupString Head { get; } = new(Start);

    /// <summary>Between the head and what is shown.</summary>
    public static MarkupString Body { get; } = new(Middle);

    public static MarkupString End { get; } = new(Last);

    /// <summary>A whole document, written.</summary>
    public static void Write(HtmlText html, string title, Action<HtmlText> body)
    {
        body(html.Tag(Start).Tag("<title>").Words(title).Tag("</title>").Tag(Middle));
        html.Tag(Last);
    }
}
