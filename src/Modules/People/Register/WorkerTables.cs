using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.People.Register;

internal sealed class WorkerTable : IEntityTypeConfiguration<Worker>
{
    public const string Name = "people_worker";

    public void Configure(EntityTypeBuilder<Worker> worker)
    {
        worker.ToTable(Name);
        worker.HasKey(w => w.WorkerId);
        worker.Property(w => w.WorkerId).ValueGeneratedNever();
        worker.Property(w => w.Version).IsConcurrencyToken();
        worker.HasAnnotation("Cf:Dist", "worker_id");
        worker.HasAnnotation(ChunfengDb.Spare, 15); // seven indexes need not hear of a change beside them
        worker.HasIndex(w => new { w.Home, w.WorkerId });
        worker.HasIndex(w => new { w.Name, w.WorkerId });
        worker.HasIndex(w => w.PhoneBlind);
        worker.HasIndex(w => new { w.IdTail, w.Home }); // the area is a range behind the tail
        worker.HasIndex(w => new { w.PhoneTail, w.Home });
        worker.HasIndex(w => w.HouseholdId);
        worker.HasIndex(w => w.MergedInto).HasFilter(WorkerPastTable.Merged);
        WorkerPastTable.Lengths(worker);
    }
}

internal sealed class WorkerPastTable : IEntityTypeConfiguration<WorkerPast>
{
    public const string Name = "people_worker_past";

    /// <summary>Merges are few: their indexes hold nothing else.</summary>
    internal const string Merged = "merged_into IS NOT NULL";

    public void Configure(EntityTypeBuilder<WorkerPast> past)
    {
        past.ToTable(Name);
        past.HasKey(w => new { w.WorkerId, w.Version });
        past.HasAnnotation("Cf:Dist", "worker_id");
        past.HasIndex(w => w.MergedInto).HasFilter(Merged);
        Lengths(past);
    }

    internal static void Lengths<T>(EntityTypeBuilder<T> profile) where T : WorkerProfile
    {
        profile.Property(w => w.Name).HasMaxLength(50).UseBytewiseOrder();
        profile.Property(w => w.RecordedBy).HasMaxLength(50);
    }
}

internal sealed class WorkSpellTable : IEntityTypeConfiguration<WorkSpell>
{
    public const string Name = "people_work_spell";

    public void Configure(EntityTypeBuilder<WorkSpell> spell)
    {
        spell.ToTable(Name);
        spell.HasKey(s => new { s.WorkerId, s.SpellId, s.Revision });
        spell.HasAnnotation("Cf:Dist", "worker_id");
        spell.Property(s => s.RecordedBy).HasMaxLength(50);
    }
}

internal sealed class StatusSpellTable : IEntityTypeConfiguration<StatusSpell>
{
    public const string Name = "people_status_spell";

    public void Configure(EntityTypeBuilder<StatusSpell> spell)
    {
        spell.ToTable(Name);
        spell.HasKey(s => new { s.WorkerId, s.SpellId, s.Revision });
        spell.HasAnnotation("Cf:Dist", "worker_id");
        spell.Property(s => s.RecordedBy).HasMaxLength(50);
    }
}

internal static class Columns
{
    /// <summary>Order by bytes on both engines, so that a prefix search is an index range.</summary>
    public static PropertyBuilder<string> UseBytewiseOrder(this PropertyBuilder<string> property) =>
        property.HasAnnotation(ChunfengDb.Bytewise, true);
}
