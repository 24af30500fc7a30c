namespace Chunfeng.Platform.Ui;

/// <summary>What the frame of workers' pages shows: who is there, which pages there are, how large the type is.</summary>
public interface IPortalFrame
{
    /// <summary>Masked; null for a visitor without a pass.</summary>
    string? Name { get; }

    /// <summary>At most five, the most used first.</summary>
    IReadOnlyList<NavItem> Items { get; }

    bool Large { get; }
}
