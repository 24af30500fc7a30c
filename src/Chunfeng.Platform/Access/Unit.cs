using System.Buffers.Binary;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Platform.Access;

/// <summary>One office, station or body that staff belong to; a place in the tree.</summary>
public sealed class Unit
{
    public required Guid UnitId { get; init; }
    public required string Name { get; set; }
    /// <summary>Code of a <see cref="UnitKind"/>.</summary>
    public required string Kind { get; init; }
    /// <summary>12-digit code of the region it answers for or lies in.</summary>
    public required long Region { get; init; }
    /// <summary>Null for the province's office, which is the root.</summary>
    public Guid? ParentId { get; init; }
    public required DateTime CreatedAt { get; init; }
}

/// <summary>What kind of body a unit is.</summary>
/// <param name="Level">Offices of the administration have a fixed level and exist once in each region; others are added by hand.</param>
public sealed record UnitKind(string Code, string Name, RegionLevel? Level = null);

/// <summary>Every kind of unit.</summary>
public static class UnitKinds
{
    public static IReadOnlyList<UnitKind> All { get; } =
    [
        new("province", "省级部门", RegionLevel.Province),
        new("city", "市级部门", RegionLevel.City),
        new("county", "县级部门", RegionLevel.County),
        new("township", "乡镇（街道）", RegionLevel.Township),
        new("village", "村（社区）", RegionLevel.Village),
        new("force", "联合工作专班"),
        new("help", "帮扶单位"),
        new("station", "劳务工作站"),
        new("soe", "国有企业"),
        new("employer", "用人单位"),
        new("agency", "人力资源机构"),
        new("training", "培训机构"),
    ];

    public static UnitKind? Find(string code) => All.FirstOrDefault(k => k.Code == code);

    /// <summary>The kind of the administration's office at a level.</summary>
    public static UnitKind Of(RegionLevel level) => All.First(k => k.Level == level);

    /// <summary>Kinds somebody may add.</summary>
    public static IEnumerable<UnitKind> Addable => All.Where(k => k.Level is null);
}

/// <summary>The tree of units as far as the region tree makes it: one office in every region, a joint working group down to the county.</summary>
public static class UnitTree
{
    private const byte OfficeMark = 1, ForceMark = 2;
    private const string Seeded = "units.seeded";

    extension(ChunfengDb db)
    {
        public DbSet<Unit> Units() => db.Set<Unit>();
    }

    /// <summary>The id of a region's office: always the same, so that two who make it at once make one.</summary>
    public static Guid OfficeId(RegionCode region) => Id(OfficeMark, region);

    /// <summary>The id of a region's joint working group.</summary>
    public static Guid ForceId(RegionCode region) => Id(ForceMark, region);

    /// <summary>Makes the offices from the province to the townships and the working groups from the province to the counties, once.</summary>
    public static async Task SeedAsync(ChunfengDb db, RegionTree regions, DateTime now, CancellationToken cancel)
    {
        if (await db.SettingAsync(Seeded, cancel) is not null)
        {
            return;
        }

        var known = await db.Units().Select(u => u.UnitId).ToHashSetAsync(cancel);
        var units = new[] { RegionLevel.Province, RegionLevel.City, RegionLevel.County, RegionLevel.Township }
            .SelectMany(level => regions.Within(RegionCode.Shanxi, level))
            .SelectMany(r => r.Level < RegionLevel.Township ? new[] { OfficeOf(r, now), ForceOf(r, now) } : [OfficeOf(r, now)])
            .Where(u => !known.Contains(u.UnitId));
        db.Units().AddRange(units);
        db.AllSettings().Add(new Setting { Key = Seeded, Value = "1" });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException) when (!cancel.IsCancellationRequested)
        {
            // another host of this installation started at the same moment and was first
            db.ChangeTracker.Clear();
            if (await db.SettingAsync(Seeded, cancel) is null)
            {
                throw;
            }
        }

        db.ChangeTracker.Clear(); // some fifteen hundred that nobody is going to change
    }

    /// <summary>The office of a region, made with those above it where it is missing; added to the caller's unit of work.</summary>
    /// <returns>Null when there is no such region in the province.</returns>
    public static async Task<Unit?> OfficeAsync(ChunfengDb db, RegionTree regions, RegionCode region, DateTime now, CancellationToken cancel)
    {
        if (!RegionCode.Shanxi.Contains(region) || !regions.TryGet(region, out var place))
        {
            return null;
        }

        if (await db.Units().FindAsync([OfficeId(region)], cancel) is { } known)
        {
            return known;
        }

        if (region != RegionCode.Shanxi)
        {
            await OfficeAsync(db, regions, place.Parent, now, cancel);
        }

        var made = OfficeOf(place, now);
        db.Units().Add(made);
        return made;
    }

    private static Unit OfficeOf(Region region, DateTime now) => new()
    {
        UnitId = OfficeId(region.Code), Name = OfficeName(region), Kind = UnitKinds.Of(region.Level).Code, Region = region.Code.Value,
        ParentId = region.Level == RegionLevel.Province ? null : OfficeId(region.Parent), CreatedAt = now,
    };

    private static Unit ForceOf(Region region, DateTime now) => new()
    {
        UnitId = ForceId(region.Code), Name = region.Name + "农民工工作专班", Kind = "force", Region = region.Code.Value, ParentId = OfficeId(region.Code), CreatedAt = now,
    };

    private static string OfficeName(Region region) => region.Level switch
    {
        RegionLevel.Province => region.Name + "人力资源和社会保障厅",
        RegionLevel.City or RegionLevel.County => region.Name + "人力资源和社会保障局",
        RegionLevel.Township when region.Name.EndsWith('镇') || region.Name.EndsWith('乡') => region.Name + "人民政府",
        RegionLevel.Township when region.Name.EndsWith("街道", StringComparison.Ordinal) => region.Name + "办事处",
        _ => region.Name,
    };

    /// <summary>A version 8 UUID that carries the code: "CF", the mark, then the twelve digits.</summary>
    private static Guid Id(byte mark, RegionCode region)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        (bytes[0], bytes[1], bytes[2], bytes[6]) = ((byte)'C', (byte)'F', mark, 0x80);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], region.Value);
        bytes[8] = 0x80;
        return new Guid(bytes, bigEndian: true);
    }
}

internal sealed class UnitTable : IEntityTypeConfiguration<Unit>
{
    public void Configure(EntityTypeBuilder<Unit> unit)
    {
        unit.ToTable("platform_unit");
        unit.HasKey(u => u.UnitId);
        unit.HasIndex(u => u.Region);
        unit.HasIndex(u => u.ParentId);
        unit.Property(u => u.Name).HasMaxLength(100);
        unit.Property(u => u.Kind).HasMaxLength(50);
    }
}
