namespace Chunfeng.Engine.Facts;

/// <summary>What a 12-digit statistical region code covers: the half-open range of codes below it.</summary>
internal static class RegionSpan
{
    private const long County = 1_000_000;
    private const long City = 100_000_000;
    private const long Province = 10_000_000_000;
    private const long Township = 1_000;

    /// <summary>A code of exactly 12 digits; anything else is a typing error that would count nobody in silence.</summary>
    internal static bool IsCode(long code) => code is >= 100_000_000_000 and <= 999_999_999_999;

    /// <exception cref="ArgumentException">The code has not 12 digits.</exception>
    internal static (long From, long Below) Of(long code)
    {
        if (!IsCode(code))
        {
            throw new ArgumentException($"{code} is not a 12-digit region code.", nameof(code));
        }

        long width = code % Province == 0 ? Province
            : code % City == 0 ? City
            : code % County == 0 ? County
            : code % Township == 0 ? Township
            : 1;
        return (code, code + width);
    }

    internal static long ProvinceOf(long code) => code / Province;

    internal static long CountyOf(long code) => code / County;

    internal static long TownshipOf(long code) => code / Township;

    /// <summary>False when the code stops at the county or above (township digits 000).</summary>
    internal static bool NamesTownship(long code) => code / Township % 1000 != 0;
}
