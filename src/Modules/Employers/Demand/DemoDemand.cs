using Chunfeng.Employers.Contracts;
using Chunfeng.Employers.Policies;
using Chunfeng.Employers.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Employers.Demand;

/// <summary>Surveys with answers and steps of the demonstration's policies, invented and marked 演示.</summary>
internal static class DemoDemand
{
    private const int DaysOpen = 9;

    /// <param name="employers">Each with the occupation it hires most and its pay in yuan a month.</param>
    public static void Add(ChunfengDb db, IReadOnlyList<(Employer Employer, int Occupation, int Low, int High)> employers, int seed, DateOnly today, DateTime now)
    {
        var random = new Random(seed + 1);
        var province = RoundOf(0, "春季用工需求调查（演示）", RegionCode.Shanxi.Value, EmployerFlags.LabourIntensive | EmployerFlags.Key, today, now);
        var county = RoundOf(1, "清徐县用工需求调查（演示）", 140121000000, EmployerFlags.None, today, now);
        foreach (var round in new[] { province, county })
        {
            db.DemandRounds().Add(round);
            var region = new RegionCode(round.Region);
            foreach (var (employer, occupation, low, high) in employers.Where(e => region.Contains(new RegionCode(e.Employer.Region)) && (round.Flags == 0 || (e.Employer.Flags & round.Flags) != 0)))
            {
                // the employer somebody signs in for has not answered yet, so that there is something to do
                if (employer.UnitId is null && random.Next(3) > 0)
                {
                    Answer(db, round, employer, occupation, low, high, random, today, now);
                }
                else if (random.Next(2) == 0)
                {
                    db.DemandReminders().Add(new DemandReminder { RoundId = round.RoundId, EmployerId = employer.EmployerId, On = today.AddDays(-2), Way = (short)random.Next(4), Login = Actor.Operator.Login, Name = "演示服务专员" });
                }
            }
        }

        foreach (var (employer, _, _, _) in employers.Where(e => e.Employer.Is(EmployerFlags.Key)))
        {
            var far = random.Next(8); // how far it has come: most have not been told
            for (var seq = 1; seq <= far - 3; seq++)
            {
                var act = seq switch { 1 => PolicyAct.Told, 2 => PolicyAct.Applied, 3 => PolicyAct.Granted, _ => (PolicyAct?)null };
                if (act is { } done)
                {
                    db.PolicySteps().Add(new PolicyStep
                    {
                        EmployerId = employer.EmployerId, Policy = "demo-steady-service", Document = "演示", Seq = seq, Act = (short)done, At = now.AddDays(seq - 6), Login = Actor.Operator.Login,
                        Name = "演示服务专员", Note = done == PolicyAct.Told ? "电话告知（演示）" : "演示",
                    });
                }
            }
        }
    }

    private static DemandRound RoundOf(int number, string title, long region, EmployerFlags flags, DateOnly today, DateTime now) => new()
    {
        RoundId = DemoEmployers.IdOf(7, number, now), Title = title, Region = region, Flags = (int)flags, PeriodFrom = today, PeriodTo = today.AddDays(90), DueOn = today.AddDays(5 + number),
        Note = "演示：请写清缺什么工种、几个人、给多少", OpenedAt = now.AddDays(-DaysOpen), OpenedBy = Actor.Operator.Login, OpenedByName = "演示专班",
    };

    private static void Answer(ChunfengDb db, DemandRound round, Employer employer, int occupation, int low, int high, Random random, DateOnly today, DateTime now)
    {
        var (heads, none, seqs) = (random.Next(20, 300), random.Next(6) == 0, random.Next(7) == 0 ? 2 : 1);
        for (var seq = 1; seq <= seqs; seq++)
        {
            var back = random.Next(1, DaysOpen - seq);
            db.DemandAnswers().Add(new DemandAnswer
            {
                RoundId = round.RoundId, EmployerId = employer.EmployerId, Seq = seq, HeadsNow = heads, LetGo = random.Next(0, 6), Added = none ? 0 : random.Next(0, 20),
                Helps = (int)(none ? DemandHelp.None : random.Next(2) == 0 ? DemandHelp.Recruiting : DemandHelp.Recruiting | DemandHelp.Training), Remark = "演示",
                Way = (short)(random.Next(2) == 0 ? AnswerWay.Phone : AnswerWay.Visit), StatedBy = employer.ContactName, StatedOn = today.AddDays(-back), RecordedBy = Actor.Operator.Login,
                RecordedByName = "演示服务专员", RecordedAt = now.AddDays(-back), SupersededAt = seq < seqs ? now.AddDays(-1) : null,
            });
            if (none)
            {
                continue;
            }

            var count = random.Next(3, 30);
            db.DemandLines().Add(new DemandLine
            {
                RoundId = round.RoundId, EmployerId = employer.EmployerId, Seq = seq, Line = 1, Occupation = occupation, NeededNow = count / 2, NeededInPeriod = count,
                LowFen = low * 100L, HighFen = high * 100L,
            });
            if (random.Next(3) == 0)
            {
                db.DemandLines().Add(new DemandLine
                {
                    RoundId = round.RoundId, EmployerId = employer.EmployerId, Seq = seq, Line = 2, Occupation = 4090801, NeededNow = 0, NeededInPeriod = random.Next(1, 5), LowFen = 0, HighFen = 0,
                });
            }
        }
    }
}
