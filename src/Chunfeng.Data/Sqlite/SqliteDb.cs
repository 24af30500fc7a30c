using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Chunfeng.Data.Sqlite;

/// <summary>The register in one SQLite file.</summary>
public sealed class SqliteDb(DbContextOptions<SqliteDb> options) : ChunfengDb(options, ModuleList.All)
{
    public override IDbDialect Dialect => SqliteDialect.Instance;
}

/// <summary>Used by "dotnet ef" only.</summary>
public sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteDb>
{
    public SqliteDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=design.db").Options);
}
