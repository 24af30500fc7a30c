using Chunfeng.Employers.Contracts;
using Chunfeng.Matching.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Benchmarks.Jobs;

/// <summary>`match run` over the whole register, from the database to the written file, against COPY … TO of what it reads to nowhere.</summary>
internal sealed class MatchRunJob : Job
{
    private const int Seed = 7, Top = 20, Published = 3; // as stored

    private static readonly string[] Read =
    [
        "COPY people_worker (worker_id, version, home, birth_date, sex, education, health, relocated, ability, job_wish, skill, training_trade, merged_into) TO STDOUT",
        "COPY people_work_spell (worker_id, starts_on, ends_on, job, employer, employer_credit) TO STDOUT",
        "COPY people_status_spell (worker_id, starts_on, ends_on, category) TO STDOUT",
    ];

    public override string Name => "match-run";
    public override string What => "match run: the best 20 of 100,000 vacancies for everybody of a register in PostgreSQL who looks for work, written as CSV, against COPY … TO STDOUT of the people's columns";

    public override async Task<JobResult> RunAsync(Bench bench)
    {
        var (residents, vacancies) = (bench.Options.Others ?? 6_000_000, bench.Options.Rows ?? 100_000);
        var database = await bench.OnceAsync($"cfbench_match_{residents}_{vacancies}", async () =>
        {
            var (name, register) = ($"cfbench_match_{residents}_{vacancies}", await Register.PostgresAsync(bench, residents));
            await bench.Server!.CreateAsync(name, register);
            await FillAsync(bench, name, vacancies);
            return name;
        });
        await using var app = BenchHost.Build(bench, "match", bench.Server!.ConnectionString(database));
        var (file, most) = (bench.PathOf("matches.csv"), 0L);
        MatchRunReport? report = null;
        var (baseline, ours) = await Measure.AlternateAsync(
            bench.Options.Repetitions,
            "COPY TO", _ => Measure.TimeAsync(() => bench.Server!.DiscardAsync(database, Read)),
            "match run", async _ =>
            {
                using var watch = new Timer(_ => most = Math.Max(most, Environment.WorkingSet), null, 0, 200);
                return await Measure.TimeAsync(async () =>
                {
                    await using var scope = app.Services.CreateAsyncScope();
                    var ran = await scope.ServiceProvider.GetRequiredService<RunMatch>().ToCsvAsync(Top, file, Actor.Operator, default);
                    report = ran.IsRefused ? throw new InvalidOperationException(ran.Refusal.Message) : ran.Value;
                });
            });
        var matching = report!.People == 0 ? 0 : ours.Median * 1000 / report.People;
        return new JobResult(Name, What, baseline, ours, ours.Median / baseline.Median, "none", null, new Dictionary<string, object>
        {
            ["rows"] = residents,
            ["vacancies"] = report.Vacancies,
            ["lookingForWork"] = report.People,
            ["matched"] = report.Matched,
            ["matches"] = report.Matches,
            ["fileBytes"] = new FileInfo(file).Length,
            ["microsecondsPerPerson"] = Math.Round(matching, 1),
            ["mostMemoryBytes"] = most,
            ["vacanciesFrom"] = $"the demonstration's {DemoEmployers.Vacancies}, each again and again in other counties with other pay until there are so many",
        });
    }

    /// <summary>Employers and vacancies as the demonstration makes them, the vacancies repeated in other counties.</summary>
    private static async Task FillAsync(Bench bench, string database, int vacancies)
    {
        await using (var app = BenchHost.Build(bench, "match", bench.Server!.ConnectionString(database)))
        {
            await using var scope = app.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DemoEmployers>().MakeAsync(Seed, default);
        }

        await using var session = await bench.Server!.OpenAsync(database);
        var columns = new List<string>();
        await using (var command = session.CreateCommand())
        {
            command.CommandText = "SELECT column_name FROM information_schema.columns WHERE table_name = 'employers_vacancy'";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                columns.Add(reader.GetString(0));
            }
        }

        // open ones only: those the run reads
        var changed = new Dictionary<string, string>
        {
            ["vacancy_id"] = "gen_random_uuid()", ["external_no"] = "v.vacancy_id || '-' || n", ["month_fen"] = "v.month_fen + (n % 17) * 5000",
            ["place"] = "CASE WHEN n % 3 = 0 THEN v.place ELSE (SELECT p.place FROM employers_vacancy p WHERE p.vacancy_id > v.vacancy_id ORDER BY p.vacancy_id LIMIT 1 OFFSET n % 29) END",
        };
        await session.ExecuteAsync($"""
            INSERT INTO employers_vacancy ({string.Join(", ", columns)})
            SELECT {string.Join(", ", columns.Select(c => changed.TryGetValue(c, out var other) ? c == "place" ? $"COALESCE({other}, v.place)" : other : "v." + c))}
            FROM (SELECT * FROM employers_vacancy WHERE state = {Published}) v, generate_series(1, 1000) n
            ORDER BY n, v.vacancy_id
            LIMIT greatest(0, {vacancies} - (SELECT count(*) FROM employers_vacancy WHERE state = {Published}))
            """, default);
        await Register.SettleAsync(bench, database);
    }
}
