using Chunfeng.People.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Chunfeng.People.Lists;

/// <summary>Understands a posted query string as the page would.</summary>
internal sealed class RegisterAddress(RegionTree regions, CodeSets codes, KeyRing keys, TimeProvider clock)
{
    public RegisterAsk Read(string? query, Actor actor) => RegisterAsk.Read(RegisterAsk.Of(query), actor, regions, codes, new PersonCrypto(keys), clock.Today);
}

/// <summary>The posts of the register list: export, columns, kept views.</summary>
internal static class ListEndpoints
{
    private const int MostSaid = 200, MostDigits = 6;
    public static void MapLists(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods(RegisterAsk.Path, ["GET", "HEAD"], RegisterPageText.HandleAsync);
        routes.MapPost("/people/list/export", ExportAsync);
        routes.MapPost("/people/list/find", (IFormCollection form, KeyRing keys, Actor actor) =>
            actor.May(Rights.PeopleRead) ? To(Found(form, new PersonCrypto(keys))) : Microsoft.AspNetCore.Http.Results.NotFound());
        routes.MapPost("/people/list/columns", async (
            IFormCollection form, RegisterAddress address, SavedViews views, Actor actor, CancellationToken cancel) =>
        {
            if (!actor.May(Rights.PeopleRead))
            {
                return Microsoft.AspNetCore.Http.Results.NotFound();
            }

            await views.KeepColumnsAsync(RegisterAsk.Path, RegisterColumns.Write(form["col"].OfType<string>()), actor, cancel);
            return To(Links.With(Safe(address.Read(form["query"], actor)), (RegisterAsk.Columns, null)));
        });
        routes.MapPost("/people/list/views", async (
            [FromForm] string? query, [FromForm] string? name, RegisterAddress address, SavedViews views, Actor actor, CancellationToken cancel) =>
        {
            if (!actor.May(Rights.PeopleRead))
            {
                return Microsoft.AspNetCore.Http.Results.NotFound();
            }

            var ask = address.Read(query, actor);
            var refusal = ask.Faults.Count > 0 || ask.Sought.Worker is not null || ask.Sought.PhoneBlind is not null
                ? new Refusal("bad-filter", "") // a number is no condition to keep
                : await views.SaveAsync(RegisterAsk.Path, name, ask.Query(), actor, cancel);
            return To(Links.With(Safe(ask), ("refused", refusal?.Code)));
        });
        routes.MapPost("/people/list/views/drop", async (
            [FromForm] string? query, [FromForm] Guid? id, RegisterAddress address, SavedViews views, Actor actor, CancellationToken cancel) =>
        {
            await views.DropAsync(id ?? Guid.Empty, actor, cancel);
            return To(Safe(address.Read(query, actor)));
        });
    }

    private static async Task<IResult> ExportAsync(
        [FromForm] string? query, RegisterAddress address, ExportRegisterList export, Actor actor, TimeProvider clock, CancellationToken cancel)
    {
        var ask = address.Read(query, actor);
        var columns = RegisterColumns.Read(RegisterAsk.Of(query)(RegisterAsk.Columns));
        var file = new FileStream(
            Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            var written = await export.HandleAsync(ask, columns, file, actor, cancel);
            if (written.IsRefused)
            {
                await file.DisposeAsync();
                return To(Links.With(Safe(ask), ("refused", written.Refusal.Code)));
            }
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }

        file.Position = 0;
        var now = clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8));
        return Microsoft.AspNetCore.Http.Results.Stream(file, MediaTypes.Xlsx, $"劳动者-{now:yyyyMMdd-HHmm}.xlsx");
    }

    /// <summary>The address of what the filter asks; a number in it becomes its keyed hash before it can stand in a history or a log.</summary>
    private static string Found(IFormCollection form, PersonCrypto crypto)
    {
        string? Said(string name) => form[name].FirstOrDefault() is { Length: > 0 and <= MostSaid } value ? value : null;
        var (typed, sought) = (Said("q"), Sought.Read(Said("q"), crypto));
        var number = sought.Fault is not null && typed!.Count(char.IsDigit) > MostDigits;
        return Links.With(RegisterAsk.Path, [.. RegisterAsk.Names.Append(RegisterAsk.Columns).Select(n => (n, (string?)(n switch
        {
            "q" => sought.Worker is null && sought.PhoneBlind is null && !number ? typed : null,
            "person" => typed is null ? Said(n) : sought.Worker?.ToString("N"),
            "phone" => typed is null ? Said(n) : sought.PhoneBlind?.ToString("x16", System.Globalization.CultureInfo.InvariantCulture),
            _ => Said(n),
        }))), ("refused", number ? "bad-number" : null)]);
    }

    /// <summary>Back to the list; a number somebody forged into the form stays out of the address.</summary>
    private static string Safe(RegisterAsk ask) =>
        (ask.Sought.Name ?? ask.Sought.Tail) is null ? Links.With(ask.Address(), ("q", null)) : ask.Address();

    private static IResult To(string address) => Microsoft.AspNetCore.Http.Results.LocalRedirect(address);
}
