using Chunfeng.People.Contracts;
using Chunfeng.People.Roster.Reading;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Roster.Import;

/// <summary>Where an upload and the rows sent back lie, sealed.</summary>
internal static class ImportFiles
{
    public static string Upload(Places places, Guid importId) => Path.Combine(places.Imports, $"{importId:N}.upload");
    public static string Rejects(Places places, Guid importId) => Path.Combine(places.Imports, $"{importId:N}.rejects");

    /// <summary>The rows sent back keep the format of the file they came in.</summary>
    public static string RejectsName(string fileName) =>
        $"{Path.GetFileNameWithoutExtension(fileName)}-退回{(Path.GetExtension(fileName).Equals(".xlsx", StringComparison.OrdinalIgnoreCase) ? ".xlsx" : ".csv")}";
}

/// <summary>Uploaded rosters from receipt to register: checked first, then kept or dropped by whoever answers for the area.</summary>
internal sealed class ImportDesk(
    ChunfengDb db, KeyRing keys, RegionTree regions, CodeSets codes, Places places, ImportRoster imports, JobDesk jobs, TimeProvider clock)
{
    /// <summary>A province's roster at 300 bytes a row does not fit through a browser; the command line takes it.</summary>
    public const long MostBytes = 1L << 30;

    public const int IssuesAPage = 50;

    /// <summary>Takes an upload in and queues its check. The file is read as it arrives and never lies in clear.</summary>
    public async Task<Result<Guid>> ReceiveAsync(string fileName, Stream content, RegionCode? region, DateOnly? asOf, Actor actor, CancellationToken cancel)
    {
        if (imports.Refuse(actor, region, asOf) is { } refusal)
        {
            return refusal;
        }

        if (region is { } asked && !regions.TryGet(asked, out _))
        {
            return new Refusal("no-such-region", $"没有找到代码为 {asked} 的地区，请重新选择");
        }

        Directory.CreateDirectory(places.Imports);
        var import = imports.NewImport(fileName, 0, region ?? actor.Region, asOf, actor, dryRun: true, uploaded: true);
        var path = ImportFiles.Upload(places, import.ImportId);
        try
        {
            await using (var to = SealedFile.Create(path, keys))
            {
                await content.CopyToAsync(to, cancel);
            }

            // a file that is no roster is told at once, not after a wait
            var opened = RosterReader.Open(SealedFile.Open(path, keys), import.FileName, regions, codes, new RegionCode(import.Region), import.AsOf);
            if (opened.IsRefused)
            {
                File.Delete(path);
                return opened.Refusal;
            }

            opened.Value.Dispose();
        }
        catch
        {
            File.Delete(path);
            throw;
        }

        db.Imports().Add(import);
        Ask(import, actor);
        db.Audit(clock, actor, "people.import.upload", $"{import.ImportId} {import.FileName}");
        await db.SaveChangesAsync(cancel);
        jobs.Ring();
        return import.ImportId;
    }

    /// <summary>Imports of the actor's area, newest first.</summary>
    public async Task<IReadOnlyList<RosterImport>> ListAsync(Actor actor, int take, CancellationToken cancel) =>
        await Mine(actor).OrderByDescending(i => i.StartedAt).ThenBy(i => i.ImportId).Take(take).ToListAsync(cancel);

    /// <summary>Null when there is no such import or it is another area's: the answer is the same.</summary>
    public async Task<RosterImport?> FindAsync(Guid importId, Actor actor, CancellationToken cancel) =>
        await Mine(actor).SingleOrDefaultAsync(i => i.ImportId == importId, cancel);

    /// <summary>A page of what was found, by row.</summary>
    /// <param name="kind">rejected, duplicate, conflict or warning; null for all but warnings.</param>
    public async Task<IReadOnlyList<RosterIssue>> IssuesAsync(Guid importId, string? kind, int afterRow, CancellationToken cancel)
    {
        var issues = db.ImportIssues().AsNoTracking().Where(i => i.ImportId == importId && i.RowNo > afterRow);
        issues = kind is null ? issues.Where(i => i.Kind != "warning") : issues.Where(i => i.Kind == kind);
        return await issues.OrderBy(i => i.RowNo).ThenBy(i => i.Seq).Take(IssuesAPage + 1).ToListAsync(cancel);
    }

    /// <summary>Takes a checked roster into the register; a second click finds nothing to do.</summary>
    public Task<Refusal?> KeepAsync(Guid importId, Actor actor, CancellationToken cancel) =>
        MoveAsync(importId, actor, [ImportStates.Checked], ImportStates.Queued, dryRun: false, "people.import", cancel);

    /// <summary>Runs a failed import again, from its check.</summary>
    public Task<Refusal?> RetryAsync(Guid importId, Actor actor, CancellationToken cancel) =>
        MoveAsync(importId, actor, [ImportStates.Failed], ImportStates.Queued, dryRun: true, "people.import.retry", cancel);

    /// <summary>Gives up a roster that was not taken in; its files are deleted.</summary>
    public async Task<Refusal?> DropAsync(Guid importId, Actor actor, CancellationToken cancel)
    {
        var refusal = await MoveAsync(importId, actor, [ImportStates.Checked, ImportStates.Failed], ImportStates.Dropped, dryRun: true, "people.import.drop", cancel);
        if (refusal is null)
        {
            File.Delete(ImportFiles.Upload(places, importId));
            File.Delete(ImportFiles.Rejects(places, importId));
        }

        return refusal;
    }

    /// <summary>The rows sent back, in clear, for the one who answers for them; logged.</summary>
    public async Task<(Stream Content, string Name)?> RejectsAsync(Guid importId, Actor actor, CancellationToken cancel)
    {
        var path = ImportFiles.Rejects(places, importId);
        if (await FindAsync(importId, actor, cancel) is not { } import || !File.Exists(path))
        {
            return null;
        }

        db.Audit(clock, actor, "people.import.rejects", importId.ToString());
        await db.SaveChangesAsync(cancel);
        return (SealedFile.Open(path, keys), ImportFiles.RejectsName(import.FileName));
    }

    private IQueryable<RosterImport> Mine(Actor actor)
    {
        long from = actor.Region.Value, to = actor.Region.End;
        return actor.May(Rights.PeopleImport)
            ? db.Imports().AsNoTracking().Where(i => i.Region >= from && i.Region < to)
            : db.Imports().Where(i => false);
    }

    private async Task<Refusal?> MoveAsync(Guid importId, Actor actor, string[] from, string to, bool dryRun, string act, CancellationToken cancel)
    {
        if (await FindAsync(importId, actor, cancel) is not { Uploaded: true } import)
        {
            return new Refusal("import-not-found", "没有找到这次导入，或不在您的管辖范围内");
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var moved = await db.Imports().Where(i => i.ImportId == importId && from.Contains(i.State))
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.State, to).SetProperty(i => i.DryRun, dryRun).SetProperty(i => i.Error, (string?)null), cancel);
        if (moved == 0)
        {
            return new Refusal("import-moved-on", "这次导入的状态已经变化，请刷新后再看");
        }

        if (to == ImportStates.Queued)
        {
            Ask(import, actor);
        }

        db.Audit(clock, actor, act, importId.ToString());
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        jobs.Ring();
        return null;
    }

    /// <summary>The right and the area were judged before; what the job does is read from the import's row.</summary>
    private void Ask(RosterImport import, Actor actor)
    {
        if (jobs.Add<RosterImportJob, RosterImportInput>(new(import.ImportId), import.FileName, actor, new RegionCode(import.Region)) is { IsRefused: true, Refusal: { } refusal })
        {
            throw new InvalidOperationException(refusal.Code);
        }
    }
}
