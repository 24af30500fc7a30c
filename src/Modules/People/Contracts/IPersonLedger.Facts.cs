namespace Chunfeng.People.Contracts;

/// <summary>How well a statement is supported; a weaker one never overwrites a stronger one.</summary>
public enum Evidence : short { SelfReported = 1, Village = 2, Phone = 3, Employer = 4, SocialInsurance = 5 }

/// <summary>On what a statement rests.</summary>
/// <param name="Evidence">自报, 村核, 电话核, 单位证明 or 社保比对.</param>
/// <param name="Reference">What it can be looked up by: a case number, a document, a batch. Never an ID number; at most 200 characters.</param>
/// <param name="Key">Made by the caller once a request: sent again, it changes nothing.</param>
public sealed record LedgerSource(Evidence Evidence, string Reference, Guid? Key = null);

/// <summary>What became of a statement.</summary>
public enum LedgerOutcome { New, Revised, Unchanged }

/// <summary>The answer to a statement.</summary>
/// <param name="SpellId">Null when the registration itself was written.</param>
/// <param name="Revision">The revision of the spell now in force, or the version of the registration; pass it to the next correction.</param>
/// <param name="Notes">What a person should check, in Chinese; empty when nothing is odd.</param>
public sealed record LedgerReceipt(Guid WorkerId, Guid? SpellId, long Revision, LedgerOutcome Outcome, IReadOnlyList<string> Notes);

/// <summary>A stretch of paid work as somebody states it; null is "not stated".</summary>
/// <param name="StartsOn">First day; not after 31 December of this year.</param>
/// <param name="EndsOn">Last day, inclusive; null while it goes on.</param>
/// <param name="Workplace">12-digit code at the deepest level known, a township at most; 0 abroad.</param>
/// <param name="Form">Number of a code in data/codes/employment_form.csv.</param>
public sealed record WorkStatement(DateOnly StartsOn, DateOnly? EndsOn, long Workplace, short Form)
{
    public string? Employer { get; init; }
    public string? EmployerCredit { get; init; }
    public string? Job { get; init; }
    public string? Industry { get; init; }
    public string? Channel { get; init; }
    /// <summary>Fen a month, above 0.</summary>
    public long? WageFen { get; init; }
    public long? IncomeFen { get; init; }
    public bool? HasContract { get; init; }
    public bool? HasInsurance { get; init; }
}

/// <summary>Belonging to a category.</summary>
/// <param name="Category">Number of a code in data/codes/person_category.csv: P10 → 10; not 1 (一般).</param>
/// <param name="Risk">0 not stated, 1 未消除, 2 已消除.</param>
/// <param name="EndsOn">Last day, inclusive; null while it goes on.</param>
public sealed record StatusStatement(short Category, short Risk, DateOnly StartsOn, DateOnly? EndsOn = null);

/// <summary>A person to register; null is "not stated". Codes are those of data/codes.</summary>
/// <param name="IdNumber">As typed, 15 or 18 characters.</param>
/// <param name="Home">12-digit code of the household-register village.</param>
public sealed record PersonStatement(string IdNumber, string Name, long Home)
{
    public PersonChange Details { get; init; } = new();
}

/// <summary>Values of a registration to change: null leaves a value as it is, "" clears a text.</summary>
public sealed record PersonChange
{
    public string? Name { get; init; }
    public long? Home { get; init; }
    public string? Hamlet { get; init; }
    public string? HouseholdNo { get; init; }
    public string? HeadName { get; init; }
    public string? Relation { get; init; }
    public string? Nation { get; init; }
    public string? Political { get; init; }
    public string? Education { get; init; }
    public string? Health { get; init; }
    public string? Marital { get; init; }
    /// <summary>Digits only.</summary>
    public string? Phone { get; init; }
    /// <summary>Digits only, 12–19.</summary>
    public string? BankAccount { get; init; }
    public bool? Relocated { get; init; }
    /// <summary>1 普通, 2 技能, 3 弱或半, 4 丧失.</summary>
    public short? Ability { get; init; }
    public string? Skill { get; init; }
    public bool? WantsTraining { get; init; }
    public string? TrainingTrade { get; init; }
    public string? JobWish { get; init; }
    public string? UnemployedReason { get; init; }
    public DateOnly? ReturnedOn { get; init; }
    public string? AfterReturn { get; init; }
    public string? Helper { get; init; }
    public string? Remark { get; init; }
}

/// <summary>A work spell as known at a moment.</summary>
/// <param name="RegisteredUnder">The registration it was recorded under: another one than the person's after a merge.</param>
public sealed record WorkFact(Guid SpellId, long Revision, WorkStatement Stated, Evidence Evidence, DateTime RecordedAt, Guid RegisteredUnder)
{
    public bool InForceOn(DateOnly day) => Stated.StartsOn <= day && (Stated.EndsOn is not { } end || day <= end);
}

/// <summary>A category spell as known at a moment.</summary>
/// <param name="RegisteredUnder">The registration it was recorded under: another one than the person's after a merge.</param>
public sealed record CategoryFact(Guid SpellId, long Revision, StatusStatement Stated, Evidence Evidence, DateTime RecordedAt, Guid RegisteredUnder)
{
    public bool InForceOn(DateOnly day) => Stated.StartsOn <= day && (Stated.EndsOn is not { } end || day <= end);
}

/// <summary>What was true of a person on a day, as known at a moment.</summary>
/// <param name="WorkerId">The person counted: where the one asked for was merged to, if it was.</param>
/// <param name="Version">Of the registration as known then.</param>
/// <param name="AllWork">Begun by the day, ended ones included, by first day; the facts a cut of that day and moment holds.</param>
public sealed record PersonFacts(
    Guid WorkerId, Guid AskedFor, long Version, DateOnly InForceOn, string Name, short Sex, DateOnly BirthDate, long Home, string? Education,
    Guid? HouseholdId, bool? WantsTraining, string? TrainingTrade, string? JobWish,
    IReadOnlyList<WorkFact> AllWork, IReadOnlyList<CategoryFact> AllStatuses)
{
    /// <summary>In force on the day.</summary>
    public IEnumerable<WorkFact> Work => AllWork.Where(w => w.InForceOn(InForceOn));

    /// <summary>In force on the day.</summary>
    public IEnumerable<CategoryFact> Statuses => AllStatuses.Where(s => s.InForceOn(InForceOn));
}

/// <summary>One value before and after, in words; numbers masked, "" when there was none.</summary>
public sealed record FieldChange(string Field, string Before, string After);

/// <summary>One change to a person.</summary>
/// <param name="At">UTC.</param>
/// <param name="What">In Chinese: 登记, 更正务工记录, 合并登记 …</param>
/// <param name="RegisteredUnder">The registration it was made on: another one than the person's after a merge.</param>
/// <param name="Source">Reference or reason given; "" for a roster.</param>
/// <param name="Evidence">Null when the change rests on none, as a merge does.</param>
public sealed record HistoryEntry(
    DateTime At, string By, string What, Guid RegisteredUnder, Guid? SpellId, IReadOnlyList<FieldChange> Changes, string Source, Evidence? Evidence);

/// <summary>Every change to a person, newest first.</summary>
public sealed record PersonHistory(Guid WorkerId, IReadOnlyList<HistoryEntry> Entries);

/// <summary>A household as the actor may see it.</summary>
/// <param name="HiddenMembers">Members registered outside the actor's area.</param>
public sealed record HouseholdView(Guid HouseholdId, string? Number, string? HeadName, IReadOnlyList<HouseholdPerson> Members, int HiddenMembers);

/// <summary>A member of a household today.</summary>
public sealed record HouseholdPerson(
    Guid WorkerId, string Name, string? Relation, short Sex, DateOnly BirthDate, bool AtWork, IReadOnlyList<short> Categories);
