namespace Chunfeng.Platform.Ui;

/// <summary>What the frame of workers' pages shows: who is there, which pages there are, how large the type is.</summary>
public interface IPortalFrame
{
    /// <summary>Masked; null for a visitor without a pass.</summary>
    string? Name { get; }

    /// <summary>The most used first; the bar scrolls sideways where they do not fit.</summary>
    IReadOnlyList<NavItem> Items { get; }

    bool Large { get; }
}
