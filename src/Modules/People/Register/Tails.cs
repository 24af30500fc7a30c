using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Register;

/// <summary>Finds people by the last four characters of their ID number or telephone, inside one county: its people's numbers are opened one after another.</summary>
/// <remarks>No index of last fours is kept: ten thousand possible values under one key would tell whoever has the database, and knows a few people, the last
/// fours of everybody (decision 35). A county's range of the home index bounds the work; one search runs at a time on a host.</remarks>
internal sealed class Tails(ChunfengDb db, KeyRing keys)
{
    public const int Length = 4;

    /// <summary>More people than a page shows are no answer: the rest of the number is needed.</summary>
    private const int Most = 200;

    private static readonly SemaphoreSlim Turn = new(1, 1);

    /// <summary>True when an area is small enough: a county or less.</summary>
    public static bool Fits(RegionCode region) => region.Level >= RegionLevel.County;

    /// <returns>Persons with such a number, merged registrations counted at their person; none where the range is wider than a county.</returns>
    public async Task<List<Guid>> FindAsync(string tail, (long From, long To) range, CancellationToken cancel)
    {
        var found = new List<Guid>();
        if (range.To <= range.From || !Fits(new RegionCode(range.From)) || range.To - range.From > 1_000_000)
        {
            return found;
        }

        await Turn.WaitAsync(cancel);
        try
        {
            var crypto = new PersonCrypto(keys);
            var (from, to) = range;
            await foreach (var row in db.Workers().AsNoTracking().Where(w => w.Home >= from && w.Home < to)
                .Select(w => new { w.WorkerId, w.MergedInto, w.IdCipher, w.PhoneCipher }).AsAsyncEnumerable().WithCancellation(cancel))
            {
                if ((Ends(row.IdCipher, row.WorkerId) || (row.PhoneCipher is { } phone && Ends(phone, row.WorkerId))) && found.Count < Most)
                {
                    found.Add(row.MergedInto ?? row.WorkerId);
                }
            }

            bool Ends(byte[] stored, Guid worker) => crypto.TryDecrypt(stored, worker)?.EndsWith(tail, StringComparison.Ordinal) == true;
        }
        finally
        {
            Turn.Release();
        }

        return found;
    }
}
