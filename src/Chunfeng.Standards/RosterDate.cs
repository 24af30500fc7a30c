namespace Chunfeng.Standards;

/// <summary>Dates as rosters write them: 2022.3, 2022-03-01, 2022年3月, 2022/3/1, 20220301, Excel serials. A month alone is its
/// first day, or its last when endOfMonth is asked. Years 1900–2100 only.</summary>
public static class RosterDate
{
    public static bool TryParse(ReadOnlySpan<char> text, out DateOnly date, bool endOfMonth = false) => throw new NotImplementedException();
}
