using System.Globalization;
using System.Text;
using QRCoder;

namespace Chunfeng.Platform.Ui;

/// <summary>A QR code as one SVG path, so that no picture and no script is needed.</summary>
public sealed record QrSquares(int Size, string Path)
{
    public static QrSquares Of(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Count; x++)
            {
                if (rows[y][x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }

        return new QrSquares(rows.Count, path.ToString());
    }
}
