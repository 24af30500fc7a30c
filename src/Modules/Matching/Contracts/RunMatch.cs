using System.Globalization;
using System.Text;
using Chunfeng.Employers.Contracts;
using Chunfeng.Engine.Matching;
using Chunfeng.Matching.Recommend;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;

namespace Chunfeng.Matching.Contracts;

/// <summary>What a run over everybody came to.</summary>
/// <param name="People">Who looks for work.</param>
/// <param name="Matched">Those with at least one vacancy.</param>
/// <param name="Matches">Pairs written.</param>
public sealed record MatchRunReport(string AsOf, int Vacancies, long People, long Matched, long Matches, int Top, string? File = null);

/// <summary>One reason or limit, in words.</summary>
public sealed record MatchLine(string Part, int Score, string Text);

/// <summary>One pair taken apart.</summary>
public sealed record MatchExplained(
    Guid Worker, Guid Vacancy, string Title, bool Shown, int Score, IReadOnlyList<MatchLine> Parts, IReadOnlyList<string> Unmet, IReadOnlyList<string> Notes);

/// <summary>The best vacancies for everybody who looks for work: read along the key in pieces, so memory does not grow with their number.</summary>
public sealed class RunMatch
{
    public const int MostTop = 100;
    private const int Piece = 65_536;

    private readonly IVacancies vacancies;
    private readonly ISeekers seekers;
    private readonly TimeProvider clock;
    private readonly CountTownspeople townspeople;
    private readonly RecommendJobs recommend;
    private readonly MakeSeeker make;
    private readonly MatchSettings settings;
    private readonly MatchShelf shelf;

    internal RunMatch(
        IVacancies vacancies, ISeekers seekers, TimeProvider clock, CountTownspeople townspeople, RecommendJobs recommend, MakeSeeker make, MatchSettings settings, MatchShelf shelf) =>
        (this.vacancies, this.seekers, this.clock, this.townspeople, this.recommend, this.make, this.settings, this.shelf) =
        (vacancies, seekers, clock, townspeople, recommend, make, settings, shelf);

    /// <summary>Writes rows of 劳动者编号, 名次, 岗位编号, 得分 (CSV, UTF-8).</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task<Result<MatchRunReport>> ToCsvAsync(int top, string path, Actor actor, CancellationToken cancel)
    {
        if (Refuse(top, actor) is { } refusal)
        {
            return refusal;
        }

        await using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 16);
        await writer.WriteLineAsync("劳动者编号,名次,岗位编号,得分");
        var (market, _) = await MarketAsync(actor, cancel);
        var report = await RunAsync(market, top, actor, (worker, best) =>
        {
            for (var i = 0; i < best.Length; i++)
            {
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"{worker},{i + 1},{market.Table.IdAt(best[i].Row)},{best[i].Score}\n"));
            }
        }, null, cancel);
        return report with { File = path };
    }

    /// <summary>The night's run: kept sealed, one look-up a person.</summary>
    internal Task<MatchRunReport> ToShelfAsync(int top, Guid run, Actor actor, Action<long> report, CancellationToken cancel) => shelf.KeepAsync(clock.Today, run, async stream =>
    {
        var (market, counts) = await MarketAsync(actor, cancel);
        var writer = new MatchFileWriter(stream, market.Table, market.Day, top);
        var done = await RunAsync(market, top, actor, writer.Add, report, cancel);
        writer.Complete(counts);
        return done;
    });

    /// <summary>Why a vacancy is, or is not, for a person.</summary>
    public async Task<Result<MatchExplained>> ExplainAsync(Guid worker, Guid vacancy, Actor actor, CancellationToken cancel)
    {
        var found = await recommend.ExplainAsync(worker, vacancy, actor, cancel);
        if (found.IsRefused)
        {
            return found.Refusal;
        }

        var (card, why, _) = found.Value.Offers[0];
        return new MatchExplained(
            worker, vacancy, card.Title, why.IsShown, why.Score, [.. why.Parts.Select(p => new MatchLine(p.Part.ToString().ToLowerInvariant(), p.Score, p.Text))],
            [.. why.Unmet.Select(u => u.Text)], why.Notes);
    }

    private static Refusal? Refuse(int top, Actor actor) =>
        !actor.May(Rights.MatchingRead) || !actor.May(Rights.PeopleRead) ? new Refusal("no-right", "您没有推荐匹配的权限，请联系管理员")
        : top is < 1 or > MostTop ? new Refusal("top-out-of-range", $"每人推荐的岗位数应在 1 至 {MostTop} 之间")
        : null;

    private async Task<(Market Market, IReadOnlyList<(int, long, int)> Townspeople)> MarketAsync(Actor actor, CancellationToken cancel)
    {
        var bare = await Market.LoadAsync(vacancies, settings, clock.Today, Townspeople.Nobody, cancel);
        var counts = await townspeople.HandleAsync(bare, actor, cancel);
        var known = new Townspeople(counts);
        return (new Market(bare.Table, new VacancyIndex(bare.Table, settings.Weights, bare.Day, known), known, bare.Day), counts);
    }

    private delegate void Found(Guid worker, ReadOnlySpan<Match> best);

    private async Task<MatchRunReport> RunAsync(Market market, int top, Actor actor, Found sink, Action<long>? report, CancellationToken cancel)
    {
        long people = 0, matched = 0, matches = 0;
        var piece = new List<Seeker>(Piece);

        void Flush()
        {
            var table = new SeekerTable(piece, piece.Count);
            MatchEverybody.Run(market.Index, table, top, Math.Max(1, Environment.ProcessorCount), (first, counts, best) =>
            {
                for (var i = 0; i < counts.Length; i++)
                {
                    sink(table.IdAt(first + i), best.Slice(i * top, counts[i]));
                    matched += counts[i] > 0 ? 1 : 0;
                    matches += counts[i];
                }
            }, cancel);
            people += piece.Count;
            piece.Clear();
            report?.Invoke(people);
        }

        await foreach (var fact in seekers.StreamAsync(null, market.Day, actor, cancel))
        {
            if (MakeSeeker.IsLooking(fact, market.Day))
            {
                piece.Add(make.Of(fact));
                if (piece.Count == Piece)
                {
                    Flush();
                }
            }
        }

        if (piece.Count > 0)
        {
            Flush();
        }

        return new MatchRunReport(market.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), market.Table.Count, people, matched, matches, top);
    }
}
