using System.Security.Cryptography;
using System.Text.Json;

namespace Chunfeng.Platform.Security;

/// <summary>The installation's keys: one identity key that never changes, and versioned encryption keys.</summary>
public sealed class KeyRing
{
    private const long LookEveryMilliseconds = 10_000;
    private readonly string? path;
    private readonly Lock gate = new();
    private Dictionary<byte, byte[]> encryption;
    private byte active;
    private DateTime fileAt;
    private long lookedAt;

    public KeyRing(byte[] identity, IReadOnlyDictionary<byte, byte[]> encryption)
        : this(identity, encryption, null) { }

    private KeyRing(byte[] identity, IReadOnlyDictionary<byte, byte[]> encryption, string? path)
    {
        if (identity.Length != 32 || encryption.Count == 0 || encryption.Values.Any(k => k.Length != 16))
        {
            throw new InvalidOperationException("Keys: the identity key has 32 bytes, each encryption key 16.");
        }

        (Identity, LastFours, this.path, lookedAt) = (identity, new LastFours(identity), path, Environment.TickCount64);
        this.encryption = new Dictionary<byte, byte[]>(encryption);
        active = this.encryption.Keys.Max();
        fileAt = path is null ? default : File.GetLastWriteTimeUtc(path);
    }

    /// <summary>Whose numbers these keys could not read.</summary>
    public UnreadableNumbers Unreadable { get; } = new();

    /// <summary>Makes worker ids and blind indexes; 32 bytes; never rotated.</summary>
    public byte[] Identity { get; }

    /// <summary>What last fours are looked for by; made of the identity key, so never rotated either.</summary>
    public LastFours LastFours { get; }

    /// <summary>The version new values are encrypted with: the highest. A version another process added is taken up within ten seconds.</summary>
    public byte Active
    {
        get
        {
            if (path is not null && Environment.TickCount64 - Volatile.Read(ref lookedAt) > LookEveryMilliseconds)
            {
                Reload(force: false);
            }

            return active;
        }
    }

    /// <exception cref="InvalidOperationException">The key file has no such version.</exception>
    public byte[] Encryption(byte version)
    {
        if (encryption.TryGetValue(version, out var key))
        {
            return key;
        }

        if (path is not null)
        {
            Reload(force: true);
        }

        return encryption.TryGetValue(version, out key)
            ? key
            : throw new InvalidOperationException($"No encryption key of version {version} in the key file.");
    }

    /// <summary>Adds a key of the next version to the key file; new values are encrypted with it from now on. Old versions stay: stored
    /// values and backups name them.</summary>
    /// <exception cref="InvalidOperationException">This ring has no file, or 255 versions are used up.</exception>
    public byte AddVersion()
    {
        if (path is null || active == byte.MaxValue)
        {
            throw new InvalidOperationException("没有可写的密钥文件，或密钥版本已用完。");
        }

        lock (gate)
        {
            var file = ReadFile(path);
            var version = (byte)(file.Encryption.Keys.Max(byte.Parse) + 1);
            file.Encryption[version.ToString(System.Globalization.CultureInfo.InvariantCulture)] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            WriteFile($"{path}.new", file);
            File.Move($"{path}.new", path, overwrite: true);
        }

        Reload(force: true);
        return active;
    }

    private void Reload(bool force)
    {
        lock (gate)
        {
            Volatile.Write(ref lookedAt, Environment.TickCount64);
            var at = File.GetLastWriteTimeUtc(path!);
            if (!force && at == fileAt)
            {
                return;
            }

            encryption = Keys(ReadFile(path!));
            active = encryption.Keys.Max();
            fileAt = at;
        }
    }

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
            WriteFile(path, made);
        }

        var file = ReadFile(path);
        if (file.Development && !mayCreate)
        {
            throw new InvalidOperationException($"密钥文件 {path} 是开发密钥，生产环境不得使用。");
        }

        return new KeyRing(Convert.FromBase64String(file.Identity), Keys(file), path);
    }

    private static KeyFile ReadFile(string path) => JsonSerializer.Deserialize<KeyFile>(File.ReadAllBytes(path))
        ?? throw new InvalidOperationException($"密钥文件 {path} 为空。");

    private static void WriteFile(string path, KeyFile file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(path, options);
        JsonSerializer.Serialize(stream, file);
        stream.Flush(flushToDisk: true);
    }

    private static Dictionary<byte, byte[]> Keys(KeyFile file) =>
        file.Encryption.ToDictionary(k => byte.Parse(k.Key, System.Globalization.CultureInfo.InvariantCulture), k => Convert.FromBase64String(k.Value));

    private sealed record KeyFile(string Identity, Dictionary<string, string> Encryption, bool Development);
}
