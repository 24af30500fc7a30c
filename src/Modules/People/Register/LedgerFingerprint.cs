using System.Security.Cryptography;
using System.Text.Json;
using Chunfeng.People.Contracts;
using Chunfeng.People.Roster;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Identity;

namespace Chunfeng.People.Register;

/// <summary>Makes single statements into what the roster would have staged: same ids, same fingerprints, by the same code.</summary>
internal sealed class LedgerFingerprint(PersonCrypto crypto)
{
    private static readonly Dictionary<string, int> At = RosterStage.Columns.Select((c, i) => (c.Name, i)).ToDictionary(c => c.Name, c => c.i);

    /// <summary>A spell's fingerprint does not hold whose it is, but staging asks for a number.</summary>
    private static readonly IdNumber Anyone = IdNumber.Create(140000, new(2000, 1, 1), 1);

    /// <summary>The staged columns of a registration, by name.</summary>
    public StagedRow Person(RosterRow row)
    {
        var writer = new OneRow();
        new RosterStage(writer, crypto, 0).Add(row);
        return new StagedRow(writer.Values);
    }

    public long Work(WorkStatement work, Evidence evidence)
    {
        var writer = new OneRow();
        new RosterStage(writer, crypto, (short)evidence).AddWork(new RosterRow { Id = Anyone }, new Roster.WorkFacts(
            work.StartsOn, work.EndsOn, work.Workplace, (byte)work.Form, work.Employer ?? "", work.EmployerCredit ?? "", work.Job ?? "",
            work.Industry ?? "", work.Channel ?? "", work.WageFen ?? 0, work.IncomeFen ?? 0, work.HasContract, work.HasInsurance, (byte)evidence));
        return (long)writer.Values[At["w_hash"]]!;
    }

    public long Status(StatusStatement status)
    {
        var writer = new OneRow();
        new RosterStage(writer, crypto, 0).Add(new RosterRow { Id = Anyone, Category = (byte)status.Category, Risk = (byte)status.Risk, StatusFrom = status.StartsOn });
        return (long)writer.Values[At["s_hash"]]!;
    }

    /// <summary>Keyed, because a request may hold a phone number.</summary>
    public long Request<T>(string act, T request) =>
        crypto.Blind('e', Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes((act, request), Whole)))[..32]);

    private static readonly JsonSerializerOptions Whole = new() { IncludeFields = true }; // a tuple has fields only

    /// <summary>One staged row, read by column name; null where nothing was stated.</summary>
    public sealed class StagedRow(object?[] values)
    {
        public T Get<T>(string column) => (T)values[At[column]]!;
        public T? Maybe<T>(string column) where T : struct => values[At[column]] is T value ? value : null;
        public string? Text(string column) => (string?)values[At[column]];
        public byte[]? Bytes(string column) => (byte[]?)values[At[column]];
    }

    /// <summary>Keeps the one row a single statement makes.</summary>
    private sealed class OneRow : IRowWriter
    {
        private int at;
        public object?[] Values { get; } = new object?[RosterStage.Columns.Count];

        public void BeginRow() => at = 0;
        public void Write(Guid value) => Values[at++] = value;
        public void Write(long value) => Values[at++] = value;
        public void Write(int value) => Values[at++] = value;
        public void Write(short value) => Values[at++] = value;
        public void Write(bool value) => Values[at++] = value;
        public void Write(string value) => Values[at++] = value;
        public void Write(ReadOnlyMemory<byte> value) => Values[at++] = value.ToArray();
        public void Write(DateOnly value) => Values[at++] = value;
        public void Write(DateTime value) => Values[at++] = value;
        public void WriteNull() => Values[at++] = null;
        public void EndRow() { }
    }
}
