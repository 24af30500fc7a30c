using Chunfeng.Platform.Data;

namespace Chunfeng.People.Contracts;

/// <summary>A registration, and the person it stands for.</summary>
public sealed class PersonOf
{
    public Guid WorkerId { get; init; }

    /// <summary>The registration it was merged into; its own while it stands.</summary>
    public Guid PersonId { get; init; }
}

/// <summary>For rooms that count people by the ids they once wrote down.</summary>
public static class PersonIds
{
    extension(ChunfengDb db)
    {
        /// <summary>Every registration with its person; join it by <see cref="PersonOf.WorkerId"/> and count distinct <see cref="PersonOf.PersonId"/>.</summary>
        public IQueryable<PersonOf> Persons() => db.Workers().Select(w => new PersonOf { WorkerId = w.WorkerId, PersonId = w.MergedInto ?? w.WorkerId });
    }
}
