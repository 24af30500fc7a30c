using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Chunfeng.Engine.Facts;

/// <summary>The columns of a cut, in the order they lie in the file.</summary>
internal enum Column
{
    VillageCode,
    VillageRow,
    WorkerId,
    CellByte,
    BirthDay,
    Sex,
    Education,
    MainSpell,
    SpellRow,
    StatusRow,
    SpellFrom,
    SpellTo,
    SpellWage,
    SpellWorkplace,
    SpellForm,
    SpellEvidence,
    StatusFrom,
    StatusTo,
    StatusCategory,
    StatusRisk,
}

/// <summary>One directory entry: where a column's bytes lie (length in bytes) and what they hash to.</summary>
internal readonly record struct ColumnEntry(long Offset, long Length, byte[] Sha256);

/// <summary>The header and directory of a cut and their two seals; everything is little-endian.</summary>
/// <remarks>
/// Content hash: SHA-256 over magic, version, day, inner line, counts and directory. It names the cut and does not depend on
/// when the facts were known, so the same content has the same name. Seal: SHA-256 over everything before it, the content
/// hash and known-at included, so a changed known-at is found too.
/// </remarks>
internal sealed class FactsLayout
{
    internal const int Alignment = 64;
    internal const uint Version = 1;
    internal static readonly int ColumnCount = Enum.GetValues<Column>().Length;

    private const int FixedBytes = 48;
    private const int EntryBytes = 72;
    private const int NameBytes = 20;

    internal static readonly int HeaderBytes = Align(ContentBytes + 8 + 32 + 32);

    private static readonly byte[] Magic = "CFFACTS\n"u8.ToArray();

    internal required DateOnly AsOf { get; init; }
    internal required InnerLine Line { get; init; }
    internal required DateTime KnownAtUtc { get; init; }
    internal required int People { get; init; }
    internal required int Villages { get; init; }
    internal required long Spells { get; init; }
    internal required long Statuses { get; init; }
    internal ColumnEntry[] Columns { get; } = new ColumnEntry[ColumnCount];
    internal string Hash { get; private set; } = "";

    internal long FileLength => Align(Columns[^1].Offset + Columns[^1].Length);

    private static int ContentBytes => FixedBytes + (EntryBytes * ColumnCount);

    internal static int ElementBytes(Column column) => column switch
    {
        Column.WorkerId => 16,
        Column.VillageCode or Column.SpellWorkplace => 8,
        Column.CellByte or Column.Sex or Column.Education or Column.SpellForm or Column.SpellEvidence
            or Column.StatusCategory or Column.StatusRisk => 1,
        _ => 4,
    };

    /// <summary>Gives every column its place; hashes are filled in as the columns are written.</summary>
    internal void Place()
    {
        long offset = HeaderBytes;
        foreach (Column column in Enum.GetValues<Column>())
        {
            long length = Elements(column) * ElementBytes(column);
            Columns[(int)column] = new ColumnEntry(offset, length, []);
            offset = Align(offset + length);
        }
    }

    /// <summary>The header's bytes; sets <see cref="Hash"/>.</summary>
    internal byte[] Write()
    {
        byte[] header = new byte[HeaderBytes];
        Magic.CopyTo(header, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), AsOf.DayNumber);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), (int)Line);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(20), ColumnCount);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), People);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), Villages);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(32), Spells);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(40), Statuses);
        foreach (Column column in Enum.GetValues<Column>())
        {
            ColumnEntry entry = Columns[(int)column];
            Span<byte> place = header.AsSpan(FixedBytes + (EntryBytes * (int)column), EntryBytes);
            Encoding.ASCII.GetBytes(column.ToString(), place);
            BinaryPrimitives.WriteInt32LittleEndian(place[NameBytes..], ElementBytes(column));
            BinaryPrimitives.WriteInt64LittleEndian(place[24..], entry.Offset);
            BinaryPrimitives.WriteInt64LittleEndian(place[32..], entry.Length);
            entry.Sha256.CopyTo(place[40..]);
        }

        byte[] hash = SHA256.HashData(header.AsSpan(0, ContentBytes));
        Hash = Convert.ToHexStringLower(hash);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(ContentBytes), KnownAtUtc.Ticks);
        hash.CopyTo(header, ContentBytes + 8);
        SHA256.HashData(header.AsSpan(0, ContentBytes + 40)).CopyTo(header, ContentBytes + 40);
        return header;
    }

    /// <summary>Reads a header back, checking both seals and that every column lies where its count says.</summary>
    /// <exception cref="FactsFormatException">The header is foreign, damaged, or of another version.</exception>
    internal static FactsLayout Read(ReadOnlySpan<byte> header, long fileLength)
    {
        if (header.Length < Magic.Length || !header.StartsWith(Magic))
        {
            throw new FactsFormatException("not a facts file: the first 8 bytes are not the facts mark");
        }

        if (header.Length < HeaderBytes)
        {
            throw new FactsFormatException($"header cut short: {header.Length} bytes, {HeaderBytes} expected");
        }

        uint version = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        if (version != Version)
        {
            throw new FactsFormatException($"format version {version}; this build reads version {Version}");
        }

        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(header[..(ContentBytes + 40)], digest);
        if (!digest.SequenceEqual(header.Slice(ContentBytes + 40, 32)))
        {
            throw new FactsFormatException("header or directory does not match its seal");
        }

        SHA256.HashData(header[..ContentBytes], digest);
        if (!digest.SequenceEqual(header.Slice(ContentBytes + 8, 32)))
        {
            throw new FactsFormatException("header or directory does not match the content hash");
        }

        if (header[(ContentBytes + 72)..HeaderBytes].IndexOfAnyExcept((byte)0) >= 0)
        {
            throw new FactsFormatException("header padding is not empty");
        }

        FactsLayout layout = new()
        {
            AsOf = DateOnly.FromDayNumber(BinaryPrimitives.ReadInt32LittleEndian(header[12..])),
            Line = (InnerLine)BinaryPrimitives.ReadInt32LittleEndian(header[16..]),
            People = BinaryPrimitives.ReadInt32LittleEndian(header[24..]),
            Villages = BinaryPrimitives.ReadInt32LittleEndian(header[28..]),
            Spells = BinaryPrimitives.ReadInt64LittleEndian(header[32..]),
            Statuses = BinaryPrimitives.ReadInt64LittleEndian(header[40..]),
            KnownAtUtc = new DateTime(BinaryPrimitives.ReadInt64LittleEndian(header[ContentBytes..]), DateTimeKind.Utc),
        };
        layout.Place();
        foreach (Column column in Enum.GetValues<Column>())
        {
            ReadOnlySpan<byte> place = header.Slice(FixedBytes + (EntryBytes * (int)column), EntryBytes);
            ColumnEntry expected = layout.Columns[(int)column];
            if (BinaryPrimitives.ReadInt64LittleEndian(place[24..]) != expected.Offset
                || BinaryPrimitives.ReadInt64LittleEndian(place[32..]) != expected.Length)
            {
                throw new FactsFormatException($"column {column} does not lie where the counts say");
            }

            layout.Columns[(int)column] = expected with { Sha256 = place[40..].ToArray() };
        }

        if (fileLength != layout.FileLength)
        {
            throw new FactsFormatException($"file length {fileLength} bytes, {layout.FileLength} expected: cut short or appended to");
        }

        layout.Hash = Convert.ToHexStringLower(digest);
        return layout;
    }

    internal static long Align(long offset) => (offset + Alignment - 1) / Alignment * Alignment;

    private static int Align(int offset) => (int)Align((long)offset);

    private long Elements(Column column) => column switch
    {
        Column.VillageCode => Villages,
        Column.VillageRow => Villages + 1L,
        Column.SpellRow or Column.StatusRow => People + 1L,
        >= Column.SpellFrom and <= Column.SpellEvidence => Spells,
        >= Column.StatusFrom => Statuses,
        _ => People,
    };
}
