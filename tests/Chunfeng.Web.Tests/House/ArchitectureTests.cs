using System.Reflection;
using System.Xml.Linq;
using Chunfeng.Data;
using Chunfeng.Data.Sqlite;
using Chunfeng.Engine.Facts;
using Chunfeng.Platform.Modules;
using Chunfeng.Standards.Regions;
using Chunfeng.Web.Host;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Web.Tests.House;

/// <summary>The walls of the house. The compiler keeps most of them; these find what it cannot.</summary>
public class ArchitectureTests
{
    private static readonly Assembly Standards = typeof(RegionCode).Assembly, Engine = typeof(FactsFile).Assembly,
        Platform = typeof(IModule).Assembly, Data = typeof(ModuleList).Assembly, Host = typeof(Server).Assembly;

    private static readonly IReadOnlyList<Assembly> Rooms = [.. ModuleList.All.Select(m => m.GetType().Assembly)];

    public static TheoryData<string> RoomNames => [.. Rooms.Select(r => r.GetName().Name!)];

    [Fact]
    public void The_reading_sees_what_the_rules_forbid()
    {
        // Chunfeng.Data makes the module classes, which are no contracts: a reading that misses them proves nothing
        Assert.Contains(OutsideContracts(Data), t => t.Name == "PeopleModule");
        Assert.Contains(AssemblyReading.NamedTypes(Platform), t => t.Namespace.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal));
        Assert.Contains(AssemblyReading.Strings(Room("Chunfeng.People")), s => Tables(Room("Chunfeng.People")).Any(t => s.Contains(t, StringComparison.Ordinal)));
        Assert.True(Rooms.Count >= 2);
    }

    [Theory]
    [MemberData(nameof(RoomNames))]
    public void Rooms_reach_each_other_through_contracts_only(string room) => Assert.Empty(OutsideContracts(Room(room)));

    [Fact]
    public void The_host_reaches_rooms_through_contracts_only() => Assert.Empty(OutsideContracts(Host));

    [Theory]
    [MemberData(nameof(RoomNames))]
    public void A_room_shows_only_its_contracts_its_pages_and_its_module(string room)
    {
        var leaks = Room(room).GetExportedTypes()
            .Where(t => t.Name != "_Imports" && !t.IsNested)
            .Where(t => !new NamedType("", t.Namespace ?? "", t.Name).IsContract)
            .Where(t => !typeof(IModule).IsAssignableFrom(t) && !typeof(ComponentBase).IsAssignableFrom(t))
            .Select(t => t.FullName);
        Assert.Empty(leaks);
    }

    [Theory]
    [MemberData(nameof(RoomNames))]
    public void A_room_has_one_module_class_and_no_room_is_forgotten(string room)
    {
        Assert.Single(Room(room).GetExportedTypes(), t => typeof(IModule).IsAssignableFrom(t));
        var folders = Directory.GetDirectories(Path.Combine(HouseFiles.Root, "src", "Modules")).Where(d => Directory.GetFiles(d, "*.csproj").Length > 0);
        Assert.Equal(folders.Select(f => "Chunfeng." + Path.GetFileName(f)).Order(StringComparer.Ordinal), Rooms.Select(r => r.GetName().Name!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(RoomNames))]
    public void Plain_sql_of_a_room_names_no_table_of_another(string room)
    {
        var own = Room(room);
        var others = Rooms.Where(r => r != own).SelectMany(Tables).ToList();
        var reaches = AssemblyReading.Strings(own).SelectMany(s => others.Where(t => s.Contains(t, StringComparison.Ordinal)));
        Assert.Empty(reaches);
    }

    [Fact]
    public void Standards_uses_no_other_project_no_web_and_no_database()
    {
        Assert.DoesNotContain(AssemblyReading.References(Standards), r => IsHeavy(r) || IsOurs(r));
        Assert.Empty(ProjectReferences("src/Chunfeng.Standards/Chunfeng.Standards.csproj"));
    }

    [Fact]
    public void Engine_uses_at_most_standards_no_web_and_no_database()
    {
        Assert.DoesNotContain(AssemblyReading.References(Engine), r => IsHeavy(r) || (IsOurs(r) && r != "Chunfeng.Standards"));
        Assert.DoesNotContain(ProjectReferences("src/Chunfeng.Engine/Chunfeng.Engine.csproj"), p => p != "Chunfeng.Standards");
    }

    [Fact]
    public void Platform_knows_no_room_and_no_engine_of_storage()
    {
        string[] below = ["Chunfeng.Standards", "Chunfeng.Engine"];
        Assert.DoesNotContain(AssemblyReading.References(Platform), r => IsOurs(r) && !below.Contains(r));
        foreach (var assembly in Rooms.Append(Platform))
        {
            Assert.DoesNotContain(AssemblyReading.References(assembly), IsStorageEngine);
        }
    }

    [Fact]
    public void Pure_projects_read_no_clock()
    {
        foreach (var assembly in new[] { Standards, Engine })
        {
            Assert.DoesNotContain(AssemblyReading.NamedTypes(assembly), t => t is { Namespace: "System", Name: "TimeProvider" } or { Namespace: "System.Diagnostics", Name: "Stopwatch" });
        }
    }

    private static Assembly Room(string name) => Rooms.Single(r => r.GetName().Name == name);

    private static List<NamedType> OutsideContracts(Assembly assembly)
    {
        var others = Rooms.Where(r => r != assembly).Select(r => r.GetName().Name!).ToHashSet(StringComparer.Ordinal);
        return [.. AssemblyReading.NamedTypes(assembly).Where(t => others.Contains(t.Assembly) && !t.IsContract)];
    }

    private static List<string> Tables(Assembly room)
    {
        using var db = new SqliteDesignTime().CreateDbContext([]);
        return [.. db.Model.GetEntityTypes().Where(e => e.ClrType.Assembly == room).Select(e => e.GetTableName()!).Distinct()];
    }

    private static List<string> ProjectReferences(string project) =>
        [.. XDocument.Load(Path.Combine(HouseFiles.Root, project)).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value))];

    private static bool IsOurs(string reference) => reference.StartsWith("Chunfeng.", StringComparison.Ordinal);

    private static bool IsHeavy(string reference) =>
        reference.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || reference.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
        || reference.StartsWith("Microsoft.Extensions", StringComparison.Ordinal) || IsStorageEngine(reference);

    private static bool IsStorageEngine(string reference) =>
        reference is "Npgsql" or "Microsoft.Data.Sqlite" or "Npgsql.EntityFrameworkCore.PostgreSQL" or "Microsoft.EntityFrameworkCore.Sqlite";
}
