using Chunfeng.Employers;
using Chunfeng.Employers.Intake;
using Chunfeng.Employers.Register;
using Chunfeng.Employers.Standing;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Engine.Matching;
using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.People.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Chunfeng.Modules.Tests.Employers;

/// <summary>A database, a clock at 00:30 on 1 March 2022 in China, and the room on both. A draft starts lawful and complete; a test changes one thing.</summary>
internal sealed class EmployersWorld : IAsyncDisposable
{
    public const long Taiyuan = 140100000000, Qingxu = 140121000000, Yangqu = 140122000000, Datong = 140200000000, Chaoyang = 110105000000;
    public static readonly CancellationToken Cancel = CancellationToken.None;
    public static readonly CodeSets Codes = CodeSets.Load(Path.Combine(Reference.Data, "codes"));
    public static readonly OccupationWords Words = OccupationWords.Load(Path.Combine(Reference.Data, "occupations"), Codes.Occupation);
    public static readonly DateOnly Today = new(2022, 3, 1);
    public static readonly Guid OwnUnit = Guid.Parse("00000000-0000-8000-8000-000000000001");

    public static readonly VacancyDraft Sewing = new()
    {
        Title = "缝纫工", Description = "服装流水线作业，可培训上岗。", Occupation = 6050103, Place = Qingxu, LowFen = 450_000, HighFen = 600_000, Posts = 2, Board = true, Lodging = true,
        Insurances = Insurances.Pension | Insurances.Injury, FromDay = Today, ToDay = Today.AddDays(30),
    };

    private readonly TestDb test;
    private readonly string folder = Directory.CreateTempSubdirectory("chunfeng-employers-").FullName;

    private EmployersWorld(TestDb test, ChunfengDb db) => (this.test, Db) = (test, db);

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2022, 2, 28, 16, 30, 0, TimeSpan.Zero));
    public ChunfengDb Db { get; }
    public TestDb Test => test;

    public WriteEmployer Employers => new(Db, Reference.Regions, Codes, KeyRing.ForTests, Clock);
    public WriteVacancy Write => new(Db, Reference.Regions, Codes, Clock);
    public TakeVacancyStep Steps => new(Db, Clock);
    public VacancyQuery Query => new(Db, Clock);
    public VacancyDesk Desk => On(Db);
    public KeepStanding Standing => new(Db, Clock);
    public TakeVacancies Take => new(Db, Write, Reference.Regions, Codes, Words, Clock);
    public VacancyFiles Files => new(Db, Take, KeyRing.ForTests, new Places(Reference.Data, folder), Clock);
    public PersonLedger Ledger => new(Db, KeyRing.ForTests, Reference.Regions, Codes, Clock);
    public HireRegister Hires => new(Db, Ledger, KeyRing.ForTests, Clock);

    public static async Task<EmployersWorld> CreateAsync(string engine)
    {
        var test = await TestDb.CreateAsync(engine);
        return new EmployersWorld(test, test.Open());
    }

    public VacancyDesk On(ChunfengDb db) => new(db, Reference.Regions, Clock);

    /// <summary>A county's clerk, with every right of one.</summary>
    public static Actor Clerk(long region = Qingxu) => new($"clerk-{region}", "经办人", new RegionCode(region), Roles.Find("county-clerk")!.Rights);

    /// <summary>The employer's own account.</summary>
    public static Actor Own(Guid? unit = null) => new("own", "单位人事", new RegionCode(Qingxu), new HashSet<string> { Rights.EmployersOwn }) { Unit = unit ?? OwnUnit };

    public static EmployerDraft Named(string name, long seat = Qingxu, EmployerFlags flags = EmployerFlags.Private) =>
        new(name, "18", EmployerSize.Small, flags, seat, "工业园区1号", "王经理", "0351-1234567", "");

    /// <summary>A credit code whose check character is right.</summary>
    public static string Credit(int serial)
    {
        var body = $"91140121TEST{serial:D5}".Replace("S", "5", StringComparison.Ordinal);
        return "0123456789ABCDEFGHJKLMNPQRTUWXY".Select(c => body + c).First(c => CreditCode.TryParse(c, out _, out _));
    }

    /// <summary>An employer; the first belongs to <see cref="OwnUnit"/>.</summary>
    public async Task<Employer> EmployerAsync(int serial = 1, long seat = Qingxu, EmployerFlags flags = EmployerFlags.Private)
    {
        var made = await Employers.RegisterAsync(Credit(serial), Named($"第{serial}号服装厂", seat, flags), confirmed: true, Clerk(new RegionCode(seat).At(RegionLevel.County).Value), Cancel);
        Assert.True(!made.IsRefused, made.Refusal?.Message);
        if (serial == 1)
        {
            await Db.Employers().Where(e => e.EmployerId == made.Value!.EmployerId).ExecuteUpdateAsync(s => s.SetProperty(e => e.UnitId, OwnUnit), Cancel);
        }

        return await Db.Employers().AsNoTracking().SingleAsync(e => e.EmployerId == made.Value!.EmployerId, Cancel);
    }

    /// <summary>A vacancy published by the county.</summary>
    public async Task<Guid> PublishedAsync(Guid employer, VacancyDraft? draft = null)
    {
        var made = await Write.AddAsync(employer, draft ?? Sewing, new WriteOrder(Submit: true), Clerk(), Cancel);
        Assert.True(!made.IsRefused, made.Refusal?.Message);
        Assert.Null(await Steps.HandleAsync(made.Value!.VacancyId, PostingAct.Publish, null, null, Clerk(), Cancel));
        return made.Value.VacancyId;
    }

    public Task<Posting> PostingAsync(Guid id) => Db.Postings().AsNoTracking().SingleAsync(p => p.VacancyId == id, Cancel);

    public async Task<List<Vacancy>> OpenAsync(DateOnly day)
    {
        var open = new List<Vacancy>();
        await foreach (var vacancy in Desk.OpenAsync(day, Cancel))
        {
            open.Add(vacancy);
        }

        return open;
    }

    public async ValueTask DisposeAsync()
    {
        await Db.DisposeAsync();
        await test.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
