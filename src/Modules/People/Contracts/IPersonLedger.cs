using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;

namespace Chunfeng.People.Contracts;

/// <summary>The one way every room reads and records dated facts about a person.</summary>
/// <remarks>
/// <para>Every call is checked against the actor's area and rights: reading needs people.read, recording people.import too, merging
/// people.merge too. A person outside the area answers as one who is not there.</para>
/// <para>Nothing is overwritten: a correction is a new revision. The same statement twice changes nothing and answers
/// <see cref="LedgerOutcome.Unchanged"/>; with <see cref="LedgerSource.Key"/> a repeated request answers as the first one did.</para>
/// <para>A call writes in one transaction with its audit entry. Inside a transaction the caller opened on the same ChunfengDb it
/// joins that one, and the caller commits; without one it opens its own, which also saves what the caller has pending. While an import
/// merges, a call outside a transaction waits ten seconds and is refused as register-busy.</para>
/// </remarks>
public interface IPersonLedger
{
    /// <summary>Registers one person by ID number (15 digits are raised to 18). A registered person with the same values is Unchanged;
    /// with other values the call is refused as already-registered: use <see cref="ChangePersonAsync"/>.</summary>
    Task<Result<LedgerReceipt>> RegisterAsync(PersonStatement person, LedgerSource source, Actor actor, CancellationToken cancel);

    /// <summary>Changes contact, wishes or other registered values: a new version, the old one kept.</summary>
    /// <param name="version">The version the change was made on; a newer one in the register refuses as stale.</param>
    Task<Result<LedgerReceipt>> ChangePersonAsync(
        Guid workerId, long version, PersonChange change, LedgerSource source, Actor actor, CancellationToken cancel);

    /// <summary>States a work spell. One that began the same day in the same county is the same spell: missing values are added,
    /// other values replace those of equal or weaker evidence and are refused (evidence-weaker) against stronger.</summary>
    Task<Result<LedgerReceipt>> RecordWorkAsync(Guid workerId, WorkStatement work, LedgerSource source, Actor actor, CancellationToken cancel);

    /// <summary>Replaces a whole work spell, its first day and place included; null clears a value.</summary>
    /// <param name="revision">The revision corrected; another one in force refuses as stale.</param>
    Task<Result<LedgerReceipt>> CorrectWorkAsync(
        Guid workerId, Guid spellId, long revision, WorkStatement work, LedgerSource source, Actor actor, CancellationToken cancel);

    /// <param name="lastDay">The last day worked, inclusive; not in the future.</param>
    Task<Result<LedgerReceipt>> EndWorkAsync(
        Guid workerId, Guid spellId, long revision, DateOnly lastDay, LedgerSource source, Actor actor, CancellationToken cancel);

    /// <summary>States that a person belongs to a category. A spell of the same category that overlaps is the same one; one that
    /// begins after the last has ended is a new spell (a risk removed and found again).</summary>
    Task<Result<LedgerReceipt>> RecordStatusAsync(Guid workerId, StatusStatement status, LedgerSource source, Actor actor, CancellationToken cancel);

    /// <summary>Replaces the dates and the risk of a category spell; the category itself is ended and another recorded.</summary>
    Task<Result<LedgerReceipt>> CorrectStatusAsync(
        Guid workerId, Guid spellId, long revision, StatusStatement status, LedgerSource source, Actor actor, CancellationToken cancel);

    /// <param name="lastDay">The last day in the category, inclusive; not in the future.</param>
    Task<Result<LedgerReceipt>> EndStatusAsync(
        Guid workerId, Guid spellId, long revision, DateOnly lastDay, LedgerSource source, Actor actor, CancellationToken cancel);

    /// <summary>Takes back a work or category spell that was never true; it stays in the history.</summary>
    Task<Result<LedgerReceipt>> WithdrawAsync(
        Guid workerId, Guid spellId, long revision, string reason, LedgerSource source, Actor actor, CancellationToken cancel);

    /// <summary>What was true on a day, as known at a moment. A merged registration answers as the person it was merged into.</summary>
    /// <param name="inForceOn">Spells that begin later are left out.</param>
    /// <param name="knownOn">UTC; null for now.</param>
    Task<Result<PersonFacts>> ReadAsync(Guid workerId, DateOnly inForceOn, DateTime? knownOn, Actor actor, CancellationToken cancel);

    /// <summary>Every change to a person, newest first; numbers masked.</summary>
    Task<Result<PersonHistory>> HistoryAsync(Guid workerId, Actor actor, CancellationToken cancel);

    /// <summary>The members of a household inside the actor's area, as of today.</summary>
    Task<Result<HouseholdView>> HouseholdAsync(Guid householdId, Actor actor, CancellationToken cancel);

    /// <summary>Two registrations are one person: from now on the facts of <paramref name="from"/> count at <paramref name="into"/>.</summary>
    Task<Result<LedgerReceipt>> MergeAsync(Guid from, Guid into, string reason, Actor actor, CancellationToken cancel);

    /// <summary>Takes a merge back: both registrations are as they were before it, and what was recorded since stays where it was recorded.</summary>
    Task<Result<LedgerReceipt>> UndoMergeAsync(Guid from, string reason, Actor actor, CancellationToken cancel);
}
