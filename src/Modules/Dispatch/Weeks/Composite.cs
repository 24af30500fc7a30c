using System.Numerics;
using System.Text.Json;

namespace Chunfeng.Dispatch.Weeks;

/// <summary>How much each indicator weighs in the composite ranking; the office sets them, the file's are for demonstration.</summary>
/// <param name="Note">Shown wherever the ranking is shown.</param>
/// <param name="Weights">Indicator → points, 0 or more.</param>
internal sealed record CompositeWeights(int Year, string Note, IReadOnlyDictionary<string, int> Weights)
{
    /// <summary>Reads data/indicators/composite-weights-2022.json and holds it to the plan's one rule.</summary>
    /// <exception cref="InvalidDataException">A weight below zero, or protected work outside the province does not weigh most (13.4).</exception>
    public static CompositeWeights Load(string path)
    {
        var weights = JsonSerializer.Deserialize<CompositeWeights>(File.ReadAllText(path), JsonSerializerOptions.Web)
            ?? throw new InvalidDataException($"{path} is empty.");
        return weights.Fault is { } fault ? throw new InvalidDataException($"{path}：{fault}") : weights;
    }

    /// <summary>加大脱贫劳动力省外务工就业考核权重: it must weigh more than any other indicator.</summary>
    public string? Fault =>
        Weights.Values.Any(w => w < 0) ? "权重不能小于 0"
        : !Weights.TryGetValue(Weightiest, out var most) || Weights.Any(w => w.Key != Weightiest && w.Value >= most)
            ? "脱贫劳动力省外务工就业的权重应高于其他每一项指标，请调高"
            : null;

    private const string Weightiest = "employed.inter.protected";
}

/// <summary>What a region has done of its target.</summary>
internal readonly record struct Standing(long Done, long Target);

/// <summary>One region's composite score: the sum of weight × completion, exact.</summary>
internal readonly record struct CompositeScore(long Region, int Rank, double Score);

/// <summary>综合评比 — one ranking over all indicators (clause 13.4).</summary>
internal static class Composite
{
    /// <summary>Ranks regions that have a target above zero on every weighted indicator; the others are left out.</summary>
    public static IReadOnlyList<CompositeScore> Rank(
        CompositeWeights weights, IEnumerable<long> regions, Func<long, string, Standing?> standing)
    {
        var scores = new List<(long Region, BigInteger Top, BigInteger Bottom)>();
        foreach (var region in regions)
        {
            var parts = weights.Weights.Where(w => w.Value > 0).Select(w => (w.Value, Standing: standing(region, w.Key))).ToList();
            if (parts.Count == 0 || parts.Any(p => p.Standing?.Target is not > 0))
            {
                continue;
            }

            var (top, bottom) = (BigInteger.Zero, BigInteger.One);
            foreach (var (weight, part) in parts)
            {
                var target = part!.Value.Target;
                (top, bottom) = ((top * target) + (weight * (BigInteger)part.Value.Done * bottom), bottom * target);
            }

            scores.Add((region, top, bottom));
        }

        scores.Sort((a, b) => Compare(b, a) is var order && order != 0 ? order : a.Region.CompareTo(b.Region));
        var ranked = new List<CompositeScore>(scores.Count);
        for (var i = 0; i < scores.Count; i++)
        {
            var rank = i > 0 && Compare(scores[i], scores[i - 1]) == 0 ? ranked[i - 1].Rank : i + 1;
            // six decimals of an exact quotient: a double of the huge parts could overflow
            ranked.Add(new CompositeScore(scores[i].Region, rank, (double)(scores[i].Top * 1_000_000 / scores[i].Bottom) / 1_000_000));
        }

        return ranked;
    }

    private static int Compare((long Region, BigInteger Top, BigInteger Bottom) a, (long Region, BigInteger Top, BigInteger Bottom) b) =>
        (a.Top * b.Bottom).CompareTo(b.Top * a.Bottom);
}
