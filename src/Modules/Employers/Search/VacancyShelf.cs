using Chunfeng.Employers.Register;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Engine.Search;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Search;

/// <summary>The published vacancies as the search engine has them, in memory; before each search what has changed since the last one is put in.</summary>
internal sealed class VacancyShelf(IDbFactory databases, RegionTree regions, CodeSets codes, OccupationWords everyday, Places places, TimeProvider clock) : IDisposable
{
    /// <summary>Changes are stamped before they are visible, by hosts whose clocks differ a little: the last minutes are looked at again.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Lazy<SearchBook> book = new(() => SearchBooks.Make(codes, everyday, regions, places));
    private VacancySearch? held;
    private DateTime readAt;

    public async Task<VacancySearch> GetAsync(CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            var now = clock.UtcStamp;
            await using var db = databases.Create();
            if (held is null)
            {
                var all = await TextsAsync(db, db.Postings().Where(p => p.State == (short)PostingState.Published), cancel);
                (held, readAt) = (new VacancySearch(all.Select(t => t.Text), book.Value), now);
                return held;
            }

            var since = readAt - Overlap;
            var changed = await TextsAsync(db, db.Postings().Where(p => p.ChangedAt >= since), cancel);
            if (changed.Count > 0)
            {
                held = held.With([.. changed.Where(c => c.Published).Select(c => c.Text)], [.. changed.Where(c => !c.Published).Select(c => c.Text.Id)]);
            }

            readAt = now;
            return held;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task<List<(VacancyText Text, bool Published)>> TextsAsync(ChunfengDb db, IQueryable<Posting> which, CancellationToken cancel)
    {
        var rows = await which.AsNoTracking().Join(db.Employers(), p => p.EmployerId, e => e.EmployerId, (p, e) => new { Posting = p, Employer = e.Name }).ToListAsync(cancel);
        return [.. rows.Select(r => (Text(r.Posting, r.Employer), (PostingState)r.Posting.State is PostingState.Published))];
    }

    private VacancyText Text(Posting p, string employer) => new()
    {
        Id = p.VacancyId, Title = p.Title, Employer = employer, Description = p.Description, Place = EmployerWords.Place(regions, p.Place), Region = p.Place, Occupation = p.Occupation,
        MonthFen = (int)p.MonthFen, Board = p.Board, Lodging = p.Lodging, Insurance = ((Insurances)p.Insurances & (Insurances.Pension | Insurances.Medical | Insurances.Injury)) != 0, Posts = p.PostsOpen,
        PostedOn = p.PublishedAt is { } at ? ChinaTime.DayOf(at) : p.FromDay, From = p.FromDay, To = p.ToDay,
    };
}
