using Chunfeng.Engine.Facts;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.People.Contracts;
using Chunfeng.People.Facts;
using Chunfeng.Platform.Access;
using CsCheck;

namespace Chunfeng.Modules.Tests.People;

/// <summary>Random histories against a replay that knows nothing of revisions: a list of dated acts, applied up to K.</summary>
[Trait("Clause", "12.3")]
public class LedgerReplayTests
{
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private static readonly DateOnly Day = new(2022, 2, 28);

    /// <summary>One act of a random history; what it is about is chosen from what is in force when it comes.</summary>
    private sealed record Step(int Kind, int Person, int Choice, int Start, int Length, int Place);

    private static readonly Gen<Step[]> Histories = Gen.Select(Gen.Int[0, 8], Gen.Int[1, 3], Gen.Int[0, 9], Gen.Int[0, 420], Gen.Int[0, 90], Gen.Int[0, 2])
        .Select(t => new Step(t.Item1, t.Item2, t.Item3, t.Item4, t.Item5, t.Item6)).Array[6, 18];

    /// <summary>The naive register: per person what is stated, by first day and county; per person where it is merged.</summary>
    private sealed class Replay
    {
        public SortedDictionary<(int Person, DateOnly From, long County), WorkStatement> Work { get; init; } = [];
        public SortedDictionary<int, int> Merged { get; init; } = [];
        public SortedDictionary<(int Person, short Category), StatusStatement> Statuses { get; init; } = [];
        public SortedDictionary<int, long> Homes { get; init; } = [];
        public Replay Copy() => new() { Work = new(Work), Merged = new(Merged), Statuses = new(Statuses), Homes = new(Homes) };
        public int Counted(int person) => Merged.GetValueOrDefault(person, person);

        public string Says(DateOnly day) => string.Join('\n', Enumerable.Range(1, 3).Where(p => !Merged.ContainsKey(p)).Select(p =>
            Line(p, Homes.GetValueOrDefault(p, LedgerWorld.Home),
                Work.Where(w => w.Value.StartsOn <= day && Counted(w.Key.Person) == p)
                    .Select(w => Text(w.Value.StartsOn.DayNumber, w.Value.EndsOn?.DayNumber ?? int.MaxValue, w.Value.Workplace, w.Value.WageFen ?? 0)),
                Statuses.Where(s => s.Value.StartsOn <= day && Counted(s.Key.Person) == p)
                    .Select(s => Text(s.Value.StartsOn.DayNumber, s.Value.EndsOn?.DayNumber ?? int.MaxValue, s.Value.Category, s.Value.Risk)))));
    }

    private static string Line(int person, long home, IEnumerable<string> work, IEnumerable<string> statuses) =>
        $"{person} {home}: {string.Join(' ', work.Order(StringComparer.Ordinal))} / {string.Join(' ', statuses.Order(StringComparer.Ordinal))}";

    private static string Text(int from, int to, long place, long wage) => $"[{from} {to} {place} {wage}]";

    [Theory(DisplayName = "任意时点所知的状态，等于把到那时为止的陈述重放一遍；那时的封存逐字节不变"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task As_known_on_equals_replay(string engine)
    {
        await using (await LedgerWorld.CreateAsync(engine)) // skips here when there is no such engine, not inside the sample
        {
        }

        await Histories.SampleAsync(steps => ReplayAsync(engine, steps), iter: 8, threads: 1, seed: "0000KOIPe5S3");
    }

    private static async Task ReplayAsync(string engine, Step[] steps)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        for (var serial = 1; serial <= 3; serial++)
        {
            await world.Register(serial);
        }

        var replay = new Replay();
        var moments = new List<(DateTime K, Replay Then, byte[] Cut)>();
        foreach (var step in steps)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(90));
            await Act(world, replay, step);
            moments.Add((world.Now, replay.Copy(), await world.CutBytes(Day, world.Now)));
        }

        world.Clock.Advance(TimeSpan.FromSeconds(90));
        foreach (var (k, then, cut) in moments)
        {
            Assert.Equal(then.Says(Day), await Streamed(world, k));
            Assert.Equal(then.Says(Day), await Read(world, k));
            Assert.Equal(cut, await world.CutBytes(Day, k));
        }
    }

    private static async Task Act(LedgerWorld world, Replay replay, Step step)
    {
        var place = new[] { LedgerWorld.Beijing, LedgerWorld.Tianzhen, 140121100000 }[step.Place];
        var from = new DateOnly(2021, 1, 1).AddDays(step.Start);
        var work = new WorkStatement(from, step.Length == 0 ? null : from.AddDays(step.Length), place, 3) { WageFen = 1 + step.Choice };
        var mine = replay.Work.Where(w => w.Key.Person == step.Person).ToList();
        var known = mine.Count == 0 ? default : mine[step.Choice % mine.Count];
        var live = known.Value is null ? null : (await world.Read(step.Person, new(2030, 1, 1))).AllWork
            .Single(w => w.RegisteredUnder == LedgerWorld.Worker(step.Person) && w.Stated == known.Value);
        var worker = LedgerWorld.Worker(replay.Merged.TryGetValue(step.Person, out var into) ? into : step.Person);
        switch (step.Kind)
        {
            case 0 or 1:
                if (!replay.Merged.ContainsKey(step.Person))
                {
                    // the ledger sees one person's two registrations as one: so does the replay
                    var family = replay.Merged.Where(m => m.Value == step.Person).Select(m => m.Key).Prepend(step.Person);
                    var owner = family.FirstOrDefault(p => replay.Work.ContainsKey((p, from, place / 1_000_000)), step.Person);
                    var before = replay.Work.GetValueOrDefault((owner, from, place / 1_000_000));
                    replay.Work[(owner, from, place / 1_000_000)] = before is null ? work : before with { EndsOn = work.EndsOn ?? before.EndsOn, WageFen = work.WageFen };
                    await world.Must(l => l.RecordWorkAsync(worker, work, LedgerWorld.Village, Actor.Operator, Cancel));
                }

                break;
            case 2 when live is not null:
                var family2 = replay.Work.Keys.Where(k => k.From == from && k.County == place / 1_000_000 && k != known.Key);
                if (!family2.Any())
                {
                    replay.Work.Remove(known.Key);
                    replay.Work[(step.Person, from, place / 1_000_000)] = work;
                    await world.Must(l => l.CorrectWorkAsync(worker, live.SpellId, live.Revision, work, LedgerWorld.Village, Actor.Operator, Cancel));
                }

                break;
            case 3 when live is not null && live.Stated.StartsOn <= Day:
                replay.Work[known.Key] = live.Stated with { EndsOn = Day };
                await world.Must(l => l.EndWorkAsync(worker, live.SpellId, live.Revision, Day, LedgerWorld.Village, Actor.Operator, Cancel));
                break;
            case 4 when live is not null:
                replay.Work.Remove(known.Key);
                await world.Must(l => l.WithdrawAsync(worker, live.SpellId, live.Revision, "填错", LedgerWorld.Village, Actor.Operator, Cancel));
                break;
            case 6:
                var category = (short)(step.Place == 0 ? 10 : 21);
                var status = new StatusStatement(category, (short)(1 + (step.Choice % 2)), from, work.EndsOn);
                var holder = Enumerable.Range(1, 3).FirstOrDefault(p => replay.Counted(p) == replay.Counted(step.Person) && replay.Statuses.ContainsKey((p, category)));
                if (holder > 0)
                {
                    var held = (await world.Read(holder, new(2030, 1, 1))).AllStatuses.Single(s => s.Stated.Category == category && s.RegisteredUnder == LedgerWorld.Worker(holder));
                    replay.Statuses[(holder, category)] = status;
                    if (!replay.Statuses.Any(s => s.Key != (holder, category) && s.Key.Category == category && replay.Counted(s.Key.Person) == replay.Counted(holder)))
                    {
                        await world.Must(l => l.CorrectStatusAsync(worker, held.SpellId, held.Revision, status, LedgerWorld.Village, Actor.Operator, Cancel));
                    }
                    else
                    {
                        replay.Statuses[(holder, category)] = held.Stated; // both registrations of a pair hold it: left alone
                    }
                }
                else if (!replay.Merged.ContainsKey(step.Person))
                {
                    replay.Statuses[(step.Person, category)] = status;
                    await world.Must(l => l.RecordStatusAsync(worker, status, LedgerWorld.Village, Actor.Operator, Cancel));
                }

                break;
            case 7 when !replay.Merged.ContainsKey(step.Person):
                var version = (await world.Read(step.Person, Day)).Version;
                replay.Homes[step.Person] = LedgerWorld.Home + 1 + (step.Choice % 3);
                await world.Must(l => l.ChangePersonAsync(worker, version, new() { Home = replay.Homes[step.Person] }, LedgerWorld.Village, Actor.Operator, Cancel));
                break;
            case 5 or 8:
                var other = (step.Person % 3) + 1;
                if (replay.Merged.Remove(step.Person))
                {
                    await world.Must(l => l.UndoMergeAsync(LedgerWorld.Worker(step.Person), "核对", Actor.Operator, Cancel));
                }
                else if (!replay.Merged.ContainsKey(other) && !replay.Merged.ContainsValue(step.Person))
                {
                    replay.Merged[step.Person] = other;
                    await world.Must(l => l.MergeAsync(LedgerWorld.Worker(step.Person), LedgerWorld.Worker(other), "核对", Actor.Operator, Cancel));
                }

                break;
        }
    }

    private static async Task<string> Streamed(LedgerWorld world, DateTime k)
    {
        var said = new Dictionary<Guid, PersonFact>();
        var lines = new List<string>();
        await new LedgerStream(world.Test.Factory.OpenAsync).ReadAsync(Day, k, person => said[person.WorkerId] = new PersonFact
        {
            Home = person.Home, Spells = [.. person.Spells], Statuses = [.. person.Statuses],
        }, Cancel);
        for (var p = 1; p <= 3; p++)
        {
            if (said.TryGetValue(LedgerWorld.Worker(p), out var facts))
            {
                lines.Add(Line(p, facts.Home, facts.Spells.Select(s => Text(s.FromDay, s.ToDay, s.Workplace, s.WageFen)),
                    facts.Statuses.Select(s => Text(s.FromDay, s.ToDay, s.Category, s.Risk))));
            }
        }

        return string.Join('\n', lines);
    }

    private static async Task<string> Read(LedgerWorld world, DateTime k)
    {
        var lines = new List<string>();
        for (var p = 1; p <= 3; p++)
        {
            var facts = await world.Read(p, Day, k);
            if (facts.WorkerId == LedgerWorld.Worker(p))
            {
                lines.Add(Line(p, facts.Home,
                    facts.AllWork.Select(w => Text(w.Stated.StartsOn.DayNumber, w.Stated.EndsOn?.DayNumber ?? int.MaxValue, w.Stated.Workplace, w.Stated.WageFen ?? 0)),
                    facts.AllStatuses.Select(s => Text(s.Stated.StartsOn.DayNumber, s.Stated.EndsOn?.DayNumber ?? int.MaxValue, s.Stated.Category, s.Stated.Risk))));
            }
        }

        return string.Join('\n', lines);
    }
}
