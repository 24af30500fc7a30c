using System.Globalization;
using System.Runtime.InteropServices;
using Chunfeng.Engine.Counting;
using Microsoft.Win32.SafeHandles;

namespace Chunfeng.Engine.Facts;

/// <summary>Builds a cut from people streamed in worker order: classifies each once, sorts by village, seals.</summary>
/// <remarks>Not thread-safe. Holds about 60 bytes a person, 24 a spell and 12 a status.</remarks>
public sealed class FactsBuilder : IDisposable
{
    private readonly DateOnly _asOf;
    private readonly InnerLine _line;
    private readonly DateTime _knownAtUtc;
    private readonly NativeList<PersonRow> _people = new();
    private readonly NativeList<SpellRow> _spells = new();
    private readonly NativeList<StatusFact> _statuses = new();
    private readonly Dictionary<long, int> _villages = [];
    private readonly List<int> _villageCounts = [];
    private readonly List<long> _villageCodes = [];
    private Guid _last;
    private bool _isDisposed;

    /// <param name="asOf">The cut-off day D, itself included.</param>
    /// <param name="line">The year's line between 省内转移 and 在乡.</param>
    /// <param name="knownAtUtc">K, UTC: rows recorded later are not in the cut.</param>
    /// <exception cref="ArgumentException">K is not UTC.</exception>
    public FactsBuilder(DateOnly asOf, InnerLine line, DateTime knownAtUtc)
    {
        if (knownAtUtc.Kind == DateTimeKind.Local)
        {
            throw new ArgumentException("The moment the facts were known must be UTC.", nameof(knownAtUtc));
        }

        _asOf = asOf;
        _line = line;
        _knownAtUtc = DateTime.SpecifyKind(knownAtUtc, DateTimeKind.Utc);
    }

    /// <summary>Copies a person into the cut; the instance may be reused. Its lists may be left in another order.</summary>
    /// <exception cref="ArgumentException">The id does not ascend strictly (<see cref="WorkerOrder"/>), or the home is not a
    /// 12-digit code: such a person would be counted in no region.</exception>
    public void Add(PersonFact person)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_people.Count > 0 && WorkerOrder.Compare(_last, person.WorkerId) >= 0)
        {
            throw new ArgumentException($"Worker {person.WorkerId} does not come after {_last} in big-endian byte order.", nameof(person));
        }

        if (!RegionSpan.IsCode(person.Home))
        {
            throw new ArgumentException($"Worker {person.WorkerId}: home {person.Home} is not a 12-digit region code.", nameof(person));
        }

        // by start, then id: the file keeps no spell ids, so the later position must win a tie as the greater id does
        Span<SpellFact> spells = CollectionsMarshal.AsSpan(person.Spells);
        if (spells.Length > 1)
        {
            spells.Sort(CompareSpells);
        }

        Span<StatusFact> statuses = CollectionsMarshal.AsSpan(person.Statuses);
        if (statuses.Length > 1)
        {
            statuses.Sort(CompareStatuses);
        }

        byte cell = PersonClassifier.Classify(spells, statuses, person.Home, _asOf, _line, out int mainSpell);
        _people.Add(new PersonRow(
            person.WorkerId, VillageIndex(person.Home), person.BirthDay, person.Sex, person.Education, cell,
            mainSpell, _spells.Count, spells.Length, _statuses.Count, statuses.Length));
        foreach (ref readonly SpellFact spell in spells)
        {
            _spells.Add(new SpellRow(spell.Workplace, spell.FromDay, spell.ToDay, spell.WageFen, spell.Form, spell.Evidence));
        }

        foreach (ref readonly StatusFact status in statuses)
        {
            _statuses.Add(status);
        }

        _last = person.WorkerId;
    }

    /// <summary>Writes the cut beside its final place, flushes it, and renames it to “day-hash.facts”.</summary>
    /// <param name="directory">Created when missing.</param>
    /// <exception cref="IOException">The disk is full or the place cannot be written; no half file keeps the final name.</exception>
    public SealedFacts Seal(string directory)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Directory.CreateDirectory(directory);
        string temporary = Path.Combine(directory, $".{Guid.NewGuid():N}.tmp");
        try
        {
            FactsLayout layout = WriteFile(temporary);
            string day = _asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            string path = Path.Combine(directory, $"{day}-{layout.Hash[..12]}.facts");
            File.Move(temporary, path, overwrite: true);
            return new SealedFacts(path, layout.Hash, layout.People, layout.Spells);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _people.Dispose();
        _spells.Dispose();
        _statuses.Dispose();
    }

    private static int CompareSpells(SpellFact a, SpellFact b)
    {
        int order = a.FromDay.CompareTo(b.FromDay);
        if (order == 0)
        {
            order = WorkerOrder.Compare(a.SpellId, b.SpellId);
        }

        return order != 0
            ? order
            : (a.ToDay, a.Workplace, a.Form, a.WageFen, a.Evidence).CompareTo((b.ToDay, b.Workplace, b.Form, b.WageFen, b.Evidence));
    }

    private static int CompareStatuses(StatusFact a, StatusFact b)
    {
        return (a.FromDay, a.ToDay, a.Category, a.Risk).CompareTo((b.FromDay, b.ToDay, b.Category, b.Risk));
    }

    private int VillageIndex(long home)
    {
        ref int slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_villages, home, out bool isKnown);
        if (!isKnown)
        {
            slot = _villageCodes.Count;
            _villageCodes.Add(home);
            _villageCounts.Add(0);
        }

        _villageCounts[slot]++;
        return slot;
    }

    private FactsLayout WriteFile(string path)
    {
        FactsLayout layout = new()
        {
            AsOf = _asOf,
            Line = _line,
            KnownAtUtc = _knownAtUtc,
            People = _people.Count,
            Villages = _villageCodes.Count,
            Spells = _spells.Count,
            Statuses = _statuses.Count,
        };
        layout.Place();

        using SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        RandomAccess.SetLength(file, layout.FileLength);
        ColumnWriter[] writers = [.. Enum.GetValues<Column>().Select(c => new ColumnWriter(file, layout.Columns[(int)c]))];
        try
        {
            int[] arrivals = SortByVillage(writers);
            WriteRows(arrivals, writers);
            for (int column = 0; column < writers.Length; column++)
            {
                layout.Columns[column] = layout.Columns[column] with { Sha256 = writers[column].Finish() };
            }
        }
        finally
        {
            foreach (ColumnWriter writer in writers)
            {
                writer.Dispose();
            }
        }

        RandomAccess.Write(file, layout.Write(), 0);
        RandomAccess.FlushToDisk(file);
        return layout;
    }

    // counting sort: people arrive in worker order, so inside a village they stay in it
    private int[] SortByVillage(ColumnWriter[] writers)
    {
        int[] order = [.. Enumerable.Range(0, _villageCodes.Count).OrderBy(v => _villageCodes[v])];
        int[] next = new int[order.Length];
        int row = 0;
        foreach (int village in order)
        {
            next[village] = row;
            writers[(int)Column.VillageCode].Put(_villageCodes[village]);
            writers[(int)Column.VillageRow].Put(row);
            row += _villageCounts[village];
        }

        writers[(int)Column.VillageRow].Put(row);
        int[] arrivals = new int[_people.Count];
        for (int arrival = 0; arrival < arrivals.Length; arrival++)
        {
            arrivals[next[_people[arrival].Village]++] = arrival;
        }

        return arrivals;
    }

    private void WriteRows(int[] arrivals, ColumnWriter[] writers)
    {
        int spellRow = 0;
        int statusRow = 0;
        Span<byte> id = stackalloc byte[16];
        foreach (int arrival in arrivals)
        {
            ref readonly PersonRow person = ref _people[arrival];
            person.WorkerId.TryWriteBytes(id, bigEndian: true, out _);
            writers[(int)Column.WorkerId].PutBytes(id);
            writers[(int)Column.CellByte].Put(person.Cell);
            writers[(int)Column.BirthDay].Put(person.BirthDay);
            writers[(int)Column.Sex].Put(person.Sex);
            writers[(int)Column.Education].Put(person.Education);
            writers[(int)Column.MainSpell].Put(person.MainSpell < 0 ? -1 : spellRow + person.MainSpell);
            writers[(int)Column.SpellRow].Put(spellRow);
            writers[(int)Column.StatusRow].Put(statusRow);
            for (int index = 0; index < person.SpellCount; index++)
            {
                ref readonly SpellRow spell = ref _spells[person.FirstSpell + index];
                writers[(int)Column.SpellFrom].Put(spell.From);
                writers[(int)Column.SpellTo].Put(spell.To);
                writers[(int)Column.SpellWage].Put(spell.Wage);
                writers[(int)Column.SpellWorkplace].Put(spell.Workplace);
                writers[(int)Column.SpellForm].Put(spell.Form);
                writers[(int)Column.SpellEvidence].Put(spell.Evidence);
            }

            for (int index = 0; index < person.StatusCount; index++)
            {
                ref readonly StatusFact status = ref _statuses[person.FirstStatus + index];
                writers[(int)Column.StatusFrom].Put(status.FromDay);
                writers[(int)Column.StatusTo].Put(status.ToDay);
                writers[(int)Column.StatusCategory].Put(status.Category);
                writers[(int)Column.StatusRisk].Put(status.Risk);
            }

            spellRow += person.SpellCount;
            statusRow += person.StatusCount;
        }

        writers[(int)Column.SpellRow].Put(spellRow);
        writers[(int)Column.StatusRow].Put(statusRow);
    }

    /// <summary>A person as they arrived, before the sort by village; spells and statuses by position in arrival order.</summary>
    private readonly record struct PersonRow(
        Guid WorkerId, int Village, int BirthDay, byte Sex, byte Education, byte Cell,
        int MainSpell, int FirstSpell, int SpellCount, int FirstStatus, int StatusCount);

    /// <summary>A spell without its id.</summary>
    private readonly record struct SpellRow(long Workplace, int From, int To, int Wage, byte Form, byte Evidence);
}
