using Chunfeng.Dispatch.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Files;
using Microsoft.AspNetCore.Http;

namespace Chunfeng.Dispatch.Bulletin;

/// <summary>The bulletin as a download.</summary>
internal static class BulletinEndpoint
{
    public static async Task<IResult> GetAsync(string week, int? revision, MakeBulletin bulletin, Actor actor, CancellationToken cancel)
    {
        if (!actor.May(Rights.DispatchRead))
        {
            return TypedResults.Problem("您没有查看周调度的权限，请联系本级专班的系统管理员开通", statusCode: StatusCodes.Status403Forbidden);
        }

        var made = await bulletin.HandleAsync(week, revision, cancel);
        return made.IsRefused
            ? TypedResults.Problem(made.Refusal.Message, statusCode: StatusCodes.Status404NotFound, type: made.Refusal.Code)
            : TypedResults.File(made.Value.Docx, MediaTypes.Docx, made.Value.FileName);
    }
}
