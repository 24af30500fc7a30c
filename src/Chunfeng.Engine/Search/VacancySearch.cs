namespace Chunfeng.Engine.Search;

/// <summary>The published vacancies, ready to be searched. Immutable, thread-safe: swap the reference to change what is searched.</summary>
/// <remarks>Changes lie in a small segment beside the large one (<see cref="With"/>); when it has grown, everything is laid out anew.</remarks>
public sealed class VacancySearch
{
    /// <summary>So many changed ones, or more than an eighth of all, and everything is laid out anew.</summary>
    public const int MostChanges = 4096;

    private readonly SearchBook book;
    private readonly SearchSegment main;
    private readonly SearchSegment changed;
    private readonly ulong[]? dead;
    private readonly int deadCount;

    /// <param name="vacancies">Each id once, in any order.</param>
    /// <exception cref="ArgumentException">An id twice.</exception>
    public VacancySearch(IEnumerable<VacancyText> vacancies, SearchBook book)
        : this(book, new SearchSegment(Once(vacancies), book), new SearchSegment([], book), null, 0)
    {
    }

    private VacancySearch(SearchBook book, SearchSegment main, SearchSegment changed, ulong[]? dead, int deadCount)
    {
        this.book = book;
        this.main = main;
        this.changed = changed;
        this.dead = dead;
        this.deadCount = deadCount;
    }

    /// <summary>Vacancies in it, open or not.</summary>
    public int Count => main.Count - deadCount + changed.Count;

    public SearchBook Book => book;

    /// <summary>The same with some vacancies put in or replaced and others taken out; this one stays as it is.</summary>
    /// <param name="put">Each id once; an id that is there is replaced.</param>
    /// <param name="removed">Ids that are not there change nothing; an id that is put as well is put.</param>
    /// <exception cref="ArgumentException">An id twice in <paramref name="put"/>.</exception>
    public VacancySearch With(IReadOnlyCollection<VacancyText> put, IReadOnlyCollection<Guid> removed)
    {
        VacancyText[] fresh = Once(put);
        HashSet<Guid> gone = [.. removed, .. fresh.Select(v => v.Id)];
        ulong[] marks = dead is null ? new ulong[(main.Count + 63) / 64] : [.. dead];
        int marked = deadCount;
        foreach (Guid id in gone)
        {
            int row = main.Find(id);
            if (row >= 0 && (marks[row >> 6] & (1UL << (row & 63))) == 0)
            {
                marks[row >> 6] |= 1UL << (row & 63);
                marked++;
            }
        }

        VacancyText[] beside = [.. Enumerable.Range(0, changed.Count).Select(row => changed[row]).Where(v => !gone.Contains(v.Id)), .. fresh];
        if (Math.Max(marked, beside.Length) > Math.Min(MostChanges, Math.Max(256, main.Count / 8)))
        {
            IEnumerable<VacancyText> left = Enumerable.Range(0, main.Count).Where(row => (marks[row >> 6] & (1UL << (row & 63))) == 0).Select(row => main[row]);
            return new VacancySearch(left.Concat(beside), book);
        }

        return new VacancySearch(book, main, new SearchSegment(beside, book), marks, marked);
    }

    /// <summary>Answers a question. When nothing fits, says why, and what would find something.</summary>
    public VacancyHits Find(VacancyQuery query)
    {
        IReadOnlyList<SearchPiece> pieces = book.Read(query.Text);
        (int total, IReadOnlyList<VacancyHit> page) = Page(query, pieces);
        IReadOnlyList<string> understood = Understood(pieces);
        if (total > 0)
        {
            return new VacancyHits(total, page, understood, "", [], []);
        }

        Relax relax = new(this, book, query, pieces);
        IReadOnlyList<Relaxation> wider = relax.Steps();
        return new VacancyHits(0, [], understood, relax.Why(), wider, wider.Count == 0 ? [] : Page(wider[0].Query with { Skip = 0 }, book.Read(wider[0].Query.Text)).Page);
    }

    /// <summary>How many fit, and nothing else.</summary>
    public int CountOf(VacancyQuery query) => Count == 0 ? 0 : Top(query, book.Read(query.Text), 0).Total;

    /// <summary>How many codes a region spans: 140100000000 spans a hundred million.</summary>
    internal static long Span(long region)
    {
        foreach (long span in (ReadOnlySpan<long>)[10_000_000_000, 100_000_000, 1_000_000, 1_000])
        {
            if (region % span == 0)
            {
                return span;
            }
        }

        return 1;
    }

    internal (int Total, List<Candidate> Best) Top(VacancyQuery query, IReadOnlyList<SearchPiece> pieces, int want)
    {
        List<Candidate> best = [];
        int total = main.Search(query, pieces, dead, want, best);
        if (changed.Count > 0)
        {
            total += changed.Search(query, pieces, null, want, best);
            best.Sort(static (a, b) => (b.Key, a.Id).CompareTo((a.Key, b.Id)));
        }

        return (total, best);
    }

    private (int Total, IReadOnlyList<VacancyHit> Page) Page(VacancyQuery query, IReadOnlyList<SearchPiece> pieces)
    {
        int skip = Math.Clamp(query.Skip, 0, VacancyQuery.MostSkip), take = Math.Clamp(query.Take, 1, VacancyQuery.MostTake);
        (int total, List<Candidate> best) = Top(query, pieces, skip + take);
        return (total, [.. best.Skip(skip).Take(take).Select(c => new VacancyHit(c.Id, c.Score, c.Metres))]);
    }

    private List<string> Understood(IReadOnlyList<SearchPiece> pieces)
    {
        List<string> said = [];
        foreach (SearchPiece piece in pieces)
        {
            string[] others = [.. piece.Occupations.Select(book.OccupationName).Where(n => n != piece.Text).Distinct().Take(3)];
            if (others.Length > 0)
            {
                said.Add($"“{piece.Text}”也按{string.Join("、", others.Select(o => $"“{o}”"))}查找");
            }
        }

        return said;
    }

    private static VacancyText[] Once(IEnumerable<VacancyText> vacancies)
    {
        VacancyText[] all = [.. vacancies];
        HashSet<Guid> seen = [];
        foreach (VacancyText v in all)
        {
            if (!seen.Add(v.Id))
            {
                throw new ArgumentException($"Vacancy {v.Id} is there twice.", nameof(vacancies));
            }
        }

        return all;
    }
}
