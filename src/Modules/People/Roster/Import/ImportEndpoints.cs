using System.Text;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Chunfeng.People.Roster.Import;

/// <summary>The posts and downloads of the import pages.</summary>
internal static class ImportEndpoints
{
    private const int MostFieldBytes = 4096;

    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/people/import/upload", UploadAsync).WithMetadata(new RequestSizeLimitAttribute(ImportDesk.MostBytes));
        routes.MapPost("/people/import/{id:guid}/keep", (Guid id, [FromForm] string? _, ImportDesk desk, Actor actor, CancellationToken cancel) =>
            BackAsync(id, desk.KeepAsync(id, actor, cancel)));
        routes.MapPost("/people/import/{id:guid}/retry", (Guid id, [FromForm] string? _, ImportDesk desk, Actor actor, CancellationToken cancel) =>
            BackAsync(id, desk.RetryAsync(id, actor, cancel)));
        routes.MapPost("/people/import/{id:guid}/drop", (Guid id, [FromForm] string? _, ImportDesk desk, Actor actor, CancellationToken cancel) =>
            BackAsync(id, desk.DropAsync(id, actor, cancel)));
        routes.MapGet("/people/import/{id:guid}/rejects", async (Guid id, ImportDesk desk, Actor actor, CancellationToken cancel) =>
            await desk.RejectsAsync(id, actor, cancel) is { } file
                ? Microsoft.AspNetCore.Http.Results.Stream(file.Content, "application/octet-stream", file.Name)
                : Microsoft.AspNetCore.Http.Results.NotFound());
    }

    private static async Task<IResult> BackAsync(Guid id, Task<Refusal?> work) =>
        await work is { } refusal ? To($"/people/import/{id}?refused={Uri.EscapeDataString(refusal.Message)}") : To($"/people/import/{id}");

    /// <summary>Reads the form part by part, so that a file of any size goes straight into its sealed place: the token first, the file last.</summary>
    private static async Task<IResult> UploadAsync(HttpContext context, IAntiforgery antiforgery, ImportDesk desk, Actor actor, CancellationToken cancel)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 100 } boundary)
        {
            return Microsoft.AspNetCore.Http.Results.BadRequest();
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new MultipartReader(boundary, context.Request.Body) { BodyLengthLimit = null };
        try
        {
            while (await reader.ReadNextSectionAsync(cancel) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var part))
                {
                    return Microsoft.AspNetCore.Http.Results.BadRequest();
                }

                if (!part.IsFileDisposition())
                {
                    fields[HeaderUtilities.RemoveQuotes(part.Name).Value ?? ""] = await FieldAsync(section.Body, cancel);
                    continue;
                }

                context.Request.Headers["RequestVerificationToken"] = fields.GetValueOrDefault("__RequestVerificationToken", "");
                if (!await antiforgery.IsRequestValidAsync(context))
                {
                    return Microsoft.AspNetCore.Http.Results.BadRequest();
                }

                var name = Path.GetFileName((part.FileNameStar.HasValue ? part.FileNameStar : HeaderUtilities.RemoveQuotes(part.FileName)).Value ?? "");
                return name.Length == 0 ? Refused("请先选择台账文件，再点“上传并核对”") : await ReceiveAsync(desk, name, section.Body, fields, actor, cancel);
            }
        }
        catch (Exception failure) when (failure is InvalidDataException or BadHttpRequestException { StatusCode: not 413 })
        {
            return Refused("文件没有传完整，请检查网络后重新上传");
        }
        catch (BadHttpRequestException)
        {
            return Refused($"文件超过 {ImportDesk.MostBytes >> 30} GB，请按县拆分后上传，或请系统管理员用命令行导入");
        }

        return Refused("请先选择台账文件，再点“上传并核对”");
    }

    private static async Task<IResult> ReceiveAsync(
        ImportDesk desk, string name, Stream content, Dictionary<string, string> fields, Actor actor, CancellationToken cancel)
    {
        RegionCode? region = null;
        if (fields.GetValueOrDefault("region") is { Length: > 0 } text)
        {
            if (!RegionCode.TryParse(text, out var code))
            {
                return Refused("没有认出所选地区，请重新选择");
            }

            region = code;
        }

        DateOnly? asOf = null;
        if (fields.GetValueOrDefault("as-of") is { Length: > 0 } day)
        {
            if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", out var date))
            {
                return Refused($"台账截至日期“{(day.Length > 20 ? day[..20] : day)}”应写成 2022-02-27 的样子");
            }

            asOf = date;
        }

        var received = await desk.ReceiveAsync(name, content, region, asOf, actor, cancel);
        return received.IsRefused ? Refused(received.Refusal.Message) : To($"/people/import/{received.Value}");
    }

    private static async Task<string> FieldAsync(Stream body, CancellationToken cancel)
    {
        var buffer = new byte[MostFieldBytes + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return length > MostFieldBytes ? throw new InvalidDataException("A form field is too long.") : Encoding.UTF8.GetString(buffer, 0, length);
    }

    private static IResult Refused(string message) => To($"/people/import?refused={Uri.EscapeDataString(message)}");

    private static IResult To(string address) => Microsoft.AspNetCore.Http.Results.LocalRedirect(address);
}
