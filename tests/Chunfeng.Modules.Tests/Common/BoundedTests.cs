using Chunfeng.Modules.Tests.Support;
using Chunfeng.Platform.Data;

namespace Chunfeng.Modules.Tests.Common;

/// <summary>Numbers on tabs.</summary>
public class BoundedTests
{
    [Theory(DisplayName = "页签上的件数：999 以内照实数，再多只数到“999 以上”"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Counts_so_far(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        db.AddRange(Enumerable.Range(0, Bounded.Most + 10).Select(i => new Setting { Key = $"k{i:D5}", Value = "" }));
        await db.SaveChangesAsync();

        Task<int> Below(int end)
        {
            var before = $"k{end:D5}";
            return db.Set<Setting>().Where(s => s.Key.CompareTo(before) < 0).CountBoundedAsync(default);
        }

        foreach (var (all, said) in new[] { (0, 0), (12, 12), (Bounded.Most, Bounded.Most), (Bounded.Most + 1, Bounded.Most + 1), (Bounded.Most + 10, Bounded.Most + 1) })
        {
            Assert.Equal(said, await Below(all));
        }
    }
}
