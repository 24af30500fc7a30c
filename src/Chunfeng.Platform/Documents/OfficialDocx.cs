using System.Globalization;
using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Chunfeng.Platform.Documents;

/// <summary>Lays a bulletin or a special report out after GB/T 9704-2012 (信息简报): A4, 版心 156 × 225 mm, 22 lines of 28 characters.
/// The same text gives the same bytes.</summary>
public static class OfficialDocx
{
    private const string Song = "宋体", FangSong = "仿宋_GB2312", Hei = "黑体", TitleSong = "方正小标宋简体";
    private const string Red = "FF0000", Black = "000000";

    // half points: 二号 22 pt, 三号 16 pt, 四号 14 pt; the masthead as large as its eleven characters allow on one line
    private const int Second = 44, Third = 32, Fourth = 28, Masthead = 72, TableSize = 20;

    // twips: 天头 37 mm, 订口 28 mm; the other two margins leave 225 mm × 156 mm
    private const int PageWidth = 11906, PageHeight = 16838;
    private const int Top = 2098, Left = 1587, Bottom = 1985, Right = 1475, Width = 8844, FooterEdge = 1304;
    private const int LinePitch = 579;      // 225 mm ÷ 22 lines, rounded down: one twip more and only 21 fit
    private const int Closer = -5;          // 28 characters of 16 pt in 156 mm: each a quarter point closer; some programs misread a grid of characters
    private const int MastheadDrop = 1984;  // 35 mm below the top edge of the 版心
    private const uint RuleGap = 11;        // 4 mm, in points

    private static readonly DateTimeOffset ZipTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Write(OfficialText text)
    {
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            document.ChangeIdOfPart(main, "rId1");
            main.AddNewPart<StyleDefinitionsPart>("rId1").Styles = Styles();
            main.AddNewPart<DocumentSettingsPart>("rId2").Settings = new Settings(new EvenAndOddHeaders());
            main.AddNewPart<FontTablePart>("rId3").Fonts = Fonts();
            main.AddNewPart<FooterPart>("rId4").Footer = PageNumber(JustificationValues.Right);
            main.AddNewPart<FooterPart>("rId5").Footer = PageNumber(JustificationValues.Left);
            main.Document = new Document(Body(text));
            WriteProperties(document, text);
        }

        return Settle(stream.ToArray());
    }

    private static Body Body(OfficialText text)
    {
        var body = new Body(
            Line(text.Office.Masthead, TitleSong, Masthead, JustificationValues.Center, Red, before: MastheadDrop, snap: false),
            Line(text.Number is { } number ? $"第{number}期" : "", FangSong, Third, JustificationValues.Center),
            IssuerAndDate(text),
            Line("", FangSong, Third, JustificationValues.Left),
            Line(text.Title, TitleSong, Second, JustificationValues.Center),
            Line(text.Subtitle, FangSong, Third, JustificationValues.Center));
        if (text.Warning is not null)
        {
            body.Append(text.Warning.Replace("；", "；\n", StringComparison.Ordinal).Split('\n')
                .Select(w => Line(w, Hei, Third, JustificationValues.Center, Red)));
        }

        if (text.Addressee is not null)
        {
            body.Append(Line(text.Addressee + "：", FangSong, Third, JustificationValues.Left));
        }

        foreach (var part in text.Parts)
        {
            if (part.Heading is not null)
            {
                body.Append(Indented(part.Heading, Hei, keepNext: true));
            }

            body.Append(part.Paragraphs.Select(p => Indented(p, FangSong)));
        }

        foreach (var table in text.Tables)
        {
            body.Append(Line(table.Caption, Hei, Fourth, JustificationValues.Center, keepNext: true));
            body.Append(Table(table));
            body.Append(Line(table.Remark, FangSong, TableSize, JustificationValues.Left, snap: false));
        }

        body.Append(text.Closing.Select(c => Indented(c, FangSong, place: JustificationValues.Left)));
        body.Append(Line("", FangSong, Third, JustificationValues.Left));
        body.Append(Right4(text.Office.Issuer));
        body.Append(Right4(Date(text.Issued)));
        body.Append(Record(text));
        body.Append(Line("", FangSong, 2, JustificationValues.Left, snap: false)); // a body may not end in a table
        body.Append(Section());
        return body;
    }

    /// <summary>编发机关 on the left, 成文日期 on the right, the red line 4 mm below.</summary>
    private static Paragraph IssuerAndDate(OfficialText text) => new(
        new ParagraphProperties(
            new ParagraphBorders(new BottomBorder { Val = BorderValues.Single, Color = Red, Size = 12, Space = RuleGap }),
            new Tabs(new TabStop { Val = TabStopValues.Right, Position = Width })),
        Run(text.Office.Issuer, FangSong, Third),
        new Run(new TabChar()),
        Run(Date(text.Issued), FangSong, Third));

    private static Paragraph Indented(string text, string font, bool keepNext = false, JustificationValues? place = null)
    {
        var properties = new ParagraphProperties();
        if (keepNext)
        {
            properties.Append(new KeepNext());
        }

        properties.Append(
            new Indentation { FirstLineChars = 200, FirstLine = Twips(2 * Third) },
            new Justification { Val = place ?? JustificationValues.Both });
        return new Paragraph(properties, Run(text, font, Third));
    }

    /// <summary>成文日期 stands four characters from the right edge.</summary>
    private static Paragraph Right4(string text) => new(
        new ParagraphProperties(
            new KeepLines(),
            new Indentation { RightChars = 400, Right = Twips(4 * Third) },
            new Justification { Val = JustificationValues.Right }),
        Run(text, FangSong, Third));

    private static Paragraph Line(
        string text, string font, int size, JustificationValues place, string color = Black, int before = 0, bool snap = true, bool keepNext = false)
    {
        var properties = new ParagraphProperties();
        if (keepNext)
        {
            properties.Append(new KeepNext());
        }

        if (!snap)
        {
            properties.Append(new SnapToGrid { Val = false });
        }

        if (before > 0)
        {
            properties.Append(new SpacingBetweenLines { Before = before.ToString(CultureInfo.InvariantCulture) });
        }

        properties.Append(new Justification { Val = place });
        if (text.Length == 0)
        {
            // an empty line is as high as its mark
            properties.Append(new ParagraphMarkRunProperties(new FontSize { Val = size.ToString(CultureInfo.InvariantCulture) }));
        }

        return text.Length == 0 ? new Paragraph(properties) : new Paragraph(properties, Run(text, font, size, color));
    }

    /// <summary>A width in half points as twips; written beside the width in characters, which not every program reads.</summary>
    private static string Twips(int halfPoints) => (halfPoints * 10).ToString(CultureInfo.InvariantCulture);

    private static Run Run(string text, string font, int size, string color = Black)
    {
        var properties = new RunProperties(new RunFonts { Ascii = font, HighAnsi = font, EastAsia = font });
        if (color != Black)
        {
            properties.Append(new Color { Val = color });
        }

        properties.Append(new FontSize { Val = size.ToString(CultureInfo.InvariantCulture) });
        var run = new Run(properties);
        foreach (var (i, line) in text.Split('\n').Index())
        {
            if (i > 0)
            {
                run.Append(new Break());
            }

            run.Append(new Text(line) { Space = SpaceProcessingModeValues.Preserve });
        }

        return run;
    }

    private static Table Table(OfficialTable table)
    {
        const int NameWidth = 1044, MostWidth = 1300;
        var figure = Math.Min(MostWidth, (Width - NameWidth) / Math.Max(1, table.Head.Count - 1));
        var columns = table.Head.Select((_, i) => i == 0 ? NameWidth : figure).ToList();
        var result = new Table(
            new TableProperties(
                new TableWidth { Width = columns.Sum().ToString(CultureInfo.InvariantCulture), Type = TableWidthUnitValues.Dxa },
                new TableJustification { Val = TableRowAlignmentValues.Center },
                Borders(4),
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableCellMarginDefault(
                    new TableCellLeftMargin { Width = 20, Type = TableWidthValues.Dxa },
                    new TableCellRightMargin { Width = 20, Type = TableWidthValues.Dxa })),
            new TableGrid(columns.Select(w => new GridColumn { Width = w.ToString(CultureInfo.InvariantCulture) })));
        result.Append(Row(table.Head, columns, header: true, keepNext: true));
        result.Append(table.Rows.Select((r, i) => Row(r, columns, header: false, keepNext: i < table.Rows.Count - 1)));
        return result;
    }

    /// <param name="keepNext">On one page with the next row: a table of cities is read as a whole.</param>
    private static TableRow Row(IReadOnlyList<string> cells, List<int> columns, bool header, bool keepNext)
    {
        var properties = new TableRowProperties(new CantSplit());
        if (header)
        {
            properties.Append(new TableHeader());
        }

        var row = new TableRow(properties);
        row.Append(cells.Select((cell, i) => new TableCell(
            new TableCellProperties(
                new TableCellWidth { Width = columns[i].ToString(CultureInfo.InvariantCulture), Type = TableWidthUnitValues.Dxa },
                new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Center }),
            Line(header ? InTwo(cell) : cell, header ? Hei : FangSong, TableSize,
                header || i == 0 ? JustificationValues.Center : JustificationValues.Right, snap: false, keepNext: keepNext))));
        return row;
    }

    /// <summary>A head of four or five characters stands in two lines of like length.</summary>
    private static string InTwo(string head) => head.Length < 4 ? head : $"{head[..2]}\n{head[2..]}";

    private static TableBorders Borders(uint size) => new(
        new TopBorder { Val = BorderValues.Single, Size = size },
        new LeftBorder { Val = BorderValues.Single, Size = size },
        new BottomBorder { Val = BorderValues.Single, Size = size },
        new RightBorder { Val = BorderValues.Single, Size = size },
        new InsideHorizontalBorder { Val = BorderValues.Single, Size = size },
        new InsideVerticalBorder { Val = BorderValues.Single, Size = size });

    /// <summary>版记: at the foot of its page, thick lines outside and thin ones inside.</summary>
    private static Table Record(OfficialText text)
    {
        var table = new Table(
            new TableProperties(
                new TablePositionProperties
                {
                    // counted from the page: a table as wide as the text and counted from the margin is not moved to the foot by every program
                    LeftFromText = 0, RightFromText = 0, HorizontalAnchor = HorizontalAnchorValues.Page, TablePositionX = Left,
                    VerticalAnchor = VerticalAnchorValues.Margin, TablePositionYAlignment = VerticalAlignmentValues.Bottom,
                },
                new TableWidth { Width = Width.ToString(CultureInfo.InvariantCulture), Type = TableWidthUnitValues.Dxa },
                new TableBorders(
                    new TopBorder { Val = BorderValues.Single, Size = 8 },
                    new BottomBorder { Val = BorderValues.Single, Size = 8 },
                    new InsideHorizontalBorder { Val = BorderValues.Single, Size = 6 }),
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableCellMarginDefault(
                    new TableCellLeftMargin { Width = 0, Type = TableWidthValues.Dxa },
                    new TableCellRightMargin { Width = 0, Type = TableWidthValues.Dxa })),
            new TableGrid(new GridColumn { Width = Width.ToString(CultureInfo.InvariantCulture) }));
        table.Append(
            RecordRow(Run($"报送：{text.Office.ReportTo}。", FangSong, Fourth)),
            RecordRow(Run($"抄送：{text.Office.CopyTo}。", FangSong, Fourth)),
            RecordRow(
                Run(text.Office.Issuer, FangSong, Fourth), new Run(new TabChar()), Run($"{Date(text.Issued)}印发", FangSong, Fourth)));
        return table;
    }

    private static TableRow RecordRow(params Run[] runs)
    {
        // one character in from each edge
        var paragraph = new Paragraph(new ParagraphProperties(
            new Tabs(new TabStop { Val = TabStopValues.Right, Position = Width - (Fourth * 10) }),
            new SnapToGrid { Val = false },
            new Indentation { LeftChars = 100, Left = Twips(Fourth), RightChars = 100, Right = Twips(Fourth) }));
        paragraph.Append(runs);
        return new TableRow(new TableRowProperties(new CantSplit()), new TableCell(
            new TableCellProperties(
                new TableCellWidth { Width = Width.ToString(CultureInfo.InvariantCulture), Type = TableWidthUnitValues.Dxa }),
            paragraph));
    }

    /// <summary>"— 1 —" in 四号宋体, one character in from the outer edge.</summary>
    private static Footer PageNumber(JustificationValues side)
    {
        var indent = new Indentation();
        if (side == JustificationValues.Right)
        {
            (indent.RightChars, indent.Right) = (100, Twips(Fourth));
        }
        else
        {
            (indent.LeftChars, indent.Left) = (100, Twips(Fourth));
        }

        return new Footer(new Paragraph(
            new ParagraphProperties(new SnapToGrid { Val = false }, indent, new Justification { Val = side }),
            Run("— ", Song, Fourth),
            Field(new FieldChar { FieldCharType = FieldCharValues.Begin }),
            Field(new FieldCode(" PAGE ") { Space = SpaceProcessingModeValues.Preserve }),
            Field(new FieldChar { FieldCharType = FieldCharValues.Separate }),
            Run("1", Song, Fourth),
            Field(new FieldChar { FieldCharType = FieldCharValues.End }),
            Run(" —", Song, Fourth)));
    }

    private static Run Field(OpenXmlElement content) => new(
        new RunProperties(
            new RunFonts { Ascii = Song, HighAnsi = Song, EastAsia = Song },
            new FontSize { Val = Fourth.ToString(CultureInfo.InvariantCulture) }),
        content);

    private static SectionProperties Section() => new(
        new FooterReference { Type = HeaderFooterValues.Default, Id = "rId4" },
        new FooterReference { Type = HeaderFooterValues.Even, Id = "rId5" },
        new PageSize { Width = PageWidth, Height = PageHeight },
        new PageMargin { Top = Top, Bottom = Bottom, Left = Left, Right = Right, Header = 851, Footer = FooterEdge, Gutter = 0 },
        new DocGrid { Type = DocGridValues.Lines, LinePitch = LinePitch });

    private static Styles Styles() => new(
        new DocDefaults(new RunPropertiesDefault(new RunPropertiesBaseStyle(
            new RunFonts { Ascii = FangSong, HighAnsi = FangSong, EastAsia = FangSong },
            new Spacing { Val = Closer },
            new FontSize { Val = "32" },
            new Languages { Val = "en-US", EastAsia = "zh-CN" }))),
        new Style(new StyleName { Val = "Normal" }) { Type = StyleValues.Paragraph, StyleId = "Normal", Default = true });

    /// <summary>The standard's typefaces, each with the one to take where it is not installed.</summary>
    private static Fonts Fonts() => new(
        Font(FangSong, "仿宋"), Font(TitleSong, "宋体"), Font(Hei, "SimHei"), Font(Song, "SimSun"));

    private static Font Font(string name, string otherwise) => new(new AltName { Val = otherwise }) { Name = name };

    private static void WriteProperties(WordprocessingDocument document, OfficialText text)
    {
        var part = document.AddCoreFilePropertiesPart();
        document.ChangeIdOfPart(part, "rId2");
        var moment = text.Issued.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T00:00:00Z";
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
            + "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\""
            + " xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\""
            + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
            + $"<dc:title>{System.Security.SecurityElement.Escape(text.Title + text.Subtitle)}</dc:title>"
            + $"<dc:creator>{System.Security.SecurityElement.Escape(text.Office.Issuer)}</dc:creator>"
            + $"<dcterms:created xsi:type=\"dcterms:W3CDTF\">{moment}</dcterms:created></cp:coreProperties>"));
        part.FeedData(content);
    }

    /// <summary>Writes the same parts again in a fixed order at a fixed time, so that the bytes depend on the text alone.</summary>
    private static byte[] Settle(byte[] docx)
    {
        using var from = new ZipArchive(new MemoryStream(docx), ZipArchiveMode.Read);
        using var result = new MemoryStream();
        using (var to = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in from.Entries.OrderBy(e => e.FullName == "[Content_Types].xml" ? 0 : 1).ThenBy(e => e.FullName, StringComparer.Ordinal))
            {
                var copy = to.CreateEntry(entry.FullName, CompressionLevel.Optimal);
                copy.LastWriteTime = ZipTime;
                using var source = entry.Open();
                using var target = copy.Open();
                source.CopyTo(target);
            }
        }

        return result.ToArray();
    }

    private static string Date(DateOnly day) => $"{day.Year}年{day.Month}月{day.Day}日";
}
