using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Chunfeng.Engine.Counting;

namespace Chunfeng.Engine.Facts;

/// <summary>Takes people in worker order, keeps them as columns, and seals them sorted by home village and worker.
/// Memory: about 60 bytes a person and 24 a spell.</summary>
public sealed class FactsBuilder : IDisposable
{
    private readonly DateOnly asOf;
    private readonly InnerLine line;
    private readonly DateTime knownAt;
    private readonly Dictionary<long, int> homes = [];
    private readonly List<long> homeCodes = [];
    private readonly List<int> homeCounts = [];
    private readonly Column<Guid> workers = new();
    private readonly Column<int> home = new(), birth = new(), main = new();
    private readonly Column<byte> cell = new(), sex = new(), education = new();
    private readonly Column<long> spellStart = new(), statusStart = new();
    private readonly Column<int> spellFrom = new(), spellTo = new(), spellWage = new(), statusFrom = new(), statusTo = new();
    private readonly Column<long> spellWorkplace = new();
    private readonly Column<byte> spellForm = new(), spellEvidence = new(), statusCategory = new(), statusRisk = new();
    private Guid last;

    /// <param name="asOf">The cut's day D.</param>
    /// <param name="knownAtUtc">K: what was recorded later is not in the cut.</param>
    public FactsBuilder(DateOnly asOf, InnerLine line, DateTime knownAtUtc) =>
        (this.asOf, this.line, knownAt) = (asOf, line, DateTime.SpecifyKind(knownAtUtc, DateTimeKind.Utc));

    /// <summary>Copies one person; the instance may be reused.</summary>
    /// <exception cref="ArgumentException">Not in ascending worker order.</exception>
    public void Add(PersonFact person)
    {
        if (workers.Length > 0 && WorkerOrder.Compare(person.WorkerId, last) <= 0)
        {
            throw new ArgumentException($"Person {person.WorkerId} does not follow {last}: the cut is built in worker order, each once.", nameof(person));
        }

        last = person.WorkerId;
        if (!homes.TryGetValue(person.Home, out var place))
        {
            homes[person.Home] = place = homeCodes.Count;
            homeCodes.Add(person.Home);
            homeCounts.Add(0);
        }

        homeCounts[place]++;
        workers.Add(person.WorkerId);
        home.Add(place);
        birth.Add(person.BirthDay);
        sex.Add(person.Sex);
        education.Add(person.Education);
        cell.Add(PersonClassifier.Classify(person, asOf, line, out var mainSpell));
        main.Add(mainSpell);
        spellStart.Add(spellFrom.Length);
        foreach (ref readonly var spell in CollectionsMarshal.AsSpan(person.Spells))
        {
            spellFrom.Add(spell.FromDay);
            spellTo.Add(spell.ToDay);
            spellWorkplace.Add(spell.Workplace);
            spellForm.Add(spell.Form);
            spellWage.Add(spell.WageFen);
            spellEvidence.Add(spell.Evidence);
        }

        statusStart.Add(statusFrom.Length);
        foreach (ref readonly var status in CollectionsMarshal.AsSpan(person.Statuses))
        {
            statusFrom.Add(status.FromDay);
            statusTo.Add(status.ToDay);
            statusCategory.Add(status.Category);
            statusRisk.Add(status.Risk);
        }
    }

    /// <summary>Sorts, hashes and writes the cut; the file appears under its final name only when whole.</summary>
    /// <exception cref="IOException">The folder is not writable or the disk is full; no file is left.</exception>
    public SealedFacts Seal(string directory)
    {
        var people = checked((int)workers.Length);
        var byCode = Enumerable.Range(0, homeCodes.Count).OrderBy(i => homeCodes[i]).ToArray();
        var offsets = new int[byCode.Length + 1];
        var next = new int[byCode.Length];
        for (var i = 0; i < byCode.Length; i++)
        {
            next[byCode[i]] = offsets[i];
            offsets[i + 1] = offsets[i] + homeCounts[byCode[i]];
        }

        // rows arrive in worker order, so filling each village in turn keeps that order inside it
        using var order = new Column<int>(Math.Max(1, people));
        for (var i = 0; i < people; i++)
        {
            order.Add(0);
        }

        for (var i = 0; i < people; i++)
        {
            order[next[home[i]]++] = i;
        }

        Directory.CreateDirectory(directory);
        var draft = Path.Combine(directory, $".{Guid.CreateVersion7():N}.tmp");
        try
        {
            var columns = new List<ColumnEntry>();
            FactsDirectory contents;
            using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 20))
            {
                file.Position = HeaderRoom;
                var sorted = byCode.Select(i => homeCodes[i]).ToArray();
                Write(file, columns, "home_code", sorted.Length, i => sorted[i]);
                Write(file, columns, "home_row", offsets.Length, i => offsets[i]);
                Write(file, columns, "worker", people, i => BigEndian(workers[order[i]]));
                Write(file, columns, "cell", people, i => cell[order[i]]);
                Write(file, columns, "birth", people, i => birth[order[i]]);
                Write(file, columns, "sex", people, i => sex[order[i]]);
                Write(file, columns, "education", people, i => education[order[i]]);
                Write(file, columns, "main_spell", people, i => main[order[i]]);
                Owned(file, columns, order, people, "spell", spellStart, spellFrom.Length,
                    (name, length, each) =>
                    {
                        Gather(file, columns, name + "_from", length, each, spellFrom);
                        Gather(file, columns, name + "_to", length, each, spellTo);
                        Gather(file, columns, name + "_workplace", length, each, spellWorkplace);
                        Gather(file, columns, name + "_form", length, each, spellForm);
                        Gather(file, columns, name + "_wage", length, each, spellWage);
                        Gather(file, columns, name + "_evidence", length, each, spellEvidence);
                    });
                Owned(file, columns, order, people, "status", statusStart, statusFrom.Length,
                    (name, length, each) =>
                    {
                        Gather(file, columns, name + "_from", length, each, statusFrom);
                        Gather(file, columns, name + "_to", length, each, statusTo);
                        Gather(file, columns, name + "_category", length, each, statusCategory);
                        Gather(file, columns, name + "_risk", length, each, statusRisk);
                    });
                contents = new FactsDirectory(
                    FactsDirectory.CurrentVersion, asOf, line, knownAt, people, spellFrom.Length, statusFrom.Length, sorted.Length, columns,
                    FactsDirectory.HashOf(asOf, line, people, spellFrom.Length, columns), "");
                contents = contents with { Seal = FactsDirectory.SealOf(contents) };
                var document = JsonSerializer.SerializeToUtf8Bytes(contents);
                if (document.Length + 16 > HeaderRoom)
                {
                    throw new InvalidOperationException("The table of contents outgrew its room.");
                }

                file.Position = 0;
                file.Write(FactsDirectory.Magic);
                Span<byte> length = stackalloc byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(length, document.Length);
                file.Write(length);
                file.Write(document);
                file.Flush(flushToDisk: true);
            }

            var path = Path.Combine(directory, $"{asOf:yyyy-MM-dd}-{contents.Hash[..12]}.facts");
            File.Move(draft, path, overwrite: true);
            return new SealedFacts(path, contents.Hash, people, spellFrom.Length);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    public void Dispose()
    {
        foreach (var column in new IDisposable[]
        {
            workers, home, birth, main, cell, sex, education, spellStart, statusStart, spellFrom, spellTo, spellWage, statusFrom,
            statusTo, spellWorkplace, spellForm, spellEvidence, statusCategory, statusRisk,
        })
        {
            column.Dispose();
        }
    }

    internal const int HeaderRoom = 16 * 1024;

    /// <summary>Ids are stored as the sixteen bytes people read, whatever the machine.</summary>
    internal static Int128 BigEndian(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return MemoryMarshal.Read<Int128>(bytes);
    }

    /// <summary>Writes "start" offsets (people + 1) and lets the caller gather the values that belong to each person.</summary>
    private static void Owned(
        FileStream file, List<ColumnEntry> columns, Column<int> order, int people, string name, Column<long> start, long total,
        Action<string, long, IEnumerable<(long From, long To)>> gather)
    {
        (long From, long To) Span(int row) => (start[row], row + 1 < people ? start[row + 1] : total);
        var at = 0L;
        Write(file, columns, name + "_start", people + 1, i =>
        {
            var here = at;
            if (i < people)
            {
                var (from, to) = Span(order[i]);
                at += to - from;
            }

            return checked((int)here);
        });
        gather(name, total, Enumerable.Range(0, people).Select(i => Span(order[i])));
    }

    private static void Gather<T>(
        FileStream file, List<ColumnEntry> columns, string name, long length, IEnumerable<(long From, long To)> each, Column<T> source) where T : unmanaged
    {
        using var to = new ColumnWriter<T>(file, name);
        foreach (var (from, end) in each)
        {
            for (var i = from; i < end; i++)
            {
                to.Add(source[i]);
            }
        }

        columns.Add(to.End());
    }

    private static void Write<T>(FileStream file, List<ColumnEntry> columns, string name, int length, Func<int, T> value) where T : unmanaged
    {
        using var to = new ColumnWriter<T>(file, name);
        for (var i = 0; i < length; i++)
        {
            to.Add(value(i));
        }

        columns.Add(to.End());
    }

    /// <summary>Buffers, hashes and writes one column at the next aligned place.</summary>
    private sealed class ColumnWriter<T> : IDisposable where T : unmanaged
    {
        private readonly FileStream file;
        private readonly string name;
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly T[] buffer = new T[1 << 15];
        private readonly long offset;
        private int filled;

        public ColumnWriter(FileStream file, string name)
        {
            (this.file, this.name) = (file, name);
            offset = (file.Position + FactsDirectory.Alignment - 1) / FactsDirectory.Alignment * FactsDirectory.Alignment;
            file.Position = offset;
        }

        public void Add(T value)
        {
            buffer[filled++] = value;
            if (filled == buffer.Length)
            {
                Flush();
            }
        }

        public ColumnEntry End()
        {
            Flush();
            return new ColumnEntry(name, typeof(T).Name, offset, file.Position - offset, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }

        public void Dispose() => hash.Dispose();

        private void Flush()
        {
            var bytes = MemoryMarshal.AsBytes(buffer.AsSpan(0, filled));
            hash.AppendData(bytes);
            file.Write(bytes);
            filled = 0;
        }
    }
}
