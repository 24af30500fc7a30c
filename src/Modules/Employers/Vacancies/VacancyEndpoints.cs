using System.Globalization;
using Chunfeng.Employers.Intake;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Chunfeng.Employers.Vacancies;

/// <summary>The posts of the vacancy pages, the upload and its downloads.</summary>
internal static class VacancyEndpoints
{
    public static void MapVacancies(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/vacancies/{id:guid}/step", StepAsync);
        routes.MapPost("/vacancies/import/upload", UploadAsync).WithMetadata(new RequestSizeLimitAttribute(VacancyFiles.MostBytes));
        routes.MapGet("/vacancies/import/template", () =>
        {
            var output = new MemoryStream();
            VacancyFiles.WriteTemplate(output);
            output.Position = 0;
            return TypedResults.File(output, MediaTypes.Xlsx, "岗位导入模板.xlsx");
        });
        routes.MapGet("/vacancies/import/{id:guid}/rejects", async (Guid id, VacancyFiles files, Actor actor, CancellationToken cancel) =>
            await files.RejectsAsync(id, actor, cancel) is { } file ? TypedResults.Stream(file.Content, "application/octet-stream", file.Name) : (IResult)TypedResults.NotFound());
    }

    /// <summary>提交、发布、退回、关闭. A decision in the queue leads on to the next that waits.</summary>
    private static async Task<IResult> StepAsync(Guid id, IFormCollection form, TakeVacancyStep take, VacancyQuery query, Actor actor, CancellationToken cancel)
    {
        var name = form["act"].ToString();
        PostingAct? act = name switch { "submit" => PostingAct.Submit, "publish" => PostingAct.Publish, "return" => PostingAct.Return, "close" => PostingAct.Close, _ => null };
        if (act is null)
        {
            return TypedResults.BadRequest();
        }

        long? seen = long.TryParse(form["seen"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
        var refusal = await take.HandleAsync(id, act.Value, form["reason"], seen, actor, cancel);
        if (refusal == WriteVacancy.NotFound)
        {
            return TypedResults.NotFound();
        }

        if (refusal is null && form["queue"].Count > 0 && act is PostingAct.Publish or PostingAct.Return)
        {
            return await query.NextToReviewAsync(id, actor, cancel) is { } next
                ? TypedResults.LocalRedirect(Links.With($"/vacancies/{next}", ("queue", "yes"), ("done", name)))
                : TypedResults.LocalRedirect(Links.With("/vacancies", ("tab", "review"), ("done", name)));
        }

        return TypedResults.LocalRedirect(Links.With($"/vacancies/{id}", ("queue", form["queue"].Count > 0 ? "yes" : null), (refusal is null ? "done" : "refused", refusal?.Message ?? name)));
    }

    private static async Task<IResult> UploadAsync(IFormCollection form, VacancyFiles files, Actor actor, CancellationToken cancel)
    {
        if (form.Files.GetFile("file") is not { Length: > 0 } sent)
        {
            return Refused(new Refusal("no-file", "请先选择文件，再点“上传”"));
        }

        if (sent.Length > VacancyFiles.MostBytes)
        {
            return Refused(new Refusal("too-big", $"文件超过 {VacancyFiles.MostBytes >> 20} MB，请分成几个文件"));
        }

        var content = new MemoryStream();
        await sent.CopyToAsync(content, cancel);
        content.Position = 0;
        var taken = await files.HandleAsync(Path.GetFileName(sent.FileName), content, form["partly"].Count > 0, actor, cancel);
        return taken.IsRefused ? Refused(taken.Refusal) : TypedResults.LocalRedirect($"/vacancies/import?file={taken.Value.FileId}");
    }

    private static IResult Refused(Refusal refusal) => TypedResults.LocalRedirect(Links.With("/vacancies/import", ("refused", refusal.Message)));
}
