namespace Chunfeng.Dispatch.Contracts;

/// <summary>One figure as published. Completion is cumulative ÷ target, 0 without a target; rank 0 is unranked.</summary>
public sealed record WeekRow(
    string Region, string Name, string Indicator, long Stock, long Cumulative, long Target, double Completion, int Rank, long Change);

/// <summary>A frozen week as published: JSON of `dispatch run` and `dispatch table`.</summary>
public sealed record WeekTable(string Week, string AsOf, string Cut, int Revision, IReadOnlyList<WeekRow> Rows)
{
    /// <summary>True when the targets are a demonstration's.</summary>
    public bool DemoTargets { get; init; }
    public string Note { get; init; } = "";
}
