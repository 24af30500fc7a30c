using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;

namespace Chunfeng.People.Roster;

/// <summary>Turns roster rows into staged rows: ids, encrypted values, blind indexes and fingerprints. One instance, one thread.</summary>
/// <param name="turn">Gives the writer for the next rows after every <paramref name="rowsAChunk"/> people; null when all go to the first.</param>
internal sealed class RosterStage(IRowWriter first, PersonCrypto crypto, short evidence, int rowsAChunk = int.MaxValue, Func<IRowWriter>? turn = null)
{
    private IRowWriter writer = first;
    private readonly LastFours tails = crypto.LastFours;
    private int inChunk;
    private readonly byte[] hashed = new byte[16 * 1024];
    private readonly byte[] cipher = new byte[512];
    private int hashedLength;
    private (Guid Worker, long Phone, long Bank, Guid Household) keyed;

    /// <summary>What the planner must know of a staging table.</summary>
    public static string Statistics(string table) => $"{table} (worker_id, part, w_spell_id, s_spell_id)";

    /// <summary>The staging columns: the row, then the person, the work spell, the category.</summary>
    public static readonly IReadOnlyList<StageColumn> Columns =
    [
        new("row_no", StageType.Int, false), new("part", StageType.Short, false), new("worker_id", StageType.Uuid, false),
        new("name", StageType.Text, false), new("sex", StageType.Short, false), new("birth_date", StageType.Date, false),
        new("home", StageType.Long, false), new("hamlet", StageType.Text), new("household_id", StageType.Uuid),
        new("household_no", StageType.Text), new("head_name", StageType.Text), new("relation", StageType.Text),
        new("nation", StageType.Text), new("political", StageType.Text), new("education", StageType.Text),
        new("health", StageType.Text), new("marital", StageType.Text), new("id_cipher", StageType.Bytes, false), new("id_tail", StageType.Short),
        new("phone_cipher", StageType.Bytes), new("phone_blind", StageType.Long), new("phone_tail", StageType.Short), new("bank_cipher", StageType.Bytes),
        new("bank_blind", StageType.Long), new("relocated", StageType.Bool), new("ability", StageType.Short),
        new("skill", StageType.Text), new("wants_training", StageType.Bool), new("training_trade", StageType.Text),
        new("job_wish", StageType.Text), new("unemployed_reason", StageType.Text), new("returned_on", StageType.Date),
        new("after_return", StageType.Text), new("subsidy_note", StageType.Text), new("helper", StageType.Text),
        new("verified_on", StageType.Date), new("verified_by", StageType.Text), new("remark", StageType.Text),
        new("content_hash", StageType.Long, false),
        new("w_spell_id", StageType.Uuid), new("starts_on", StageType.Date), new("ends_on", StageType.Date),
        new("workplace", StageType.Long), new("form", StageType.Short), new("employer", StageType.Text),
        new("employer_credit", StageType.Text), new("job", StageType.Text), new("industry", StageType.Text),
        new("channel", StageType.Text), new("wage_fen", StageType.Long), new("income_fen", StageType.Long),
        new("has_contract", StageType.Bool), new("has_insurance", StageType.Bool), new("w_evidence", StageType.Short, false),
        new("w_hash", StageType.Long),
        new("s_spell_id", StageType.Uuid), new("s_again_id", StageType.Uuid), new("category", StageType.Short), new("risk", StageType.Short),
        new("s_starts_on", StageType.Date), new("s_hash", StageType.Long),
    ];

    /// <summary>Stages a person with their work spell and category.</summary>
    public void Add(RosterRow row)
    {
        if (turn is not null && inChunk == rowsAChunk)
        {
            writer = turn();
            inChunk = 0;
        }

        inChunk++;
        keyed = crypto.Hashes(row.Id, row.Phone, row.BankAccount, row.Home / 1_000_000, row.HouseholdNo);
        var workerId = keyed.Worker;
        writer.BeginRow();
        writer.Write(row.RowNo);
        writer.Write((short)0);
        writer.Write(workerId);
        Person(row);
        Work(workerId, row.HasWork ? WorkFacts.Of(row) : null);
        Status(workerId, row);
        writer.EndRow();
    }

    /// <summary>Stages one more work spell of a person staged before.</summary>
    public void AddWork(RosterRow row, in WorkFacts work)
    {
        var workerId = crypto.WorkerId(row.Id);
        writer.BeginRow();
        writer.Write(row.RowNo);
        writer.Write((short)1);
        writer.Write(workerId);
        writer.Write(row.Name);
        writer.Write((short)row.Id.Sex);
        writer.Write(row.Id.BirthDate);
        writer.Write(row.Home);
        for (var i = 0; i < 10; i++)
        {
            writer.WriteNull();
        }

        writer.Write(ReadOnlyMemory<byte>.Empty);
        for (var i = 0; i < 20; i++)
        {
            writer.WriteNull();
        }

        writer.Write(0L);
        Work(workerId, work);
        for (var i = 0; i < 6; i++)
        {
            writer.WriteNull();
        }

        writer.EndRow();
    }

    private void Person(RosterRow row)
    {
        hashedLength = 0;
        Hash(writer, row.Name);
        writer.Write((short)row.Id.Sex);
        writer.Write(row.Id.BirthDate);
        writer.Write(Mix(row.Home));
        Text(row.Hamlet);
        if (row.HouseholdNo.Length > 0)
        {
            writer.Write(keyed.Household);
        }
        else
        {
            writer.WriteNull();
        }

        Text(row.HouseholdNo);
        Text(row.HeadName);
        Text(row.Relation);
        Text(row.Nation);
        Text(row.Political);
        Text(row.Education);
        Text(row.Health);
        Text(row.Marital);
        Span<char> id = stackalloc char[18];
        row.Id.TryFormat(id);
        Span<int> sizes = stackalloc int[3];
        crypto.Encrypt(id, row.Phone, row.BankAccount, cipher, sizes);
        writer.Write(cipher.AsMemory(0, sizes[0]));
        Tail(tails.OfId(id));
        Secret(cipher.AsMemory(sizes[0], sizes[1]), keyed.Phone);
        Tail(tails.OfPhone(row.Phone));
        Secret(cipher.AsMemory(sizes[0] + sizes[1], sizes[2]), keyed.Bank);
        Flag(row.Relocated);
        Short(row.Ability);
        Text(row.Skill);
        Flag(row.WantsTraining);
        Text(row.TrainingTrade);
        Text(row.JobWish);
        Text(row.UnemployedReason);
        Day(row.ReturnedOn);
        Text(row.AfterReturn);
        Text(row.SubsidyNote);
        Text(row.Helper);
        Day(row.VerifiedOn);
        Text(row.VerifiedBy);
        Text(row.Remark);
        writer.Write(Digest());
    }

    private void Work(Guid workerId, WorkFacts? stated)
    {
        if (stated is not { } work)
        {
            for (var i = 0; i < 14; i++)
            {
                writer.WriteNull();
            }

            writer.Write(evidence);
            writer.WriteNull();
            return;
        }

        hashedLength = 0;
        writer.Write(SpellIds.Work(workerId, work.StartsOn, work.Workplace));
        Day(work.StartsOn);
        Day(work.EndsOn);
        writer.Write(Mix(work.Workplace));
        writer.Write((short)Mix(work.Form));
        Text(work.Employer);
        Text(work.EmployerCredit);
        Text(work.Job);
        Text(work.Industry);
        Text(work.Channel);
        Amount(work.WageFen);
        Amount(work.IncomeFen);
        Flag(work.HasContract);
        Flag(work.HasInsurance);
        writer.Write((short)Mix(work.Evidence == 0 ? evidence : work.Evidence));
        writer.Write(Digest());
    }

    private void Status(Guid workerId, RosterRow row)
    {
        if (row.Category <= 1)
        {
            writer.WriteNull();
            writer.WriteNull();
            if (row.Category == 1)
            {
                writer.Write((short)1); // 一般 is no spell; a register that says otherwise is told of
            }
            else
            {
                writer.WriteNull();
            }

            for (var i = 0; i < 3; i++)
            {
                writer.WriteNull();
            }

            return;
        }

        hashedLength = 0;
        var from = row.StatusFrom ?? throw new InvalidOperationException("A category has a first day.");
        writer.Write(SpellIds.Status(workerId, row.Category));
        writer.Write(SpellIds.StatusAgain(workerId, row.Category, from));
        writer.Write((short)Mix(row.Category));
        writer.Write((short)Mix(row.Risk));
        Day(from);
        writer.Write(Digest());
    }

    private void Hash(IRowWriter to, string text)
    {
        Feed(text);
        to.Write(text);
    }

    private void Text(string text)
    {
        Feed(text);
        if (text.Length == 0)
        {
            writer.WriteNull();
        }
        else
        {
            writer.Write(text);
        }
    }

    private void Secret(ReadOnlyMemory<byte> value, long blind)
    {
        if (value.Length == 0)
        {
            writer.WriteNull();
            writer.WriteNull();
            Mix(0);
            return;
        }

        writer.Write(value);
        writer.Write(Mix(blind));
    }

    /// <summary>Follows from its number, so no part of the fingerprint.</summary>
    private void Tail(short? tail)
    {
        if (tail is { } known)
        {
            writer.Write(known);
        }
        else
        {
            writer.WriteNull();
        }
    }

    private void Flag(bool? value)
    {
        Mix(value switch { null => 0, false => 1, true => 2 });
        if (value is { } known)
        {
            writer.Write(known);
        }
        else
        {
            writer.WriteNull();
        }
    }

    private void Short(short value)
    {
        Mix(value);
        if (value == 0)
        {
            writer.WriteNull();
        }
        else
        {
            writer.Write(value);
        }
    }

    private void Amount(long fen)
    {
        Mix(fen);
        if (fen == 0)
        {
            writer.WriteNull();
        }
        else
        {
            writer.Write(fen);
        }
    }

    private void Day(DateOnly? day)
    {
        Mix(day?.DayNumber ?? -1);
        if (day is { } known)
        {
            writer.Write(known);
        }
        else
        {
            writer.WriteNull();
        }
    }

    private long Mix(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(hashed.AsSpan(hashedLength), value);
        hashedLength += 8;
        return value;
    }

    private void Feed(string text)
    {
        hashedLength += Encoding.UTF8.GetBytes(text, hashed.AsSpan(hashedLength));
        hashed[hashedLength++] = 0x1F;
    }

    /// <summary>Tells a changed statement from the same one; nothing is sealed by it.</summary>
    private long Digest() => (long)XxHash3.HashToUInt64(hashed.AsSpan(0, hashedLength));
}

/// <summary>A work spell as stated by whoever reported it.</summary>
internal readonly record struct WorkFacts(
    DateOnly StartsOn, DateOnly? EndsOn, long Workplace, byte Form, string Employer, string EmployerCredit, string Job,
    string Industry, string Channel, long WageFen, long IncomeFen, bool? HasContract, bool? HasInsurance, byte Evidence)
{
    public static WorkFacts Of(RosterRow row) => new(
        row.WorkFrom, row.WorkTo, row.Workplace, row.Form, row.Employer, row.EmployerCredit, row.Job, row.Industry, row.Channel,
        row.WageFen, row.IncomeFen, row.HasContract, row.HasInsurance, 0);
}

/// <summary>Ids of spells, made from what identifies them: the same statement from two files is the same spell.</summary>
internal static class SpellIds
{
    /// <summary>A person starts one job a day in one county; the rest of a statement can be corrected.</summary>
    public static Guid Work(Guid workerId, DateOnly startsOn, long workplace) =>
        Make(workerId, 'w', startsOn.DayNumber, workplace / 1_000_000);

    /// <summary>A person belongs to a category once; its dates can be corrected.</summary>
    public static Guid Status(Guid workerId, byte category) => Make(workerId, 's', category, 0);

    /// <summary>A later stretch of a category the person has left before.</summary>
    public static Guid StatusAgain(Guid workerId, short category, DateOnly startsOn) => Make(workerId, 't', category, startsOn.DayNumber);

    private static Guid Make(Guid workerId, char kind, long a, long b)
    {
        Span<byte> message = stackalloc byte[16 + 1 + 8 + 8];
        workerId.TryWriteBytes(message, bigEndian: true, out _);
        message[16] = (byte)kind;
        BinaryPrimitives.WriteInt64BigEndian(message[17..], a);
        BinaryPrimitives.WriteInt64BigEndian(message[25..], b);
        Span<byte> digest = stackalloc byte[16];
        XxHash128.Hash(message, digest);
        digest[6] = (byte)((digest[6] & 0x0F) | 0x80);
        digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
        return new Guid(digest, bigEndian: true);
    }
}
