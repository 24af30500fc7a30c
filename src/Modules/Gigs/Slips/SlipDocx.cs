using Chunfeng.Gigs.Work;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Money;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Chunfeng.Gigs.Slips;

/// <summary>日结凭证 as a document of one page: what was worked, what it comes to, what is paid and owed.</summary>
internal static class SlipDocx
{
    private const string Font = "仿宋";

    public static byte[] Write(PlaceView view, GigTerms terms)
    {
        var place = view.Place;
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var body = new Body(
                Line("零工日结凭证", 40, JustificationValues.Center),
                Line($"编号 {GigWords.SlipNumber(place.Day, place.Slip)}    {view.Market.Name}", 22, JustificationValues.Center));
            var table = new Table(new TableProperties(
                new TableWidth { Type = TableWidthUnitValues.Pct, Width = "5000" },
                new TableBorders(
                    new TopBorder { Val = BorderValues.Single, Size = 6 }, new LeftBorder { Val = BorderValues.Single, Size = 6 }, new BottomBorder { Val = BorderValues.Single, Size = 6 },
                    new RightBorder { Val = BorderValues.Single, Size = 6 }, new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4 }, new InsideVerticalBorder { Val = BorderValues.Single, Size = 4 })));
            foreach (var (label, value) in Rows(view, terms))
            {
                table.Append(new TableRow(Cell(label, "1300"), Cell(value, "3700")));
            }

            body.Append(table, Line("", 22, JustificationValues.Left));
            foreach (var payment in view.Payments)
            {
                body.Append(Line($"{ChinaTime.Show(payment.At)} 付 {new Fen(payment.Fen)}，{GigWords.Method(payment.Method)}，{GigWords.Side(payment.Side)}登记", 22, JustificationValues.Left));
            }

            body.Append(
                Line($"说明：{GigWords.Paid(place.AmountFen, place.PaidFen)}。数额有异议的，可在系统中提出争议，或到市场服务台反映。", 22, JustificationValues.Left),
                Line("", 22, JustificationValues.Left),
                Line("劳动者（签字）：            用工方（签字）：            市场（章）：", 24, JustificationValues.Left),
                new SectionProperties(new PageSize { Width = 11906, Height = 16838 }, new PageMargin { Top = 1440, Bottom = 1440, Left = 1440, Right = 1440, Header = 720, Footer = 720, Gutter = 0 }));
            document.AddMainDocumentPart().Document = new Document(body);
        }

        return stream.ToArray();
    }

    private static IEnumerable<(string Label, string Value)> Rows(PlaceView view, GigTerms terms)
    {
        var (place, post) = (view.Place, view.Post);
        yield return ("劳动者", place.MaskedName);
        yield return ("用工方", post.EmployerName);
        yield return ("干的活", $"{terms.TradeName(post.Trade)}：{post.Title}");
        yield return ("地点", post.Place);
        yield return ("时间", GigWords.When(place.StartsAt, place.EndsAt));
        yield return ("数量", GigWords.Quantity(place.Quantity ?? 0, post.PayUnit, post.PieceName));
        yield return ("报酬", GigWords.Pay(post.PayUnit, post.PayFen, post.PieceName));
        yield return ("应付", new Fen(place.AmountFen).ToString());
        yield return ("已付", new Fen(place.PaidFen).ToString());
        yield return ("还欠", new Fen(place.OwedFen).ToString());
        yield return ("完工", $"{ChinaTime.Show(place.DoneAt!.Value)}，{(place.Evidence.Length > 0 ? "服务台凭依据登记：" + place.Evidence : "双方确认")}");
    }

    private static TableCell Cell(string text, string width) => new(new TableCellProperties(new TableCellWidth { Type = TableWidthUnitValues.Pct, Width = width }), Line(text, 24, JustificationValues.Left));

    private static Paragraph Line(string text, int size, JustificationValues place) => new(
        new ParagraphProperties(new Justification { Val = place }),
        new Run(new RunProperties(new RunFonts { Ascii = Font, HighAnsi = Font, EastAsia = Font }, new FontSize { Val = size.ToString(System.Globalization.CultureInfo.InvariantCulture) }), new Text(text) { Space = SpaceProcessingModeValues.Preserve }));
}
