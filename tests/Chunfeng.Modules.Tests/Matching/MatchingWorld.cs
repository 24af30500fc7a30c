using Chunfeng.Employers;
using Chunfeng.Employers.Contracts;
using Chunfeng.Employers.Register;
using Chunfeng.Employers.Standing;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Matching;
using Chunfeng.Matching.Referrals;
using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.Modules.Tests.People;
using Chunfeng.People.Contracts;
using Chunfeng.People.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Calendar;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Modules.Tests.Matching;

/// <summary>A register with some people, an employer with vacancies, and every use case of matching on them; 28 February 2022, nine in the morning in China.</summary>
internal sealed class MatchingWorld : IAsyncDisposable
{
    public static readonly CancellationToken Cancel = CancellationToken.None;
    public static readonly CodeSets Codes = CodeSets.Load(Path.Combine(Reference.Data, "codes"));
    public static readonly Guid Unit = Guid.CreateVersion7();
    private static readonly WorkCalendar Calendar = WorkCalendar.Load(Path.Combine(Reference.Data, "calendar", "cn_holidays_2021_2026.csv"));
    private readonly string folder = Directory.CreateTempSubdirectory("chunfeng-matching-").FullName;
    private ServiceProvider services = null!;

    private MatchingWorld(LedgerWorld ledger) => Ledger = ledger;

    public LedgerWorld Ledger { get; }
    public Guid Employer { get; private set; }

    public static Actor Clerk { get; } = new("clerk", "清徐县经办", new RegionCode(140121000000), new HashSet<string> { Rights.PeopleRead, Rights.MatchingRead, Rights.MatchingRefer });
    public static Actor Boss { get; } = new("boss", "晋阳食品 人事", new RegionCode(140121000000), new HashSet<string> { Rights.EmployersOwn }) { Unit = Unit };

    public static async Task<MatchingWorld> CreateAsync(string engine, int people = 3)
    {
        var world = new MatchingWorld(await LedgerWorld.CreateAsync(engine));
        var services = new ServiceCollection();
        var places = new Places(Reference.Data, world.folder);
        services.AddSingleton(places).AddSingleton(Reference.Regions).AddSingleton(Codes).AddSingleton(Calendar).AddSingleton(KeyRing.ForTests)
            .AddSingleton<TimeProvider>(world.Ledger.Clock).AddSingleton<IDbFactory>(world.Ledger.Test.Factory).AddScoped(s => s.GetRequiredService<IDbFactory>().Create());
        services.AddScoped<IPersonLedger, PersonLedger>().AddScoped<ISeekers, Seekers>().AddScoped<NamedPeople>().AddScoped<ContactPeople>()
            .AddScoped<IVacancies, VacancyDesk>().AddScoped<WriteEmployer>().AddScoped<IEmployers, EmployerDesk>()
            .AddScoped<IHires, HireRegister>();
        services.AddSingleton(OccupationWords.Load(Path.Combine(Reference.Data, "occupations"), Codes.Occupation));
        new MatchingModule().AddServices(services);
        world.services = services.BuildServiceProvider();
        for (var serial = 1; serial <= people; serial++)
        {
            await world.Ledger.Register(serial);
        }

        await using var db = world.Ledger.Test.Open();
        var employer = new Employer
        {
            CreditCode = "91140121MA0GTEST1X", Number = 0, Name = "清徐县晋阳食品有限公司", NameKey = "晋阳食品", Region = 140121000000, Seat = 140121000000, UnitId = Unit,
            RegisteredAt = world.Ledger.Now, RegisteredBy = "clerk", Industry = "",
        };
        db.Employers().Add(employer);
        await db.SaveChangesAsync(Cancel);
        world.Employer = employer.EmployerId;
        return world;
    }

    public async Task<Guid> VacancyAsync(string title = "中式烹调师", int posts = 1, int occupation = 4030201, long place = 140121000000, Action<Posting>? change = null)
    {
        await using var db = Ledger.Test.Open();
        var posting = new Posting
        {
            EmployerId = Employer, EmployerNumber = 0, Region = 140121000000, ExternalNo = Guid.NewGuid().ToString("N"), Title = title, Occupation = occupation, Place = place,
            PayPeriod = 0, LowFen = 500_000, MonthFen = 500_000, Posts = posts, PostsOpen = posts, FromDay = new(2022, 2, 1), ToDay = new(2022, 12, 31), State = (short)PostingState.Published,
            CreatedAt = Ledger.Now, CreatedBy = "clerk", PublishedAt = Ledger.Now, Version = 1,
        };
        change?.Invoke(posting);
        db.Postings().Add(posting);
        await db.SaveChangesAsync(Cancel);
        return posting.VacancyId;
    }

    /// <summary>Each act in a scope of its own, as a request has.</summary>
    public async Task<T> Do<TService, T>(Func<TService, Task<T>> act) where TService : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    public Task<Result<Referral>> Refer(int serial, Guid vacancy, Actor? actor = null) =>
        Do<ReferOne, Result<Referral>>(r => r.HandleAsync(LedgerWorld.Worker(serial), vacancy, "", actor ?? Clerk, Cancel));

    public async Task<Referral> Referred(int serial, Guid vacancy)
    {
        var opened = await Refer(serial, vacancy);
        Assert.True(!opened.IsRefused, opened.Refusal?.Message);
        return opened.Value!;
    }

    public async Task<Referral> Applied(int serial, Guid vacancy)
    {
        var referral = await Referred(serial, vacancy);
        Assert.Null(await Take(referral, new(ReferralAct.Confirm), ReferralRole.Worker));
        return referral;
    }

    public async Task<Referral> Hired(int serial, Guid vacancy, DateOnly? day = null)
    {
        var referral = await Applied(serial, vacancy);
        Assert.Null(await Take(referral, new(ReferralAct.Hire, Day: day ?? new(2022, 2, 28)), ReferralRole.Employer));
        return referral;
    }

    /// <returns>The code of the refusal; null when it was done.</returns>
    public Task<string?> Take(Referral referral, ReferralInput input, ReferralRole role) => Do<TakeReferralStep, string?>(async t =>
        (await t.HandleAsync(referral.WorkerId, referral.ReferralId, input, await ViewerAsync(role, referral.WorkerId), Cancel))?.Code);

    public async Task<Viewer> ViewerAsync(ReferralRole role, Guid worker) => role switch
    {
        ReferralRole.Worker => Viewer.Worker(worker, new Actor($"worker:{worker:N}", "张*", new RegionCode(LedgerWorld.Home), new HashSet<string>())),
        ReferralRole.Employer => await Do<Viewers, Viewer>(v => v.OfAsync(Boss, Cancel)),
        ReferralRole.System => new Viewer(ReferralRole.System, Actor.Operator),
        _ => await Do<Viewers, Viewer>(v => v.OfAsync(Clerk, Cancel)),
    };

    public async Task<Referral> Now(Referral referral)
    {
        await using var db = Ledger.Test.Open();
        return await db.Referrals().AsNoTracking().SingleAsync(r => r.ReferralId == referral.ReferralId, Cancel);
    }

    public async Task<int> PostsOpen(Guid vacancy)
    {
        await using var db = Ledger.Test.Open();
        return await db.Postings().Where(p => p.VacancyId == vacancy).Select(p => p.PostsOpen).SingleAsync(Cancel);
    }

    public async Task<IReadOnlyList<WorkFact>> Work(int serial) => [.. (await Ledger.Read(serial, new(2022, 12, 31))).AllWork];

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Ledger.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
