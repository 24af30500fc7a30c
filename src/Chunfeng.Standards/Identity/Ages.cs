namespace Chunfeng.Standards.Identity;

/// <summary>Whole years of age: a birthday counts on the day itself, one of 29 February is not yet reached on the 28th.</summary>
public static class Ages
{
    /// <summary>Completed years under which nobody may be employed (《劳动法》第十五条).</summary>
    public const int LeastForWork = 16;

    /// <summary>Completed years on a day; negative before birth.</summary>
    public static int On(DateOnly birth, DateOnly day) =>
        day.Year - birth.Year - ((day.Month, day.Day).CompareTo((birth.Month, birth.Day)) < 0 ? 1 : 0);

    /// <summary>The last birth date of those who are at least <paramref name="age"/> on a day.</summary>
    public static DateOnly BornBy(DateOnly day, int age) => day.AddYears(-age);
}
