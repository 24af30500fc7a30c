namespace Chunfeng.Engine.Facts;

/// <summary>The plan's exclusive buckets: where the main spell's workplace lies.</summary>
public enum Bucket : byte { None = 0, Inter = 1, Intra = 2, Home = 3 }

/// <summary>The year's line between 省内转移 and 在乡: inside the home township (default) or inside the home county.</summary>
public enum InnerLine : byte { Township = 0, County = 1 }

/// <summary>A work spell as the builder receives it. Days are DateOnly.DayNumber; ToDay is inclusive, int.MaxValue when open.
/// Workplace is a 12-digit region code.</summary>
public readonly record struct SpellFact(Guid SpellId, int FromDay, int ToDay, long Workplace, byte Form, int WageFen, byte Evidence);

/// <summary>A category spell. Category is the number of the code: P10 → 10, P21 → 21. Risk 0 unknown, 1 open, 2 removed.</summary>
public readonly record struct StatusFact(int FromDay, int ToDay, byte Category, byte Risk);

/// <summary>One person with everything the cut needs, streamed in ascending (big-endian byte) order of WorkerId.</summary>
public sealed class PersonFact
{
    public Guid WorkerId;
    public long Home;          // 12-digit village code
    public int BirthDay;       // DateOnly.DayNumber
    public byte Sex, Education;
    public List<SpellFact> Spells = [];
    public List<StatusFact> Statuses = [];
}
