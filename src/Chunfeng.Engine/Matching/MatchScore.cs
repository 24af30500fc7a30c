using System.Numerics;
using System.Runtime.InteropServices;
using Chunfeng.Standards.Identity;

namespace Chunfeng.Engine.Matching;

/// <summary>A vacancy packed into one line of the processor's cache: limits as bits to be refused, and what scores.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct VacancyLine
{
    internal const ulong LodgingBit = 1UL << 32;
    internal const int WelcomeShift = 40;
    internal const int EducationShift = 2;
    internal const int HealthShift = 12;
    internal const int FirstAge = 15;
    internal const int LastAge = FirstAge + 63;

    public required ulong RefusedAges { get; init; }

    /// <summary>One bit for each of the 64 sets of priority groups a person may have.</summary>
    public required ulong RefusedGroupSets { get; init; }

    /// <summary>Sex, education and health to be refused in the low half, lodging and welcome in the high one.</summary>
    public required ulong RefusedAndMarks { get; init; }

    public required ulong Licences { get; init; }

    public required ulong Skills { get; init; }

    public required ulong TownMask { get; init; }

    public required int MonthFen { get; init; }

    public required int Occupation { get; init; }

    public required int Place { get; init; }

    public required int Row { get; init; }

    public static VacancyLine Of(Vacancy v, int row, Townspeople townspeople)
    {
        ulong ages = ulong.MaxValue;
        int to = v.MaximumAge == 0 || v.MaximumAge > LastAge ? LastAge : v.MaximumAge;
        for (int age = Math.Max(v.LeastAge, FirstAge); age <= to; age++)
        {
            ages &= ~(1UL << (age - FirstAge));
        }

        ulong sets = 0;
        for (int set = 0; set < 64; set++)
        {
            if (v.ReservedFor != PriorityGroups.None && (set & (int)v.ReservedFor) == 0)
            {
                sets |= 1UL << set;
            }
        }

        ulong other = v.HasLawfulSexLimit ? 2UL : 0;
        for (int rank = 1; rank < (int)v.Education; rank++)
        {
            other |= 1UL << (EducationShift + rank);
        }

        other |= v.Health == HealthStates.None ? 0 : (ulong)(~(int)v.Health & 15) << HealthShift;
        other |= (v.Lodging ? LodgingBit : 0) | ((ulong)v.Welcomes << WelcomeShift);
        return new VacancyLine
        {
            RefusedAges = ages,
            RefusedGroupSets = sets,
            RefusedAndMarks = other,
            Licences = v.Licences,
            Skills = v.Skills,
            TownMask = townspeople.Mask(v.Employer),
            MonthFen = v.MonthFen,
            Occupation = v.Occupation,
            Place = PlaceCode.Of(v.Place),
            Row = row,
        };
    }
}

/// <summary>A person as the scoring reads one: bits to meet a vacancy's, and the wishes.</summary>
internal readonly struct SeekerLine
{
    public required ulong AgeBit { get; init; }

    public required ulong GroupSetBit { get; init; }

    /// <summary>Sex, education and health, one bit each; no bit for what is not known, so it refuses nobody.</summary>
    public required ulong Bits { get; init; }

    /// <summary>The marks of a vacancy that welcome this person.</summary>
    public required ulong WelcomeBits { get; init; }

    public required ulong LodgingBit { get; init; }

    public required ulong Skills { get; init; }

    public required ulong TownBit { get; init; }

    public required int County { get; init; }

    /// <summary>More than 0: the reference stands in for a wish not stated.</summary>
    public required int WishedFen { get; init; }

    public required Wishes Occupations { get; init; }

    public required Wishes Experience { get; init; }

    public required Wishes Places { get; init; }

    public static SeekerLine Of(
        ReadOnlySpan<int> occupations, ReadOnlySpan<int> experience, ReadOnlySpan<long> places, int wishedFen, int bornDay, DateOnly asOf,
        byte sex, EducationRank education, HealthStates health, ulong skills, long home, PriorityGroups groups, bool needsLodging)
    {
        ulong age = 0;
        if (bornDay >= 0)
        {
            age = 1UL << (Math.Clamp(Ages.On(DateOnly.FromDayNumber(bornDay), asOf), VacancyLine.FirstAge, VacancyLine.LastAge) - VacancyLine.FirstAge);
        }

        return new SeekerLine
        {
            AgeBit = age,
            GroupSetBit = 1UL << ((int)groups & 63),
            Bits = (sex is 1 or 2 ? (ulong)sex : 0)
                | (education == EducationRank.Unknown ? 0 : 1UL << (VacancyLine.EducationShift + (int)education))
                | ((ulong)health << VacancyLine.HealthShift),
            WelcomeBits = (ulong)groups << VacancyLine.WelcomeShift,
            LodgingBit = needsLodging ? VacancyLine.LodgingBit : 0,
            Skills = skills,
            TownBit = Townspeople.Bit(Townspeople.CountyOf(home)),
            County = Townspeople.CountyOf(home),
            WishedFen = wishedFen,
            Occupations = new Wishes(occupations[0], occupations[1], occupations[2]),
            Experience = new Wishes(experience[0], experience[1], experience[2]),
            Places = new Wishes(PlaceCode.Of(places[0]), PlaceCode.Of(places[1]), PlaceCode.Of(places[2])),
        };
    }
}

/// <summary>Up to three codes, 0 where there is none.</summary>
internal readonly record struct Wishes(int A, int B, int C)
{
    public int this[int i] => i == 0 ? A : i == 1 ? B : C;

    public bool IsEmpty => (A | B | C) == 0;
}

/// <summary>The parts a match is made of.</summary>
public enum MatchPart
{
    Occupation = 0,
    Experience = 1,
    Place = 2,
    Wage = 3,
    Skills = 4,
    Townspeople = 5,
    Priority = 6,
    Lodging = 7,
}

/// <summary>A row of the table asked for, and how well it fits.</summary>
public readonly record struct Match(int Row, int Score);

/// <summary>The one definition of the score: whole numbers, part by part. Neither sex nor origin is in it.</summary>
internal static class MatchScore
{
    public static bool Passes(in VacancyLine v, in SeekerLine s) =>
        ((v.RefusedAges & s.AgeBit) | (v.RefusedGroupSets & s.GroupSetBit) | (v.RefusedAndMarks & s.Bits) | (v.Licences & ~s.Skills)) == 0;

    public static Nearness Best(int occupation, in Wishes wishes)
    {
        Nearness a = OccupationCode.Compare(occupation, wishes.A), b = OccupationCode.Compare(occupation, wishes.B), c = OccupationCode.Compare(occupation, wishes.C);
        return a > b ? (a > c ? a : c) : b > c ? b : c;
    }

    public static Nearness BestPlace(int place, in Wishes wishes)
    {
        Nearness a = PlaceCode.Compare(place, wishes.A), b = PlaceCode.Compare(place, wishes.B), c = PlaceCode.Compare(place, wishes.C);
        return a > b ? (a > c ? a : c) : b > c ? b : c;
    }

    public static int Skills(ulong wanted, ulong has, MatchWeights weights) => Math.Min(BitOperations.PopCount(wanted & has), weights.SkillsMost) * weights.SkillEach;

    public static int Priority(ulong marks, in SeekerLine s, MatchWeights weights) =>
        (s.WelcomeBits == 0 ? 0 : weights.PriorityGroup) + ((marks & s.WelcomeBits) == 0 ? 0 : weights.PriorityWelcome);

    public static int Part(MatchPart part, in VacancyLine v, int employer, in SeekerLine s, MatchWeights weights, Townspeople townspeople) => part switch
    {
        MatchPart.Occupation => weights.Occupation[Best(v.Occupation, s.Occupations)],
        MatchPart.Experience => weights.Experience[Best(v.Occupation, s.Experience)],
        MatchPart.Place => weights.Place[BestPlace(v.Place, s.Places)],
        MatchPart.Wage => weights.ForWage(v.MonthFen, s.WishedFen),
        MatchPart.Skills => Skills(v.Skills, s.Skills, weights),
        MatchPart.Townspeople => (v.TownMask & s.TownBit) == 0 ? 0 : weights.ForTownspeople(townspeople.Count(employer, s.County)),
        MatchPart.Priority => Priority(v.RefusedAndMarks, s, weights),
        MatchPart.Lodging => (v.RefusedAndMarks & s.LodgingBit) == 0 ? 0 : weights.Lodging,
        _ => throw new ArgumentOutOfRangeException(nameof(part)),
    };

    public static int Total(in VacancyLine v, int employer, in SeekerLine s, MatchWeights weights, Townspeople townspeople)
    {
        int total = 0;
        for (MatchPart part = MatchPart.Occupation; part <= MatchPart.Lodging; part++)
        {
            total += Part(part, v, employer, s, weights, townspeople);
        }

        return total;
    }
}
