using Chunfeng.Platform.Modules;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Chunfeng.Platform.Data;

/// <summary>The one database. Each room adds its own tables and sees them through its Tables.cs.</summary>
public abstract class ChunfengDb(DbContextOptions options, IReadOnlyList<IModule> modules) : DbContext(options)
{
    /// <summary>Marks a text column that is searched by prefix.</summary>
    public const string Bytewise = "Cf:Bytewise";

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

    internal static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));

    /// <summary>Every stored moment is UTC and reads back as UTC.</summary>
    private sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
        value => value, value => DateTime.SpecifyKind(value, DateTimeKind.Utc));
}
