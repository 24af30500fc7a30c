using Chunfeng.Engine.Search;
using Lucene.Net.Analysis;
using Lucene.Net.Analysis.Cjk;
using Lucene.Net.Analysis.Core;
using Lucene.Net.Analysis.Standard;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Queries;
using Lucene.Net.Queries.Function;
using Lucene.Net.Queries.Function.DocValues;
using Lucene.Net.Search;
using Lucene.Net.Store;
using Lucene.Net.Util;

namespace Chunfeng.Benchmarks.Jobs;

/// <summary>Searching 100,000 vacancies in words, with filters and in an order, against Lucene.Net answering the same questions.</summary>
internal sealed class VacancySearchJob : Job
{
    public override string Name => "vacancy-search";
    public override string What => "words, filters and order over 100,000 vacancies, a page of 20 and the total, against Lucene.Net";
    public override bool NeedsPostgres => false;

    public override async Task<JobResult> RunAsync(Bench bench)
    {
        var rows = bench.Options.Rows ?? 100_000;
        var market = await SearchMarket.MakeAsync(bench, rows);
        using var lucene = await bench.OnceAsync("lucene-search", () => Task.FromResult(new LuceneSearch(market)));

        // the same answers first
        int nothing = 0;
        for (var i = 0; i < market.Queries.Length; i++)
        {
            var query = market.Queries[i];
            var (total, ids) = lucene.Find(query);
            var hits = market.Index.Find(query);
            nothing += total == 0 ? 1 : 0;
            if (hits.Total != total || (Ordered(query) && !hits.Page.Select(h => h.Id).SequenceEqual(ids.Select(d => market.Vacancies[d].Id))))
            {
                throw new InvalidOperationException($"Chunfeng ({hits.Total}) and Lucene ({total}) do not agree about {query}");
            }
        }

        List<double> theirMedians = [], ourMedians = [], theirTails = [], ourTails = [], theirWallTails = [], ourWallTails = [];
        for (var i = 0; i < Math.Max(5, bench.Options.Repetitions); i++)
        {
            var (theirs, theirClock) = Measure.Each(market.Queries.Length, q => lucene.Find(market.Queries[q]));
            var (ours, ourClock) = Measure.Each(market.Queries.Length, q => market.Index.Find(market.Queries[q]));
            theirMedians.Add(Measure.Quantile(theirs, 0.5));
            theirTails.Add(Measure.Quantile(theirs, 0.99));
            ourMedians.Add(Measure.Quantile(ours, 0.5));
            ourTails.Add(Measure.Quantile(ours, 0.99));
            theirWallTails.Add(Measure.Quantile(theirClock, 0.99));
            ourWallTails.Add(Measure.Quantile(ourClock, 0.99));
            Console.WriteLine($"   {i + 1}: Lucene p50 {theirMedians[^1]:N3} ms p99 {theirTails[^1]:N3} ms, Chunfeng p50 {ourMedians[^1]:N3} ms p99 {ourTails[^1]:N3} ms");
        }

        var rebuild = Measure.Median([.. await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Measure.TimeAsync(() => Task.FromResult(new VacancySearch(market.Vacancies, market.Book)))))]);
        var change = Measure.Median([.. await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Measure.TimeAsync(() => Task.FromResult(market.Index.With(market.Vacancies[..500], [])))))]);
        var baseline = new Side("Lucene.Net, one question, p50, processor time", theirMedians);
        var side = new Side("VacancySearch.Find, one question, p50, processor time", ourMedians);
        var ratio = baseline.Median / side.Median;
        var tail = Measure.Median(theirTails) / Measure.Median(ourTails);
        return new JobResult(Name, What, baseline, side, ratio, "not slower at p50 and p99", ratio >= 1 && tail >= 1, new Dictionary<string, object>
        {
            ["rows"] = rows,
            ["questions"] = $"{market.Queries.Length} a repetition, both sides the same; all totals compared and equal, and the pages of those ordered by pay, distance or day",
            ["p99Milliseconds"] = Math.Round(Measure.Median(ourTails), 3),
            ["luceneP99Milliseconds"] = Math.Round(Measure.Median(theirTails), 3),
            ["p99Ratio"] = Math.Round(tail, 2),
            ["wallP99"] = $"Lucene {Measure.Median(theirWallTails):N3} ms, Chunfeng {Measure.Median(ourWallTails):N3} ms",
            ["nothingFits"] = $"{nothing} questions; there Chunfeng also names the reason and finds and counts what would fit, Lucene does not",
            ["buildMilliseconds"] = Math.Round(rebuild),
            ["changeOf500Milliseconds"] = Math.Round(change, 1),
            ["lucene"] = "4.8.0-beta00017, one segment in memory; CJKBigramFilter (with single characters in the short fields), width and case folded; a piece must fit one of four fields or an occupation; "
                + "its own scoring for relevance, doc values and a value source for pay, day and distance; every filter cached",
            ["loadAverage"] = MachineLoad.Now(),
        });
    }

    /// <summary>Whether the order is the same for both; scores of words are each side's own.</summary>
    private static bool Ordered(VacancyQuery query) => query.Order != VacancyOrder.Relevance;

    private sealed class LuceneSearch : IDisposable
    {
        private static readonly string[] Fields = ["title", "employer", "place", "description"];
        private readonly RAMDirectory directory = new();
        private readonly DirectoryReader reader;
        private readonly IndexSearcher searcher;
        private readonly SearchMarket market;
        private readonly Dictionary<string, Filter> filters = [];
        private readonly Dictionary<long, (double, double)?> points = [];

        public LuceneSearch(SearchMarket market)
        {
            this.market = market;
            using (var writer = new IndexWriter(directory, new IndexWriterConfig(LuceneVersion.LUCENE_48, new Bigrams())))
            {
                foreach (var v in market.Vacancies)
                {
                    writer.AddDocument(Describe(v));
                }

                writer.ForceMerge(1);
            }

            reader = DirectoryReader.Open(directory);
            searcher = new IndexSearcher(reader);
        }

        public (int Total, int[] Page) Find(VacancyQuery q)
        {
            var pieces = market.Book.Read(q.Text);
            Query query = new MatchAllDocsQuery();
            if (pieces.Count > 0)
            {
                var all = new BooleanQuery();
                foreach (var piece in pieces)
                {
                    all.Add(Fits(piece), q.AnyWord ? Occur.SHOULD : Occur.MUST);
                }

                query = all;
            }

            var sort = q.Order switch
            {
                VacancyOrder.Pay => new Sort(new SortField("pay", SortFieldType.INT32, true)),
                VacancyOrder.Newest => new Sort(new SortField("posted", SortFieldType.INT32, true)),
                VacancyOrder.Distance => Point(q.Near) is { } from ? new Sort(new Distance(this, from).GetSortField(false)) : new Sort(SortField.FIELD_DOC),
                _ when pieces.Count == 0 => new Sort(new SortField("posted", SortFieldType.INT32, true)),
                _ => null,
            };
            var top = sort is null ? searcher.Search(query, Limits(q), q.Skip + q.Take) : searcher.Search(query, Limits(q), q.Skip + q.Take, sort.Rewrite(searcher));
            return (top.TotalHits, [.. top.ScoreDocs.Skip(q.Skip).Select(d => d.Doc)]);
        }

        public void Dispose()
        {
            reader.Dispose();
            directory.Dispose();
        }

        private static Document Describe(VacancyText v)
        {
            Document document = [];
            void Term(string field, string value) => document.Add(new StringField(field, value, Field.Store.NO));
            document.Add(new TextField("title", v.Title, Field.Store.NO));
            document.Add(new TextField("employer", v.Employer, Field.Store.NO));
            document.Add(new TextField("place", v.Place, Field.Store.NO));
            document.Add(new TextField("description", v.Description, Field.Store.NO));
            foreach (var level in new[] { 1, 100, 10_000, 1_000_000 })
            {
                Term("o" + level, (v.Occupation / level).ToString());
            }

            foreach (var level in new[] { 1, 1_000, 1_000_000, 100_000_000, 10_000_000_000 })
            {
                Term("r" + level, (v.Region / level).ToString());
            }

            Term("board", v.Board ? "1" : "0");
            Term("lodging", v.Lodging ? "1" : "0");
            Term("insurance", v.Insurance ? "1" : "0");
            Term("posts", v.Posts > 0 ? "1" : "0");
            document.Add(new Int32Field("payRange", v.MonthFen, Field.Store.NO));
            document.Add(new Int32Field("postedRange", v.PostedOn.DayNumber, Field.Store.NO));
            document.Add(new Int32Field("from", v.From.DayNumber, Field.Store.NO));
            document.Add(new Int32Field("to", v.To.DayNumber, Field.Store.NO));
            document.Add(new NumericDocValuesField("pay", v.MonthFen));
            document.Add(new NumericDocValuesField("posted", v.PostedOn.DayNumber));
            document.Add(new NumericDocValuesField("region", v.Region));
            return document;
        }

        private static BooleanQuery Fits(SearchPiece piece)
        {
            var any = new BooleanQuery();
            var terms = Terms(piece.Text);
            foreach (var field in Fields)
            {
                if (terms.Count == 1)
                {
                    any.Add(new TermQuery(new Term(field, terms[0])), Occur.SHOULD);
                    continue;
                }

                var all = new BooleanQuery();
                foreach (var term in terms)
                {
                    all.Add(new TermQuery(new Term(field, term)), Occur.MUST);
                }

                any.Add(all, Occur.SHOULD);
            }

            foreach (var code in piece.Occupations)
            {
                var span = Engine.Matching.OccupationCode.Span(code);
                any.Add(new TermQuery(new Term("o" + span, (code / span).ToString())), Occur.SHOULD);
            }

            return any;
        }

        private static List<string> Terms(string text)
        {
            List<string> terms = [];
            foreach (var (start, length) in SearchText.Runs(text))
            {
                var run = text.Substring(start, length).ToLowerInvariant();
                if (length == 1 || SearchText.IsLatin(run[0]))
                {
                    terms.Add(run);
                    continue;
                }

                for (var i = 0; i + 1 < length; i++)
                {
                    terms.Add(run.Substring(i, 2));
                }
            }

            return [.. terms.Distinct()];
        }

        private BooleanFilter? Limits(VacancyQuery q)
        {
            var all = new BooleanFilter();
            void Must(string key, Func<Filter> make)
            {
                if (!filters.TryGetValue(key, out var filter))
                {
                    filters[key] = filter = new CachingWrapperFilter(make());
                }

                all.Add(filter, Occur.MUST);
            }

            Filter Only(string field, string value) => new TermsFilter(new Term(field, value));
            if (q.Region != 0)
            {
                var span = VacancySearch.Span(q.Region);
                Must($"r{q.Region}", () => Only("r" + span, (q.Region / span).ToString()));
            }

            if (q.Occupation != 0)
            {
                var span = Engine.Matching.OccupationCode.Span(q.Occupation);
                Must($"o{q.Occupation}", () => Only("o" + span, (q.Occupation / span).ToString()));
            }

            if (q.LeastFen > 0)
            {
                Must($"pay{q.LeastFen}", () => NumericRangeFilter.NewInt32Range("payRange", q.LeastFen, null, true, true));
            }

            foreach (var (wanted, field) in new[] { (q.Board, "board"), (q.Lodging, "lodging"), (q.Insurance, "insurance") })
            {
                if (wanted)
                {
                    Must(field, () => Only(field, "1"));
                }
            }

            if (q.PostedSince is { } since)
            {
                Must($"posted{since}", () => NumericRangeFilter.NewInt32Range("postedRange", since.DayNumber, null, true, true));
            }

            if (q.OpenOn is { } day)
            {
                Must($"open{day}", () => new BooleanFilter
                {
                    { Only("posts", "1"), Occur.MUST },
                    { NumericRangeFilter.NewInt32Range("from", null, day.DayNumber, true, true), Occur.MUST },
                    { NumericRangeFilter.NewInt32Range("to", day.DayNumber, null, true, true), Occur.MUST },
                });
            }

            return all.Clauses.Count == 0 ? null : all;
        }

        private (double, double)? Point(long region)
        {
            if (!points.TryGetValue(region, out var point))
            {
                points[region] = point = market.Book.Point(region);
            }

            return point;
        }

        /// <summary>Bigrams as Lucene makes them; single characters too, but not of the long field.</summary>
        private sealed class Bigrams : Analyzer
        {
            public Bigrams() : base(PER_FIELD_REUSE_STRATEGY)
            {
            }

            protected override TokenStreamComponents CreateComponents(string fieldName, TextReader reader)
            {
                var words = new StandardTokenizer(LuceneVersion.LUCENE_48, reader);
                var folded = new LowerCaseFilter(LuceneVersion.LUCENE_48, new CJKWidthFilter(words));
                TokenStream pairs = new CJKBigramFilter(folded, CJKScript.HAN, fieldName != "description");
                return new TokenStreamComponents(words, pairs);
            }
        }

        private sealed class Distance(LuceneSearch search, (double, double) from) : ValueSource
        {
            public override string GetDescription() => "distance";

            public override bool Equals(object? o) => ReferenceEquals(this, o);

            public override int GetHashCode() => from.GetHashCode();

            public override FunctionValues GetValues(System.Collections.IDictionary context, AtomicReaderContext readerContext)
            {
                var regions = readerContext.AtomicReader.GetNumericDocValues("region");
                Dictionary<long, int> metres = [];
                return new Values(this, doc =>
                {
                    var region = regions.Get(doc);
                    if (!metres.TryGetValue(region, out var way))
                    {
                        metres[region] = way = search.Point(region) is { } to ? SearchBook.Metres(from, to) : int.MaxValue;
                    }

                    return way;
                });
            }

            private sealed class Values(ValueSource source, Func<int, int> of) : Int32DocValues(source)
            {
                public override int Int32Val(int doc) => of(doc);
            }
        }
    }
}
