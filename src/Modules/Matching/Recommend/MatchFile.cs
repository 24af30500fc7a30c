using System.Buffers.Binary;
using System.Collections.Concurrent;
using Chunfeng.Engine.Matching;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;

namespace Chunfeng.Matching.Recommend;

/// <summary>One line of a person's nightly list.</summary>
internal readonly record struct NightMatch(Guid VacancyId, int Score);

/// <summary>Writes the lists of a night in the order of the worker ids: 16 bytes of id, a count, then 7 bytes a vacancy. What finds them comes last.</summary>
/// <remarks>Layout: records · where each of 65,536 leading id parts begins · vacancy ids · townspeople · tail. All numbers big-endian.</remarks>
internal sealed class MatchFileWriter(Stream stream, VacancyTable vacancies, DateOnly day, int k)
{
    public const int Tail = 48, Entry = 7, Head = 17, Prefixes = 65_536;
    public static ReadOnlySpan<byte> Magic => "CFM1"u8;

    private readonly long[] starts = new long[Prefixes];
    private readonly byte[] record = new byte[Head + (byte.MaxValue * Entry)];
    private Guid last;
    private long at;
    private int next;

    public long People { get; private set; }
    public long Matches { get; private set; }

    public void Add(Guid worker, ReadOnlySpan<Match> best)
    {
        if (People > 0 && last.CompareTo(worker) >= 0)
        {
            throw new ArgumentException("Workers come in the order of their ids.", nameof(worker));
        }

        worker.TryWriteBytes(record, bigEndian: true, out _);
        for (var prefix = BinaryPrimitives.ReadUInt16BigEndian(record); next <= prefix; next++)
        {
            starts[next] = at;
        }

        record[16] = (byte)best.Length;
        for (var i = 0; i < best.Length; i++)
        {
            var entry = record.AsSpan(Head + (i * Entry));
            BinaryPrimitives.WriteInt32BigEndian(entry, best[i].Row);
            (entry[4], entry[5], entry[6]) = ((byte)(best[i].Score >> 16), (byte)(best[i].Score >> 8), (byte)best[i].Score);
        }

        var length = Head + (best.Length * Entry);
        stream.Write(record, 0, length);
        (at, last) = (at + length, worker);
        People++;
        Matches += best.Length;
    }

    public void Complete(IReadOnlyList<(int Employer, long Home, int People)> townspeople)
    {
        Span<byte> number = stackalloc byte[16];
        var end = at;
        for (; next < Prefixes; next++)
        {
            starts[next] = end;
        }

        foreach (var start in starts)
        {
            BinaryPrimitives.WriteInt64BigEndian(number, start);
            stream.Write(number[..8]);
        }

        for (var row = 0; row < vacancies.Count; row++)
        {
            vacancies.IdAt(row).TryWriteBytes(number, bigEndian: true, out _);
            stream.Write(number);
        }

        foreach (var (employer, home, people) in townspeople)
        {
            BinaryPrimitives.WriteInt32BigEndian(number, employer);
            BinaryPrimitives.WriteInt64BigEndian(number[4..], home);
            BinaryPrimitives.WriteInt32BigEndian(number[12..], people);
            stream.Write(number);
        }

        Span<byte> tail = stackalloc byte[Tail];
        tail.Clear();
        Magic.CopyTo(tail);
        BinaryPrimitives.WriteInt32BigEndian(tail[4..], day.DayNumber);
        BinaryPrimitives.WriteInt32BigEndian(tail[8..], k);
        BinaryPrimitives.WriteInt32BigEndian(tail[12..], vacancies.Count);
        BinaryPrimitives.WriteInt32BigEndian(tail[16..], townspeople.Count);
        BinaryPrimitives.WriteInt64BigEndian(tail[24..], People);
        BinaryPrimitives.WriteInt64BigEndian(tail[32..], end);
        BinaryPrimitives.WriteInt64BigEndian(tail[40..], Matches);
        stream.Write(tail);
    }
}

/// <summary>Reads one person's list out of a night's file; the rest of it stays on disk, sealed.</summary>
internal sealed class MatchFile : IDisposable
{
    private readonly Stream stream;
    private readonly Lock one = new();
    private readonly long[] starts = new long[MatchFileWriter.Prefixes + 1];
    private readonly Guid[] vacancies;

    /// <exception cref="InvalidDataException">Not such a file, or cut short.</exception>
    public MatchFile(Stream stream)
    {
        this.stream = stream;
        Span<byte> tail = stackalloc byte[MatchFileWriter.Tail];
        if (stream.Length < tail.Length)
        {
            throw new InvalidDataException("Not a file of matches.");
        }

        stream.Position = stream.Length - tail.Length;
        stream.ReadExactly(tail);
        if (!tail.StartsWith(MatchFileWriter.Magic))
        {
            throw new InvalidDataException("Not a file of matches.");
        }

        Day = DateOnly.FromDayNumber(BinaryPrimitives.ReadInt32BigEndian(tail[4..]));
        K = BinaryPrimitives.ReadInt32BigEndian(tail[8..]);
        vacancies = new Guid[BinaryPrimitives.ReadInt32BigEndian(tail[12..])];
        var towns = new (int, long, int)[BinaryPrimitives.ReadInt32BigEndian(tail[16..])];
        People = BinaryPrimitives.ReadInt64BigEndian(tail[24..]);
        var end = BinaryPrimitives.ReadInt64BigEndian(tail[32..]);
        Matches = BinaryPrimitives.ReadInt64BigEndian(tail[40..]);
        stream.Position = end;
        using var index = new BufferedStream(new Within(stream), 64 * 1024);
        Span<byte> number = stackalloc byte[16];
        for (var i = 0; i < MatchFileWriter.Prefixes; i++)
        {
            index.ReadExactly(number[..8]);
            starts[i] = BinaryPrimitives.ReadInt64BigEndian(number);
        }

        starts[^1] = end;
        for (var i = 0; i < vacancies.Length; i++)
        {
            index.ReadExactly(number);
            vacancies[i] = new Guid(number, bigEndian: true);
        }

        for (var i = 0; i < towns.Length; i++)
        {
            index.ReadExactly(number);
            towns[i] = (BinaryPrimitives.ReadInt32BigEndian(number), BinaryPrimitives.ReadInt64BigEndian(number[4..]), BinaryPrimitives.ReadInt32BigEndian(number[12..]));
        }

        Townspeople = new Townspeople(towns);
    }

    public DateOnly Day { get; }
    public int K { get; }
    public long People { get; }
    public long Matches { get; }
    public Townspeople Townspeople { get; }

    /// <summary>Best first; null when the person was not in the run.</summary>
    public IReadOnlyList<NightMatch>? Find(Guid worker)
    {
        Span<byte> id = stackalloc byte[16];
        worker.TryWriteBytes(id, bigEndian: true, out _);
        var prefix = BinaryPrimitives.ReadUInt16BigEndian(id);
        var (from, to) = (starts[prefix], starts[prefix + 1]);
        if (to == from)
        {
            return null;
        }

        var part = new byte[to - from];
        lock (one)
        {
            stream.Position = from;
            stream.ReadExactly(part);
        }

        for (var at = 0; at < part.Length; at += MatchFileWriter.Head + (part[at + 16] * MatchFileWriter.Entry))
        {
            if (part.AsSpan(at, 16).SequenceEqual(id))
            {
                var list = new NightMatch[part[at + 16]];
                for (var i = 0; i < list.Length; i++)
                {
                    var entry = part.AsSpan(at + MatchFileWriter.Head + (i * MatchFileWriter.Entry));
                    list[i] = new NightMatch(vacancies[BinaryPrimitives.ReadInt32BigEndian(entry)], (entry[4] << 16) | (entry[5] << 8) | entry[6]);
                }

                return list;
            }
        }

        return null;
    }

    public void Dispose() => stream.Dispose();

    /// <summary>Lets a reader be buffered without closing what it reads.</summary>
    private sealed class Within(Stream inner) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => inner.Length;
        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }
        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);
        public override int Read(Span<byte> buffer) => inner.Read(buffer);
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

/// <summary>The nights on disk: the newest is open, the one before is kept, older ones go.</summary>
internal sealed class MatchShelf(Places places, KeyRing keys, TimeProvider clock) : IDisposable
{
    public const string Extension = ".matches";
    private const int Kept = 2;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(20);

    private readonly Lock one = new();
    private readonly ConcurrentBag<MatchFile> replaced = [];
    private (string Path, MatchFile File)? open;
    private DateTimeOffset looked = DateTimeOffset.MinValue;

    private string Folder => Path.Combine(places.Var, "matches");

    /// <summary>Null before the first night. A new one is seen within seconds, whichever host made it.</summary>
    public MatchFile? Newest()
    {
        lock (one)
        {
            var now = clock.GetUtcNow();
            if (open is not null && now - looked < Look && now >= looked)
            {
                return open.Value.File;
            }

            looked = now;
            var newest = All().FirstOrDefault();
            if (newest is not null && newest != open?.Path)
            {
                if (open is { } before)
                {
                    replaced.Add(before.File); // somebody may be reading it; closed with the host
                }

                open = (newest, new MatchFile(SealedFile.Open(newest, keys)));
            }

            return open?.File;
        }
    }

    /// <summary>A new night, seen by readers only once it is whole.</summary>
    public async Task<T> KeepAsync<T>(DateOnly day, Guid run, Func<Stream, Task<T>> write)
    {
        Directory.CreateDirectory(Folder);
        var path = Path.Combine(Folder, $"{day:yyyyMMdd}-{run:N}{Extension}");
        var part = path + ".part";
        File.Delete(part);
        T answer;
        await using (var stream = SealedFile.Create(part, keys))
        {
            answer = await write(stream);
        }

        File.Move(part, path, overwrite: true);
        foreach (var old in All().Skip(Kept))
        {
            File.Delete(old);
        }

        lock (one)
        {
            looked = DateTimeOffset.MinValue;
        }

        return answer;
    }

    public void Dispose()
    {
        open?.File.Dispose();
        foreach (var file in replaced)
        {
            file.Dispose();
        }
    }

    private IEnumerable<string> All() => Directory.Exists(Folder)
        ? Directory.EnumerateFiles(Folder, "*" + Extension).OrderByDescending(File.GetLastWriteTimeUtc).ThenByDescending(f => f, StringComparer.Ordinal) : [];
}
