using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Time;

namespace Chunfeng.Web.Host;

/// <summary>The audit trail as a file.</summary>
internal static class AuditEndpoints
{
    private const string Csv = "text/csv";
    public static void MapAudit(this WebApplication app) => app.MapGet("/audit/export", async (
        HttpContext context, AuditQuery audit, Actor actor, TimeProvider clock, string? login, string? act, string? worker, string? source, string? from, string? to, string? format,
        CancellationToken cancel) =>
    {
        var extension = format == "csv" ? "csv" : "xlsx";
        var name = $"审计记录-{clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)):yyyyMMdd-HHmm}.{extension}";
        var file = new FileStream(
            Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        var written = await audit.ExportAsync(FilterOf(login, act, worker, source, from, to), file, name, actor, cancel);
        if (written.IsRefused)
        {
            await file.DisposeAsync();
            return written.Refusal.Code == "no-right"
                ? Results.StatusCode(StatusCodes.Status404NotFound) // as if it were not there
                : Results.LocalRedirect($"/audit{context.Request.QueryString}&refused={Uri.EscapeDataString(written.Refusal.Code)}");
        }

        file.Position = 0;
        return Results.Stream(file, extension == "csv" ? Csv : MediaTypes.Xlsx, name);
    });

    /// <summary>The filter of an address; what is not understood does not filter.</summary>
    public static AuditFilter FilterOf(string? login, string? act, string? worker, string? source, string? from, string? to) => new(
        Cut(login), Cut(act), Guid.TryParse(worker, out var id) ? id : null, Cut(source), ChinaTime.ReadDay(from), ChinaTime.ReadDay(to));

    private static string? Cut(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim() is { Length: > 64 } longer ? longer[..64] : text.Trim();
}
