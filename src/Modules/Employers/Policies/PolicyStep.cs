using Chunfeng.Platform.Results;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Employers.Policies;

/// <summary>What was done about a policy for an employer; the numbers are stored.</summary>
internal enum PolicyAct : short
{
    /// <summary>已告知。</summary>
    Told = 1,
    /// <summary>已核对材料和现行文件。</summary>
    Checked = 2,
    /// <summary>已申请。</summary>
    Applied = 3,
    /// <summary>已批准。</summary>
    Granted = 4,
    /// <summary>未批准。</summary>
    Refused = 5,
}

/// <summary>One step of a policy for an employer. Never changed.</summary>
internal sealed class PolicyStep
{
    public required Guid EmployerId { get; init; }
    /// <summary>The policy's code and version.</summary>
    public required string Policy { get; init; }
    public required string Document { get; init; }
    /// <summary>From 1; its place in the key settles two hands at once.</summary>
    public required int Seq { get; init; }
    /// <summary><see cref="PolicyAct"/>.</summary>
    public required short Act { get; init; }
    public required DateTime At { get; init; }
    public required string Login { get; init; }
    public required string Name { get; init; }
    public string Note { get; init; } = "";
}

/// <summary>Where a policy stands for an employer and what can be done next. Pure; every "no" says why.</summary>
internal static class PolicyMachine
{
    /// <summary>The last of told, applied, granted, refused; null before any.</summary>
    public static PolicyAct? Standing(IEnumerable<PolicyAct> acts) => acts.Where(a => a != PolicyAct.Checked).Select(a => (PolicyAct?)a).LastOrDefault();

    /// <summary>Why the act cannot be recorded; null when it can.</summary>
    /// <param name="done">What was done so far, in order.</param>
    /// <param name="office">The office acts; else the employer's own account.</param>
    /// <param name="fit">What the matching says today: nobody is told of what does not fit.</param>
    public static Refusal? Refuse(IReadOnlyList<PolicyAct> done, PolicyAct act, bool office, Fit fit, string note)
    {
        if (!office && act != PolicyAct.Applied)
        {
            return new Refusal("not-office", "告知、核对和批准由当地经办人登记；单位自己可以登记“已申请”");
        }

        var standing = Standing(done);
        return act switch
        {
            PolicyAct.Checked when done.Contains(PolicyAct.Checked) => new Refusal("already-checked", "已经核对过，不用再登记"),
            PolicyAct.Checked when note.Length == 0 => new Refusal("note-missing", "请写明核对了什么文件和材料"),
            PolicyAct.Told or PolicyAct.Applied when fit == Fit.DoesNotFit => new Refusal("does-not-fit", "按现在的登记，这家单位不符合条件；登记有误的，请先改正"),
            PolicyAct.Told when standing is not null => new Refusal("already-told", "已经告知过，或者已经申请，不用再告知"),
            PolicyAct.Applied when standing is PolicyAct.Applied => new Refusal("already-applied", "已经登记过申请，正在等结果"),
            PolicyAct.Applied or PolicyAct.Told when standing is PolicyAct.Granted => new Refusal("already-granted", "已经批准，不用再申请"),
            PolicyAct.Granted or PolicyAct.Refused when standing is not PolicyAct.Applied => new Refusal("not-applied", "还没有登记申请，请先登记“已申请”"),
            PolicyAct.Refused when note.Length == 0 => new Refusal("note-missing", "请写明没有批准的原因，让单位知道差什么"),
            _ => Enum.IsDefined(act) ? null : new Refusal("bad-act", "请选择要登记的步骤"),
        };
    }
}

internal sealed class PolicyStepTable : IEntityTypeConfiguration<PolicyStep>
{
    public void Configure(EntityTypeBuilder<PolicyStep> step)
    {
        step.ToTable("employers_policy_step");
        step.HasKey(s => new { s.EmployerId, s.Policy, s.Document, s.Seq });
        step.HasIndex(s => new { s.Policy, s.Document });
        step.Property(s => s.Policy).HasMaxLength(PolicyBook.MostCode);
        step.Property(s => s.Document).HasMaxLength(PolicyBook.MostVersion);
        step.Property(s => s.Login).HasMaxLength(50);
        step.Property(s => s.Name).HasMaxLength(50);
        step.Property(s => s.Note).HasMaxLength(TakePolicyStep.MostNote);
    }
}
