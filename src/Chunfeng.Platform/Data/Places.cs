namespace Chunfeng.Platform.Data;

/// <summary>Where this installation keeps its files, and where the reference data lies.</summary>
public sealed record Places(string Reference, string Var)
{
    public string Facts => Path.Combine(Var, "facts");
    public string Imports => Path.Combine(Var, "imports");
    public string Exports => Path.Combine(Var, "exports");
    public string Keys => Path.Combine(Var, "keys.json");

    /// <summary>The folder that holds data/regions, looked for from <paramref name="start"/> upwards.</summary>
    public static string? FindUpwards(string start, string child)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var found = Path.Combine(folder.FullName, child);
            if (Directory.Exists(found) || File.Exists(found))
            {
                return found;
            }
        }

        return null;
    }
}
