using System.Data.Common;
using Chunfeng.Engine.Facts;
using Chunfeng.People.Register;
using Chunfeng.Platform.Data;

namespace Chunfeng.People.Facts;

/// <summary>Reads the whole ledger once and gives it person by person in worker order, as known at a moment.</summary>
/// <remarks>Holds about 50 bytes a person, 60 a work spell and 32 a category until they are given on.</remarks>
internal sealed class LedgerStream(Func<CancellationToken, Task<DbConnection>> open)
{
    private const string Known = "starts_on <= @day AND recorded_at <= @known AND (superseded_at IS NULL OR superseded_at > @known)";
    private const string SpellColumns = $"SELECT worker_id, spell_id, starts_on, ends_on, workplace, form, wage_fen, evidence FROM {WorkSpellTable.Name}";
    private const string StatusColumns = $"SELECT worker_id, starts_on, ends_on, category, risk FROM {StatusSpellTable.Name}";

    /// <param name="asOf">Spells that start later are left out.</param>
    /// <param name="knownAt">Rows recorded later do not count; rows superseded later still do.</param>
    /// <param name="each">Called with one reused instance a person.</param>
    public async Task ReadAsync(DateOnly asOf, DateTime knownAt, Action<PersonFact> each, CancellationToken cancel)
    {
        // in whatever order the rows lie: a register that grew by imports lies in theirs, and having the database sort costs more than reading
        await using var people = await Cursor.OpenAsync(open,
            $"SELECT worker_id, home, birth_date, sex, education, recorded_at FROM {WorkerTable.Name}", cancel);
        await using var spells = await Cursor.OpenAsync(open, $"{SpellColumns} WHERE {Known}", cancel, ("@known", knownAt), ("@day", asOf));
        await using var statuses = await Cursor.OpenAsync(open, $"{StatusColumns} WHERE {Known}", cancel, ("@known", knownAt), ("@day", asOf));

        // after the streams are open: a version replaced since then is in the past by now, so nobody falls between the two
        var merged = await MergedAsync(knownAt, cancel);
        var past = await PastAsync(knownAt, cancel);
        foreach (var (worker, then) in past)
        {
            if (then.MergedInto is { } into)
            {
                merged[worker] = into;
            }
        }

        var gained = await GainedAsync(merged, asOf, knownAt, cancel);
        var (registered, worked, belonged) = (new ByWorker<Registered>(), new ByWorker<SpellFact>(), new ByWorker<StatusFact>());
        await Task.WhenAll(
            Task.Run(() => people.DrainAsync(registered, r => new Registered(
                r.GetInt64(1), Day(r, 2), (byte)r.GetInt16(3), r.IsDBNull(4) ? (byte)0 : byte.Parse(r.GetString(4)), r.GetDateTime(5)), cancel), cancel),
            Task.Run(() => spells.DrainAsync(worked, SpellOf, cancel), cancel),
            Task.Run(() => statuses.DrainAsync(belonged, StatusOf, cancel), cancel));

        var person = new PersonFact();
        for (var part = 0; part < ByWorker.Parts; part++)
        {
            cancel.ThrowIfCancellationRequested();
            Parallel.Invoke(() => registered.Take(part), () => worked.Take(part), () => belonged.Take(part));
            while (registered.Next(out var worker, out var row))
            {
                person.WorkerId = ByWorker.IdOf(worker);
                person.Spells.Clear();
                person.Statuses.Clear();
                worked.CollectOf(worker, person.Spells);
                belonged.CollectOf(worker, person.Statuses);
                if (merged.ContainsKey(person.WorkerId))
                {
                    continue; // counted at the person it was merged into
                }

                if (row.RecordedAt > knownAt)
                {
                    if (!past.TryGetValue(person.WorkerId, out var then))
                    {
                        continue; // not yet registered at that moment
                    }

                    (person.Home, person.BirthDay, person.Sex, person.Education, _) = then;
                }
                else
                {
                    (person.Home, person.BirthDay, person.Sex, person.Education) = (row.Home, row.Birth, row.Sex, row.Education);
                }

                if (gained.TryGetValue(person.WorkerId, out var more))
                {
                    person.Spells.AddRange(more.Spells);
                    person.Statuses.AddRange(more.Statuses);
                }

                each(person);
            }
        }
    }

    /// <summary>Who was merged into whom, from the registrations whose current version was known then.</summary>
    private async Task<Dictionary<Guid, Guid>> MergedAsync(DateTime knownAt, CancellationToken cancel)
    {
        await using var connection = await open(cancel);
        var rows = await connection.QueryAsync(
            $"SELECT worker_id, merged_into FROM {WorkerTable.Name} WHERE merged_into IS NOT NULL AND recorded_at <= @known",
            r => (From: r.GetGuid(0), Into: r.GetGuid(1)), null, cancel, ("@known", knownAt));
        return rows.ToDictionary(r => r.From, r => r.Into);
    }

    /// <summary>What each person gained from registrations merged into theirs: few, so read one by one on one connection.</summary>
    private async Task<Dictionary<Guid, (List<SpellFact> Spells, List<StatusFact> Statuses)>> GainedAsync(
        Dictionary<Guid, Guid> merged, DateOnly asOf, DateTime knownAt, CancellationToken cancel)
    {
        var gained = new Dictionary<Guid, (List<SpellFact> Spells, List<StatusFact> Statuses)>();
        if (merged.Count == 0)
        {
            return gained;
        }

        await using var connection = await open(cancel);
        foreach (var (from, into) in merged)
        {
            (string, object?)[] parameters = [("@worker", from), ("@known", knownAt), ("@day", asOf)];
            var (spells, statuses) = gained.TryGetValue(into, out var known) ? known : gained[into] = ([], []);
            spells.AddRange(await connection.QueryAsync($"{SpellColumns} WHERE worker_id = @worker AND {Known}", SpellOf, null, cancel, parameters));
            statuses.AddRange(await connection.QueryAsync($"{StatusColumns} WHERE worker_id = @worker AND {Known}", StatusOf, null, cancel, parameters));
        }

        return gained;
    }

    /// <summary>Registrations as they were for people whose current version is younger than the moment: few.</summary>
    private async Task<Dictionary<Guid, (long Home, int Birth, byte Sex, byte Education, Guid? MergedInto)>> PastAsync(DateTime knownAt, CancellationToken cancel)
    {
        await using var connection = await open(cancel);
        var rows = await connection.QueryAsync(
            $"SELECT worker_id, home, birth_date, sex, education, merged_into FROM {WorkerPastTable.Name} WHERE recorded_at <= @known AND superseded_at > @known",
            r => (Id: r.GetGuid(0), Fact: (r.GetInt64(1), Day(r, 2), (byte)r.GetInt16(3), r.IsDBNull(4) ? (byte)0 : byte.Parse(r.GetString(4)), r.IsDBNull(5) ? (Guid?)null : r.GetGuid(5))),
            null, cancel, ("@known", knownAt));
        return rows.ToDictionary(r => r.Id, r => r.Fact);
    }

    private static SpellFact SpellOf(DbDataReader s) => new(
        s.GetGuid(1), Day(s, 2), s.IsDBNull(3) ? int.MaxValue : Day(s, 3), s.GetInt64(4), (byte)s.GetInt16(5),
        s.IsDBNull(6) ? 0 : (int)Math.Min(int.MaxValue, s.GetInt64(6)), (byte)s.GetInt16(7));

    private static StatusFact StatusOf(DbDataReader s) =>
        new(Day(s, 1), s.IsDBNull(2) ? int.MaxValue : Day(s, 2), (byte)s.GetInt16(3), (byte)s.GetInt16(4));

    private static int Day(DbDataReader reader, int ordinal) => reader.GetFieldValue<DateOnly>(ordinal).DayNumber;

    /// <summary>What the current version of a registration says.</summary>
    private readonly record struct Registered(long Home, int Birth, byte Sex, byte Education, DateTime RecordedAt);

    /// <summary>One stream of rows on a connection of its own, their worker first.</summary>
    private sealed class Cursor(DbConnection connection, DbCommand command, DbDataReader reader) : IAsyncDisposable
    {
        public static async Task<Cursor> OpenAsync(
            Func<CancellationToken, Task<DbConnection>> open, string sql, CancellationToken cancel, params (string, object?)[] parameters)
        {
            var connection = await open(cancel);
            var command = connection.Command(sql, null, parameters);
            return new Cursor(connection, command, await command.ExecuteReaderAsync(cancel));
        }

        public async Task DrainAsync<T>(ByWorker<T> into, Func<DbDataReader, T> read, CancellationToken cancel) where T : struct
        {
            while (await reader.ReadAsync(cancel))
            {
                into.Add(reader.GetGuid(0), read(reader));
            }
        }

        public async ValueTask DisposeAsync()
        {
            await reader.DisposeAsync();
            await command.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
