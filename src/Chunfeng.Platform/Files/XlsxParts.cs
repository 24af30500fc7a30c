using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Chunfeng.Platform.Files;

/// <summary>The small parts of a workbook that must be known before its sheet is read: sheets, shared strings, date styles.</summary>
internal sealed class XlsxParts
{
    private const int MaxEntries = 10_000;
    private readonly ZipArchive zip;
    private readonly TableLimits limits;
    private string? target;

    public XlsxParts(ZipArchive zip, TableLimits limits)
    {
        (this.zip, this.limits) = (zip, limits);
        if (zip.Entries.Count > MaxEntries)
        {
            throw new InflatedTooFarException();
        }
    }

    public string SheetName { get; private set; } = "";
    public List<string> OtherSheets { get; } = [];
    public bool Is1904 { get; private set; }
    public List<string> SharedStrings { get; } = [];

    /// <summary>By style index: true when the style shows a date.</summary>
    public List<bool> DateStyles { get; } = [];

    public bool IsWorkbook => zip.GetEntry("[Content_Types].xml") is not null && zip.GetEntry("xl/workbook.xml") is not null;
    public bool IsBinaryWorkbook => zip.GetEntry("xl/workbook.bin") is not null;

    /// <summary>Loads the parts and opens the first visible sheet; null when there is none.</summary>
    public XmlReader? OpenSheet()
    {
        var (targets, shared, styles) = ReadRelations();
        using (var xml = OpenXml("xl/workbook.xml"))
        {
            while (xml.Read())
            {
                if (xml.NodeType != XmlNodeType.Element)
                {
                    continue;
                }

                if (xml.LocalName == "workbookPr")
                {
                    Is1904 = xml.GetAttribute("date1904") is "1" or "true";
                }
                else if (xml.LocalName == "sheet" && xml.GetAttribute("state") is null or "visible" && RelationId(xml) is { } id && targets.TryGetValue(id, out var part))
                {
                    if (target is null)
                    {
                        (target, SheetName) = (part, xml.GetAttribute("name") ?? "");
                    }
                    else
                    {
                        OtherSheets.Add(xml.GetAttribute("name") ?? "");
                    }
                }
            }
        }

        if (target is null || zip.GetEntry(target) is null)
        {
            return null;
        }

        ReadStyles(styles ?? "xl/styles.xml");
        ReadSharedStrings(shared ?? "xl/sharedStrings.xml");
        return OpenXml(target);
    }

    /// <summary>The same sheet from its start; the other parts are kept.</summary>
    public XmlReader OpenSheetAgain() => OpenXml(target!);

    /// <summary>Puts the text of an is or si element together: its runs, without phonetic hints.</summary>
    public static string ReadText(XmlReader xml, StringBuilder scratch)
    {
        scratch.Clear();
        if (xml.IsEmptyElement)
        {
            return "";
        }

        var depth = xml.Depth;
        var inText = false;
        while (xml.Read() && xml.Depth > depth)
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element when xml.LocalName is "rPh" or "rPr":
                    SkipInside(xml);
                    break;
                case XmlNodeType.Element when xml.LocalName == "t":
                    inText = !xml.IsEmptyElement;
                    break;
                case XmlNodeType.EndElement when xml.LocalName == "t":
                    inText = false;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when inText:
                    scratch.Append(xml.Value);
                    break;
            }
        }

        return Unescape(scratch.ToString());
    }

    /// <summary>_x000D_ stands for a character XML cannot hold.</summary>
    public static string Unescape(string text)
    {
        var at = text.IndexOf("_x", StringComparison.Ordinal);
        if (at < 0)
        {
            return text;
        }

        var built = new StringBuilder(text.Length);
        var from = 0;
        while (at >= 0)
        {
            if (at + 7 <= text.Length && text[at + 6] == '_'
                && ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                built.Append(text, from, at - from).Append((char)code);
                from = at + 7;
                at = from < text.Length ? text.IndexOf("_x", from, StringComparison.Ordinal) : -1;
            }
            else
            {
                at = text.IndexOf("_x", at + 1, StringComparison.Ordinal);
            }
        }

        return built.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>True when a number format shows a calendar date (a time alone is none).</summary>
    internal static bool ShowsDate(string format)
    {
        bool year = false, day = false, month = false, digits = false, time = false, quoted = false;
        for (var i = 0; i < format.Length; i++)
        {
            var c = format[i];
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (quoted)
            {
                continue;
            }
            else if (c is '\\' or '_' or '*')
            {
                i++;
            }
            else if (c == '[')
            {
                i = format.IndexOf(']', i) is >= 0 and var end ? end : format.Length;
            }
            else if (c == ';')
            {
                break;
            }
            else
            {
                year |= c is 'y' or 'Y';
                day |= c is 'd' or 'D';
                month |= c is 'm' or 'M';
                digits |= c is '0' or '#';
                time |= c is 'h' or 'H' or 's' or 'S';
            }
        }

        return year || day || (month && !digits && !time);
    }

    private static void SkipInside(XmlReader xml)
    {
        if (xml.IsEmptyElement)
        {
            return;
        }

        var depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
        }
    }

    private static string? RelationId(XmlReader xml)
    {
        for (var more = xml.MoveToFirstAttribute(); more; more = xml.MoveToNextAttribute())
        {
            if (xml.LocalName == "id" && xml.Prefix.Length > 0)
            {
                var id = xml.Value;
                xml.MoveToElement();
                return id;
            }
        }

        xml.MoveToElement();
        return null;
    }

    private (Dictionary<string, string> Targets, string? Shared, string? Styles) ReadRelations()
    {
        var targets = new Dictionary<string, string>();
        string? shared = null, styles = null;
        if (zip.GetEntry("xl/_rels/workbook.xml.rels") is null)
        {
            return (targets, null, null);
        }

        using var xml = OpenXml("xl/_rels/workbook.xml.rels");
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "Relationship")
            {
                continue;
            }

            var target = xml.GetAttribute("Target") ?? "";
            target = target.StartsWith('/') ? target[1..] : "xl/" + target.Replace("./", "", StringComparison.Ordinal);
            var type = xml.GetAttribute("Type") ?? "";
            if (type.EndsWith("/worksheet", StringComparison.Ordinal))
            {
                targets[xml.GetAttribute("Id") ?? ""] = target;
            }
            else if (type.EndsWith("/sharedStrings", StringComparison.Ordinal))
            {
                shared = target;
            }
            else if (type.EndsWith("/styles", StringComparison.Ordinal))
            {
                styles = target;
            }
        }

        return (targets, shared, styles);
    }

    private void ReadStyles(string part)
    {
        if (zip.GetEntry(part) is null)
        {
            return;
        }

        var custom = new Dictionary<int, bool>();
        var inCells = false;
        using var xml = OpenXml(part);
        while (xml.Read())
        {
            if (xml.LocalName == "cellXfs")
            {
                inCells = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement;
            }
            else if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "numFmt")
            {
                custom[Number(xml, "numFmtId")] = ShowsDate(xml.GetAttribute("formatCode") ?? "");
            }
            else if (inCells && xml.NodeType == XmlNodeType.Element && xml.LocalName == "xf")
            {
                var format = Number(xml, "numFmtId");
                DateStyles.Add(custom.TryGetValue(format, out var date) ? date : format is >= 14 and <= 17 or 22 or >= 27 and <= 31 or 36 or >= 50 and <= 58);
            }
        }
    }

    private void ReadSharedStrings(string part)
    {
        if (zip.GetEntry(part) is null)
        {
            return;
        }

        var scratch = new StringBuilder();
        long chars = 0;
        using var xml = OpenXml(part);
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "si")
            {
                var text = ReadText(xml, scratch);
                chars += text.Length + 16;
                if (chars > limits.MaxSharedChars)
                {
                    throw new InflatedTooFarException();
                }

                SharedStrings.Add(text);
            }
        }
    }

    private static int Number(XmlReader xml, string attribute) =>
        int.TryParse(xml.GetAttribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;

    private XmlReader OpenXml(string part)
    {
        var entry = zip.GetEntry(part) ?? throw new InvalidDataException(part);
        if (entry.Length > limits.MaxInflatedBytes || (entry.Length > 16 << 20 && entry.Length / Math.Max(1, entry.CompressedLength) > limits.MaxInflation))
        {
            throw new InflatedTooFarException();
        }

        return XmlReader.Create(new CappedStream(entry.Open(), limits.MaxInflatedBytes), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            CheckCharacters = false,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            CloseInput = true,
        });
    }
}
