using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Employers.Vacancies;

/// <summary>What an employer insures; the numbers are stored.</summary>
[Flags]
internal enum Insurances : short
{
    None = 0,
    /// <summary>养老。</summary>
    Pension = 1,
    /// <summary>医疗。</summary>
    Medical = 2,
    /// <summary>失业。</summary>
    Unemployment = 4,
    /// <summary>工伤。</summary>
    Injury = 8,
    /// <summary>生育。</summary>
    Maternity = 16,
    /// <summary>住房公积金。</summary>
    HousingFund = 32,
    /// <summary>商业意外险。</summary>
    Accident = 64,
}

/// <summary>岗位: a vacancy from its draft to its end. The engine's <c>Vacancy</c> is what is compared of it.</summary>
internal sealed class Posting
{
    public Guid VacancyId { get; init; } = Guid.CreateVersion7();
    public required Guid EmployerId { get; init; }
    /// <summary>The employer's <c>Number</c>.</summary>
    public required int EmployerNumber { get; init; }
    /// <summary>12-digit code of the office that reviews it: the county of the workplace, or the employer's office when the work is outside the province.</summary>
    public required long Region { get; set; }
    /// <summary>Who sent it and under what number; a vacancy written here has "" and its own id. One source's number is one vacancy.</summary>
    public string Source { get; init; } = "";
    public required string ExternalNo { get; init; }
    /// <summary>The station or agency that sent it, and its name then; null and "" when the employer or its office wrote it.</summary>
    public Guid? SentUnit { get; init; }
    public string SentName { get; init; } = "";
    public required string Title { get; set; }
    public string Description { get; set; } = "";
    /// <summary>职业分类大典 2022 as the engine numbers it; 0 when not stated.</summary>
    public int Occupation { get; set; }
    /// <summary>Workplace, 12 digits.</summary>
    public required long Place { get; set; }
    public string Address { get; set; } = "";
    /// <summary>Number of a code in data/codes/employment_form.csv; 0 when not stated.</summary>
    public short Form { get; set; }
    /// <summary>The engine's <c>PayPeriod</c>.</summary>
    public short PayPeriod { get; set; }
    /// <summary>Fen for one period; 0 when not stated (面议).</summary>
    public long LowFen { get; set; }
    /// <summary>Fen for one period, at least the low; 0 when only one amount is stated.</summary>
    public long HighFen { get; set; }
    /// <summary>Working days a month; 0 for a month's pay.</summary>
    public int DaysPerMonth { get; set; }
    /// <summary>Hours or pieces a day; 0 for a month's or a day's pay.</summary>
    public int UnitsPerDay { get; set; }
    /// <summary>The low amount for a month; 0 when not stated.</summary>
    public long MonthFen { get; set; }
    public required int Posts { get; set; }
    public int PostsOpen { get; set; }
    public bool Board { get; set; }
    public bool Lodging { get; set; }
    /// <summary><see cref="Vacancies.Insurances"/>.</summary>
    public short Insurances { get; set; }
    public int MinimumAge { get; set; }
    public int MaximumAge { get; set; }
    public string AgeReason { get; set; } = "";
    /// <summary>The engine's <c>EducationRank</c>.</summary>
    public short Education { get; set; }
    /// <summary>The engine's <c>HealthStates</c> the work can be done in; 0 when there is no need.</summary>
    public short Health { get; set; }
    public string HealthReason { get; set; } = "";
    public short OnlySex { get; set; }
    /// <summary>The engine's <c>SexLimitReason</c>.</summary>
    public short SexReason { get; set; }
    public bool Hazardous { get; set; }
    /// <summary>The engine's <c>PriorityGroups</c>: offered to them first, and kept for them alone.</summary>
    public short Welcomes { get; set; }
    public short ReservedFor { get; set; }
    public required DateOnly FromDay { get; set; }
    /// <summary>The last day, inclusive.</summary>
    public required DateOnly ToDay { get; set; }
    /// <summary><see cref="PostingState"/>.</summary>
    public required short State { get; set; }
    /// <summary>Why it was sent back or closed; "" otherwise.</summary>
    public string Reason { get; set; } = "";
    public DateTime? SubmittedAt { get; set; }
    /// <summary>The first publication: the time to fill is counted from here.</summary>
    public DateTime? PublishedAt { get; set; }
    public required DateTime CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
    public DateTime ChangedAt { get; set; }
    /// <summary>How many steps there are in the last; also the concurrency token.</summary>
    public long Version { get; set; }
}

/// <summary>One thing done about a vacancy. Never changed.</summary>
internal sealed class PostingStep
{
    public required Guid VacancyId { get; init; }
    /// <summary>The vacancy's version after it.</summary>
    public required long Seq { get; init; }
    /// <summary><see cref="PostingAct"/>.</summary>
    public required short Act { get; init; }
    public required DateTime At { get; init; }
    public required string Login { get; init; }
    public required string Name { get; init; }
    public string Reason { get; init; } = "";
}

/// <summary>One post that a hire took.</summary>
internal sealed class PostingFill
{
    public required Guid VacancyId { get; init; }
    /// <summary>The hire in the room that made it.</summary>
    public required Guid HireId { get; init; }
    public required Guid EmployerId { get; init; }
    public required DateOnly FilledOn { get; set; }
    /// <summary>Days in China from the first publication to the fill.</summary>
    public required int Days { get; set; }
    /// <summary>When the hire fell through; null while it holds.</summary>
    public DateTime? ReopenedAt { get; set; }
    public long Version { get; set; } = 1;
}

internal sealed class PostingTable : IEntityTypeConfiguration<Posting>
{
    public const string Name = "employers_vacancy";

    public void Configure(EntityTypeBuilder<Posting> posting)
    {
        posting.ToTable(Name);
        posting.HasKey(p => p.VacancyId);
        posting.HasIndex(p => new { p.Source, p.ExternalNo }).IsUnique();
        posting.HasIndex(p => new { p.EmployerId, p.State });
        posting.HasIndex(p => new { p.State, p.Region, p.VacancyId });
        posting.HasIndex(p => new { p.Region, p.VacancyId });
        posting.HasIndex(p => new { p.State, p.ToDay });
        posting.HasIndex(p => new { p.SentUnit, p.VacancyId });
        posting.Property(p => p.Source).HasMaxLength(VacancyRules.MostSource);
        posting.Property(p => p.ExternalNo).HasMaxLength(VacancyRules.MostExternalNo);
        posting.Property(p => p.SentName).HasMaxLength(100);
        posting.Property(p => p.Title).HasMaxLength(VacancyRules.MostTitle);
        posting.Property(p => p.Description).HasMaxLength(VacancyRules.MostText);
        posting.Property(p => p.Address).HasMaxLength(VacancyRules.MostAddress);
        posting.Property(p => p.AgeReason).HasMaxLength(VacancyRules.MostReason);
        posting.Property(p => p.HealthReason).HasMaxLength(VacancyRules.MostReason);
        posting.Property(p => p.Reason).HasMaxLength(VacancyRules.MostReason);
        posting.Property(p => p.CreatedBy).HasMaxLength(50);
        posting.Property(p => p.Version).IsConcurrencyToken();
    }
}

internal sealed class PostingStepTable : IEntityTypeConfiguration<PostingStep>
{
    public void Configure(EntityTypeBuilder<PostingStep> step)
    {
        step.ToTable("employers_vacancy_step");
        step.HasKey(s => new { s.VacancyId, s.Seq });
        step.Property(s => s.Login).HasMaxLength(50);
        step.Property(s => s.Name).HasMaxLength(50);
        step.Property(s => s.Reason).HasMaxLength(VacancyRules.MostReason);
    }
}

internal sealed class PostingFillTable : IEntityTypeConfiguration<PostingFill>
{
    public void Configure(EntityTypeBuilder<PostingFill> fill)
    {
        fill.ToTable("employers_vacancy_fill");
        fill.HasKey(f => new { f.VacancyId, f.HireId });
        fill.HasIndex(f => new { f.EmployerId, f.FilledOn });
        fill.Property(f => f.Version).IsConcurrencyToken();
    }
}
