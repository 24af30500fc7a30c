namespace Chunfeng.People.Register;

/// <summary>What the register knows of a person, in one version. The current one is a <see cref="Worker"/>, earlier ones
/// <see cref="WorkerPast"/>.</summary>
internal abstract class WorkerProfile
{
    public required Guid WorkerId { get; init; }
    /// <summary>1 for the first version; also the concurrency token.</summary>
    public required long Version { get; set; }
    public required string Name { get; set; }
    public required short Sex { get; set; }
    public required DateOnly BirthDate { get; set; }
    /// <summary>12-digit code of the household-register village.</summary>
    public required long Home { get; set; }
    public string? Hamlet { get; set; }
    public Guid? HouseholdId { get; set; }
    public string? HouseholdNo { get; set; }
    public string? HeadName { get; set; }
    public string? Relation { get; set; }
    public string? Nation { get; set; }
    public string? Political { get; set; }
    public string? Education { get; set; }
    public string? Health { get; set; }
    public string? Marital { get; set; }
    public required byte[] IdCipher { get; set; }
    public byte[]? PhoneCipher { get; set; }
    public long? PhoneBlind { get; set; }
    public byte[]? BankCipher { get; set; }
    public long? BankBlind { get; set; }
    public bool? Relocated { get; set; }
    public short? Ability { get; set; }
    public string? Skill { get; set; }
    public bool? WantsTraining { get; set; }
    public string? TrainingTrade { get; set; }
    public string? JobWish { get; set; }
    public string? UnemployedReason { get; set; }
    public DateOnly? ReturnedOn { get; set; }
    public string? AfterReturn { get; set; }
    public string? SubsidyNote { get; set; }
    public string? Helper { get; set; }
    public DateOnly? VerifiedOn { get; set; }
    public string? VerifiedBy { get; set; }
    public string? Remark { get; set; }
    /// <summary>The person this registration turned out to be; its facts count there.</summary>
    public Guid? MergedInto { get; set; }
    /// <summary>Fingerprint of every stated value: equal fingerprints mean nothing changed.</summary>
    public required long ContentHash { get; set; }
    public required Guid BatchId { get; set; }
    public required string RecordedBy { get; set; }
    public required DateTime RecordedAt { get; set; }
}

/// <summary>劳动者: a person as the register knows them now.</summary>
internal sealed class Worker : WorkerProfile
{
    /// <summary>One byte of the keyed hash of the ID number's last four (<see cref="Chunfeng.Platform.Security.LastFours"/>). Null: the two are not made yet (<see cref="FillTails"/>).</summary>
    public short? IdTail { get; set; }
    /// <summary>The same of the telephone; null without one.</summary>
    public short? PhoneTail { get; set; }
}

/// <summary>An earlier version of a person's registration, kept for ever.</summary>
internal sealed class WorkerPast : WorkerProfile
{
    public required DateTime SupersededAt { get; set; }
}

/// <summary>A dated fact about a person. A correction is a new revision; the old one keeps the moment it was superseded.</summary>
internal abstract class Spell
{
    public required Guid WorkerId { get; init; }
    public required Guid SpellId { get; init; }
    public required int Revision { get; init; }
    public required DateOnly StartsOn { get; init; }
    /// <summary>Last day, inclusive; null while it goes on.</summary>
    public DateOnly? EndsOn { get; set; }
    /// <summary>1 自报, 2 村核, 3 电话核, 4 单位证明, 5 社保比对.</summary>
    public required short Evidence { get; init; }
    public required long ContentHash { get; init; }
    public required Guid BatchId { get; init; }
    public required string RecordedBy { get; init; }
    public required DateTime RecordedAt { get; init; }
    public DateTime? SupersededAt { get; set; }
}

/// <summary>务工记录: a stretch of paid work at one place.</summary>
internal sealed class WorkSpell : Spell
{
    /// <summary>12-digit code at the deepest level known; 0 abroad.</summary>
    public required long Workplace { get; init; }
    public required short Form { get; init; }
    public string? Employer { get; init; }
    public string? EmployerCredit { get; init; }
    public string? Job { get; init; }
    public string? Industry { get; init; }
    public string? Channel { get; init; }
    /// <summary>Fen a month; null when not stated.</summary>
    public long? WageFen { get; init; }
    public long? IncomeFen { get; init; }
    public bool? HasContract { get; init; }
    public bool? HasInsurance { get; init; }
}

/// <summary>人员类别与风险状态: a stretch of belonging to a category.</summary>
internal sealed class StatusSpell : Spell
{
    /// <summary>P10 → 10.</summary>
    public required short Category { get; init; }
    public required short Risk { get; init; }
}
