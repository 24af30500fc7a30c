namespace Chunfeng.Platform.Ui;

/// <summary>What the frame of workers' pages shows: who is there, which pages there are, how large the type is.</summary>
public interface IPortalFrame
{
    /// <summary>Masked; null for a visitor without a pass.</summary>
    string? Name { get; }

    /// <summary>The most used first; the fifth and those behind it stand under 更多 where there are more than five.</summary>
    IReadOnlyList<NavItem> Items { get; }

    bool Large { get; }
}
