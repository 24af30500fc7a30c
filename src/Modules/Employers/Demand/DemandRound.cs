using Chunfeng.Employers.Register;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Employers.Demand;

/// <summary>How an answer came; the numbers are stored.</summary>
internal enum AnswerWay : short
{
    /// <summary>单位自己填。</summary>
    Own = 1,
    /// <summary>电话。</summary>
    Phone = 2,
    /// <summary>上门。</summary>
    Visit = 3,
}

/// <summary>What an employer would like help with; the numbers are stored.</summary>
[Flags]
internal enum DemandHelp
{
    None = 0,
    /// <summary>招聘。</summary>
    Recruiting = 1,
    /// <summary>技能培训。</summary>
    Training = 2,
    /// <summary>补贴和政策。</summary>
    Subsidy = 4,
    /// <summary>用工指导: contracts, insurance, wages.</summary>
    Guidance = 8,
    /// <summary>劳务协作: people from elsewhere.</summary>
    Cooperation = 16,
    /// <summary>其他, in the remark.</summary>
    Other = 32,
}

/// <summary>一轮用工需求调查: an office asks the employers of its area what labour they will need in a period (2.2).</summary>
internal sealed class DemandRound
{
    public Guid RoundId { get; init; } = Guid.CreateVersion7();
    public required string Title { get; init; }
    /// <summary>12-digit code of the area whose employers are asked; its office runs the round.</summary>
    public required long Region { get; init; }
    /// <summary><see cref="EmployerFlags"/>: who has one of them is asked; 0 asks everybody.</summary>
    public required int Flags { get; init; }
    /// <summary>The days the need is for, both inclusive.</summary>
    public required DateOnly PeriodFrom { get; init; }
    public required DateOnly PeriodTo { get; init; }
    public required DateOnly DueOn { get; init; }
    public string Note { get; init; } = "";
    public required DateTime OpenedAt { get; init; }
    public required string OpenedBy { get; init; }
    public required string OpenedByName { get; init; }
    /// <summary>Null while answers are taken; the due day alone ends nothing.</summary>
    public DateTime? ClosedAt { get; set; }
    public string ClosedBy { get; set; } = "";
    public long Version { get; set; } = 1;
}

/// <summary>One answer of an employer in a round. Only <see cref="SupersededAt"/> changes, when a new one comes.</summary>
internal sealed class DemandAnswer
{
    public required Guid RoundId { get; init; }
    public required Guid EmployerId { get; init; }
    /// <summary>From 1.</summary>
    public required int Seq { get; init; }
    public required int HeadsNow { get; init; }
    /// <summary>Expected in the period; who is kept is what is left of <see cref="HeadsNow"/>.</summary>
    public required int LetGo { get; init; }
    public required int Added { get; init; }
    /// <summary><see cref="DemandHelp"/>.</summary>
    public required int Helps { get; init; }
    public string Remark { get; init; } = "";
    /// <summary><see cref="AnswerWay"/>.</summary>
    public required short Way { get; init; }
    /// <summary>Who of the employer said it, and on which day.</summary>
    public required string StatedBy { get; init; }
    public required DateOnly StatedOn { get; init; }
    public required string RecordedBy { get; init; }
    public required string RecordedByName { get; init; }
    public required DateTime RecordedAt { get; init; }
    public DateTime? SupersededAt { get; set; }

    public int Kept => HeadsNow - LetGo;
}

/// <summary>The need for one occupation in an answer.</summary>
internal sealed class DemandLine
{
    public required Guid RoundId { get; init; }
    public required Guid EmployerId { get; init; }
    public required int Seq { get; init; }
    /// <summary>From 1.</summary>
    public required int Line { get; init; }
    /// <summary>职业分类大典 2022 as the engine numbers it.</summary>
    public required int Occupation { get; init; }
    public required int NeededNow { get; init; }
    /// <summary>Over the whole period, those needed now included.</summary>
    public required int NeededInPeriod { get; init; }
    /// <summary>Fen a month; 0 when not stated.</summary>
    public required long LowFen { get; init; }
    /// <summary>Fen a month, at least the low; 0 when only one amount is stated.</summary>
    public required long HighFen { get; init; }
}

/// <summary>How an employer was reminded; the numbers are stored.</summary>
internal enum ReminderWay : short
{
    /// <summary>待办: the employer's own account sees it on its desk.</summary>
    Desk = 0,
    /// <summary>电话。</summary>
    Phone = 1,
    /// <summary>上门。</summary>
    Visit = 2,
    /// <summary>短信告知, sent by the clerk from a telephone of their own; nothing is sent from here.</summary>
    Message = 3,
}

/// <summary>催报: one reminder of an employer that has not answered, made here or written down after it was made.</summary>
internal sealed class DemandReminder
{
    public required Guid RoundId { get; init; }
    public required Guid EmployerId { get; init; }
    /// <summary>One a day and a way is enough.</summary>
    public required DateOnly On { get; init; }
    /// <summary><see cref="ReminderWay"/>.</summary>
    public short Way { get; init; }
    public required string Login { get; init; }
    public required string Name { get; init; }
    /// <summary>What the employer said; for the offices alone.</summary>
    public string Note { get; init; } = "";
}

internal sealed class DemandRoundTable : IEntityTypeConfiguration<DemandRound>
{
    public void Configure(EntityTypeBuilder<DemandRound> round)
    {
        round.ToTable("employers_demand_round");
        round.HasKey(r => r.RoundId);
        round.HasIndex(r => new { r.Region, r.RoundId });
        round.Property(r => r.Title).HasMaxLength(DemandRules.MostTitle);
        round.Property(r => r.Note).HasMaxLength(DemandRules.MostText);
        round.Property(r => r.OpenedBy).HasMaxLength(50);
        round.Property(r => r.OpenedByName).HasMaxLength(50);
        round.Property(r => r.ClosedBy).HasMaxLength(50);
        round.Property(r => r.Version).IsConcurrencyToken();
    }
}

internal sealed class DemandAnswerTable : IEntityTypeConfiguration<DemandAnswer>
{
    public void Configure(EntityTypeBuilder<DemandAnswer> answer)
    {
        answer.ToTable("employers_demand_answer");
        answer.HasKey(a => new { a.RoundId, a.EmployerId, a.Seq });
        answer.HasIndex(a => a.EmployerId);
        answer.Ignore(a => a.Kept);
        answer.Property(a => a.Remark).HasMaxLength(DemandRules.MostText);
        answer.Property(a => a.StatedBy).HasMaxLength(50);
        answer.Property(a => a.RecordedBy).HasMaxLength(50);
        answer.Property(a => a.RecordedByName).HasMaxLength(50);
    }
}

internal sealed class DemandLineTable : IEntityTypeConfiguration<DemandLine>
{
    public void Configure(EntityTypeBuilder<DemandLine> line)
    {
        line.ToTable("employers_demand_line");
        line.HasKey(l => new { l.RoundId, l.EmployerId, l.Seq, l.Line });
    }
}

internal sealed class DemandReminderTable : IEntityTypeConfiguration<DemandReminder>
{
    public void Configure(EntityTypeBuilder<DemandReminder> reminder)
    {
        reminder.ToTable("employers_demand_reminder");
        reminder.HasKey(r => new { r.RoundId, r.EmployerId, r.On, r.Way });
        reminder.Property(r => r.Note).HasMaxLength(DemandRules.MostNote);
        reminder.Property(r => r.Login).HasMaxLength(50);
        reminder.Property(r => r.Name).HasMaxLength(50);
    }
}
