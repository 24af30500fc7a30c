using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Events.Live;

/// <summary>Where a live room stands; the numbers are stored.</summary>
internal enum LiveState : short { Planned = 1, Live = 2, Ended = 3, Cancelled = 4 }

/// <summary>What a line of a room's record is; the numbers are stored.</summary>
internal enum LiveKind : short
{
    /// <summary>A message somebody wrote.</summary>
    Chat = 1,
    /// <summary>The room says something to all.</summary>
    Notice = 2,
    /// <summary>An earlier message was taken away.</summary>
    Removed = 3,
    /// <summary>The pinned vacancies changed.</summary>
    Pins = 4,
    /// <summary>The picture began, stopped or ended; the text says which part.</summary>
    Picture = 5,
}

/// <summary>直播间: one broadcast of vacancies, from its announcement to its replay.</summary>
internal sealed class LiveRoom
{
    public Guid RoomId { get; init; } = Guid.CreateVersion7();
    /// <summary>The office it belongs to: whose staff may run it.</summary>
    public required long Region { get; init; }
    /// <summary>The event it is held for; null when it stands alone.</summary>
    public Guid? EventId { get; init; }
    public required string Title { get; set; }
    public string Lead { get; set; } = "";
    public required DateTime StartsAt { get; set; }
    public required string HostLogin { get; init; }
    public required string HostName { get; init; }
    /// <summary><see cref="LiveState"/>.</summary>
    public required short State { get; set; }
    /// <summary>Whether it may be watched without a pass.</summary>
    public bool OpenToAll { get; set; }
    /// <summary>How many parts the picture has: a new one each time the host's camera starts.</summary>
    public int Parts { get; set; }
    public long Bytes { get; set; }
    public DateTime? StartedAt { get; set; }
    public DateTime? EndedAt { get; set; }
    /// <summary>Most who watched at the same time.</summary>
    public int Peak { get; set; }
    /// <summary>Visits without a pass.</summary>
    public int Anonymous { get; set; }
    /// <summary>Last day of the replay in China; null before the end.</summary>
    public DateOnly? ReplayUntil { get; set; }
    public required DateTime CreatedAt { get; init; }
    public long Version { get; set; }
}

/// <summary>A vacancy pinned in a room.</summary>
internal sealed class LivePin
{
    public required Guid RoomId { get; init; }
    public required Guid VacancyId { get; init; }
    public required DateTime PinnedAt { get; init; }
}

/// <summary>One line of a room's record, numbered without gaps; only a message's removal is ever added to it.</summary>
internal sealed class LiveMessage
{
    public required Guid RoomId { get; init; }
    /// <summary>From 1.</summary>
    public required long Seq { get; init; }
    /// <summary><see cref="LiveKind"/>.</summary>
    public required short Kind { get; init; }
    public required DateTime At { get; init; }
    /// <summary>The seat it was written from; null for the host and the room itself.</summary>
    public Guid? Seat { get; init; }
    /// <summary>Masked for workers.</summary>
    public string Name { get; init; } = "";
    public bool Host { get; init; }
    public string Text { get; init; } = "";
    /// <summary>Of a removal: the message meant.</summary>
    public long? Ref { get; init; }
    public bool Gone { get; set; }
}

/// <summary>A worker's place in a room: that they came, and whether they may still write or stay.</summary>
internal sealed class LiveSeat
{
    public required Guid WorkerId { get; init; }
    public required Guid RoomId { get; init; }
    /// <summary>What messages carry in place of the worker.</summary>
    public Guid Seat { get; init; } = Guid.CreateVersion7();
    public required DateTime JoinedAt { get; init; }
    public DateTime? MutedAt { get; set; }
    /// <summary>Removed from the room, for as long as it lasts.</summary>
    public DateTime? BannedAt { get; set; }
    public long Version { get; set; }
}

/// <summary>A word messages may not hold, added here beside those of data/live; or one of those, taken off.</summary>
internal sealed class LiveWord
{
    public required string Word { get; init; }
    /// <summary>True: a word of the data file that is allowed here.</summary>
    public required bool Allowed { get; init; }
    public required string AddedBy { get; init; }
    public required DateTime AddedAt { get; init; }
}

internal static class LiveTables
{
    extension(ChunfengDb db)
    {
        public DbSet<LiveRoom> LiveRooms() => db.Set<LiveRoom>();
        public DbSet<LivePin> LivePins() => db.Set<LivePin>();
        public DbSet<LiveMessage> LiveMessages() => db.Set<LiveMessage>();
        public DbSet<LiveSeat> LiveSeats() => db.Set<LiveSeat>();
        public DbSet<LiveWord> LiveWords() => db.Set<LiveWord>();
    }
}

internal sealed class LiveRoomTable : IEntityTypeConfiguration<LiveRoom>
{
    public void Configure(EntityTypeBuilder<LiveRoom> room)
    {
        room.ToTable("events_live_room");
        room.HasKey(r => r.RoomId);
        room.HasIndex(r => new { r.Region, r.StartsAt });
        room.HasIndex(r => new { r.State, r.StartsAt });
        room.Property(r => r.Title).HasMaxLength(LiveRules.MostTitle);
        room.Property(r => r.Lead).HasMaxLength(LiveRules.MostLead);
        room.Property(r => r.HostLogin).HasMaxLength(50);
        room.Property(r => r.HostName).HasMaxLength(50);
        room.Property(r => r.Version).IsConcurrencyToken();
    }
}

internal sealed class LivePinTable : IEntityTypeConfiguration<LivePin>
{
    public void Configure(EntityTypeBuilder<LivePin> pin)
    {
        pin.ToTable("events_live_pin");
        pin.HasKey(p => new { p.RoomId, p.VacancyId });
    }
}

internal sealed class LiveMessageTable : IEntityTypeConfiguration<LiveMessage>
{
    public void Configure(EntityTypeBuilder<LiveMessage> message)
    {
        message.ToTable("events_live_message");
        message.HasKey(m => new { m.RoomId, m.Seq });
        message.Property(m => m.Name).HasMaxLength(50);
        message.Property(m => m.Text).HasMaxLength(LiveRules.MostMessage * 2);
    }
}

internal sealed class LiveSeatTable : IEntityTypeConfiguration<LiveSeat>
{
    public void Configure(EntityTypeBuilder<LiveSeat> seat)
    {
        seat.ToTable("events_live_seat");
        seat.HasAnnotation("Cf:Dist", "worker_id");
        seat.HasKey(s => new { s.WorkerId, s.RoomId });
        seat.HasIndex(s => s.RoomId);
        seat.Property(s => s.Version).IsConcurrencyToken();
    }
}

internal sealed class LiveWordTable : IEntityTypeConfiguration<LiveWord>
{
    public void Configure(EntityTypeBuilder<LiveWord> word)
    {
        word.ToTable("events_live_word");
        word.HasKey(w => w.Word);
        word.Property(w => w.Word).HasMaxLength(LiveRules.MostWord);
        word.Property(w => w.AddedBy).HasMaxLength(50);
    }
}
