using Chunfeng.Employers.Contracts;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;

namespace Chunfeng.Matching.Recommend;

/// <summary>Counts who of which county works for the employers of today's market: by credit code, or by name where the register has no code.</summary>
internal sealed class CountTownspeople(IVacancies vacancies, ISeekers seekers)
{
    private const int Batch = 400;

    public async Task<IReadOnlyList<(int Employer, long Home, int People)>> HandleAsync(Market market, Actor actor, CancellationToken cancel)
    {
        var (byCredit, byName) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var ids in Enumerable.Range(0, market.Table.Count).Where(row => market.Table[row].Employer >= 0).Select(market.Table.IdAt).Chunk(Batch))
        {
            foreach (var card in await vacancies.FindAsync(ids, cancel))
            {
                byCredit.TryAdd(card.EmployerCredit, card.Facts.Employer);
                byName.TryAdd(card.Employer, card.Facts.Employer);
            }
        }

        byCredit.Remove("");
        byName.Remove("");
        var counts = new Dictionary<(int Employer, long County), int>();
        if (byCredit.Count + byName.Count > 0)
        {
            await foreach (var group in seekers.AtWorkAsync(market.Day, actor, cancel))
            {
                if ((group.EmployerCredit.Length > 0 && byCredit.TryGetValue(group.EmployerCredit, out var employer))
                    || (group.EmployerCredit.Length == 0 && byName.TryGetValue(group.Employer, out employer)))
                {
                    counts[(employer, group.County)] = counts.GetValueOrDefault((employer, group.County)) + group.People;
                }
            }
        }

        return [.. counts.OrderBy(c => c.Key).Select(c => (c.Key.Employer, c.Key.County, c.Value))];
    }
}
