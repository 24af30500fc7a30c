using System.Diagnostics;
using System.Numerics;
using Chunfeng.Engine.Matching;
using Chunfeng.Engine.Tests.Support;

namespace Chunfeng.Benchmarks.Jobs;

/// <summary>The best 20 vacancies for everybody, against scoring every pair with vectors.</summary>
internal sealed class MatchAllJob : Job
{
    private const int K = 20;
    private const int Sample = 2_000;
    private const double Target = 10;

    public override string Name => "match-all";
    public override string What => "the exact best 20 of 100,000 vacancies for 6,000,000 people, against our own vectorised scoring of every pair";
    public override bool NeedsPostgres => false;

    public override async Task<JobResult> RunAsync(Bench bench)
    {
        var count = bench.Options.Others ?? 6_000_000;
        var market = await MatchMarket.MakeAsync(bench, bench.Options.Rows ?? 100_000);
        var people = market.People(count);
        var threads = Environment.ProcessorCount;
        var brute = new Brute(market);
        var sample = Math.Min(Sample, count);
        var lists = new Match[sample][];
        double BruteRun()
        {
            // spread over everybody; each thread its own half
            var from = Stopwatch.GetTimestamp();
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, t =>
            {
                var own = brute.Worker();
                for (var i = t; i < sample; i += threads)
                {
                    lists[i] = own.Top(people, (int)((long)i * count / sample), K);
                }
            });
            return Stopwatch.GetElapsedTime(from).TotalMilliseconds * count / sample;
        }

        long found = 0, checksum = 0, differ = 0;
        double OursRun()
        {
            found = checksum = differ = 0;
            var nextSample = 0;
            var from = Stopwatch.GetTimestamp();
            MatchEverybody.Run(market.Index, people, K, threads, (first, counts, best) =>
            {
                for (var i = 0; i < counts.Length; i++)
                {
                    found += counts[i];
                    checksum = (checksum * 31) + best[i * K].Row;
                    if (nextSample < sample && first + i == (int)((long)nextSample * count / sample))
                    {
                        differ += lists[nextSample] is { } other && !best.Slice(i * K, counts[i]).SequenceEqual(other) ? 1 : 0;
                        nextSample++;
                    }
                }
            });
            return Stopwatch.GetElapsedTime(from).TotalMilliseconds;
        }

        BruteRun();
        var (baseline, ours) = await Measure.AlternateAsync(
            bench.Options.Repetitions, "every pair (extrapolated)", _ => Task.FromResult(BruteRun()), "MatchEverybody", _ => Task.FromResult(OursRun()));
        if (differ != 0)
        {
            throw new InvalidOperationException($"Chunfeng and the scoring of every pair do not agree about {differ} of {sample} people.");
        }

        var ratio = baseline.Median / ours.Median;
        return new JobResult(Name, What, baseline, ours, ratio, $"≥ {Target} × as fast", ratio >= Target, new Dictionary<string, object>
        {
            ["rows"] = count,
            ["vacancies"] = market.Vacancies.Count,
            ["threads"] = threads,
            ["microsecondsPerPersonAndCore"] = Math.Round(ours.Median * 1000 * threads / count, 2),
            ["recommendations"] = found,
            ["checksum"] = checksum,
            ["baseline"] = $"measured on {sample} people spread evenly, times {count} / {sample}: not run over everybody. Columns, per-person tables of what each occupation, place, wage and county adds, "
                + $"limits by Vector<ulong> and sums by Vector<int> ({Vector<byte>.Count * 8} bits wide), only sums above the list's last place looked at",
            ["checked"] = $"the lists of these {sample} people are equal on both sides",
            ["loadAverage"] = MachineLoad.Now(),
            ["market"] = MatchMarket.Described,
        });
    }

    /// <summary>Every vacancy scored for every person, as fast as vectors without pruning do it.</summary>
    private sealed class Brute
    {
        private readonly MatchMarket market;
        private readonly int[] rows;
        private readonly ulong[] ages;
        private readonly ulong[] sets;
        private readonly ulong[] bits;
        private readonly ulong[] licences;
        private readonly ulong[] skills;
        private readonly ulong[] towns;
        private readonly ushort[] occupation;
        private readonly ushort[] place;
        private readonly ushort[] pay;
        private readonly int[] occupations;
        private readonly int[] places;
        private readonly int[] pays;

        public Brute(MatchMarket market)
        {
            this.market = market;
            VacancyLine[] lines = [.. Enumerable.Range(0, market.Table.Count).Where(r => market.Table.IsOpen(r, MatchWorld.Day)).Select(r => market.Table.Line(r, market.Townspeople))];

            // whole vectors only: the tail is filled with what refuses everybody
            Array.Resize(ref lines, (lines.Length + 63) / 64 * 64);
            rows = Array.ConvertAll(lines, l => l.Row);
            ages = Array.ConvertAll(lines, l => l.RefusedAges);
            sets = [.. lines.Select((l, i) => i < market.Index.Count ? l.RefusedGroupSets : ulong.MaxValue)];
            bits = Array.ConvertAll(lines, l => l.RefusedAndMarks);
            licences = Array.ConvertAll(lines, l => l.Licences);
            skills = Array.ConvertAll(lines, l => l.Skills);
            towns = Array.ConvertAll(lines, l => l.TownMask);
            (occupations, occupation) = Number([.. lines.Select(l => l.Occupation)]);
            (places, place) = Number([.. lines.Select(l => l.Place)]);
            (pays, pay) = Number([.. lines.Select(l => l.MonthFen)]);
        }

        public OneThread Worker() => new(this);

        private static (int[] Values, ushort[] Numbers) Number(int[] column)
        {
            int[] values = [.. column.Distinct().Order()];
            return (values, Array.ConvertAll(column, c => (ushort)Array.BinarySearch(values, c)));
        }

        public sealed class OneThread(Brute of)
        {
            private readonly int[] ofOccupation = new int[of.occupations.Length];
            private readonly int[] ofPlace = new int[of.places.Length];
            private readonly int[] ofPay = new int[of.pays.Length];
            private readonly int[] scores = new int[of.rows.Length];

            public Match[] Top(SeekerTable people, int person, int k)
            {
                var w = of.market.Weights;
                var s = people.Line(person, MatchWorld.Day, w.ReferenceMonthFen);
                for (var i = 0; i < ofOccupation.Length; i++)
                {
                    ofOccupation[i] = w.Occupation[MatchScore.Best(of.occupations[i], s.Occupations)] + w.Experience[MatchScore.Best(of.occupations[i], s.Experience)];
                }

                for (var i = 0; i < ofPlace.Length; i++)
                {
                    ofPlace[i] = w.Place[MatchScore.BestPlace(of.places[i], s.Places)];
                }

                var group = s.WelcomeBits == 0 ? 0 : w.PriorityGroup;
                for (var i = 0; i < ofPay.Length; i++)
                {
                    ofPay[i] = w.ForWage(of.pays[i], s.WishedFen) + group;
                }

                // first every sum that is a look-up, then limits and marks by vectors
                for (var i = 0; i < scores.Length; i++)
                {
                    scores[i] = ofOccupation[of.occupation[i]] + ofPlace[of.place[i]] + ofPay[of.pay[i]];
                }

                Vector<ulong> age = new(s.AgeBit), set = new(s.GroupSetBit), bit = new(s.Bits), lacks = new(~s.Skills), has = new(s.Skills), town = new(s.TownBit),
                    welcome = new(s.WelcomeBits), lodging = new(s.LodgingBit);
                Vector<ulong> welcomeScore = new((ulong)w.PriorityWelcome), lodgingScore = new((ulong)w.Lodging);
                var keys = new ulong[k];
                var top = new TopKeys(keys);
                var width = Vector<ulong>.Count;
                for (var i = 0; i < scores.Length; i += 2 * width)
                {
                    var refusedLow = Refused(i);
                    var refusedHigh = Refused(i + width);
                    var marksLow = Marks(i);
                    var marksHigh = Marks(i + width);
                    var sum = new Vector<int>(scores, i) + Vector.AsVectorInt32(Vector.Narrow(marksLow, marksHigh));
                    var possible = sum + Vector.AsVectorInt32(Vector.Narrow(Extra(i), Extra(i + width)));
                    var open = Vector.AsVectorInt32(Vector.Narrow(refusedLow, refusedHigh));
                    var floor = new Vector<int>(top.Count < k ? -1 : (int)(top.Floor >> 32) - 1);
                    var candidates = Vector.GreaterThan(possible, floor) & open;
                    if (Vector.EqualsAll(candidates, Vector<int>.Zero))
                    {
                        continue;
                    }

                    for (var lane = 0; lane < 2 * width; lane++)
                    {
                        if (candidates[lane] == 0)
                        {
                            continue;
                        }

                        var at = i + lane;
                        var score = sum[lane] + MatchScore.Skills(of.skills[at], s.Skills, w);
                        if ((of.towns[at] & s.TownBit) != 0)
                        {
                            score += w.ForTownspeople(of.market.Townspeople.Count(of.market.Table.EmployerAt(of.rows[at]), s.County));
                        }

                        var key = TopKeys.Key(score, of.rows[at]);
                        if (key > top.Floor)
                        {
                            top.Add(key);
                        }
                    }
                }

                var found = new Match[top.Count];
                for (var i = 0; i < found.Length; i++)
                {
                    found[i] = TopKeys.Read(keys[i]);
                }

                return found;

                Vector<ulong> Refused(int i) => Vector.Equals(
                    (new Vector<ulong>(of.ages, i) & age) | (new Vector<ulong>(of.sets, i) & set) | (new Vector<ulong>(of.bits, i) & bit) | (new Vector<ulong>(of.licences, i) & lacks),
                    Vector<ulong>.Zero);

                Vector<ulong> Marks(int i)
                {
                    var marks = new Vector<ulong>(of.bits, i);
                    return Vector.AndNot(welcomeScore, Vector.Equals(marks & welcome, Vector<ulong>.Zero)) + Vector.AndNot(lodgingScore, Vector.Equals(marks & lodging, Vector<ulong>.Zero));
                }

                // skills and townspeople: only whether there may be some, the few that could get in are counted one by one
                Vector<ulong> Extra(int i)
                {
                    var skill = new Vector<ulong>((ulong)(w.SkillEach * w.SkillsMost));
                    var most = new Vector<ulong>((ulong)w.MostTownspeople);
                    return Vector.AndNot(skill, Vector.Equals(new Vector<ulong>(of.skills, i) & has, Vector<ulong>.Zero))
                        + Vector.AndNot(most, Vector.Equals(new Vector<ulong>(of.towns, i) & town, Vector<ulong>.Zero));
                }
            }
        }
    }
}
