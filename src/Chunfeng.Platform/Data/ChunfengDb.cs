using System.Data.Common;
using System.Runtime.CompilerServices;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Modules;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Chunfeng.Platform.Data;

/// <summary>The one database. Each room adds its own tables and sees them through its Tables.cs.</summary>
public abstract class ChunfengDb(DbContextOptions options, IReadOnlyList<IModule> modules) : DbContext(options)
{
    /// <summary>Marks a text column that is searched by prefix.</summary>
    public const string Bytewise = "Cf:Bytewise";

    /// <summary>How many percent of each page of a table stay free when rows are added, for rows that change and keep their place; for engines that have such pages.</summary>
    public const string Spare = "Cf:Spare";

    private const int MostTurns = 20;

    /// <summary>All this context reads is planned once a connection (<see cref="Planned.Once"/>); set by who makes it.</summary>
    public bool PlannedOnce { get; set; }

    /// <summary>Queries that are put together once for each engine's model instead of at each call.</summary>
    /// <typeparam name="T">Holds them, made with EF.CompileAsyncQuery.</typeparam>
    public T Compiled<T>() where T : class, new() => CompiledQueries<T>.Known.GetValue(Model, _ => new T());

    /// <summary>What only one engine can say: bulk load, staging, stored forms of a UUID.</summary>
    public abstract IDbDialect Dialect { get; }

    /// <summary>The collation that orders text by bytes where the engine's default does not; null where it does.</summary>
    protected virtual string? BytewiseCollation => null;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ChunfengDb).Assembly);
        foreach (var module in modules)
        {
            modelBuilder.ApplyConfigurationsFromAssembly(module.GetType().Assembly);
        }

        // snake_case columns: one spelling for EF and for the bulk SQL on every engine
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
                if (property.FindAnnotation(Bytewise) is not null)
                {
                    property.SetCollation(BytewiseCollation);
                }
            }
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();

    /// <summary>Saves; audit entries are linked into their chains on the way. Two requests of one account that save at once take turns.</summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var pending = ChangeTracker.Entries<AuditEntry>().Where(e => e.State == EntityState.Added).Select(e => e.Entity).ToList();
        if (pending.Count == 0)
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }

        for (var attempt = 1; ; attempt++)
        {
            var heads = await AuditChain.LinkAsync(this, pending, cancellationToken);
            try
            {
                return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
            }
            catch (Exception failure) when (attempt < MostTurns && (failure is DbUpdateException || Deadlocked(failure)))
            {
                // another request of this account was first: link again behind it; anything else is the caller's
                if (!Deadlocked(failure) && !await AuditChain.MovedAsync(this, heads, cancellationToken))
                {
                    throw;
                }
            }
        }
    }

    /// <summary>True when the database ended this save for another's sake (SQLSTATE class 40): two batches of several entries each waited
    /// for the other's next place.</summary>
    private static bool Deadlocked(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is DbException { SqlState: ['4', '0', ..] })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Without a linked chain nothing is saved: use the asynchronous form.</summary>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) => ChangeTracker.Entries<AuditEntry>().Any(e => e.State == EntityState.Added)
        ? throw new InvalidOperationException("Audit entries are saved with SaveChangesAsync.")
        : base.SaveChanges(acceptAllChangesOnSuccess);

    internal static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));

    /// <summary>Every stored moment is UTC and reads back as UTC.</summary>
    private sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
        value => value, value => DateTime.SpecifyKind(value, DateTimeKind.Utc));

    // a compiled query belongs to one engine's model
    private static class CompiledQueries<T> where T : class, new()
    {
        public static readonly ConditionalWeakTable<IModel, T> Known = [];
    }
}
