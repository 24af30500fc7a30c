using System.Security.Cryptography;
using System.Text.Json;

namespace Chunfeng.Platform.Security;

/// <summary>The installation's keys: one identity key that never changes, and versioned encryption keys.</summary>
public sealed class KeyRing
{
    private readonly Dictionary<byte, byte[]> encryption;

    public KeyRing(byte[] identity, IReadOnlyDictionary<byte, byte[]> encryption)
    {
        if (identity.Length != 32 || encryption.Count == 0 || encryption.Values.Any(k => k.Length != 16))
        {
            throw new InvalidOperationException("Keys: the identity key has 32 bytes, each encryption key 16.");
        }

        Identity = identity;
        this.encryption = new Dictionary<byte, byte[]>(encryption);
        Active = this.encryption.Keys.Max();
    }

    /// <summary>Makes worker ids and blind indexes; 32 bytes; never rotated.</summary>
    public byte[] Identity { get; }

    /// <summary>The version new values are encrypted with: the highest.</summary>
    public byte Active { get; }

    public byte[] Encryption(byte version) => encryption.TryGetValue(version, out var key)
        ? key
        : throw new InvalidOperationException($"No encryption key of version {version} in the key file.");

    /// <summary>Fixed keys for tests and benches.</summary>
    public static KeyRing ForTests { get; } = new(
        [.. Enumerable.Range(1, 32).Select(i => (byte)i)],
        new Dictionary<byte, byte[]> { [1] = [.. Enumerable.Range(101, 16).Select(i => (byte)i)] });

    /// <summary>Reads the key file, or makes one when <paramref name="mayCreate"/> (development only).</summary>
    /// <exception cref="InvalidOperationException">The file is absent in production, or malformed.</exception>
    public static KeyRing Load(string path, bool mayCreate)
    {
        if (!File.Exists(path))
        {
            if (!mayCreate)
            {
                throw new InvalidOperationException($"未找到密钥文件 {path}。生产环境须先由密钥管理员生成，见 docs/operate.md。");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var made = new KeyFile(
                Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
                new() { ["1"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)) }, Development: true);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var stream = new FileStream(path, options);
            JsonSerializer.Serialize(stream, made);
        }

        var file = JsonSerializer.Deserialize<KeyFile>(File.ReadAllBytes(path))
            ?? throw new InvalidOperationException($"密钥文件 {path} 为空。");
        if (file.Development && !mayCreate)
        {
            throw new InvalidOperationException($"密钥文件 {path} 是开发密钥，生产环境不得使用。");
        }

        return new KeyRing(
            Convert.FromBase64String(file.Identity),
            file.Encryption.ToDictionary(k => byte.Parse(k.Key), k => Convert.FromBase64String(k.Value)));
    }

    private sealed record KeyFile(string Identity, Dictionary<string, string> Encryption, bool Development);
}
