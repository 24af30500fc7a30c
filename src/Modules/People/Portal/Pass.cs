using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.People.Portal;

/// <summary>务工服务卡: what is kept of a link that lets one worker in.</summary>
internal sealed class Pass
{
    public required Guid WorkerId { get; init; }
    public required Guid PassId { get; init; }
    /// <summary>SHA-256 of the link's secret: who reads the table cannot make the link.</summary>
    public required byte[] SecretHash { get; init; }
    public required DateTime IssuedAt { get; init; }
    public required string IssuedBy { get; init; }
    public required DateOnly LastDay { get; init; }
    public DateTime? LastUsedAt { get; set; }
    /// <summary>Set when a newer one replaced it, staff ended it, or too many wrong numbers were tried.</summary>
    public DateTime? EndedAt { get; set; }
    /// <summary>Wrong last fours since the last right one.</summary>
    public int Failures { get; set; }
    public long Version { get; set; }

    public bool HoldsOn(DateOnly day) => EndedAt is null && day <= LastDay;
}

internal sealed class PassTable : IEntityTypeConfiguration<Pass>
{
    public void Configure(EntityTypeBuilder<Pass> pass)
    {
        pass.ToTable("people_pass");
        pass.HasKey(p => new { p.WorkerId, p.PassId });
        pass.HasAnnotation("Cf:Dist", "worker_id");
        pass.Property(p => p.IssuedBy).HasMaxLength(50);
        pass.Property(p => p.Version).IsConcurrencyToken();
    }
}

/// <summary>What stands in a pass's address: whose, which, and a secret; 64 characters that are safe in an address.</summary>
internal readonly record struct PassToken(Guid WorkerId, Guid PassId, byte[] Secret)
{
    public const int SecretSize = 16;

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[32 + SecretSize];
        WorkerId.TryWriteBytes(bytes, bigEndian: true, out _);
        PassId.TryWriteBytes(bytes[16..], bigEndian: true, out _);
        Secret.CopyTo(bytes[32..]);
        return System.Buffers.Text.Base64Url.EncodeToString(bytes);
    }

    public static PassToken? Read(string? text)
    {
        Span<byte> bytes = stackalloc byte[32 + SecretSize];
        return text is { Length: 64 } && System.Buffers.Text.Base64Url.IsValid(text) && System.Buffers.Text.Base64Url.TryDecodeFromChars(text, bytes, out var written)
            && written == bytes.Length
            ? new PassToken(new Guid(bytes[..16], bigEndian: true), new Guid(bytes[16..32], bigEndian: true), bytes[32..].ToArray())
            : null;
    }
}
