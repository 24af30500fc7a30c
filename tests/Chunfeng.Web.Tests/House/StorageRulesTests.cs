using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Chunfeng.Data.Postgres;
using Chunfeng.Data.Sqlite;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Chunfeng.Web.Tests.House;

/// <summary>What a model must keep so that one build runs on SQLite, on PostgreSQL and on a cluster that spreads workers over machines.</summary>
/// <remarks>The reasons are in docs/architecture.md, "Storage". Citus itself is not run here; these rules stand in for it.</remarks>
public partial class StorageRulesTests
{
    private const string Placement = "Cf:Dist";
    private const string WorkerId = "worker_id";

    /// <summary>Tables that name a worker without belonging to one. The audit is local: it is written by people without a worker too.</summary>
    private static readonly string[] LocalThoughTheyNameAWorker = ["platform_audit"];

    /// <summary>Known and left: shared with the current version's row, where it counts up. EF itself refuses to change a key.</summary>
    private static readonly string[] KeysWithASetter = ["people_worker_past.version"];

    private static readonly Type[] Storable = [typeof(Guid), typeof(long), typeof(int), typeof(short), typeof(bool), typeof(string), typeof(byte[]), typeof(DateOnly), typeof(DateTime)];

    public static TheoryData<string> Engines => ["sqlite", "postgres"];

    [Theory(DisplayName = "凡属于劳动者的表，主键和唯一索引都以 worker_id 打头")]
    [MemberData(nameof(Engines))]
    public void Worker_id_leads_every_key_of_a_worker_s_table(string engine) => Check(engine, entities =>
    {
        var owned = entities.Where(IsOwned).ToList();
        Assert.True(owned.Count >= 4);
        return owned.SelectMany(e => e.GetKeys().Select(k => k.Properties).Concat(e.GetIndexes().Where(i => i.IsUnique).Select(i => i.Properties))
            .Where(columns => columns[0].GetColumnName() != WorkerId)
            .Select(columns => $"{e.GetTableName()}: {string.Join(", ", columns.Select(c => c.GetColumnName()))}"));
    });

    [Theory(DisplayName = "有 worker_id 的表都写明按它分布")]
    [MemberData(nameof(Engines))]
    public void A_table_with_a_worker_says_that_it_is_spread_by_worker(string engine) => Check(engine, entities =>
        entities.Where(e => e.GetProperties().Any(p => p.GetColumnName() == WorkerId) && !IsOwned(e)).Select(e => e.GetTableName()!).Except(LocalThoughTheyNameAWorker));

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_placement_is_worker_id_or_reference(string engine) => Check(engine, entities =>
        entities.Where(e => e.FindAnnotation(Placement)?.Value is not (null or WorkerId or "reference")).Select(e => e.GetTableName()!));

    [Theory(DisplayName = "外键只能沿 worker_id 指向劳动者，或指向参考表")]
    [MemberData(nameof(Engines))]
    public void Foreign_keys_follow_the_worker_or_point_to_reference_tables(string engine) => Check(engine, entities =>
        entities.SelectMany(e => e.GetForeignKeys()).Where(f => !MayStand(f)).Select(f => f.ToString()!));

    [Theory]
    [MemberData(nameof(Engines))]
    public void Rooms_have_no_navigation_into_each_other(string engine) => Check(engine, entities =>
        entities.SelectMany(e => e.GetForeignKeys()).Where(f => f.PrincipalEntityType.ClrType.Assembly != f.DeclaringEntityType.ClrType.Assembly).Select(f => f.ToString()!));

    [Theory(DisplayName = "主键一经写入不再更改")]
    [MemberData(nameof(Engines))]
    public void Keys_are_set_once(string engine) => Check(engine, entities =>
        entities.SelectMany(e => e.FindPrimaryKey()!.Properties.Append(e.FindProperty("WorkerId")).OfType<IProperty>().Distinct())
            .Where(p => p.PropertyInfo?.SetMethod is { } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)))
            .Select(Name).Except(KeysWithASetter));

    [Theory(DisplayName = "数据库不产生编号，也不产生默认值和计算列")]
    [MemberData(nameof(Engines))]
    public void The_database_makes_no_values(string engine) => Check(engine, entities =>
        entities.SelectMany(e => e.GetProperties()).Where(p =>
            (p.ValueGenerated != ValueGenerated.Never && p.ClrType != typeof(Guid)) // a UUID is made by the program
            || p.GetDefaultValueSql() is not null || p.GetComputedColumnSql() is not null || p.FindAnnotation("Relational:DefaultValue") is not null
            || p.FindAnnotation("Npgsql:ValueGenerationStrategy")?.Value is { } strategy && strategy.ToString() != "None")
            .Select(Name));

    [Theory]
    [MemberData(nameof(Engines))]
    public void No_triggers_sequences_views_or_functions(string engine) => Check(engine, entities =>
    {
        var model = entities[0].Model;
        Assert.Empty(model.GetSequences());
        Assert.Empty(model.GetDbFunctions());
        return entities.Where(e => e.GetDeclaredTriggers().Any() || e.GetViewName() is not null || e.GetSqlQuery() is not null).Select(e => e.Name);
    });

    [Theory(DisplayName = "并发标记是程序自己加一的 version")]
    [MemberData(nameof(Engines))]
    public void A_concurrency_token_is_a_version_of_ours(string engine) => Check(engine, entities =>
        entities.SelectMany(e => e.GetProperties()).Where(p => p.IsConcurrencyToken && (p.Name != "Version" || p.ClrType != typeof(long))).Select(Name));

    [Theory(DisplayName = "只用两种数据库都认识的类型：金额是分，时刻是 UTC")]
    [MemberData(nameof(Engines))]
    public void Columns_have_types_that_both_engines_keep_alike(string engine) => Check(engine, entities =>
        entities.SelectMany(e => e.GetProperties()).Where(p => !Storable.Contains(Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType)
            || (p.GetColumnName().EndsWith("_fen", StringComparison.Ordinal) && (Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType) != typeof(long))
            || (engine == "postgres" && (Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType) == typeof(DateTime) && p.GetColumnType() != "timestamp with time zone"))
            .Select(Name));

    [Theory(DisplayName = "表名以房间名打头，表名列名都是小写加下划线")]
    [MemberData(nameof(Engines))]
    public void Names_are_snake_case_and_tables_carry_their_room(string engine) => Check(engine, entities =>
        entities.Where(e => !e.GetTableName()!.StartsWith(RoomOf(e) + "_", StringComparison.Ordinal)).Select(e => $"{e.GetTableName()} belongs to {RoomOf(e)}")
            .Concat(entities.Select(e => e.GetTableName()!).Concat(entities.SelectMany(e => e.GetProperties().Select(p => p.GetColumnName()))).Where(n => !SnakeCase().IsMatch(n)))
            .Concat(entities.Where(e => e.GetSchema() is not null).Select(e => $"{e.GetTableName()} is in a schema")));

    [Theory(DisplayName = "进入主键或索引的文字都有长度上限")]
    [MemberData(nameof(Engines))]
    public void Text_in_a_key_or_an_index_has_a_length(string engine) => Check(engine, entities =>
        entities.SelectMany(e => e.GetKeys().SelectMany(k => k.Properties).Concat(e.GetIndexes().SelectMany(i => i.Properties))).Distinct()
            .Where(p => p.ClrType == typeof(string) && p.GetMaxLength() is null).Select(Name));

    [Theory]
    [MemberData(nameof(Engines))]
    public void What_is_known_and_left_is_still_there(string engine)
    {
        // an exception that is no longer needed must go
        using var db = Open(engine);
        var entities = db.GetService<IDesignTimeModel>().Model.GetEntityTypes().ToList();
        Assert.All(LocalThoughTheyNameAWorker, t => Assert.Contains(entities, e => e.GetTableName() == t && !IsOwned(e)));
        Assert.All(KeysWithASetter, c => Assert.Contains(entities.SelectMany(e => e.FindPrimaryKey()!.Properties), p => Name(p) == c && p.PropertyInfo?.SetMethod is not null));
    }

    private static void Check(string engine, Func<List<IEntityType>, IEnumerable<string>> breaches)
    {
        using var db = Open(engine);
        var entities = db.GetService<IDesignTimeModel>().Model.GetEntityTypes().ToList();
        Assert.NotEmpty(entities);
        Assert.Empty(breaches(entities));
    }

    private static ChunfengDb Open(string engine) => engine == "sqlite" ? new SqliteDesignTime().CreateDbContext([]) : new PostgresDesignTime().CreateDbContext([]);

    private static bool IsOwned(IReadOnlyEntityType entity) => Equals(entity.FindAnnotation(Placement)?.Value, WorkerId);

    private static bool MayStand(IForeignKey key)
    {
        var follows = key.Properties[0].GetColumnName() == WorkerId && key.PrincipalKey.Properties[0].GetColumnName() == WorkerId;
        return IsOwned(key.DeclaringEntityType)
            ? (Equals(key.PrincipalEntityType.FindAnnotation(Placement)?.Value, "reference") || (IsOwned(key.PrincipalEntityType) && follows))
                && key.DeleteBehavior is not (DeleteBehavior.SetNull or DeleteBehavior.ClientSetNull)
            : !IsOwned(key.PrincipalEntityType); // accepted by the cluster, but deleting the worker leaves an orphan
    }

    private static string RoomOf(IEntityType entity) => entity.ClrType.Assembly.GetName().Name!["Chunfeng.".Length..].ToLowerInvariant();

    private static string Name(IProperty property) => $"{property.DeclaringType.GetTableName()}.{property.GetColumnName()}";

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    private static partial Regex SnakeCase();
}
