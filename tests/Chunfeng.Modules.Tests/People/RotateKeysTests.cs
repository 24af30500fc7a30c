using Chunfeng.Data;
using Chunfeng.Gigs;
using Chunfeng.Gigs.Posts;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.People;
using Chunfeng.People.Contracts;
using Chunfeng.People.Roster;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Chunfeng.Modules.Tests.People;

public sealed class RotateKeysTests : IDisposable
{
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private readonly string folder = Directory.CreateTempSubdirectory("chunfeng-keys-").FullName;
    private readonly FakeTimeProvider clock = new(new(2022, 2, 28, 1, 0, 0, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>As the rooms register them.</summary>
    private static readonly List<SecretTable> Others = [.. AllServices().Select(d => d.ImplementationInstance).OfType<SecretTable>()];

    private static ServiceCollection AllServices()
    {
        var services = new ServiceCollection();
        foreach (var module in ModuleList.All)
        {
            module.AddServices(services);
        }

        return services;
    }

    [Fact(DisplayName = "每一个加密列都有轮换负责")]
    public async Task Every_encrypted_column_is_rotated()
    {
        await using var test = await TestDb.CreateAsync(TestDb.Sqlite);
        await using var db = test.Open();
        var encrypted = db.Model.GetEntityTypes().SelectMany(e => e.GetProperties().Where(p => p.Name.EndsWith("Cipher", StringComparison.Ordinal))
            .Select(p => $"{e.GetTableName()}.{p.GetColumnName()}")).Distinct().Order().ToList();
        string[] own = ["id_cipher", "phone_cipher", "bank_cipher"];
        var rotated = new[] { "people_worker", "people_worker_past" }.SelectMany(t => own.Select(c => $"{t}.{c}")).Concat(Others.SelectMany(o => o.Columns.Select(c => $"{o.Table}.{c}"))).Order();
        Assert.Equal(rotated, encrypted);
    }

    [Theory(DisplayName = "换密钥：企业和零工用人方的号码也换；打不开的值留着、点名，其余照换"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Other_rooms_and_damaged_values(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var keys = KeyRing.Load(KeyFile, mayCreate: true);
        await LoadAsync(test, keys, 1, 12);
        var crypto = new PersonCrypto(keys);
        byte[] damaged = [1, .. Enumerable.Repeat((byte)7, 40)];
        var (broken, person) = (Guid.NewGuid(), Guid.NewGuid());
        await using (var db = test.Open())
        {
            var worker = await db.Workers().OrderBy(w => w.WorkerId).Skip(3).FirstAsync(Cancel);
            (worker.PhoneCipher, worker.IdCipher) = (damaged, crypto.Encrypt("140121198503090017"));
            db.GigEmployers().AddRange(Of(person, crypto.Encrypt("13900001111"), crypto.Encrypt("李四")), Of(broken, damaged, null));
            await db.SaveChangesAsync(Cancel);
        }

        var report = await RotateAsync(test, keys);
        await using var after = test.Open();
        var shut = (await after.Workers().ToListAsync(Cancel)).Single(w => w.PhoneCipher![0] == 1);
        Assert.Equal((2, 12 + 2L, 23 + 2L, 2L), (report.Version, report.Rows, report.Values, report.Unreadable));
        Assert.Equal([$"people_worker.phone_cipher {shut.WorkerId} {shut.Version}", $"gigs_employer.phone_cipher {broken}"], report.Places);
        Assert.Equal(damaged, shut.PhoneCipher);
        Assert.Equal(2, shut.IdCipher[0]);
        var gig = await after.GigEmployers().SingleAsync(e => e.EmployerId == person, Cancel);
        Assert.Equal(("13900001111", "李四", (byte)2), (crypto.Decrypt(gig.PhoneCipher), crypto.Decrypt(gig.NameCipher!), gig.PhoneCipher[0]));
        Assert.Equal(damaged, (await after.GigEmployers().SingleAsync(e => e.EmployerId == broken, Cancel)).PhoneCipher);

        static GigEmployer Of(Guid id, byte[] phone, byte[]? name) => new()
        {
            EmployerId = id, Kind = 2, ShownName = "李*（个人）", NameCipher = name, PhoneCipher = phone, PhoneBlind = id.GetHashCode(), Region = 140121000000, CheckedBy = "t",
            CheckedAt = new(2022, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        };
    }

    private string KeyFile => Path.Combine(folder, "keys.json");

    [Theory(DisplayName = "换密钥：号码不变、能查到，旧密钥的密文一个不留；另一个进程自动用上新密钥"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "13.1")]
    public async Task Every_value_moves_to_the_new_key(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var keys = KeyRing.Load(KeyFile, mayCreate: true);
        var other = KeyRing.Load(KeyFile, mayCreate: true);
        await LoadAsync(test, keys, 1, 50);
        await LoadAsync(test, keys, 1, 10, marital: "20"); // earlier versions of ten people
        var before = await ReadAsync(test, keys);
        var report = await RotateAsync(test, keys);
        Assert.Equal((2, false, 60L), (report.Version, report.Resumed, report.Rows));
        Assert.Equal(before, await ReadAsync(test, KeyRing.Load(KeyFile, mayCreate: true)));
        Assert.Equal(before, await ReadAsync(test, other)); // a process that started before
        await using var db = test.Open();
        Assert.All(await db.Workers().Select(w => new { w.IdCipher, w.PhoneCipher, w.BankCipher }).ToListAsync(Cancel), w =>
        {
            Assert.Equal(2, w.IdCipher[0]);
            Assert.Equal(2, w.PhoneCipher![0]);
            Assert.Null(w.BankCipher);
        });
        Assert.All(await db.WorkersPast().Select(w => w.IdCipher).ToListAsync(Cancel), c => Assert.Equal(2, c[0]));
        Assert.Equal((byte)3, (await RotateAsync(test, keys)).Version);
    }

    [Theory(DisplayName = "读出之后被别人改过的行：不覆盖，其余照写"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task A_row_changed_since_it_was_read_is_left(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var keys = KeyRing.Load(KeyFile, mayCreate: true);
        await LoadAsync(test, keys, 1, 12);
        var crypto = new PersonCrypto(keys);
        await using var db = test.Open();
        db.GigEmployers().AddRange(Enumerable.Range(0, 12).Select(i => new GigEmployer
        {
            EmployerId = Guid.CreateVersion7(), Kind = 2, ShownName = "李*（个人）", NameCipher = i % 2 == 0 ? null : crypto.Encrypt("李四"), PhoneCipher = crypto.Encrypt($"1390000{i:D4}"), PhoneBlind = i,
            Region = 140121000000, CheckedBy = "t", CheckedAt = new(2022, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        }));
        await db.SaveChangesAsync(Cancel);
        foreach (var table in (SecretTable[])[new("people_worker", "worker_id", "id_cipher", "phone_cipher", "bank_cipher") { Version = "version" }, new("gigs_employer", "employer_id", "phone_cipher", "name_cipher")])
        {
            await using var session = await test.Factory.OpenAsync(Cancel);
            var stretch = Assert.Single(await db.Dialect.StretchesAsync(session, table.Table, table.Key, Cancel));
            var rows = new RowRewrite(table);
            await rows.ReadAsync(session, stretch, "1 = 1", Cancel);
            Assert.Equal(12, rows.Count);
            for (var i = 0; i < 12; i++)
            {
                rows.Values(i).Fill(9);
                rows.Choose(i);
            }

            var other = crypto.Encrypt("13800000000");
            await db.Workers().Where(w => w.WorkerId == rows.Key(5)).ExecuteUpdateAsync(u => u.SetProperty(w => w.PhoneCipher, other).SetProperty(w => w.Version, w => w.Version + 1), Cancel);
            await db.GigEmployers().Where(w => w.EmployerId == rows.Key(5)).ExecuteUpdateAsync(u => u.SetProperty(w => w.PhoneCipher, other), Cancel);
            Assert.Equal(11, await db.Dialect.RewriteAsync([session], [rows], Cancel));
            var after = new RowRewrite(table);
            await after.ReadAsync(session, stretch, "1 = 1", Cancel);
            for (var i = 0; i < 12; i++)
            {
                var same = Enumerable.Range(0, 12).Single(r => after.Key(r) == rows.Key(i));
                Assert.Equal(rows.Sizes(i).ToArray(), after.Sizes(same).ToArray());
                Assert.Equal(i == 5, after.Values(same).IndexOf(other) >= 0);
                Assert.Equal(i == 5, after.Values(same).ContainsAnyExcept((byte)9));
            }
        }
    }

    [Theory(DisplayName = "换到一半中断：再运行接着做，不再添新密钥"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task An_interrupted_rotation_goes_on(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var keys = KeyRing.Load(KeyFile, mayCreate: true);
        await LoadAsync(test, keys, 1, 20);
        var before = await ReadAsync(test, keys);
        keys.AddVersion();
        await using (var db = test.Open())
        {
            db.AllSettings().Add(new Setting { Key = "keys.rotating", Value = "2" });
            var crypto = new PersonCrypto(keys);
            foreach (var worker in await db.Workers().OrderBy(w => w.WorkerId).Take(7).ToListAsync(Cancel))
            {
                worker.IdCipher = crypto.Encrypt(crypto.Decrypt(worker.IdCipher));
                worker.PhoneCipher = crypto.Encrypt(crypto.Decrypt(worker.PhoneCipher!));
            }

            await db.SaveChangesAsync(Cancel);
        }

        var report = await RotateAsync(test, keys);
        Assert.Equal((2, true, 13L, 26L), (report.Version, report.Resumed, report.Rows, report.Values));
        Assert.Equal(before, await ReadAsync(test, keys));
    }

    [Fact(DisplayName = "密钥文件丢了新版本：不继续，说明怎么办")]
    public async Task A_lost_key_file_is_refused()
    {
        await using var test = await TestDb.CreateAsync(TestDb.Sqlite);
        var keys = KeyRing.Load(KeyFile, mayCreate: true);
        await using (var db = test.Open())
        {
            db.AllSettings().Add(new Setting { Key = "keys.rotating", Value = "2" });
            await db.SaveChangesAsync(Cancel);
        }

        await using var again = test.Open();
        Assert.Equal("key-missing", (await new RotateKeys(again, test.Factory, keys, [], clock).HandleAsync(Actor.Operator, Cancel)).Refusal!.Code);
    }

    private async Task<RotationReport> RotateAsync(TestDb test, KeyRing keys)
    {
        await using var db = test.Open();
        var result = await new RotateKeys(db, test.Factory, keys, Others, clock).HandleAsync(Actor.Operator, Cancel);
        Assert.Null(result.Refusal);
        return result.Value!;
    }

    private async Task LoadAsync(TestDb test, KeyRing keys, int from, int to, string marital = "10")
    {
        clock.Advance(TimeSpan.FromDays(1));
        await new RegisterLoad(test.Factory, keys, clock).RunAsync(Guid.CreateVersion7(), "t", 2, stage =>
        {
            for (var i = from; i <= to; i++)
            {
                stage.Add(new RosterRow
                {
                    RowNo = i, Id = IdNumber.Create(140121, new(1985, 3, 9), i), Name = "张三", Home = 140121100201, Phone = $"1990000{i:D4}", Marital = marital,
                });
            }

            return Task.CompletedTask;
        }, (_, _, _) => Task.CompletedTask, keep: true, Cancel);
    }

    private static async Task<string> ReadAsync(TestDb test, KeyRing keys)
    {
        await using var db = test.Open();
        var crypto = new PersonCrypto(keys);
        return string.Join('\n', (await db.Workers().OrderBy(w => w.WorkerId).ToListAsync(Cancel))
            .Select(w => $"{w.WorkerId} {w.Version} {crypto.Decrypt(w.IdCipher)} {crypto.Decrypt(w.PhoneCipher!)} {w.PhoneBlind}"));
    }
}
