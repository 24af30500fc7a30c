using Chunfeng.Modules.Tests.Support;
using Chunfeng.People;
using Chunfeng.People.Contracts;
using Chunfeng.People.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Regions;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Chunfeng.Modules.Tests.People;

public class RegisterQueryTests
{
    private const int People = 1500;
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private static readonly string Data = Path.GetDirectoryName(Places.FindUpwards(AppContext.BaseDirectory, "data/regions")!)!;
    private static readonly RegionTree Regions = RegionTree.Load(Path.Combine(Data, "regions"));
    private static readonly DateOnly Day = new(2022, 2, 27);
    private static readonly RegionCode Taiyuan = new(140100000000);
    private readonly FakeTimeProvider clock = new(new(2022, 2, 28, 1, 0, 0, TimeSpan.Zero));

    [Theory(DisplayName = "登记库查询：每种条件与逐个比对的结果一致，向后翻完再向前翻回，一人不多一人不少"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "12.3")]
    public async Task Every_filter_equals_a_plain_look(string engine)
    {
        await using var test = await FilledAsync(engine);
        await using var db = test.Open();
        var workers = await db.Workers().AsNoTracking().ToListAsync(Cancel);
        var work = (await db.WorkSpells().AsNoTracking().ToListAsync(Cancel)).ToLookup(s => s.WorkerId);
        var statuses = (await db.StatusSpells().AsNoTracking().ToListAsync(Cancel)).ToLookup(s => s.WorkerId);
        var crypto = new PersonCrypto(KeyRing.ForTests);
        bool InForce(Spell s) => s.SupersededAt is null && s.StartsOn <= Day && (s.EndsOn is null || s.EndsOn >= Day);
        int Age(Worker w) => IdNumber.Parse(crypto.Decrypt(w.IdCipher)).AgeOn(Day);
        var surname = workers[0].Name[..1];
        var phone = crypto.Decrypt(workers.First(w => w.PhoneCipher is not null).PhoneCipher!);
        var id = crypto.Decrypt(workers[5].IdCipher);
        var withX = workers.Select(w => crypto.Decrypt(w.IdCipher)).First(n => n.EndsWith('X'));
        bool Ends(Worker w, string tail) => crypto.Decrypt(w.IdCipher).EndsWith(tail, StringComparison.Ordinal)
            || (w.PhoneCipher is not null && crypto.Decrypt(w.PhoneCipher).EndsWith(tail, StringComparison.Ordinal));
        Assert.DoesNotContain(workers, w => w.IdTail is null || w.PhoneTail is null != w.PhoneCipher is null);
        var filter = new RegisterFilter { On = Day };
        (RegisterFilter Filter, Func<Worker, bool> Plain)[] cases =
        [
            (filter, _ => true),
            (filter with { Region = Taiyuan }, w => w.Home / 100_000_000 == 1401),
            (filter with { Sex = 2 }, w => w.Sex == 2),
            (filter with { Education = workers[3].Education }, w => w.Education == workers[3].Education),
            (filter with { Category = 10 }, w => statuses[w.WorkerId].Any(s => s.Category == 10 && InForce(s))),
            (filter with { Category = 1 }, w => !statuses[w.WorkerId].Any(InForce)),
            (filter with { Category = 60 }, _ => false),
            (filter with { Working = true }, w => work[w.WorkerId].Any(InForce)),
            (filter with { Working = false, Region = Taiyuan }, w => w.Home / 100_000_000 == 1401 && !work[w.WorkerId].Any(InForce)),
            (filter with { MinAge = 30, MaxAge = 30 }, w => Age(w) == 30),
            (filter with { MinAge = 60 }, w => Age(w) >= 60),
            (filter with { MaxAge = 20 }, w => Age(w) <= 20),
            (filter with { Text = surname }, w => w.Name.StartsWith(surname, StringComparison.Ordinal)),
            (filter with { Text = surname, Sex = 1, MinAge = 40 }, w => w.Name.StartsWith(surname, StringComparison.Ordinal) && w.Sex == 1 && Age(w) >= 40),
            (filter with { Text = workers[7].Name }, w => w.Name.StartsWith(workers[7].Name, StringComparison.Ordinal)),
            (filter with { Text = id }, w => w == workers[5]),
            (filter with { Text = phone }, w => w.PhoneCipher is not null && crypto.Decrypt(w.PhoneCipher) == phone),
            (filter with { Text = $" {phone[..3]} {phone[3..7]}-{phone[7..]} " }, w => w.PhoneCipher is not null && crypto.Decrypt(w.PhoneCipher) == phone),
            (filter with { Worker = workers[5].WorkerId }, w => w == workers[5]),
            (filter with { PhoneBlind = crypto.Blind('p', phone), Sex = 1 }, w => w.PhoneCipher is not null && crypto.Decrypt(w.PhoneCipher) == phone && w.Sex == 1),
            (filter with { Text = workers[0].Name[..1], Region = Taiyuan }, w => w.Home / 100_000_000 == 1401 && w.Name.StartsWith(workers[0].Name[..1], StringComparison.Ordinal)),
            (filter with { Text = id[^4..] }, w => Ends(w, id[^4..])),
            (filter with { Text = withX[^4..] }, w => Ends(w, withX[^4..])),
            (filter with { Text = phone[^4..].ToLowerInvariant() }, w => Ends(w, phone[^4..])),
            (filter with { Text = phone[^4..], Region = Taiyuan }, w => w.Home / 100_000_000 == 1401 && Ends(w, phone[^4..])),
            (filter with { Text = id[..17] }, _ => false), // not understood: nobody, not everybody
            (filter with { Text = "12345" }, _ => false),
            (filter with { Text = surname + "\0\uD842" }, w => w.Name.StartsWith(surname + "\uFFFD", StringComparison.Ordinal)),
            (filter with { Text = new string('王', 51) }, _ => false),
            (filter with { Text = "' OR 1=1 --" }, _ => false),
            (filter with { Text = "%" }, _ => false),
            (filter with { Text = "<script>" }, _ => false),
        ];
        foreach (var (asked, plain) in cases)
        {
            var forward = await WalkAsync(db, asked, Actor.Operator, forward: true);
            Assert.True(workers.Where(plain).Select(w => w.WorkerId).Order().SequenceEqual(forward.Order()), $"{asked}: {forward.Count} found, {workers.Count(plain)} are there");
            if (forward.Count > RegisterQuery.PageSize)
            {
                // from the last page back: everybody before it, in the reverse order
                var back = await WalkAsync(db, asked, Actor.Operator, forward: false);
                back.Reverse();
                Assert.Equal(forward.Take((forward.Count - 1) / RegisterQuery.PageSize * RegisterQuery.PageSize), back);
            }
        }
    }

    [Theory(DisplayName = "地址里的翻页位置写坏了：当作第一页，不出错"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task A_bad_position_is_the_first_page(string engine)
    {
        await using var test = await FilledAsync(engine);
        await using var db = test.Open();
        var query = new RegisterQuery(db, KeyRing.ForTests);
        var first = (await query.HandleAsync(new RegisterFilter { On = Day }, Actor.Operator, Cancel)).Rows.Select(r => r.WorkerId).ToList();
        foreach (var bad in new[] { "", "x", new string('9', 45), "h" + new string('z', 44), "n" + new string('0', 32), new string('h', 5000),
            $"h{Guid.Empty:N}-00000000001", $"n{Guid.Empty:N}\0", $"n{Guid.Empty:N}\uD842", $"h{Guid.Empty:N}999999999999" })
        {
            foreach (var asked in new[] { new RegisterFilter { On = Day, After = bad }, new RegisterFilter { On = Day, Sex = null, MaxAge = 120, After = bad } })
            {
                var page = await query.HandleAsync(asked, Actor.Operator, Cancel);
                Assert.Equal(first, page.Rows.Select(r => r.WorkerId));
                Assert.Null(page.Previous);
            }

            Assert.NotEmpty((await query.HandleAsync(new RegisterFilter { On = Day, Before = bad }, Actor.Operator, Cancel)).Rows);
            Assert.NotEmpty((await query.HandleAsync(new RegisterFilter { On = Day, Text = "王", After = bad }, Actor.Operator, Cancel)).Rows);
        }
    }

    [Fact(DisplayName = "翻到再深，也只读这一页：索引从上次的位置读起（PostgreSQL 执行计划）")]
    public async Task A_deep_page_reads_itself_only()
    {
        await using var test = await FilledAsync(TestDb.Postgres);
        await using var db = test.Open();
        await db.Database.OpenConnectionAsync(Cancel);
        await db.Database.ExecuteSqlRawAsync("ANALYZE people_worker; SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off", Cancel);
        var all = await db.Workers().AsNoTracking().OrderBy(w => w.Home).ThenBy(w => w.WorkerId).ToListAsync(Cancel);
        var (low, high) = (all[100], all[^100]);
        var within = db.Workers().AsNoTracking().Within(Actor.Operator);
        foreach (var page in new[]
        {
            RegisterQuery.ByHome(within, new(high.WorkerId, high.Home, ""), backwards: false), RegisterQuery.ByHome(within, new(low.WorkerId, low.Home, ""), backwards: true),
            RegisterQuery.ByName(within, new(Guid.Empty, 0, "马"), backwards: false), RegisterQuery.ByName(within, new(Guid.Empty, 0, "史"), backwards: true),
        })
        {
            using var command = page.Take(RegisterQuery.PageSize).CreateDbCommand();
            command.CommandText = "EXPLAIN ANALYZE " + command.CommandText;
            var plan = new List<string>();
            await using var reader = await command.ExecuteReaderAsync(Cancel);
            while (await reader.ReadAsync(Cancel))
            {
                plan.Add(reader.GetString(0));
            }

            Assert.Contains(plan, line => line.Contains("Index Cond", StringComparison.Ordinal));
            var skipped = plan.Where(line => line.Contains("Rows Removed by Filter", StringComparison.Ordinal)).Sum(line => int.Parse(line.Split(':')[1]));
            Assert.True(skipped < 20, string.Join('\n', plan));
        }
    }

    [Theory(DisplayName = "县级账号只看得到本县的人：列表、查号、个人页、同户、完整号码"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "13.1")]
    public async Task A_county_sees_its_own(string engine)
    {
        await using var test = await FilledAsync(engine);
        await using var db = test.Open();
        var crypto = new PersonCrypto(KeyRing.ForTests);
        var all = await db.Workers().AsNoTracking().ToListAsync(Cancel);
        var county = new RegionCode(all[0].Home).At(RegionLevel.County);
        var actor = new Actor("county", "县", county, new HashSet<string> { Rights.PeopleRead, Rights.PeopleUnmask });
        var filter = new RegisterFilter { On = Day };
        Assert.Equal(all.Where(w => county.Contains(new RegionCode(w.Home))).Select(w => w.WorkerId).Order(), (await WalkAsync(db, filter, actor, true)).Order());
        var stranger = all.First(w => !county.Contains(new RegionCode(w.Home)));
        var query = new RegisterQuery(db, KeyRing.ForTests);
        Assert.Empty((await query.HandleAsync(filter with { Text = crypto.Decrypt(stranger.IdCipher) }, actor, Cancel)).Rows);
        Assert.DoesNotContain((await query.HandleAsync(filter with { Region = RegionCode.Shanxi, Text = stranger.Name }, actor, Cancel)).Rows, r => r.WorkerId == stranger.WorkerId);
        var people = new PersonQuery(db, KeyRing.ForTests, clock);
        Assert.Equal("worker-not-found", (await people.HandleAsync(stranger.WorkerId, actor, Cancel)).Refusal!.Code);
        Assert.Equal("worker-not-found", (await people.UnmaskAsync(stranger.WorkerId, "核对", actor, Cancel)).Refusal!.Code);
        Assert.False((await people.HandleAsync(all[0].WorkerId, actor, Cancel)).IsRefused);
        Assert.Equal("no-right", (await people.UnmaskAsync(all[0].WorkerId, "核对", actor with { Rights = new HashSet<string> { Rights.PeopleRead } }, Cancel)).Refusal!.Code);
        Assert.Empty((await query.HandleAsync(filter, actor with { Rights = new HashSet<string>() }, Cancel)).Rows);
        Assert.Empty((await query.HandleAsync(filter with { Sex = 1 }, actor with { Rights = new HashSet<string>() }, Cancel)).Rows);
        Assert.Empty((await query.HandleAsync(filter with { Region = new RegionCode(stranger.Home).At(RegionLevel.County) }, actor, Cancel)).Rows);
        Assert.Empty((await query.HandleAsync(filter with { Worker = stranger.WorkerId }, actor, Cancel)).Rows);
        Assert.Empty((await query.HandleAsync(filter with { PhoneBlind = all.First(w => w.PhoneBlind is not null && !county.Contains(new RegionCode(w.Home))).PhoneBlind }, actor, Cancel)).Rows);

        // one household over two counties: each account sees its own half
        await db.Workers().Where(w => w.WorkerId == stranger.WorkerId).ExecuteUpdateAsync(s => s.SetProperty(w => w.HouseholdId, all[0].HouseholdId), Cancel);
        Assert.DoesNotContain((await people.HandleAsync(all[0].WorkerId, actor, Cancel)).Value!.Household, m => m.WorkerId == stranger.WorkerId);
        Assert.Contains((await people.HandleAsync(all[0].WorkerId, Actor.Operator, Cancel)).Value!.Household, m => m.WorkerId == stranger.WorkerId);
        Assert.Equal(0, await db.AuditEntries().CountAsync(a => a.Act == "people.unmask", Cancel));
    }

    [Theory(DisplayName = "合并的登记：务工和类别计在合并后的人名下，用旧号码、旧手机号也找得到"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "12.3")]
    public async Task Merged_registrations_are_followed(string engine)
    {
        await using var test = await FilledAsync(engine);
        await using var db = test.Open();
        var all = await db.Workers().AsNoTracking().OrderBy(w => w.WorkerId).ToListAsync(Cancel);
        bool InForce(Spell s) => s.SupersededAt is null && s.StartsOn <= Day && (s.EndsOn is null || s.EndsOn >= Day);
        var working = (await db.WorkSpells().AsNoTracking().ToListAsync(Cancel)).Where(InForce).Select(s => s.WorkerId).ToHashSet();
        var poor = (await db.StatusSpells().AsNoTracking().ToListAsync(Cancel)).Where(s => InForce(s) && s.Category == 10).Select(s => s.WorkerId).ToHashSet();
        var from = all.First(w => working.Contains(w.WorkerId) && poor.Contains(w.WorkerId) && w.PhoneBlind is not null);
        var county = new RegionCode(from.Home).At(RegionLevel.County);
        var into = all.First(w => !working.Contains(w.WorkerId) && !poor.Contains(w.WorkerId) && !county.Contains(new RegionCode(w.Home)));
        var filter = new RegisterFilter { On = Day };
        RegisterFilter[] later = [filter with { Working = true }, filter with { Category = 10 }];
        RegisterFilter[] before = [filter with { Working = false }, filter with { Category = 1 }];
        async Task ExpectAsync(RegisterFilter[] filters, Guid worker, bool there)
        {
            foreach (var asked in filters)
            {
                Assert.Equal(there, (await WalkAsync(db, asked, Actor.Operator, true)).Contains(worker));
            }
        }

        await ExpectAsync(before, into.WorkerId, true);
        await ExpectAsync(later, into.WorkerId, false);
        await db.Workers().Where(w => w.WorkerId == from.WorkerId).ExecuteUpdateAsync(s => s.SetProperty(w => w.MergedInto, into.WorkerId), Cancel);
        await ExpectAsync(before, into.WorkerId, false);
        await ExpectAsync(later, into.WorkerId, true);
        await ExpectAsync([filter, .. later], from.WorkerId, false);

        var query = new RegisterQuery(db, KeyRing.ForTests);
        var crypto = new PersonCrypto(KeyRing.ForTests);
        foreach (var number in new[] { crypto.Decrypt(from.IdCipher), crypto.Decrypt(from.PhoneCipher!) })
        {
            var found = (await query.HandleAsync(filter with { Text = number }, Actor.Operator, Cancel)).Rows.Single(r => r.WorkerId == into.WorkerId);
            Assert.True(found.Working);
            var named = await new FindPeople(db, new NamedPeople(db, KeyRing.ForTests), KeyRing.ForTests).HandleAsync(number, Actor.Operator, Cancel);
            Assert.Contains(into.WorkerId, named.Value!.Select(p => p.WorkerId));
        }

        var plain = new List<RegisterRow>();
        for (var page = await query.HandleAsync(filter, Actor.Operator, Cancel); ; page = await query.HandleAsync(filter with { After = page.Next }, Actor.Operator, Cancel))
        {
            plain.AddRange(page.Rows);
            if (page.Next is null)
            {
                break;
            }
        }

        Assert.True(plain.Single(r => r.WorkerId == into.WorkerId).Working);
        Assert.Equal(working.Where(w => w != from.WorkerId).Append(into.WorkerId).Order(), plain.Where(r => r.Working).Select(r => r.WorkerId).Order());
        var people = new PersonQuery(db, KeyRing.ForTests, clock);
        var view = (await people.HandleAsync(into.WorkerId, Actor.Operator, Cancel)).Value!;
        Assert.Contains(view.Work, s => s.WorkerId == from.WorkerId);
        Assert.Contains(view.Statuses, s => s.WorkerId == from.WorkerId && s.Category == 10);
        Assert.Equal([(from.WorkerId, true)], view.Merged.Select(m => (m.WorkerId, m.InScope)));
        var elsewhere = new Actor("county", "县", new RegionCode(into.Home).At(RegionLevel.County), new HashSet<string> { Rights.PeopleRead });
        Assert.False((await people.HandleAsync(into.WorkerId, elsewhere, Cancel)).Value!.Merged.Single().InScope);
        Assert.Empty((await query.HandleAsync(filter with { Text = crypto.Decrypt(from.IdCipher) }, elsewhere, Cancel)).Rows);
    }

    [Theory(DisplayName = "看完整号码：要事由，先记审计再显示"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "13.1")]
    public async Task Unmasking_is_logged(string engine)
    {
        await using var test = await FilledAsync(engine);
        await using var db = test.Open();
        var worker = await db.Workers().AsNoTracking().OrderBy(w => w.WorkerId).FirstAsync(Cancel);
        var people = new PersonQuery(db, KeyRing.ForTests, clock);
        Assert.Equal("reason-missing", (await people.UnmaskAsync(worker.WorkerId, "  ", Actor.Operator, Cancel)).Refusal!.Code);
        var shown = (await people.UnmaskAsync(worker.WorkerId, "核对工资卡", Actor.Operator, Cancel)).Value;
        Assert.True(IdNumber.TryParse(shown.Id, out var id, out _));
        Assert.Equal(worker.WorkerId, new PersonCrypto(KeyRing.ForTests).WorkerId(id));
        var entry = await db.AuditEntries().SingleAsync(a => a.Act == "people.unmask", Cancel);
        Assert.Equal((worker.WorkerId, "核对工资卡", "operator"), (entry.WorkerId, entry.Detail, entry.Login));
        Assert.Equal("reason-holds-number", (await people.UnmaskAsync(worker.WorkerId, $"核对 {shown.Id}", Actor.Operator, Cancel)).Refusal!.Code);
        Assert.False((await people.UnmaskAsync(worker.WorkerId, "2022-02-27 走访\0" + new string('查', 199) + "\uD842", Actor.Operator, Cancel)).IsRefused);
        Assert.InRange((await db.AuditEntries().Where(a => a.Act == "people.unmask").ToListAsync(Cancel)).Max(a => a.Detail.Length), 190, 200);
    }

    [Theory(DisplayName = "审计写不进去，就不显示完整号码"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "13.1")]
    public async Task No_entry_no_number(string engine)
    {
        await using var test = await FilledAsync(engine);
        await using var db = test.Open();
        var worker = await db.Workers().AsNoTracking().FirstAsync(Cancel);
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE platform_audit RENAME TO platform_audit_gone", Cancel);
        await Assert.ThrowsAnyAsync<Exception>(() => new PersonQuery(db, KeyRing.ForTests, clock).UnmaskAsync(worker.WorkerId, "核对", Actor.Operator, Cancel));
    }

    [Theory(DisplayName = "名字里有生僻字（第二平面）的人，按姓也找得到"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Rare_characters_are_found(string engine)
    {
        await using var test = await FilledAsync(engine);
        await using var db = test.Open();
        var someone = await db.Workers().AsNoTracking().Select(w => w.WorkerId).FirstAsync(Cancel);
        await db.Workers().Where(w => w.WorkerId == someone).ExecuteUpdateAsync(s => s.SetProperty(w => w.Name, "王𠮷"), Cancel);
        foreach (var text in new[] { "王", "王𠮷" })
        {
            Assert.Contains(someone, await WalkAsync(db, new RegisterFilter { On = Day, Text = text }, Actor.Operator, true));
        }
    }

    [Fact(DisplayName = "年龄的界限与身份证号算出的周岁处处一致，2月29日出生的也一样")]
    public void Age_bounds_agree_with_the_number() =>
        Gen.Select(Gen.Int[0, 25_000], Gen.Int[0, 100], Gen.Bool).Sample((birth, age, leap) =>
        {
            var born = leap ? new DateOnly(1920 + (birth % 17 * 4), 2, 29) : new DateOnly(1920, 1, 1).AddDays(birth);
            for (var around = -2; around <= 2; around++)
            {
                Check(born, born.AddYears(age).AddDays(around), age); // the days about the birthday, where it is decided
            }
        });

    private static void Check(DateOnly born, DateOnly on, int age)
    {
        Assert.Equal(IdNumber.Create(140121, born, 1).AgeOn(on), Ages.On(born, on));
        Assert.Equal(Ages.On(born, on) >= age, born <= Ages.BornBy(on, age));
    }

    private static async Task<List<Guid>> WalkAsync(ChunfengDb db, RegisterFilter filter, Actor actor, bool forward)
    {
        var query = new RegisterQuery(db, KeyRing.ForTests);
        var seen = new List<Guid>();
        var page = await query.HandleAsync(filter, actor, Cancel);
        if (!forward)
        {
            while (page.Next is not null)
            {
                page = await query.HandleAsync(filter with { After = page.Next }, actor, Cancel);
            }

            page = await query.HandleAsync(filter with { Before = page.Previous }, actor, Cancel);
        }

        while (true)
        {
            seen.AddRange(forward ? page.Rows.Select(r => r.WorkerId) : page.Rows.Select(r => r.WorkerId).Reverse());
            if ((forward ? page.Next : page.Previous) is not { } at)
            {
                return seen;
            }

            page = await query.HandleAsync(forward ? filter with { After = at } : filter with { Before = at }, actor, Cancel);
        }
    }

    private async Task<TestDb> FilledAsync(string engine)
    {
        var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        Assert.False((await new CreateDemo(db, test.Factory, KeyRing.ForTests, Regions, clock).HandleAsync(People, 3, Day, Actor.Operator, Cancel)).IsRefused);
        return test;
    }
}
