namespace Chunfeng.Platform.Security;

/// <summary>A table of a room with numbers encrypted by <see cref="PersonCrypto"/>, so that a rotation of keys reaches them; the room registers it as a service.</summary>
/// <param name="Table">Its name in the database.</param>
/// <param name="Key">The column of its key, one UUID.</param>
/// <param name="Columns">The encrypted columns.</param>
public sealed record SecretTable(string Table, string Key, params IReadOnlyList<string> Columns)
{
    /// <summary>The column, a whole number, that with <see cref="Key"/> makes a row's key; null where the UUID alone does.</summary>
    public string? Version { get; init; }
}
