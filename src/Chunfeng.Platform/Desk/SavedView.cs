using System.Text;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Platform.Desk;

/// <summary>A list's filters and columns one account keeps under a name; nobody else sees it.</summary>
public sealed class SavedView
{
    /// <summary>The name under which a page keeps what an account last chose as its columns; never listed.</summary>
    internal const string Columns = "";

    public Guid ViewId { get; init; } = Guid.CreateVersion7();
    public required string Login { get; init; }
    /// <summary>The list's path: "/people".</summary>
    public required string Page { get; init; }
    public required string Name { get; init; }
    /// <summary>The query string without "?"; no name's page holds an ID number or a telephone.</summary>
    public required string Query { get; set; }
    public required DateTime SavedAt { get; set; }
}

/// <summary>Keeps and hands out the views of one account. A page gives only query values it knows: what is kept is an address.</summary>
public sealed class SavedViews(ChunfengDb db, TimeProvider clock, AccountShelf shelf)
{
    /// <summary>Views an account may keep for one page.</summary>
    public const int Most = 30;

    /// <summary>Characters of a name, and of an address.</summary>
    public const int LongestName = 30, LongestQuery = 1000;

    private sealed record Kept(IReadOnlyList<SavedView> Views, string? Columns);

    /// <summary>The views of an account for a page, by name, and the columns it chose last (null when it never chose), in one question; what another server has kept since is seen half a minute later.</summary>
    public async Task<(IReadOnlyList<SavedView> Views, string? Columns)> OfPageAsync(string page, Actor actor, CancellationToken cancel)
    {
        if (shelf.Of<Kept>(actor.Login, page) is not { } kept)
        {
            var all = await Of(page, actor).OrderBy(v => v.Name).Take(Most + 1).ToListAsync(cancel); // the columns' name is empty and comes first
            shelf.Keep(actor.Login, page, kept = new Kept([.. all.Where(v => v.Name != SavedView.Columns)], all.Find(v => v.Name == SavedView.Columns)?.Query));
        }

        return (kept.Views, kept.Columns);
    }

    /// <summary>Keeps the present filters under a name; the same name again replaces it.</summary>
    public async Task<Refusal?> SaveAsync(string page, string? name, string query, Actor actor, CancellationToken cancel)
    {
        var clean = string.Concat((name ?? "").EnumerateRunes().Where(r => !Rune.IsControl(r) && r != Rune.ReplacementChar).Select(r => r.ToString())).Trim();
        if (clean.Length == 0 || clean.EnumerateRunes().Count() > LongestName) // rare characters of names take two places
        {
            return new Refusal("view-name", clean.Length == 0 ? "请给常用条件起个名字" : $"名字最多 {LongestName} 个字，请改短一些");
        }

        if (query.Length > LongestQuery)
        {
            return new Refusal("view-too-long", "条件太多，存不下；请减少几个条件再存");
        }

        var kept = await Of(page, actor).CountAsync(v => v.Name != SavedView.Columns && v.Name != clean, cancel);
        if (kept >= Most)
        {
            return new Refusal("too-many-views", $"最多存 {Most} 个常用条件，请先删掉不用的");
        }

        await PutAsync(page, clean, query, actor, cancel);
        return null;
    }

    /// <summary>A refusal's code, as an address carries it, in words for the page it came back to; null for others.</summary>
    public static string? Explain(string? code) => code switch
    {
        "view-name" => $"名字要写 1 至 {LongestName} 个字。请改好再存。",
        "view-too-long" => "条件太多，存不下。请减少几个条件再存。",
        "too-many-views" => $"最多存 {Most} 个常用条件。请先在“整理”里删掉不用的。",
        _ => null,
    };

    /// <summary>Takes one of the account's own views away; another's is not there.</summary>
    public async Task DropAsync(Guid viewId, Actor actor, CancellationToken cancel)
    {
        await db.SavedViews().Where(v => v.ViewId == viewId && v.Login == actor.Login).ExecuteDeleteAsync(cancel);
        shelf.Forget(actor.Login);
    }

    public Task KeepColumnsAsync(string page, string columns, Actor actor, CancellationToken cancel) =>
        PutAsync(page, SavedView.Columns, columns, actor, cancel);

    private async Task PutAsync(string page, string name, string query, Actor actor, CancellationToken cancel)
    {
        await WriteAsync(page, name, query, actor, cancel);
        shelf.Forget(actor.Login);
    }

    private async Task WriteAsync(string page, string name, string query, Actor actor, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var now = clock.UtcStamp;
            var changed = await db.SavedViews().Where(v => v.Login == actor.Login && v.Page == page && v.Name == name)
                .ExecuteUpdateAsync(s => s.SetProperty(v => v.Query, query).SetProperty(v => v.SavedAt, now), cancel);
            if (changed > 0)
            {
                return;
            }

            var view = new SavedView { Login = actor.Login, Page = page, Name = name, Query = query, SavedAt = now };
            db.SavedViews().Add(view);
            try
            {
                await db.SaveChangesAsync(cancel);
                return;
            }
            catch (DbUpdateException) when (attempt == 1)
            {
                db.Entry(view).State = EntityState.Detached; // pressed twice: the other request was first
            }
        }
    }

    private IQueryable<SavedView> Of(string page, Actor actor) => db.SavedViews().AsNoTracking().Where(v => v.Login == actor.Login && v.Page == page);
}

internal static class DeskTables
{
    extension(ChunfengDb db)
    {
        public DbSet<SavedView> SavedViews() => db.Set<SavedView>();
    }
}

internal sealed class SavedViewTable : IEntityTypeConfiguration<SavedView>
{
    public void Configure(EntityTypeBuilder<SavedView> view)
    {
        view.ToTable("platform_saved_view");
        view.HasKey(v => v.ViewId);
        view.HasIndex(v => new { v.Login, v.Page, v.Name }).IsUnique();
        view.Property(v => v.Login).HasMaxLength(50);
        view.Property(v => v.Page).HasMaxLength(100);
        view.Property(v => v.Name).HasMaxLength(SavedViews.LongestName * 2);
        view.Property(v => v.Query).HasMaxLength(SavedViews.LongestQuery);
    }
}
