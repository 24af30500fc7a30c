using System.Data.Common;
using Chunfeng.Engine.Facts;
using Chunfeng.People.Register;
using Chunfeng.Platform.Data;

namespace Chunfeng.People.Facts;

/// <summary>Reads the whole ledger once, person by person in worker order, as known at a moment.</summary>
internal sealed class LedgerStream(Func<CancellationToken, Task<DbConnection>> open)
{
    /// <param name="asOf">Spells that start later are left out.</param>
    /// <param name="knownAt">Rows recorded later do not count; rows superseded later still do.</param>
    /// <param name="each">Called with one reused instance a person.</param>
    public async Task ReadAsync(DateOnly asOf, DateTime knownAt, Action<PersonFact> each, CancellationToken cancel)
    {
        const string known = "recorded_at <= @known AND (superseded_at IS NULL OR superseded_at > @known)";
        var past = await PastAsync(knownAt, cancel);
        await using var people = await Cursor.OpenAsync(open,
            $"SELECT worker_id, home, birth_date, sex, education, recorded_at, merged_into FROM {WorkerTable.Name} ORDER BY worker_id", cancel);
        await using var spells = await Cursor.OpenAsync(open,
            $"SELECT worker_id, spell_id, starts_on, ends_on, workplace, form, wage_fen, evidence FROM {WorkSpellTable.Name} " +
            $"WHERE {known} AND starts_on <= @day ORDER BY worker_id, starts_on, spell_id", cancel, ("@known", knownAt), ("@day", asOf));
        await using var statuses = await Cursor.OpenAsync(open,
            $"SELECT worker_id, starts_on, ends_on, category, risk FROM {StatusSpellTable.Name} " +
            $"WHERE {known} AND starts_on <= @day ORDER BY worker_id, starts_on, category", cancel, ("@known", knownAt), ("@day", asOf));

        var person = new PersonFact();
        await spells.NextAsync(cancel);
        await statuses.NextAsync(cancel);
        while (await people.NextAsync(cancel))
        {
            var row = people.Reader;
            person.WorkerId = people.Worker;
            person.Spells.Clear();
            person.Statuses.Clear();
            while (spells.At(person.WorkerId))
            {
                var s = spells.Reader;
                person.Spells.Add(new SpellFact(
                    s.GetGuid(1), Day(s, 2), s.IsDBNull(3) ? int.MaxValue : Day(s, 3), s.GetInt64(4), (byte)s.GetInt16(5),
                    s.IsDBNull(6) ? 0 : (int)Math.Min(int.MaxValue, s.GetInt64(6)), (byte)s.GetInt16(7)));
                await spells.NextAsync(cancel);
            }

            while (statuses.At(person.WorkerId))
            {
                var s = statuses.Reader;
                person.Statuses.Add(new StatusFact(Day(s, 1), s.IsDBNull(2) ? int.MaxValue : Day(s, 2), (byte)s.GetInt16(3), (byte)s.GetInt16(4)));
                await statuses.NextAsync(cancel);
            }

            bool merged;
            if (row.GetDateTime(5) > knownAt)
            {
                if (!past.TryGetValue(person.WorkerId, out var then))
                {
                    continue; // not yet registered at that moment
                }

                (person.Home, person.BirthDay, person.Sex, person.Education, merged) = then;
            }
            else
            {
                person.Home = row.GetInt64(1);
                person.BirthDay = Day(row, 2);
                person.Sex = (byte)row.GetInt16(3);
                person.Education = row.IsDBNull(4) ? (byte)0 : byte.Parse(row.GetString(4));
                merged = !row.IsDBNull(6);
            }

            if (!merged)
            {
                each(person);
            }
        }
    }

    /// <summary>Registrations as they were for people whose current version is younger than the moment: few.</summary>
    private async Task<Dictionary<Guid, (long Home, int Birth, byte Sex, byte Education, bool Merged)>> PastAsync(DateTime knownAt, CancellationToken cancel)
    {
        await using var connection = await open(cancel);
        var rows = await connection.QueryAsync(
            $"SELECT worker_id, home, birth_date, sex, education, merged_into FROM {WorkerPastTable.Name} WHERE recorded_at <= @known AND superseded_at > @known",
            r => (Id: r.GetGuid(0), Fact: (r.GetInt64(1), Day(r, 2), (byte)r.GetInt16(3), r.IsDBNull(4) ? (byte)0 : byte.Parse(r.GetString(4)), !r.IsDBNull(5))),
            null, cancel, ("@known", knownAt));
        return rows.ToDictionary(r => r.Id, r => r.Fact);
    }

    private static int Day(DbDataReader reader, int ordinal) => reader.GetFieldValue<DateOnly>(ordinal).DayNumber;

    /// <summary>One ordered stream on a connection of its own.</summary>
    private sealed class Cursor(DbConnection connection, DbCommand command, DbDataReader reader) : IAsyncDisposable
    {
        private bool ended;
        public DbDataReader Reader => reader;
        public Guid Worker { get; private set; }

        public static async Task<Cursor> OpenAsync(
            Func<CancellationToken, Task<DbConnection>> open, string sql, CancellationToken cancel, params (string, object?)[] parameters)
        {
            var connection = await open(cancel);
            var command = connection.Command(sql, null, parameters);
            return new Cursor(connection, command, await command.ExecuteReaderAsync(cancel));
        }

        public bool At(Guid worker) => !ended && Worker == worker;

        public async ValueTask<bool> NextAsync(CancellationToken cancel)
        {
            if (ended || !await reader.ReadAsync(cancel))
            {
                ended = true;
                return false;
            }

            Worker = reader.GetGuid(0);
            return true;
        }

        public async ValueTask DisposeAsync()
        {
            await reader.DisposeAsync();
            await command.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
