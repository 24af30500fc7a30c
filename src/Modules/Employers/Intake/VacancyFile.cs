using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Employers.Intake;

/// <summary>One file of vacancies and what became of its rows.</summary>
internal sealed class VacancyFile
{
    public Guid FileId { get; init; } = Guid.CreateVersion7();
    public required string FileName { get; init; }
    public required string Login { get; init; }
    /// <summary>The region of who sent it.</summary>
    public required long Region { get; init; }
    public required DateTime At { get; init; }
    public required int RowsRead { get; init; }
    public required int Added { get; init; }
    public required int Updated { get; init; }
    public required int Unchanged { get; init; }
    public required int Rejected { get; init; }
    /// <summary>The rows sent back lie sealed beside it and can be fetched by who sent it.</summary>
    public required bool HasRejects { get; init; }
}

internal sealed class VacancyFileTable : IEntityTypeConfiguration<VacancyFile>
{
    public void Configure(EntityTypeBuilder<VacancyFile> file)
    {
        file.ToTable("employers_vacancy_file");
        file.HasKey(f => f.FileId);
        file.HasIndex(f => new { f.Login, f.At });
        file.Property(f => f.FileName).HasMaxLength(200);
        file.Property(f => f.Login).HasMaxLength(50);
    }
}
