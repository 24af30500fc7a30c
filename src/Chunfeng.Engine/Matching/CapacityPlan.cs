namespace Chunfeng.Engine.Matching;

/// <summary>Who is sent to which vacancy first, and how good that is for certain.</summary>
/// <param name="Vacancies">For each person the vacancy's number, −1 for nobody's place left that is worth it.</param>
/// <param name="Total">Sum of the scores of those sent.</param>
/// <param name="Bound">No plan whatever can have a greater sum: proved by the prices the search ended with.</param>
/// <param name="Bids">How often somebody asked for a place.</param>
public sealed record CapacityPlan(int[] Vacancies, long Total, long Bound, long Bids)
{
    /// <summary>A lower bound of how near the plan is to the best there is, in parts of a million, rounded down.</summary>
    public int CertainPartsPerMillion => Bound == 0 ? 1_000_000 : (int)((Int128)Total * 1_000_000 / Bound);
}

/// <summary>Recommends to many people at once, each vacancy to no more than its capacity: the greatest sum of scores within a stated gap.</summary>
/// <remarks>An auction (Bertsekas): a person asks for the place that is worth most to them after its price and outbids whoever pays least
/// there. All arithmetic is in whole numbers and the order is fixed, so the same input gives the same plan.</remarks>
public static class CapacityPlanner
{
    // prices go in fractions of a point, so that steps can be smaller than one
    private const int Scale = 16;

    /// <param name="starts">Where each person's candidates begin in the two following; one more than there are people.</param>
    /// <param name="vacancies">Candidate vacancies, numbers below the length of <paramref name="capacities"/>; one person's are different.</param>
    /// <param name="scores">What each candidate is worth to that person, 0 to <see cref="MatchWeights.MostScore"/>.</param>
    /// <param name="capacities">How many people each vacancy may be recommended to (posts × factor), 0 or more.</param>
    /// <param name="gapPartsPerMillion">How much of the best sum may be missing: 1,000 is one part in a thousand.</param>
    /// <exception cref="ArgumentException">Columns of different lengths or numbers out of bounds.</exception>
    public static CapacityPlan Plan(
        ReadOnlySpan<int> starts, ReadOnlySpan<int> vacancies, ReadOnlySpan<int> scores, ReadOnlySpan<int> capacities, int gapPartsPerMillion = 1000)
    {
        Check(starts, vacancies, scores, capacities);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gapPartsPerMillion);

        // the error is at most one step for each person sent: begin with what the gap allows for the mean of the best, then prove it
        long best = 0;
        int people = starts.Length - 1, hopeful = 0;
        for (int person = 0; person < people; person++)
        {
            int most = 0;
            for (int c = starts[person]; c < starts[person + 1]; c++)
            {
                most = Math.Max(most, scores[c]);
            }

            best += most;
            hopeful += most > 0 ? 1 : 0;
        }

        long step = hopeful == 0 ? 1 : Math.Max(1, (long)((Int128)best * Scale * gapPartsPerMillion / ((Int128)hopeful * 1_000_000)));
        for (; ; step = Math.Max(1, step / 4))
        {
            CapacityPlan plan = new Auction(starts, vacancies, scores, capacities, step).Run();
            if (step == 1 || (Int128)plan.Total * 1_000_000 >= (Int128)plan.Bound * (1_000_000 - gapPartsPerMillion))
            {
                return plan;
            }
        }
    }

    private static void Check(ReadOnlySpan<int> starts, ReadOnlySpan<int> vacancies, ReadOnlySpan<int> scores, ReadOnlySpan<int> capacities)
    {
        bool sound = starts.Length > 0 && starts[0] == 0 && starts[^1] == vacancies.Length && vacancies.Length == scores.Length;
        for (int i = 1; sound && i < starts.Length; i++)
        {
            sound = starts[i] >= starts[i - 1];
        }

        for (int c = 0; sound && c < vacancies.Length; c++)
        {
            sound = (uint)vacancies[c] < (uint)capacities.Length && (uint)scores[c] <= MatchWeights.MostScore;
        }

        for (int v = 0; sound && v < capacities.Length; v++)
        {
            sound = capacities[v] >= 0;
        }

        if (!sound)
        {
            throw new ArgumentException("The candidates' columns do not fit together.", nameof(starts));
        }
    }

    /// <summary>One auction with one step.</summary>
    private ref struct Auction
    {
        private readonly ReadOnlySpan<int> starts;
        private readonly ReadOnlySpan<int> vacancies;
        private readonly ReadOnlySpan<int> scores;
        private readonly ReadOnlySpan<int> capacities;
        private readonly long step;
        private readonly int[] slotStarts;
        private readonly int[] taken;
        private readonly int[] slotPrices;
        private readonly int[] slotPeople;
        private readonly int[] prices;
        private readonly int[] placed;
        private long bids;

        public Auction(ReadOnlySpan<int> starts, ReadOnlySpan<int> vacancies, ReadOnlySpan<int> scores, ReadOnlySpan<int> capacities, long step)
        {
            this.starts = starts;
            this.vacancies = vacancies;
            this.scores = scores;
            this.capacities = capacities;
            this.step = step;
            int people = starts.Length - 1;

            // more places than people ask for are never filled
            int[] asked = new int[capacities.Length];
            foreach (int v in vacancies)
            {
                asked[v]++;
            }

            slotStarts = new int[capacities.Length + 1];
            for (int v = 0; v < capacities.Length; v++)
            {
                slotStarts[v + 1] = checked(slotStarts[v] + Math.Min(capacities[v], asked[v]));
            }

            taken = new int[capacities.Length];
            slotPrices = new int[slotStarts[^1]];
            slotPeople = new int[slotStarts[^1]];
            prices = new int[capacities.Length];
            for (int v = 0; v < capacities.Length; v++)
            {
                // without a place nothing is worth the price
                prices[v] = capacities[v] == 0 ? int.MaxValue : 0;
            }

            placed = new int[people];
            placed.AsSpan().Fill(-1);
        }

        public CapacityPlan Run()
        {
            // whoever is outbid asks again at once: what was just looked at is still near
            for (int first = 0; first < placed.Length; first++)
            {
                for (int person = first; person >= 0;)
                {
                    person = Bid(person);
                }
            }

            long total = 0, bound = 0;
            for (int person = 0; person < placed.Length; person++)
            {
                long most = 0;
                for (int c = starts[person]; c < starts[person + 1]; c++)
                {
                    most = Math.Max(most, ((long)scores[c] * Scale) - prices[vacancies[c]]);
                    total += vacancies[c] == placed[person] ? scores[c] : 0;
                }

                bound += most;
            }

            for (int v = 0; v < prices.Length; v++)
            {
                // a price stands only where all places are taken
                bound += capacities[v] == 0 ? 0 : (long)prices[v] * (slotStarts[v + 1] - slotStarts[v]);
            }

            return new CapacityPlan(placed, total, bound / Scale, bids);
        }

        /// <summary>Places a person or leaves them aside. Returns who lost their place for it, −1 for nobody.</summary>
        private int Bid(int person)
        {
            // nobody pays more than a place is worth: staying aside is worth 0
            int first = 0, second = 0, at = -1;
            int end = starts[person + 1];
            for (int c = starts[person]; c < end; c++)
            {
                int v = vacancies[c];
                int worth = (scores[c] * Scale) - prices[v];
                if (worth > second)
                {
                    if (worth > first)
                    {
                        second = first;
                        first = worth;
                        at = v;
                    }
                    else
                    {
                        second = worth;
                    }
                }
            }

            if (at < 0)
            {
                return -1;
            }

            bids++;
            int price = (int)(prices[at] + (first - second) + step);
            placed[person] = at;
            int start = slotStarts[at], places = slotStarts[at + 1] - start;
            Span<int> heapPrices = slotPrices.AsSpan(start, places), heapPeople = slotPeople.AsSpan(start, places);
            if (taken[at] < places)
            {
                Rise(heapPrices, heapPeople, taken[at]++, price, person);
                prices[at] = taken[at] == places ? heapPrices[0] : 0;
                return -1;
            }

            int outbid = heapPeople[0];
            Sink(heapPrices, heapPeople, price, person);
            prices[at] = heapPrices[0];
            placed[outbid] = -1;
            return outbid;
        }

        // the least price on top
        private static void Rise(Span<int> prices, Span<int> people, int at, int price, int person)
        {
            while (at > 0)
            {
                int above = (at - 1) >> 1;
                if (prices[above] <= price)
                {
                    break;
                }

                prices[at] = prices[above];
                people[at] = people[above];
                at = above;
            }

            prices[at] = price;
            people[at] = person;
        }

        private static void Sink(Span<int> prices, Span<int> people, int price, int person)
        {
            int at = 0;
            while (true)
            {
                int below = (at << 1) + 1;
                if (below >= prices.Length)
                {
                    break;
                }

                if (below + 1 < prices.Length && prices[below + 1] < prices[below])
                {
                    below++;
                }

                if (prices[below] >= price)
                {
                    break;
                }

                prices[at] = prices[below];
                people[at] = people[below];
                at = below;
            }

            prices[at] = price;
            people[at] = person;
        }
    }
}
