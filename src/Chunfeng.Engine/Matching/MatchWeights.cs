using System.Text.Json;

namespace Chunfeng.Engine.Matching;

/// <summary>What each nearness adds.</summary>
public readonly record struct NearnessWeights(int Wide, int Middle, int Near, int Same)
{
    public int this[Nearness nearness] => nearness switch
    {
        Nearness.Same => Same,
        Nearness.Near => Near,
        Nearness.Middle => Middle,
        Nearness.Wide => Wide,
        _ => 0,
    };

    internal bool IsSound => Wide >= 0 && Middle >= Wide && Near >= Middle && Same >= Near;
}

/// <summary>From so many townspeople on, so much.</summary>
public readonly record struct TownspeopleStep(int AtLeast, int Score);

/// <summary>How much each part of a match counts: data, see data/matching/README.md. Whole numbers, so scores are equal everywhere.</summary>
public sealed record MatchWeights
{
    /// <summary>The greatest score any weights may lead to.</summary>
    public const int MostScore = 999_999;

    public required string Name { get; init; }

    public required NearnessWeights Occupation { get; init; }

    public required NearnessWeights Experience { get; init; }

    public required NearnessWeights Place { get; init; }

    public required int WageMet { get; init; }

    public required int WageAbove { get; init; }

    /// <summary>1 to 100.</summary>
    public required int ShortfallPercent { get; init; }

    public required int ReferenceMonthFen { get; init; }

    public required int SkillEach { get; init; }

    public required int SkillsMost { get; init; }

    /// <summary>Rising in both.</summary>
    public required IReadOnlyList<TownspeopleStep> Townspeople { get; init; }

    public required int PriorityGroup { get; init; }

    public required int PriorityWelcome { get; init; }

    public required int Lodging { get; init; }

    /// <summary>Reads a file of data/matching.</summary>
    /// <exception cref="InvalidDataException">A field is absent, or the weights are not sound (see <see cref="Fault"/>).</exception>
    public static MatchWeights Load(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        MatchWeights weights;
        try
        {
            weights = Read(document.RootElement);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }

        return weights.Fault() is { } fault ? throw new InvalidDataException($"{path}: {fault}") : weights;
    }

    /// <summary>What is wrong with the weights; null when they are sound.</summary>
    public string? Fault()
    {
        if (!Occupation.IsSound || !Experience.IsSound || !Place.IsSound)
        {
            return "a nearer occupation or place must not count less than a farther one";
        }

        if (WageMet < 0 || WageAbove < 0 || ShortfallPercent is < 1 or > 100 || ReferenceMonthFen < 1)
        {
            return "the weights of the wage are out of range";
        }

        if (SkillEach < 0 || SkillsMost is < 0 or > 64 || PriorityGroup < 0 || PriorityWelcome < 0 || Lodging < 0)
        {
            return "a weight is negative";
        }

        for (int i = 0; i < Townspeople.Count; i++)
        {
            TownspeopleStep before = i == 0 ? default : Townspeople[i - 1];
            if (Townspeople[i].AtLeast <= before.AtLeast || Townspeople[i].Score < before.Score)
            {
                return "steps of townspeople must rise";
            }
        }

        // each weight is first held to the cap on its own, so the sum cannot wrap
        long[] all =
        [
            Occupation.Same, Experience.Same, Place.Same, WageMet, WageAbove, (long)SkillEach * SkillsMost, MostTownspeople, PriorityGroup, PriorityWelcome, Lodging,
        ];
        return all.Sum() > MostScore ? $"all parts together may reach at most {MostScore}" : null;
    }

    internal int MostTownspeople => Townspeople.Count == 0 ? 0 : Townspeople[^1].Score;

    /// <summary>What so many people of one's home county add.</summary>
    public int ForTownspeople(int people)
    {
        // by index: an enumerator would be made on every call
        int step = 0;
        while (step < Townspeople.Count && people >= Townspeople[step].AtLeast)
        {
            step++;
        }

        return step == 0 ? 0 : Townspeople[step - 1].Score;
    }

    /// <summary>What the pay adds, never less for more pay and never more for a greater wish.</summary>
    /// <param name="monthFen">Pay, fen a month; 0 when not stated.</param>
    /// <param name="wishedFen">Fen a month, more than 0.</param>
    public int ForWage(int monthFen, int wishedFen)
    {
        // no rounding before the last division: that keeps it monotone
        if (monthFen >= wishedFen)
        {
            long above = 2L * (monthFen - wishedFen);
            return WageMet + (above >= wishedFen ? WageAbove : (int)(above * WageAbove / wishedFen));
        }

        long span = (long)wishedFen * ShortfallPercent;
        long left = span - (100L * (wishedFen - monthFen));
        return left <= 0 ? 0 : (int)(left * WageMet / span);
    }

    private static MatchWeights Read(JsonElement root)
    {
        static int Number(JsonElement of, string name) => of.GetProperty(name).GetInt32();
        static NearnessWeights Nearness(JsonElement of, string near, string middle, string wide, string same) =>
            new(Number(of, wide), Number(of, middle), Number(of, near), Number(of, same));

        JsonElement wage = root.GetProperty("wage"), skills = root.GetProperty("skills"), priority = root.GetProperty("priority");
        return new MatchWeights
        {
            Name = root.GetProperty("name").GetString() ?? "",
            Occupation = Nearness(root.GetProperty("occupation"), "sameMinor", "sameMiddle", "sameMajor", "same"),
            Experience = Nearness(root.GetProperty("experience"), "sameMinor", "sameMiddle", "sameMajor", "same"),
            Place = Nearness(root.GetProperty("place"), "sameCounty", "sameCity", "sameProvince", "inside"),
            WageMet = Number(wage, "met"),
            WageAbove = Number(wage, "above"),
            ShortfallPercent = Number(wage, "shortfallPercent"),
            ReferenceMonthFen = Number(wage, "referenceMonthFen"),
            SkillEach = Number(skills, "each"),
            SkillsMost = Number(skills, "most"),
            Townspeople = [.. root.GetProperty("townspeople").EnumerateArray().Select(s => new TownspeopleStep(Number(s, "atLeast"), Number(s, "score")))],
            PriorityGroup = Number(priority, "group"),
            PriorityWelcome = Number(priority, "welcome"),
            Lodging = Number(root, "lodging"),
        };
    }
}
