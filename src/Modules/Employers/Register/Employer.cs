using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Employers.Register;

/// <summary>What an employer is besides its industry and size; an employer may be several. The numbers are stored.</summary>
[Flags]
internal enum EmployerFlags
{
    None = 0,
    /// <summary>劳动密集型。</summary>
    LabourIntensive = 1,
    /// <summary>民营。</summary>
    Private = 2,
    /// <summary>国有。</summary>
    StateOwned = 4,
    /// <summary>重点企业: the offices guarantee its labour (2.4).</summary>
    Key = 8,
    /// <summary>平台企业: deliveries, ride and freight platforms (2.6).</summary>
    Platform = 16,
    /// <summary>帮扶车间。</summary>
    HelpWorkshop = 32,
    /// <summary>帮扶单位: has undertaken to help, by taking people on among other things (2.5).</summary>
    HelpUnit = 64,
}

/// <summary>Size as 统计上大中小微型企业划分办法 divides it; the employer states it. The numbers are stored.</summary>
internal enum EmployerSize : short { NotStated = 0, Large = 1, Medium = 2, Small = 3, Micro = 4 }

/// <summary>用人单位: who offers work, known by its credit code.</summary>
internal sealed class Employer
{
    public Guid EmployerId { get; init; } = Guid.CreateVersion7();
    /// <summary>统一社会信用代码, 18 characters; one employer has one.</summary>
    public required string CreditCode { get; init; }
    /// <summary>From 0, without meaning: what the matching engine tells employers apart by.</summary>
    public required int Number { get; init; }
    public required string Name { get; set; }
    /// <summary>The name without what every name has (<see cref="EmployerNames.KeyOf"/>).</summary>
    public required string NameKey { get; set; }
    /// <summary>A code of GB/T 4754-2017; "" when not stated.</summary>
    public string Industry { get; set; } = "";
    /// <summary><see cref="EmployerSize"/>.</summary>
    public short Size { get; set; }
    /// <summary><see cref="EmployerFlags"/>.</summary>
    public int Flags { get; set; }
    /// <summary>12-digit code of the office that keeps it: where it lies, or who registered it when it lies outside the province.</summary>
    public required long Region { get; set; }
    /// <summary>12-digit code of where it lies, anywhere in the country.</summary>
    public required long Seat { get; set; }
    public string Address { get; set; } = "";
    public string ContactName { get; set; } = "";
    /// <summary>Encrypted; null when not stated.</summary>
    public byte[]? PhoneCipher { get; set; }
    /// <summary>服务专员: the login and name of the account that serves it; "" for none.</summary>
    public string OfficerLogin { get; set; } = "";
    public string OfficerName { get; set; } = "";
    /// <summary>The unit whose accounts speak for the employer; null while it has none.</summary>
    public Guid? UnitId { get; set; }
    public required DateTime RegisteredAt { get; init; }
    public required string RegisteredBy { get; init; }
    public DateTime ChangedAt { get; set; }
    public long Version { get; set; } = 1;

    public bool Is(EmployerFlags flag) => ((EmployerFlags)Flags & flag) != 0;
}

internal sealed class EmployerTable : IEntityTypeConfiguration<Employer>
{
    public void Configure(EntityTypeBuilder<Employer> employer)
    {
        employer.ToTable("employers_employer");
        employer.HasKey(e => e.EmployerId);
        employer.HasIndex(e => e.CreditCode).IsUnique();
        employer.HasIndex(e => e.Number).IsUnique();
        employer.HasIndex(e => new { e.Region, e.EmployerId });
        employer.HasIndex(e => e.NameKey);
        employer.HasIndex(e => e.UnitId);
        employer.HasIndex(e => e.OfficerLogin);
        employer.Property(e => e.CreditCode).HasMaxLength(18);
        employer.Property(e => e.Name).HasMaxLength(EmployerRules.MostName);
        employer.Property(e => e.NameKey).HasMaxLength(EmployerRules.MostName);
        employer.Property(e => e.Industry).HasMaxLength(4);
        employer.Property(e => e.Address).HasMaxLength(EmployerRules.MostAddress);
        employer.Property(e => e.ContactName).HasMaxLength(EmployerRules.MostContact);
        employer.Property(e => e.OfficerLogin).HasMaxLength(50);
        employer.Property(e => e.OfficerName).HasMaxLength(50);
        employer.Property(e => e.RegisteredBy).HasMaxLength(50);
        employer.Property(e => e.Version).IsConcurrencyToken();
    }
}
