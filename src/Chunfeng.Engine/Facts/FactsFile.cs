using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Chunfeng.Engine.Facts;

/// <summary>A sealed cut, mapped into memory: opening it reads its table of contents only. Safe for many threads.</summary>
public sealed unsafe class FactsFile : IDisposable
{
    private readonly FileStream stream;
    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;
    private readonly byte* start;
    private readonly FactsDirectory directory;
    private readonly Dictionary<string, ColumnEntry> columns;

    private FactsFile(string path, FileStream stream, FactsDirectory directory)
    {
        Path = path;
        this.stream = stream;
        this.directory = directory;
        columns = directory.Columns.ToDictionary(c => c.Name);
        map = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* pointer = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        start = pointer + view.PointerOffset;
    }

    public string Path { get; }
    public DateOnly AsOf => directory.AsOf;
    public string Hash => directory.Hash;
    public int People => directory.People;
    public long Spells => directory.Spells;
    public long Statuses => directory.Statuses;
    public InnerLine Line => directory.Line;
    public DateTime KnownAtUtc => directory.KnownAtUtc;

    public ReadOnlySpan<byte> Cells => Values<byte>("cell");
    public ReadOnlySpan<int> BirthDays => Values<int>("birth");
    public ReadOnlySpan<byte> Sexes => Values<byte>("sex");
    public ReadOnlySpan<byte> Educations => Values<byte>("education");
    public ReadOnlySpan<int> SpellFrom => Values<int>("spell_from");
    public ReadOnlySpan<int> SpellTo => Values<int>("spell_to");
    public ReadOnlySpan<int> SpellWage => Values<int>("spell_wage");
    public ReadOnlySpan<long> SpellWorkplace => Values<long>("spell_workplace");
    public ReadOnlySpan<byte> SpellForm => Values<byte>("spell_form");
    public ReadOnlySpan<byte> SpellEvidence => Values<byte>("spell_evidence");
    public ReadOnlySpan<int> StatusFrom => Values<int>("status_from");
    public ReadOnlySpan<int> StatusTo => Values<int>("status_to");
    public ReadOnlySpan<byte> StatusCategory => Values<byte>("status_category");
    public ReadOnlySpan<byte> StatusRisk => Values<byte>("status_risk");
    /// <summary>Home villages that have people, ascending; HomeRows[i] is the first row of HomeCodes[i].</summary>
    public ReadOnlySpan<long> HomeCodes => Values<long>("home_code");
    public ReadOnlySpan<int> HomeRows => Values<int>("home_row");

    /// <exception cref="FactsFormatException">Not a cut, cut off, or its table of contents was changed.</exception>
    public static FactsFile Open(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return new FactsFile(path, stream, ReadDirectory(path, stream));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Re-reads and re-hashes the whole file. Null when it is sound, else what is wrong.</summary>
    public static string? Verify(string path)
    {
        FactsDirectory contents;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
        try
        {
            contents = ReadDirectory(path, stream);
        }
        catch (FactsFormatException failure)
        {
            return failure.Message;
        }

        var buffer = new byte[1 << 20];
        foreach (var column in contents.Columns)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            stream.Position = column.Offset;
            for (var left = column.Length; left > 0;)
            {
                var read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, left));
                if (read == 0)
                {
                    return $"封存文件在列 {column.Name} 处被截断";
                }

                hash.AppendData(buffer, 0, read);
                left -= read;
            }

            if (Convert.ToHexStringLower(hash.GetHashAndReset()) != column.Sha256)
            {
                return $"封存文件的列 {column.Name} 与封存时不一致";
            }
        }

        return null;
    }

    /// <summary>Rows of the people whose home lies in a region (any level; 0 is everywhere): [Start, End).</summary>
    public (int Start, int End) Range(long regionCode)
    {
        var end = regionCode switch
        {
            0 => long.MaxValue,
            _ when regionCode % 10_000_000_000 == 0 => regionCode + 10_000_000_000,
            _ when regionCode % 100_000_000 == 0 => regionCode + 100_000_000,
            _ when regionCode % 1_000_000 == 0 => regionCode + 1_000_000,
            _ when regionCode % 1000 == 0 => regionCode + 1000,
            _ => regionCode + 1,
        };
        var rows = HomeRows;
        return (rows[LowerBound(HomeCodes, regionCode)], rows[LowerBound(HomeCodes, end)]);
    }

    public Guid WorkerAt(int row)
    {
        var id = Values<Int128>("worker")[row];
        return new Guid(MemoryMarshal.AsBytes(new ReadOnlySpan<Int128>(in id)), bigEndian: true);
    }

    public long HomeAt(int row)
    {
        var at = HomeRows.BinarySearch(row);
        return HomeCodes[at >= 0 ? at : ~at - 1];
    }

    public byte CellAt(int row) => Cells[row];

    /// <summary>Index into the spell columns of the person's main spell of the year so far, or -1.</summary>
    public int MainSpellOf(int row)
    {
        var within = Values<int>("main_spell")[row];
        return within < 0 ? -1 : SpellRange(row).Start + within;
    }

    public (int Start, int End) SpellRange(int row) => Pair("spell_start", row);

    public (int Start, int End) StatusRange(int row) => Pair("status_start", row);

    public void Dispose()
    {
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        map.Dispose();
        stream.Dispose();
    }

    private (int Start, int End) Pair(string name, int row)
    {
        var starts = Values<int>(name);
        return (starts[row], starts[row + 1]);
    }

    private ReadOnlySpan<T> Values<T>(string name) where T : unmanaged
    {
        var column = columns[name];
        return new ReadOnlySpan<T>(start + column.Offset, checked((int)(column.Length / sizeof(T))));
    }

    private static int LowerBound(ReadOnlySpan<long> codes, long code)
    {
        int low = 0, high = codes.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (codes[middle] < code)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static FactsDirectory ReadDirectory(string path, FileStream stream)
    {
        try
        {
            var head = new byte[16];
            stream.ReadExactly(head);
            if (!head.AsSpan(0, 8).SequenceEqual(FactsDirectory.Magic))
            {
                throw new FactsFormatException($"{path} 不是春风的封存文件");
            }

            var length = BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(8));
            if (length is <= 0 or > FactsBuilder.HeaderRoom - 16)
            {
                throw new FactsFormatException($"{path} 的目录长度不对");
            }

            var document = new byte[length];
            stream.ReadExactly(document);
            var contents = JsonSerializer.Deserialize<FactsDirectory>(document) ?? throw new FactsFormatException($"{path} 没有目录");
            if (contents.Version != FactsDirectory.CurrentVersion)
            {
                throw new FactsFormatException($"{path} 的格式版本是 {contents.Version}，本程序只认 {FactsDirectory.CurrentVersion}");
            }

            if (contents.Seal != FactsDirectory.SealOf(contents)
                || contents.Hash != FactsDirectory.HashOf(contents.AsOf, contents.Line, contents.People, contents.Spells, contents.Columns))
            {
                throw new FactsFormatException($"{path} 的目录与封存时不一致");
            }

            if (contents.Columns.Any(c => c.Offset < FactsBuilder.HeaderRoom || c.Length < 0 || c.Offset + c.Length > stream.Length))
            {
                throw new FactsFormatException($"{path} 不完整：文件比目录所列的短");
            }

            return contents;
        }
        catch (Exception failure) when (failure is EndOfStreamException or JsonException)
        {
            throw new FactsFormatException($"{path} 不完整或已损坏", failure);
        }
    }
}
