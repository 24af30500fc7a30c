using System.Text.Encodings.Web;
using System.Text.Json;

namespace Chunfeng.Dispatch.Contracts;

/// <summary>One frozen week as programs read it: <c>dispatch table --json</c>.</summary>
/// <param name="Week">ISO week, "2022-W08".</param>
/// <param name="AsOf">The week's Sunday; the figures stand at its 24:00 China time.</param>
/// <param name="Cut">Hash of the sealed cut the figures were counted from.</param>
/// <param name="Revision">0 for the first freeze.</param>
public sealed record WeekTableJson(string Week, DateOnly AsOf, string Cut, int Revision, IReadOnlyList<WeekRowJson> Rows)
{
    /// <summary>camelCase, Chinese written as Chinese.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string ToJson() => JsonSerializer.Serialize(this, Options);
}

/// <summary>One figure of one region.</summary>
/// <param name="Region">Twelve digits.</param>
/// <param name="Stock">People at work on the day (在岗).</param>
/// <param name="Cumulative">People at work on some day of the year so far (累计).</param>
/// <param name="Target">The year's target, people; null when the region has none.</param>
/// <param name="Completion">Cumulative ÷ target, 1 = done; null without a target above zero.</param>
/// <param name="Rank">Among siblings, shared on ties; null when not ranked.</param>
/// <param name="Change">Cumulative minus last week's; null when last week's table had no such row.</param>
public sealed record WeekRowJson(
    string Region, string Name, string Indicator, long Stock, long Cumulative, long? Target, double? Completion, int? Rank, long? Change);
