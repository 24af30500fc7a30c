using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Chunfeng.Data.Postgres;

/// <summary>The register on PostgreSQL 15 or later.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options) : ChunfengDb(options, ModuleList.All)
{
    public override IDbDialect Dialect => PostgresDialect.Instance;

    protected override string? BytewiseCollation => "C";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(e => e.FindAnnotation(Spare) is not null))
        {
            modelBuilder.Entity(entity.ClrType).HasStorageParameter("fillfactor", 100 - (int)entity.FindAnnotation(Spare)!.Value!);
        }
    }
}

/// <summary>Used by "dotnet ef" only.</summary>
public sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresDb>
{
    public PostgresDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql("Host=localhost;Database=design").Options);
}
