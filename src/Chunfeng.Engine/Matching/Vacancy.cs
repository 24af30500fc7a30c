namespace Chunfeng.Engine.Matching;

/// <summary>How an employer states pay.</summary>
public enum PayPeriod : byte
{
    Month = 0,
    Day = 1,
    Hour = 2,
    Piece = 3,
}

/// <summary>Why the law lets an employer refuse a sex; without one of these a stated sex limit is not followed.</summary>
/// <remarks>《就业促进法》第二十七条；《女职工劳动保护特别规定》附录：女职工禁忌从事的劳动范围。</remarks>
public enum SexLimitReason : byte
{
    None = 0,

    /// <summary>矿山井下作业。</summary>
    UndergroundMining = 1,

    /// <summary>体力劳动强度分级标准中规定的第四级体力劳动强度的作业。</summary>
    FourthGradeLabour = 2,

    /// <summary>每小时负重6次以上、每次负重超过20公斤，或者间断负重、每次负重超过25公斤的作业。</summary>
    HeavyLoads = 3,
}

/// <summary>People the plan serves first; a person may be of several groups.</summary>
[Flags]
public enum PriorityGroups : byte
{
    None = 0,

    /// <summary>脱贫劳动力。</summary>
    LiftedOutOfPoverty = 1,

    /// <summary>防返贫监测对象。</summary>
    Monitored = 2,

    /// <summary>易地扶贫搬迁劳动力。</summary>
    Relocated = 4,

    /// <summary>就业困难人员。</summary>
    HardToPlace = 8,

    /// <summary>零就业家庭成员。</summary>
    ZeroEmploymentFamily = 16,

    /// <summary>低保、特困。</summary>
    LowIncome = 32,
}

/// <summary>Level of education in order; codes of GB/T 4658-2006 fall into one each.</summary>
public enum EducationRank : byte
{
    Unknown = 0,
    None = 1,
    Primary = 2,
    JuniorMiddle = 3,
    SeniorMiddle = 4,
    College = 5,
    Bachelor = 6,
    Graduate = 7,
}

/// <summary>State of health as GB/T 2261.3 divides it.</summary>
[Flags]
public enum HealthStates : byte
{
    /// <summary>As a need: none stated, everybody may apply. Of a person: not known.</summary>
    None = 0,
    Good = 1,
    Weak = 2,
    Chronic = 4,
    Disabled = 8,
}

/// <summary>Turns national codes and stated pay into what the engine compares.</summary>
public static class MatchCodes
{
    /// <param name="code">GB/T 4658-2006, two digits; 0 for not stated.</param>
    public static EducationRank Education(int code) => code switch
    {
        >= 10 and < 20 => EducationRank.Graduate,
        >= 20 and < 30 => EducationRank.Bachelor,
        >= 30 and < 40 => EducationRank.College,
        >= 40 and < 50 or >= 60 and < 70 => EducationRank.SeniorMiddle,
        >= 70 and < 80 => EducationRank.JuniorMiddle,
        >= 80 and < 90 => EducationRank.Primary,
        >= 90 and < 100 => EducationRank.None,
        _ => EducationRank.Unknown,
    };

    /// <param name="code">GB/T 2261.3, two digits; 0 for not stated.</param>
    public static HealthStates Health(int code) => code switch
    {
        >= 10 and < 20 => HealthStates.Good,
        >= 20 and < 30 => HealthStates.Weak,
        >= 30 and < 40 => HealthStates.Chronic,
        >= 60 and < 70 => HealthStates.Disabled,
        _ => HealthStates.None,
    };

    /// <summary>Pay for a month, in fen.</summary>
    /// <param name="period">What <paramref name="fen"/> is paid for.</param>
    /// <param name="fen">More than 0.</param>
    /// <param name="daysPerMonth">Stated working days a month, 1 to 31; not looked at for a month's pay.</param>
    /// <param name="unitsPerDay">Stated hours or pieces a day, more than 0; not looked at for a month's or a day's pay.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number outside these bounds.</exception>
    /// <exception cref="OverflowException">More than 21 million yuan a month.</exception>
    public static int MonthFen(PayPeriod period, long fen, int daysPerMonth = 0, int unitsPerDay = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fen);
        if (period == PayPeriod.Month)
        {
            return checked((int)fen);
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(daysPerMonth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(daysPerMonth, 31);
        if (period == PayPeriod.Day)
        {
            return checked((int)(fen * daysPerMonth));
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(unitsPerDay);
        return checked((int)(fen * unitsPerDay * daysPerMonth));
    }
}

/// <summary>One open post as the matching engine sees it.</summary>
public sealed record Vacancy
{
    /// <summary>The greatest age a limit may name: ages are told apart up to one year above.</summary>
    public const int GreatestAge = 77;

    /// <summary>Also what breaks a tie: the smaller id first.</summary>
    public required Guid Id { get; init; }

    /// <summary>职业分类大典 2022, see <see cref="OccupationCode"/>; 0 when not stated.</summary>
    public required int Occupation { get; init; }

    /// <summary>Workplace, 12 digits.</summary>
    public required long Place { get; init; }

    /// <summary>Fen a month, see <see cref="MatchCodes.MonthFen"/>; 0 when not stated.</summary>
    public int MonthFen { get; init; }

    /// <summary>Posts still open.</summary>
    public int Posts { get; init; } = 1;

    /// <summary>Stated least age in full years; the law's own limits come on top.</summary>
    public int MinimumAge { get; init; }

    /// <summary>Stated greatest age in full years, inclusive, at most <see cref="GreatestAge"/>; 0 when there is none.</summary>
    public int MaximumAge { get; init; }

    /// <summary>Work a 未成年工 (16, 17) may not do: 《未成年工特殊保护规定》第三条。</summary>
    public bool Hazardous { get; init; }

    /// <summary>The one sex asked for, 1 male or 2 female by GB/T 2261.1; 0 when there is no limit.</summary>
    public byte OnlySex { get; init; }

    public SexLimitReason SexReason { get; init; }

    public EducationRank Education { get; init; }

    /// <summary>States of health the work can be done in; none when there is no need.</summary>
    public HealthStates Health { get; init; }

    /// <summary>Useful skills, one bit each.</summary>
    public ulong Skills { get; init; }

    /// <summary>Skills the law asks a certificate for (特种作业操作证 …), one bit each: without them nobody may do the work.</summary>
    public ulong Licences { get; init; }

    /// <summary>Number of the employer, from 0; −1 when not known.</summary>
    public int Employer { get; init; } = -1;

    public bool Board { get; init; }

    public bool Lodging { get; init; }

    /// <summary>Groups the employer offered the post for first.</summary>
    public PriorityGroups Welcomes { get; init; }

    /// <summary>Posts only these groups may take (公益性岗位); none when open to all.</summary>
    public PriorityGroups ReservedFor { get; init; }

    public DateOnly From { get; init; } = DateOnly.MinValue;

    /// <summary>The last day, inclusive.</summary>
    public DateOnly To { get; init; } = DateOnly.MaxValue;

    /// <summary>A sex limit counts only where it keeps women from work the law keeps them from.</summary>
    public bool HasLawfulSexLimit => OnlySex == 1 && SexReason != SexLimitReason.None;

    /// <summary>The least age that holds: the law's or the employer's.</summary>
    public int LeastAge => Math.Max(MinimumAge, Hazardous ? 18 : 16);
}

/// <summary>Work that is looked for: whatever the engine knows of a person.</summary>
/// <remarks>Unknown facts refuse nobody; the explanation asks for them.</remarks>
public sealed record Seeker
{
    public const int MostWishes = 3;

    /// <summary>Also what breaks a tie: the smaller id first.</summary>
    public required Guid Id { get; init; }

    /// <summary>Wished occupations or groups of them, at most three.</summary>
    public IReadOnlyList<int> Occupations { get; init; } = [];

    /// <summary>What the person has worked as, at most three.</summary>
    public IReadOnlyList<int> Experience { get; init; } = [];

    /// <summary>Wished places, 12 digits, province to village, at most three.</summary>
    public IReadOnlyList<long> Places { get; init; } = [];

    /// <summary>Fen a month; 0 when not stated.</summary>
    public int WishedFen { get; init; }

    /// <summary>Null when not known.</summary>
    public DateOnly? Born { get; init; }

    /// <summary>GB/T 2261.1. Looked at by the hard limit only.</summary>
    public byte Sex { get; init; }

    public EducationRank Education { get; init; }

    /// <summary>One state, or none when not known.</summary>
    public HealthStates Health { get; init; }

    public ulong Skills { get; init; }

    /// <summary>Register home, 12 digits. Looked at for counting townspeople only.</summary>
    public long Home { get; init; }

    public PriorityGroups Groups { get; init; }

    public bool NeedsLodging { get; init; }
}

/// <summary>Numbers the occupations of 职业分类大典 2022: 6-18-02-04 is 6180204, the minor group 6-18-02 is 6180200.</summary>
public static class OccupationCode
{
    /// <returns>False when the text is no code of one to four parts.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out int code)
    {
        code = 0;
        if (text.Length is not (1 or 4 or 7 or 10) || !char.IsAsciiDigit(text[0]) || text[0] == '0')
        {
            return false;
        }

        int value = text[0] - '0';
        for (int at = 1; at < 10; at += 3)
        {
            int part = 0;
            if (at < text.Length)
            {
                if (text[at] != '-' || !char.IsAsciiDigit(text[at + 1]) || !char.IsAsciiDigit(text[at + 2]))
                {
                    return false;
                }

                part = ((text[at + 1] - '0') * 10) + text[at + 2] - '0';
            }

            value = (value * 100) + part;
        }

        code = value;
        return true;
    }

    /// <summary>0 (not stated) or seven digits.</summary>
    internal static bool IsCode(int code) => code is 0 or >= 1_000_000 and <= 9_999_999;

    /// <summary>How many occupations' numbers a code spans: 1 for an occupation, 100 for a minor group …</summary>
    public static int Span(int code) => code % 100 != 0 ? 1 : code % 10_000 != 0 ? 100 : code % 1_000_000 != 0 ? 10_000 : 1_000_000;

    /// <summary>How near an occupation lies to a wish. 0 is no code and near nothing.</summary>
    public static Nearness Compare(int occupation, int wish)
    {
        if (wish == 0 || occupation == 0)
        {
            return Nearness.Far;
        }

        return (uint)(occupation - wish) < (uint)Span(wish) ? Nearness.Same
            : occupation / 100 == wish / 100 ? Nearness.Near
            : occupation / 10_000 == wish / 10_000 ? Nearness.Middle
            : occupation / 1_000_000 == wish / 1_000_000 ? Nearness.Wide
            : Nearness.Far;
    }
}

/// <summary>How near a vacancy lies to a wish, in the occupation tree or on the map.</summary>
public enum Nearness : byte
{
    Far = 0,

    /// <summary>Same major group; same province.</summary>
    Wide = 1,

    /// <summary>Same middle group; same city.</summary>
    Middle = 2,

    /// <summary>Same minor group; same county.</summary>
    Near = 3,

    /// <summary>What was wished for, or inside it.</summary>
    Same = 4,
}

/// <summary>Places as nine digits, the township: what two codes have in common says how near they are.</summary>
public static class PlaceCode
{
    /// <summary>0 (not stated) or twelve digits.</summary>
    internal static bool IsRegion(long region) => region is 0 or >= 100_000_000_000 and <= 999_999_999_999;

    /// <summary>The township of a 12-digit code; wider regions keep their zeros.</summary>
    public static int Of(long region) => (int)(region / 1000);

    /// <summary>How many townships' numbers a place spans.</summary>
    public static int Span(int place) => place % 1000 != 0 ? 1 : place % 100_000 != 0 ? 1000 : place % 10_000_000 != 0 ? 100_000 : 10_000_000;

    /// <summary>How near a workplace lies to a wished place. 0 is no place and near nothing.</summary>
    public static Nearness Compare(int place, int wish)
    {
        if (wish == 0 || place == 0)
        {
            return Nearness.Far;
        }

        return (uint)(place - wish) < (uint)Span(wish) ? Nearness.Same
            : place / 1000 == wish / 1000 ? Nearness.Near
            : place / 100_000 == wish / 100_000 ? Nearness.Middle
            : place / 10_000_000 == wish / 10_000_000 ? Nearness.Wide
            : Nearness.Far;
    }
}
