using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;

namespace Chunfeng.Engine.Facts;

/// <summary>A sealed cut, mapped into memory: rows are people sorted by (home village code, worker id).</summary>
/// <remarks>Reading is thread-safe. A span lives as long as the file is not disposed: keep the file while one is in use.</remarks>
public sealed unsafe class FactsFile : IDisposable
{
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly FactsLayout _layout;
    private byte* _start;

    private FactsFile(string path, FactsLayout layout, MemoryMappedFile map, MemoryMappedViewAccessor view)
    {
        Path = path;
        _layout = layout;
        _map = map;
        _view = view;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _start += view.PointerOffset;
    }

    public string Path { get; }

    /// <summary>The cut-off day D, itself included.</summary>
    public DateOnly AsOf => _layout.AsOf;

    /// <summary>The name of the content: 64 hex digits, lower case; the same content has the same hash.</summary>
    public string Hash => _layout.Hash;

    public int People => _layout.People;

    public long Spells => _layout.Spells;

    public long Statuses => _layout.Statuses;

    public InnerLine Line => _layout.Line;

    /// <summary>K: rows recorded later are not in the cut. Sealed in the header but no part of <see cref="Hash"/>.</summary>
    public DateTime KnownAtUtc => _layout.KnownAtUtc;

    /// <summary>The distinct home codes, ascending.</summary>
    public ReadOnlySpan<long> Villages => Read<long>(Column.VillageCode);

    /// <summary>One <see cref="Cell"/> byte a row.</summary>
    public ReadOnlySpan<byte> Cells => Read<byte>(Column.CellByte);

    /// <summary><see cref="DateOnly.DayNumber"/> of birth, a row.</summary>
    public ReadOnlySpan<int> BirthDays => Read<int>(Column.BirthDay);

    public ReadOnlySpan<byte> Sexes => Read<byte>(Column.Sex);

    public ReadOnlySpan<byte> Educations => Read<byte>(Column.Education);

    /// <summary>First day of each spell, <see cref="DateOnly.DayNumber"/>; a person's spells ascend by (start, spell id).</summary>
    public ReadOnlySpan<int> SpellFrom => Read<int>(Column.SpellFrom);

    /// <summary>Last day, itself included; <see cref="int.MaxValue"/> when open.</summary>
    public ReadOnlySpan<int> SpellTo => Read<int>(Column.SpellTo);

    /// <summary>Monthly wage, fen.</summary>
    public ReadOnlySpan<int> SpellWage => Read<int>(Column.SpellWage);

    /// <summary>12-digit region code; 0 abroad.</summary>
    public ReadOnlySpan<long> SpellWorkplace => Read<long>(Column.SpellWorkplace);

    public ReadOnlySpan<byte> SpellForm => Read<byte>(Column.SpellForm);

    public ReadOnlySpan<byte> SpellEvidence => Read<byte>(Column.SpellEvidence);

    public ReadOnlySpan<int> StatusFrom => Read<int>(Column.StatusFrom);

    /// <summary>Last day, itself included; <see cref="int.MaxValue"/> when open.</summary>
    public ReadOnlySpan<int> StatusTo => Read<int>(Column.StatusTo);

    /// <summary>The number of the code: P10 → 10.</summary>
    public ReadOnlySpan<byte> StatusCategory => Read<byte>(Column.StatusCategory);

    /// <summary>0 unknown, 1 open, 2 removed.</summary>
    public ReadOnlySpan<byte> StatusRisk => Read<byte>(Column.StatusRisk);

    /// <summary>Maps a cut; reads the header and directory only, so opening is instant (<see cref="Verify"/> reads it all).</summary>
    /// <exception cref="FactsFormatException">The file is foreign, damaged, cut short or of another version.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static FactsFile Open(string path)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Facts files are read in place and need a little-endian machine.");
        }

        FactsLayout layout;
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        try
        {
            byte[] header = new byte[FactsLayout.HeaderBytes];
            int read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            layout = FactsLayout.Read(header.AsSpan(0, read), stream.Length);
        }
        catch (FactsFormatException wrong)
        {
            throw new FactsFormatException($"{path}: {wrong.Message}", wrong);
        }

        MemoryMappedFile map = MemoryMappedFile.CreateFromFile(
            stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        MemoryMappedViewAccessor view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        return new FactsFile(path, layout, map, view);
    }

    /// <summary>Reads and re-hashes the whole file.</summary>
    /// <returns>Null when sound, else a sentence naming the column, or the part of the header, that is wrong.</returns>
    public static string? Verify(string path)
    {
        FactsFile file;
        try
        {
            file = Open(path);
        }
        catch (FactsFormatException wrong)
        {
            return wrong.Message;
        }

        using (file)
        {
            string?[] findings = new string?[FactsLayout.ColumnCount];
            Parallel.For(0, findings.Length, column => findings[column] = file.VerifyColumn((Column)column));
            return findings.FirstOrDefault(f => f is not null);
        }
    }

    /// <summary>The rows of the people whose home lies in the region (province, city, county, township or village code).</summary>
    /// <returns>Half-open; empty (Start = End) when nobody lives there.</returns>
    /// <exception cref="ArgumentException">The code has not 12 digits.</exception>
    public (int Start, int End) Range(long regionCode)
    {
        (long from, long below) = RegionSpan.Of(regionCode);
        ReadOnlySpan<long> codes = Villages;
        ReadOnlySpan<int> rows = Read<int>(Column.VillageRow);
        return (rows[FirstAtOrAfter(codes, from)], rows[FirstAtOrAfter(codes, below)]);
    }

    public Guid WorkerAt(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)People);
        return new Guid(Read<byte>(Column.WorkerId).Slice(row * 16, 16), bigEndian: true);
    }

    /// <summary>The 12-digit code of the register village.</summary>
    public long HomeAt(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)People);
        int village = Read<int>(Column.VillageRow).BinarySearch(row);
        return Villages[village >= 0 ? village : ~village - 1];
    }

    public byte CellAt(int row) => Cells[row];

    /// <summary>Where the row's spells lie in the spell columns, half-open.</summary>
    public (int Start, int End) SpellRange(int row)
    {
        ReadOnlySpan<int> starts = Read<int>(Column.SpellRow);
        return (starts[row], starts[row + 1]);
    }

    /// <summary>Where the row's statuses lie in the status columns, half-open.</summary>
    public (int Start, int End) StatusRange(int row)
    {
        ReadOnlySpan<int> starts = Read<int>(Column.StatusRow);
        return (starts[row], starts[row + 1]);
    }

    /// <summary>The cumulative main spell's position in the spell columns, −1 when there is none.</summary>
    public int MainSpellOf(int row) => Read<int>(Column.MainSpell)[row];

    public void Dispose()
    {
        if (_start is null)
        {
            return;
        }

        _start = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
    }

    internal ReadOnlySpan<T> Read<T>(Column column)
        where T : unmanaged
    {
        byte* start = _start;
        ObjectDisposedException.ThrowIf(start is null, this);
        ColumnEntry entry = _layout.Columns[(int)column];
        return new ReadOnlySpan<T>(start + entry.Offset, checked((int)(entry.Length / sizeof(T))));
    }

    private static int FirstAtOrAfter(ReadOnlySpan<long> codes, long code)
    {
        int index = codes.BinarySearch(code);
        return index >= 0 ? index : ~index;
    }

    private string? VerifyColumn(Column column)
    {
        ReadOnlySpan<byte> bytes = Read<byte>(column);
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(bytes, digest);
        ColumnEntry entry = _layout.Columns[(int)column];
        if (!digest.SequenceEqual(entry.Sha256))
        {
            return $"{Path}: column {column} does not match its hash";
        }

        long end = entry.Offset + entry.Length;
        ReadOnlySpan<byte> padding = new(_start + end, (int)(FactsLayout.Align(end) - end));
        return padding.IndexOfAnyExcept((byte)0) < 0 ? null : $"{Path}: padding after column {column} is not empty";
    }
}
