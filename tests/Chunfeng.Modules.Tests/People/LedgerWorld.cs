using Chunfeng.Engine.Facts;
using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.People;
using Chunfeng.People.Contracts;
using Chunfeng.People.Facts;
using Chunfeng.People.Register;
using Chunfeng.People.Roster;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Regions;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Chunfeng.Modules.Tests.People;

/// <summary>A database, a clock that stands at 09:00 on 28 February 2022 in China, and the ledger on both.</summary>
internal sealed class LedgerWorld : IAsyncDisposable
{
    public const long Home = 140121100204, Beijing = 110105000000, Tianzhen = 140222000000;
    public static readonly CancellationToken Cancel = CancellationToken.None;
    public static readonly LedgerSource Village = new(Evidence.Village, "走访记录");
    private static readonly CodeSets Codes = CodeSets.Load(Path.Combine(Reference.Data, "codes"));

    private readonly TestDb test;
    private readonly string folder = Directory.CreateTempSubdirectory("chunfeng-ledger-").FullName;

    private LedgerWorld(TestDb test, DateTimeOffset? start) => (this.test, Clock) = (test, new(start ?? new(2022, 2, 28, 1, 0, 0, TimeSpan.Zero)));

    public FakeTimeProvider Clock { get; }
    public TestDb Test => test;
    public DateTime Now => Clock.GetUtcNow().UtcDateTime;

    /// <param name="start">Where the clock stands; null for 09:00 on 28 February 2022 in China.</param>
    public static async Task<LedgerWorld> CreateAsync(string engine, DateTimeOffset? start = null) => new(await TestDb.CreateAsync(engine), start);

    public static Actor At(long region, params string[] rights) =>
        new("clerk", "办事员", new RegionCode(region), (rights.Length > 0 ? rights : [Rights.PeopleRead, Rights.PeopleImport, Rights.PeopleMerge]).ToHashSet());

    public static IdNumber Id(int serial) => IdNumber.Create(140121, new(1985, 3, 9), serial);
    public static Gen<T> One<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
    public static Guid Worker(int serial) => new PersonCrypto(KeyRing.ForTests).WorkerId(Id(serial));

    public static PersonStatement Person(int serial) => new(Id(serial).ToString(), "张三", Home)
    {
        Details = new() { HouseholdNo = "H1", Education = "71", Phone = "19900001234", Nation = "01", JobWish = "厨师" },
    };

    public static WorkStatement Job(DateOnly from, long place = Beijing) => new(from, null, place, 1) { Employer = "北京某餐饮公司", WageFen = 520000 };

    /// <summary>Each act on a context of its own, as a request has.</summary>
    public async Task<T> Do<T>(Func<IPersonLedger, Task<T>> act)
    {
        await using var db = test.Open();
        return await act(On(db));
    }

    public async Task<T> OnDb<T>(Func<ChunfengDb, Task<T>> act)
    {
        await using var db = test.Open();
        return await act(db);
    }

    public IPersonLedger On(ChunfengDb db) => new PersonLedger(db, KeyRing.ForTests, Reference.Regions, Codes, Clock);

    public async Task<LedgerReceipt> Must(Func<IPersonLedger, Task<Result<LedgerReceipt>>> act)
    {
        var result = await Do(act);
        Assert.True(!result.IsRefused, result.Refusal?.Message);
        return result.Value!;
    }

    public async Task<string?> Refused(Func<IPersonLedger, Task<Result<LedgerReceipt>>> act) => (await Do(act)).Refusal?.Code;

    public Task<LedgerReceipt> Register(int serial) => Must(l => l.RegisterAsync(Person(serial), Village, Actor.Operator, Cancel));

    public Task<LedgerReceipt> Work(int serial, WorkStatement work, LedgerSource? source = null) =>
        Must(l => l.RecordWorkAsync(Worker(serial), work, source ?? Village, Actor.Operator, Cancel));

    public async Task<PersonFacts> Read(int serial, DateOnly day, DateTime? known = null) =>
        (await Do(l => l.ReadAsync(Worker(serial), day, known, Actor.Operator, Cancel))).Value!;

    public async Task<MergeCounts> Import(params RosterRow[] rows) => await new RegisterLoad(test.Factory, KeyRing.ForTests, Clock).RunAsync(
        Guid.CreateVersion7(), "importer", 2, stage =>
        {
            foreach (var row in rows)
            {
                stage.Add(row);
            }

            return Task.CompletedTask;
        }, (_, _, _) => Task.CompletedTask, keep: true, Cancel);

    public async Task<SealedFacts> Cut(DateOnly day, DateTime known)
    {
        using var builder = new FactsBuilder(day, InnerLine.Township, known);
        await new LedgerStream(test.Factory.OpenAsync).ReadAsync(day, known, builder.Add, Cancel);
        return builder.Seal(folder);
    }

    public async Task<byte[]> CutBytes(DateOnly day, DateTime known) => await File.ReadAllBytesAsync((await Cut(day, known)).Path, Cancel);

    /// <summary>Everything the register would say now, without the traces of history.</summary>
    public async Task<string> State()
    {
        await using var db = test.Open();
        var workers = await db.Workers().AsNoTracking().OrderBy(w => w.WorkerId).ToListAsync(Cancel);
        var work = await db.WorkSpells().AsNoTracking().OrderBy(s => s.WorkerId).ThenBy(s => s.SpellId).ThenBy(s => s.Revision).ToListAsync(Cancel);
        var statuses = await db.StatusSpells().AsNoTracking().OrderBy(s => s.WorkerId).ThenBy(s => s.SpellId).ThenBy(s => s.Revision).ToListAsync(Cancel);
        return string.Join('\n', workers.Select(w =>
                $"{w.WorkerId} {w.MergedInto} {w.ContentHash} {string.Join('|', ProfileField.All.Select(f => f.Key(w)))} {Convert.ToHexString(w.IdCipher)}"))
            + "\n" + string.Join('\n', work.Select(s => $"{s.WorkerId} {s.SpellId} {s.Revision} {s.ContentHash} {s.EndsOn} {s.RecordedAt:O} {s.SupersededAt:O}"))
            + "\n" + string.Join('\n', statuses.Select(s => $"{s.WorkerId} {s.SpellId} {s.Revision} {s.ContentHash} {s.EndsOn} {s.RecordedAt:O} {s.SupersededAt:O}"));
    }

    /// <summary>Everything, history and audit included: equal before and after means that nothing was written.</summary>
    public async Task<string> Trace()
    {
        await using var db = test.Open();
        return await State() + await db.WorkersPast().CountAsync(Cancel) + await db.LedgerEntries().CountAsync(Cancel)
            + await db.AuditEntries().CountAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await test.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
