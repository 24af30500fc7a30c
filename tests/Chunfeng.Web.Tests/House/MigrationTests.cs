using Chunfeng.Data;
using Chunfeng.Data.Postgres;
using Chunfeng.Data.Sqlite;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Chunfeng.Web.Tests.House;

/// <summary>Both engines get the same schema from their own migrations, and no migration is missing. Only a way back over data needs a server.</summary>
public class MigrationTests
{
    [Theory(DisplayName = "实体改了，两种数据库的迁移也都改了")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public void No_migration_is_missing(string engine)
    {
        using var db = Open(engine);
        Assert.False(db.Database.HasPendingModelChanges(), $"run ./do migrations NAME: the model of {engine} has changed");
    }

    [Fact]
    public void Both_engines_have_the_same_migrations_in_the_same_order()
    {
        using var sqlite = Open("sqlite");
        using var postgres = Open("postgres");
        Assert.NotEmpty(Names(sqlite));
        Assert.Equal(Names(sqlite), Names(postgres));
    }

    [Fact]
    public void Both_engines_make_the_same_tables_columns_and_indexes()
    {
        using var sqlite = Open("sqlite");
        using var postgres = Open("postgres");
        var made = Replay(sqlite);
        Assert.Contains("table people_worker", made);
        Assert.Equal(made, Replay(postgres));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public void The_migrations_make_what_the_model_says(string engine)
    {
        using var db = Open(engine);
        Assert.Equal(Described(db), Replay(db));
    }

    [Theory(DisplayName = "退回催报方式的迁移：一家一轮一天只留一条，留名单上排最前的那种；再升上来照常")]
    [InlineData(FreshDb.Sqlite)]
    [InlineData(FreshDb.Postgres)]
    [Trait("Clause", "2.2")]
    public async Task Back_before_the_ways_of_reminders(string engine)
    {
        await using var database = await FreshDb.CreateAsync(engine);
        using var factory = new DbFactory(database.Setting);
        await using var db = factory.Create();
        var (migrator, names) = (db.GetService<IMigrator>(), Names(db));
        var at = names.IndexOf("DemandReminderWays");
        await migrator.MigrateAsync(names[at]);
        var (round, often, once, day) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), new DateOnly(2022, 3, 1));
        foreach (var (employer, on, way, name) in new[] { (often, day, 1, "电话"), (often, day, 2, "上门"), (often, day, 0, "待办"), (often, day.AddDays(1), 1, "第二天"), (once, day, 0, "另一家") })
        {
            await db.Database.ExecuteSqlAsync($"INSERT INTO employers_demand_reminder (round_id, employer_id, \"on\", way, login, name, note) VALUES ({round}, {employer}, {on}, {way}, 'clerk', {name}, '')");
        }

        await migrator.MigrateAsync(names[at - 1]);
        string[] left = ["上门", "另一家", "第二天"];
        Assert.Equal(left, (await db.Database.SqlQuery<string>($"SELECT name AS \"Value\" FROM employers_demand_reminder").ToListAsync()).Order(StringComparer.Ordinal));
        await migrator.MigrateAsync(names[at]);
        Assert.Equal(left, (await db.Database.SqlQuery<string>($"SELECT name AS \"Value\" FROM employers_demand_reminder WHERE way = 0").ToListAsync()).Order(StringComparer.Ordinal));
    }

    private static ChunfengDb Open(string engine) => engine == "sqlite" ? new SqliteDesignTime().CreateDbContext([]) : new PostgresDesignTime().CreateDbContext([]);

    /// <summary>"20261123005336_Initial" without its moment.</summary>
    private static List<string> Names(ChunfengDb db) =>
        [.. db.GetService<IMigrationsAssembly>().Migrations.Keys.Order(StringComparer.Ordinal).Select(id => id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..])];

    /// <summary>The schema after all migrations, as sorted sentences that do not depend on the engine.</summary>
    private static List<string> Replay(ChunfengDb db)
    {
        var assembly = db.GetService<IMigrationsAssembly>();
        var schema = new Schema();
        foreach (var (_, type) in assembly.Migrations.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            foreach (var operation in assembly.CreateMigration(type, db.Database.ProviderName!).UpOperations)
            {
                schema.Apply(operation);
            }
        }

        return schema.Sentences();
    }

    private static List<string> Described(ChunfengDb db)
    {
        var schema = new Schema();
        foreach (var table in db.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables)
        {
            schema.Tables.Add(table.Name);
            foreach (var column in table.Columns)
            {
                schema.Columns[(table.Name, column.Name)] = (column.PropertyMappings[0].Property.ClrType, column.IsNullable);
            }

            schema.Keys[table.Name] = [.. table.PrimaryKey!.Columns.Select(c => c.Name)];
            foreach (var index in table.Indexes)
            {
                schema.Indexes[(table.Name, index.Name)] = ([.. index.Columns.Select(c => c.Name)], index.IsUnique);
            }
        }

        return schema.Sentences();
    }

    /// <summary>A schema under construction. An operation it does not know stops the test: teach it here.</summary>
    private sealed class Schema
    {
        public HashSet<string> Tables { get; } = [];
        public Dictionary<(string Table, string Column), (Type Type, bool Nullable)> Columns { get; } = [];
        public Dictionary<string, string[]> Keys { get; } = [];
        public Dictionary<(string Table, string Index), (string[] Columns, bool Unique)> Indexes { get; } = [];

        public void Apply(MigrationOperation operation)
        {
            switch (operation)
            {
                case CreateTableOperation create:
                    Tables.Add(create.Name);
                    create.Columns.ForEach(Apply);
                    Keys[create.Name] = create.PrimaryKey!.Columns;
                    Assert.Empty(create.ForeignKeys); // what StorageRulesTests expects of the model, here of the migration
                    break;
                case DropTableOperation drop:
                    Tables.Remove(drop.Name);
                    Keys.Remove(drop.Name);
                    Columns.Keys.Where(k => k.Table == drop.Name).ToList().ForEach(k => Columns.Remove(k));
                    Indexes.Keys.Where(k => k.Table == drop.Name).ToList().ForEach(k => Indexes.Remove(k));
                    break;
                case ColumnOperation column: // added or altered
                    Columns[(column.Table, column.Name)] = (column.ClrType, column.IsNullable);
                    break;
                case DropColumnOperation drop:
                    Columns.Remove((drop.Table, drop.Name));
                    break;
                case RenameColumnOperation rename:
                    Assert.True(Columns.Remove((rename.Table, rename.Name), out var renamed));
                    Columns[(rename.Table, rename.NewName)] = renamed;
                    break;
                case AddPrimaryKeyOperation key:
                    Keys[key.Table] = key.Columns;
                    break;
                case DropPrimaryKeyOperation key:
                    Keys.Remove(key.Table);
                    break;
                case CreateIndexOperation index:
                    Indexes[(index.Table, index.Name)] = (index.Columns, index.IsUnique);
                    break;
                case DropIndexOperation drop:
                    Indexes.Remove((drop.Table!, drop.Name));
                    break;
                case RenameIndexOperation rename:
                    Assert.True(Indexes.Remove((rename.Table!, rename.Name), out var index2));
                    Indexes[(rename.Table!, rename.NewName)] = index2;
                    break;
                case AlterDatabaseOperation: // collations and extensions: no table
                case AlterTableOperation: // how full its pages are: no column
                    break;
                default:
                    Assert.Fail($"{operation.GetType().Name} in a migration is new: both engines must do the same, so teach MigrationTests what it makes");
                    break;
            }
        }

        public List<string> Sentences() =>
        [
            .. Tables.Select(t => $"table {t}")
                .Concat(Columns.Select(c => $"column {c.Key.Table}.{c.Key.Column}: {(Nullable.GetUnderlyingType(c.Value.Type) ?? c.Value.Type).Name}{(c.Value.Nullable ? " or null" : "")}"))
                .Concat(Keys.Select(k => $"key {k.Key}: {string.Join(", ", k.Value)}"))
                .Concat(Indexes.Select(i => $"{(i.Value.Unique ? "unique " : "")}index {i.Key.Index} on {i.Key.Table}: {string.Join(", ", i.Value.Columns)}"))
                .Order(StringComparer.Ordinal),
        ];
    }
}
