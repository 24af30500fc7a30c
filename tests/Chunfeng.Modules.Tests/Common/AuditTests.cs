using Chunfeng.Modules.Tests.Support;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Chunfeng.Modules.Tests.Common;

public sealed class AuditTests : IDisposable
{
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private readonly string folder = Directory.CreateTempSubdirectory("chunfeng-audit-").FullName;
    private readonly FakeTimeProvider clock = new(new(2022, 2, 28, 1, 0, 0, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory(DisplayName = "没有动过的审计记录通过检查"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "13.1")]
    public async Task An_untouched_trail_is_sound(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await WriteAsync(test);
        var report = await VerifyAsync(test);
        Assert.Empty(report.Findings);
        Assert.Equal((true, 30L, 3), (report.Sound, report.Entries, report.Chains));
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), await Seqs(test, "b"));
    }

    [Theory(DisplayName = "有人直接改库：改动、删除、换序、截断、连链头一起截断，都查得出")]
    [InlineData("UPDATE platform_audit SET detail = '改' WHERE login = 'b' AND seq = 4", "changed", 4)]
    [InlineData("UPDATE platform_audit SET at = (SELECT at FROM platform_audit WHERE login = 'a' AND seq = 1) WHERE login = 'b' AND seq = 4", "changed", 4)]
    [InlineData("UPDATE platform_audit SET worker_id = NULL WHERE login = 'b' AND seq = 4", "changed", 4)]
    [InlineData("DELETE FROM platform_audit WHERE login = 'b' AND seq = 4", "missing", 4)]
    [InlineData("DELETE FROM platform_audit WHERE login = 'b' AND seq = 1", "missing", 1)]
    [InlineData("UPDATE platform_audit SET seq = 99 WHERE login = 'b' AND seq = 4; UPDATE platform_audit SET seq = 4 WHERE login = 'b' AND seq = 5; UPDATE platform_audit SET seq = 5 WHERE login = 'b' AND seq = 99", "changed", 4)]
    [InlineData("DELETE FROM platform_audit WHERE login = 'b' AND seq > 8", "truncated", 10)]
    [InlineData("DELETE FROM platform_audit WHERE login = 'b' AND seq > 8; UPDATE platform_audit_head SET version = 8, hash = (SELECT hash FROM platform_audit WHERE login = 'b' AND seq = 8) WHERE login = 'b'", "truncated", 10)]
    [InlineData("DELETE FROM platform_audit WHERE login = 'b'; DELETE FROM platform_audit_head WHERE login = 'b'", "truncated", 10)]
    [InlineData("DELETE FROM platform_audit_head WHERE login = 'b'", "head", 10)]
    [Trait("Clause", "13.1")]
    public async Task Hand_edits_are_found(string sql, string kind, long seq)
    {
        foreach (var engine in new[] { TestDb.Sqlite, TestDb.Postgres })
        {
            await using var test = await TestDb.CreateAsync(engine);
            await WriteAsync(test);
            await using (var db = test.Open())
            {
                await db.Database.ExecuteSqlRawAsync(sql, Cancel);
            }

            var report = await VerifyAsync(test);
            Assert.False(report.Sound);
            Assert.Contains(report.Findings, f => f.Login == "b" && f.Kind == kind && f.Seq == seq);
            Assert.All(report.Findings, f => Assert.Equal("b", f.Login));
            File.Delete(Path.Combine(folder, "audit-anchors.log"));
        }
    }

    [Fact(DisplayName = "整条链重算过哈希，也与库外锚点对不上；锚点文件被改也查得出")]
    public async Task A_rewritten_chain_is_found_by_its_anchors()
    {
        await using var test = await TestDb.CreateAsync(TestDb.Sqlite);
        await WriteAsync(test);
        await using (var db = test.Open())
        {
            var hash = AuditChain.Start;
            foreach (var entry in await db.AuditEntries().Where(e => e.Login == "b").OrderBy(e => e.Seq).ToListAsync(Cancel))
            {
                db.Entry(entry).Property(e => e.Detail).CurrentValue = "改写";
                entry.Hash = hash = AuditChain.Hash(entry, hash);
            }

            (await db.Set<AuditHead>().SingleAsync(h => h.Login == "b", Cancel)).Hash = hash;
            await db.SaveChangesAsync(Cancel);
        }

        Assert.Contains((await VerifyAsync(test)).Findings, f => f.Login == "b" && f.Message.Contains("锚点", StringComparison.Ordinal));
        var file = Path.Combine(folder, "audit-anchors.log");
        var lines = await File.ReadAllLinesAsync(file, Cancel);
        await File.WriteAllLinesAsync(file, lines.Skip(1), Cancel);
        Assert.Contains((await VerifyAsync(test)).Findings, f => f.Kind == "anchor");
    }

    [Theory(DisplayName = "同一账号同时写审计：一条不丢，链不断"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Writers_of_one_account_take_turns(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            for (var n = 0; n < 5; n++)
            {
                await using var db = test.Open();
                db.Audit(clock, Who("same"), "test", $"{i}-{n}");
                for (var more = 0; more < 4; more++) // several places each: batches meet in different orders
                {
                    db.Audit(clock, Who("same"), "test", $"{i}-{n} again {more}");
                }

                await db.SaveChangesAsync(Cancel);
            }
        }));
        var report = await VerifyAsync(test);
        Assert.Empty(report.Findings);
        Assert.Equal(150, report.Entries);
    }

    [Theory(DisplayName = "业务没有保存，审计也不留；审计与业务同进退"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Both_or_neither(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using (var db = test.Open())
        {
            db.AllSettings().Add(new Setting { Key = "k", Value = "1" });
            await db.SaveChangesAsync(Cancel);
        }

        await using (var db = test.Open())
        {
            db.AllSettings().Add(new Setting { Key = "k", Value = "2" });
            db.Audit(clock, Who("a"), "test", "");
            await Assert.ThrowsAnyAsync<DbUpdateException>(() => db.SaveChangesAsync(Cancel));
        }

        var report = await VerifyAsync(test);
        Assert.Equal((true, 0L), (report.Sound, report.Entries));
    }

    private static Actor Who(string login) => new(login, login, RegionCode.Shanxi, new HashSet<string>()) { Source = "10.1.2.3" };

    private AuditAnchors Anchors(TestDb test) => new(test.Factory, KeyRing.ForTests, new Places("", folder), clock);

    private async Task WriteAsync(TestDb test)
    {
        foreach (var round in Enumerable.Range(0, 10))
        {
            foreach (var login in new[] { "a", "b", "c" })
            {
                await using var db = test.Open();
                clock.Advance(TimeSpan.FromSeconds(1));
                db.Audit(clock, Who(login), "test", $"{round}", Guid.Parse("11111111-1111-4111-8111-111111111111"), "电话=138****0000", "电话=139****0000");
                await db.SaveChangesAsync(Cancel);
            }
        }

        using var anchors = Anchors(test);
        Assert.Equal(3, await anchors.WriteAsync(Cancel));
        Assert.Equal(0, await anchors.WriteAsync(Cancel));
    }

    private async Task<AuditReport> VerifyAsync(TestDb test)
    {
        await using var db = test.Open();
        using var anchors = Anchors(test);
        return await new VerifyAudit(db, anchors).HandleAsync(Cancel);
    }

    private static async Task<List<long>> Seqs(TestDb test, string login)
    {
        await using var db = test.Open();
        return await db.AuditEntries().Where(e => e.Login == login).OrderBy(e => e.Seq).Select(e => e.Seq).ToListAsync(Cancel);
    }
}
