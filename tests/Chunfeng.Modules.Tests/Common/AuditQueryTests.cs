using Chunfeng.Modules.Tests.Support;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Regions;
using Microsoft.Extensions.Time.Testing;

namespace Chunfeng.Modules.Tests.Common;

public class AuditQueryTests
{
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private static readonly Actor Auditor = new("auditor", "审计员", RegionCode.Shanxi, new HashSet<string> { Rights.AuditRead });
    private static readonly Guid Worker = Guid.Parse("11111111-1111-8111-8111-111111111111");
    private readonly FakeTimeProvider clock = new(new(2022, 2, 28, 15, 30, 0, TimeSpan.Zero)); // 23:30 in China

    [Theory(DisplayName = "审计查询：按账号、行为、对象、来源、日期；一页一页看得全"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "13.1")]
    public async Task Found_by_each_condition(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        for (var i = 0; i < 120; i++)
        {
            await using var writing = test.Open();
            writing.Audit(clock, Auditor with { Login = i % 2 == 0 ? "a" : "b", Source = i % 3 == 0 ? "10.0.0.1" : "" }, i % 4 == 0 ? "people.unmask" : "sign-in", $"{i}", i == 7 ? Worker : null);
            await writing.SaveChangesAsync(Cancel);
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        await using var db = test.Open();
        var query = new AuditQuery(db, clock);
        async Task<List<string>> All(AuditFilter filter)
        {
            var seen = new List<string>();
            for (string? after = null; ;)
            {
                var page = (await query.HandleAsync(filter, new PageAsk(after), Auditor, Cancel)).Value!;
                seen.AddRange(page.Rows.Select(e => e.Detail));
                if (page.Next is null)
                {
                    return seen;
                }

                after = page.Next;
            }
        }

        var none = new AuditFilter(null, null, null, null, null, null);
        Assert.Equal(Enumerable.Range(0, 120).Reverse().Select(i => $"{i}"), await All(none));
        Assert.Equal(60, (await All(none with { Login = "a" })).Count);
        Assert.Equal(30, (await All(none with { Act = "people." })).Count);
        Assert.Equal(40, (await All(none with { Source = "10.0.0.1" })).Count);
        Assert.Equal(["7"], await All(none with { Worker = Worker }));
        Assert.Equal(30, (await All(none with { To = new(2022, 2, 28) })).Count); // midnight in China, not in London
        Assert.Equal(90, (await All(none with { From = new(2022, 3, 1) })).Count);
        Assert.Empty(await All(none with { Act = "%" }));
        var second = (await query.HandleAsync(none, new PageAsk((await query.HandleAsync(none, new PageAsk(), Auditor, Cancel)).Value!.Next), Auditor, Cancel)).Value!;
        var back = (await query.HandleAsync(none, new PageAsk(Before: second.Previous), Auditor, Cancel)).Value!;
        Assert.Equal(Enumerable.Range(70, 50).Reverse().Select(i => $"{i}"), back.Rows.Select(e => e.Detail));
        Assert.Null(back.Previous);
        Assert.Equal(50, (await query.HandleAsync(none, new PageAsk("junk"), Auditor, Cancel)).Value!.Rows.Count);
    }

    [Fact(DisplayName = "审计记录只有审计员看得到；导出本身也记审计，公式不生效")]
    public async Task Only_the_audit_office()
    {
        await using var test = await TestDb.CreateAsync(TestDb.Sqlite);
        await using var db = test.Open();
        db.Audit(clock, Auditor, "test", "=1+1");
        await db.SaveChangesAsync(Cancel);
        var query = new AuditQuery(db, clock);
        var filter = new AuditFilter(null, null, null, null, null, null);
        var other = Auditor with { Rights = Rights.All.Where(r => r != Rights.AuditRead).ToHashSet(StringComparer.Ordinal) };
        Assert.Equal("no-right", (await query.HandleAsync(filter, new PageAsk(), other, Cancel)).Refusal!.Code);
        using var file = new MemoryStream();
        Assert.Equal("no-right", (await query.ExportAsync(filter, file, "a.csv", other, Cancel)).Refusal!.Code);
        Assert.Equal(0, file.Length);
        Assert.Equal(2, (await query.ExportAsync(filter, file, "a.csv", Auditor, Cancel)).Value);
        var text = System.Text.Encoding.UTF8.GetString(file.ToArray());
        Assert.Contains("'=1+1", text);
        Assert.Contains("audit.export", text);
    }
}
