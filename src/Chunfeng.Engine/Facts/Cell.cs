namespace Chunfeng.Engine.Facts;

/// <summary>What every indicator needs to know of a person, in one byte: bits 0–1 cumulative bucket, 2–3 stock bucket,
/// 4 protected cumulative, 5 protected stock.</summary>
public static class Cell
{
    /// <summary>Distinct cell values: six bits.</summary>
    public const int Count = 64;

    public static byte Make(Bucket cumulative, Bucket stock, bool protectedCumulative, bool protectedStock) =>
        (byte)((int)cumulative | ((int)stock << 2) | (protectedCumulative ? 16 : 0) | (protectedStock ? 32 : 0));

    public static Bucket Cumulative(int cell) => (Bucket)(cell & 3);
    public static Bucket Stock(int cell) => (Bucket)((cell >> 2) & 3);
    public static bool ProtectedCumulative(int cell) => (cell & 16) != 0;
    public static bool ProtectedStock(int cell) => (cell & 32) != 0;
}
