namespace Chunfeng.Engine.Facts;

/// <summary>A person's whole standing in the indicators, in one byte:
/// bits 0-1 cumulative bucket, 2-3 stock bucket, 4 protected cumulative, 5 protected stock.</summary>
public static class Cell
{
    /// <summary>The number of different cells: six bits.</summary>
    public const int Values = 64;

    public static byte Pack(Bucket cumulative, Bucket stock, bool protectedCumulative, bool protectedStock)
    {
        return (byte)((int)cumulative | ((int)stock << 2) | (protectedCumulative ? 16 : 0) | (protectedStock ? 32 : 0));
    }

    /// <summary>The bucket of the year's main spell; None when no spell was in force in the year up to the cut.</summary>
    public static Bucket Cumulative(byte cell) => (Bucket)(cell & 3);

    /// <summary>The bucket of the main spell in force on the day of the cut; None when there is none.</summary>
    public static Bucket Stock(byte cell) => (Bucket)((cell >> 2) & 3);

    /// <summary>脱贫 or 监测对象 on a day of the year on which a spell was in force too.</summary>
    public static bool ProtectedCumulative(byte cell) => (cell & 16) != 0;

    /// <summary>脱贫 or 监测对象 and at work, both on the day of the cut.</summary>
    public static bool ProtectedStock(byte cell) => (cell & 32) != 0;
}
