using Chunfeng.Employers.Register;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Intake;

/// <summary>A vacancy as a program sends it: words as in the file's columns, numbers and days as text or as numbers of JSON.</summary>
internal record ApiVacancy
{
    /// <summary>The sender's own number; one number is one vacancy.</summary>
    public string? ExternalNo { get; init; }
    public string? CreditCode { get; init; }
    public string? Title { get; init; }
    public string? Occupation { get; init; }
    public int? Posts { get; init; }
    public string? Place { get; init; }
    public string? Address { get; init; }
    public string? Form { get; init; }
    /// <summary>month, day, hour or piece.</summary>
    public string? Period { get; init; }
    /// <summary>Yuan for one period, as text: "4500" or "18.50".</summary>
    public string? PayLow { get; init; }
    public string? PayHigh { get; init; }
    public int? DaysPerMonth { get; init; }
    public int? UnitsPerDay { get; init; }
    public bool? Board { get; init; }
    public bool? Lodging { get; init; }
    public string? Insurance { get; init; }
    public int? MinimumAge { get; init; }
    public int? MaximumAge { get; init; }
    public string? AgeReason { get; init; }
    public string? Education { get; init; }
    public string? Health { get; init; }
    public string? HealthReason { get; init; }
    public string? Sex { get; init; }
    public string? SexReason { get; init; }
    public bool? Hazardous { get; init; }
    public string? Welcomes { get; init; }
    public string? ReservedFor { get; init; }
    public string? From { get; init; }
    public string? To { get; init; }
    public string? Text { get; init; }

    public string? Said(string field) => field switch
    {
        "title" => Title, "occupation" => Occupation, "posts" => $"{Posts}", "place" => Place, "address" => Address, "form" => Form, "period" => Period, "pay-low" => PayLow,
        "pay-high" => PayHigh, "days" => $"{DaysPerMonth}", "units" => $"{UnitsPerDay}", "board" => Board == true ? "1" : "", "lodging" => Lodging == true ? "1" : "", "insurance" => Insurance,
        "min-age" => $"{MinimumAge}", "max-age" => $"{MaximumAge}", "age-reason" => AgeReason, "education" => Education, "health" => Health, "health-reason" => HealthReason, "sex" => Sex,
        "sex-reason" => SexReason, "hazardous" => Hazardous == true ? "1" : "", "welcomes" => Welcomes, "reserved" => ReservedFor, "from" => From, "to" => To, "text" => Text, _ => null,
    };
}

/// <summary>One vacancy as it stands: as it would be sent again, and what became of it.</summary>
internal sealed record ApiStoredVacancy : ApiVacancy
{
    public required Guid VacancyId { get; init; }
    /// <summary>draft, submitted, published, returned, closed or expired.</summary>
    public required string State { get; init; }
    /// <summary>Why it was sent back or closed, while it stands so.</summary>
    public string? Reason { get; init; }
    public required int PostsOpen { get; init; }
    public required long Version { get; init; }
    /// <summary>What the review said each time, the latest first.</summary>
    public required IReadOnlyList<ApiRemark> Remarks { get; init; }

    /// <summary>Words that the same address takes again and answers with "unchanged".</summary>
    public static ApiStoredVacancy Of(Posting p, string creditCode, IReadOnlyList<ApiRemark> remarks, RegionTree regions, CodeSets codes)
    {
        var said = VacancyForm.Write(WriteVacancy.DraftOf(p), regions, codes);
        string? Word(string field) => said[field] is { Length: > 0 } word ? word : null;
        static int? Number(int number) => number == 0 ? null : number;
        return new ApiStoredVacancy
        {
            ExternalNo = p.ExternalNo, CreditCode = creditCode, Title = p.Title, Occupation = Word("occupation"), Posts = p.Posts, Place = Word("place"), Address = Word("address"), Form = Word("form"),
            Period = Word("period"), PayLow = Word("pay-low"), PayHigh = Word("pay-high"), DaysPerMonth = Number(p.DaysPerMonth), UnitsPerDay = Number(p.UnitsPerDay), Board = p.Board, Lodging = p.Lodging,
            Insurance = Word("insurance"), MinimumAge = Number(p.MinimumAge), MaximumAge = Number(p.MaximumAge), AgeReason = Word("age-reason"), Education = Word("education"), Health = Word("health"),
            HealthReason = Word("health-reason"), Sex = Word("sex"), SexReason = Word("sex-reason"), Hazardous = p.Hazardous, Welcomes = Word("welcomes"), ReservedFor = Word("reserved"),
            From = Word("from"), To = Word("to"), Text = Word("text"), VacancyId = p.VacancyId, State = VacancyWords.Code((PostingState)p.State), Reason = p.Reason.Length > 0 ? p.Reason : null,
            PostsOpen = p.PostsOpen, Version = p.Version, Remarks = remarks,
        };
    }
}

/// <summary>A remark of the review.</summary>
/// <param name="Act">publish, return or close.</param>
/// <param name="On">The day in China.</param>
internal sealed record ApiRemark(string Act, DateOnly On, string Reason);

/// <summary>What became of one vacancy of a batch.</summary>
/// <param name="Outcome">added, updated, unchanged or refused.</param>
internal sealed record ApiVerdict(string? ExternalNo, string Outcome, Guid? VacancyId, string? Code, string? Message);

/// <summary>A sender's vacancy as it stands.</summary>
internal sealed record ApiVacancyState(string ExternalNo, Guid VacancyId, string Title, string State, string? Reason, int Posts, int PostsOpen, DateOnly To, long Version);

/// <summary>A page of a sender's vacancies; <paramref name="Next"/> is the next page's "after", null at the end.</summary>
internal sealed record ApiVacancyList(IReadOnlyList<ApiVacancyState> Vacancies, string? Next);

/// <summary>/api/v1/vacancies: stations and outside platforms send vacancies and read what became of them.</summary>
internal static class VacancyApi
{
    public const int MostBatch = 200, PageSize = 100;

    private const long MostBytes = 2L << 20;

    public static void MapVacancyApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapApi().WithTags("岗位");
        api.MapPost("/vacancies", SendAsync).WithMetadata(new RequestSizeLimitAttribute(MostBytes)).WithSummary("成批发布岗位：按外部编号，重发不变；通过检查的进入待审核")
            .Produces<List<ApiVerdict>>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict);
        api.MapGet("/vacancies/{id:guid}", OneAsync).WithSummary("自己发布的一个岗位：内容（可以原样再发）、审核情况和历次审核意见").Produces<ApiStoredVacancy>()
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/vacancies", ListAsync).WithSummary("自己发布的岗位和审核情况，一页 100 个").Produces<ApiVacancyList>().ProducesProblem(StatusCodes.Status403Forbidden);
    }

    /// <summary>The sender is the account, never what a request claims.</summary>
    public static string SourceOf(Actor actor) => $"api:{actor.Login}"[..Math.Min(VacancyRules.MostSource, actor.Login.Length + 4)];

    private static async Task<IResult> SendAsync([FromBody] ApiVacancy[] batch, TakeVacancies take, Actor actor, CancellationToken cancel)
    {
        if (!VacancyFiles.MayImport(actor))
        {
            return ApiPolicy.NoRight();
        }

        if (batch.Length is 0 or > MostBatch)
        {
            return ApiPolicy.Refused(new Refusal("bad-batch", $"一批写 1 至 {MostBatch} 个岗位"), StatusCodes.Status400BadRequest);
        }

        if (batch.Any(v => VacancyRules.Clean(v.ExternalNo).Length == 0))
        {
            return ApiPolicy.Refused(new Refusal("no-number", "每个岗位都要有外部编号 externalNo"), StatusCodes.Status400BadRequest);
        }

        var verdicts = await take.HandleAsync(SourceOf(actor), [.. batch.Select(v => new SentVacancy(v.CreditCode ?? "", VacancyRules.Clean(v.ExternalNo), v.Said))], partly: true, actor, cancel);
        return verdicts.IsRefused
            ? ApiPolicy.Refused(verdicts.Refusal, StatusCodes.Status409Conflict)
            : TypedResults.Ok(verdicts.Value.Zip(batch, (v, sent) => new ApiVerdict(sent.ExternalNo, v.Outcome?.ToString().ToLowerInvariant() ?? "refused", v.VacancyId, v.Refusal?.Code, v.Refusal?.Message)).ToList());
    }

    private static async Task<IResult> ListAsync([FromQuery] string? after, ChunfengDb db, Actor actor, CancellationToken cancel)
    {
        if (!EmployerScope.MayOpen(actor))
        {
            return ApiPolicy.NoRight();
        }

        var own = Own(db, actor);
        if (!string.IsNullOrEmpty(after))
        {
            after = VacancyRules.Clean(after);
            own = own.Where(p => p.ExternalNo.CompareTo(after) > 0);
        }

        var rows = await own.OrderBy(p => p.ExternalNo).Take(PageSize + 1)
            .Select(p => new { p.ExternalNo, p.VacancyId, p.Title, p.State, p.Reason, p.Posts, p.PostsOpen, p.ToDay, p.Version }).ToListAsync(cancel);
        var page = rows.Take(PageSize).Select(p => new ApiVacancyState(
            p.ExternalNo, p.VacancyId, p.Title, VacancyWords.Code((PostingState)p.State), p.Reason.Length > 0 ? p.Reason : null, p.Posts, p.PostsOpen, p.ToDay, p.Version)).ToList();
        return TypedResults.Ok(new ApiVacancyList(page, rows.Count > PageSize ? page[^1].ExternalNo : null));
    }

    private static async Task<IResult> OneAsync(Guid id, ChunfengDb db, RegionTree regions, CodeSets codes, Actor actor, CancellationToken cancel)
    {
        if (!EmployerScope.MayOpen(actor))
        {
            return ApiPolicy.NoRight();
        }

        var posting = await Own(db, actor).SingleOrDefaultAsync(p => p.VacancyId == id, cancel);
        if (posting is null)
        {
            return ApiPolicy.NotThere();
        }

        var credit = await db.Employers().Where(e => e.EmployerId == posting.EmployerId).Select(e => e.CreditCode).SingleAsync(cancel);
        var steps = await db.PostingSteps().AsNoTracking().Where(s => s.VacancyId == id && s.Reason != ""
            && (s.Act == (short)PostingAct.Publish || s.Act == (short)PostingAct.Return || s.Act == (short)PostingAct.Close)).OrderByDescending(s => s.Seq).ToListAsync(cancel);
        return TypedResults.Ok(ApiStoredVacancy.Of(posting, credit, [.. steps.Select(s => new ApiRemark(VacancyWords.ActCode((PostingAct)s.Act), ChinaTime.DayOf(s.At), s.Reason))], regions, codes));
    }

    /// <summary>What the client sent itself, and may still see.</summary>
    private static IQueryable<Posting> Own(ChunfengDb db, Actor actor)
    {
        var source = SourceOf(actor);
        return EmployerScope.Postings(db, actor).AsNoTracking().Where(p => p.Source == source);
    }
}
