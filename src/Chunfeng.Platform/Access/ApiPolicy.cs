using Chunfeng.Platform.Results;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Chunfeng.Platform.Access;

/// <summary>How rooms offer addresses to other systems: under /api/v1, to API clients and to nobody else.</summary>
/// <remarks>A client is an account of a unit, so an endpoint asks <see cref="Actor"/> for rights and region as a page does. No cookie counts here, so no
/// form token is needed. Every address stands in /api/v1/openapi.json by itself.</remarks>
public static class ApiPolicy
{
    /// <summary>Name of the authorization policy and of the rate limit.</summary>
    public const string Name = "api";

    public const string Prefix = "/api/v1";

    /// <summary>A group under /api/v1 that takes bearer tokens only and counts requests of each client.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGroup(Prefix).RequireAuthorization(Name).RequireRateLimiting(Name);

    /// <summary>A "no" as a problem document: the code for programs, the sentence for people.</summary>
    public static IResult Refused(Refusal refusal, int status = StatusCodes.Status422UnprocessableEntity) =>
        TypedResults.Problem(refusal.Message, statusCode: status, title: refusal.Code, extensions: [new("code", refusal.Code)]);

    /// <summary>What lies outside the client's area, or is not there at all: the same answer.</summary>
    public static IResult NotThere() => TypedResults.Problem("没有这一项，或者它不在这个客户端的范围内", statusCode: StatusCodes.Status404NotFound, title: "not-found");

    /// <summary>The client's role does not allow it.</summary>
    public static IResult NoRight() => TypedResults.Problem("这个客户端的角色不能这样做；需要时请联系发给密钥的管理员", statusCode: StatusCodes.Status403Forbidden, title: "no-right");
}
