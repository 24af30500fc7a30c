using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Platform.Data;

/// <summary>One fact about this installation, such as whether its register is a demonstration.</summary>
public sealed class Setting
{
    public required string Key { get; init; }
    public required string Value { get; set; }

    /// <summary>"demo workers=60000 seed=7 as-of=2022-02-27", or absent for a register of real people.</summary>
    public const string RegisterKind = "register.kind";
}

/// <summary>Reads and writes installation settings.</summary>
public static class Settings
{
    extension(ChunfengDb db)
    {
        public DbSet<Setting> AllSettings() => db.Set<Setting>();

        public async Task<string?> SettingAsync(string key, CancellationToken cancel) =>
            await db.Set<Setting>().Where(s => s.Key == key).Select(s => s.Value).SingleOrDefaultAsync(cancel);
    }
}

internal sealed class SettingTable : IEntityTypeConfiguration<Setting>
{
    public void Configure(EntityTypeBuilder<Setting> setting)
    {
        setting.ToTable("platform_setting");
        setting.HasKey(s => s.Key);
        setting.Property(s => s.Key).HasMaxLength(50);
    }
}
