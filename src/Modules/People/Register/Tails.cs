using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Register;

/// <summary>Finds people by the last four characters of their ID number or telephone. One byte of a keyed hash names the candidates of an area,
/// whose numbers are then opened and compared: the answer is exact (decision 35).</summary>
/// <remarks>Registrations whose bytes are not made yet (<see cref="FillTails"/>) are candidates too. One search runs at a time on a host.</remarks>
internal sealed class Tails(ChunfengDb db, KeyRing keys)
{
    public const int Length = 4;

    /// <summary>Numbers opened for one search: twice what a province of seven million holds of one tail. More are refused.</summary>
    public const int MostOpened = 100_000;

    /// <summary>People with the same four: a province has about a thousand. More are refused.</summary>
    public const int MostFound = 3000;

    private static readonly SemaphoreSlim Turn = new(1, 1);

    /// <param name="tail">Four characters, X as a capital (<see cref="Sought"/>).</param>
    /// <param name="range">Homes asked for.</param>
    /// <param name="scope">Homes the actor may see: a merged registration in it leads to its person, who may live in <paramref name="range"/>.</param>
    /// <returns>Persons with such a number, merged registrations counted at their person. Refused when there is too much to open or to show.</returns>
    public async Task<Result<List<Guid>>> FindAsync(
        string tail, (long From, long To) range, (long From, long To) scope, CancellationToken cancel, int mostOpened = MostOpened)
    {
        var found = new HashSet<Guid>();
        await Turn.WaitAsync(cancel);
        try
        {
            var crypto = new PersonCrypto(keys);
            var (from, to) = range;
            var (least, end) = scope;
            var workers = db.Workers().AsNoTracking().TagWith(Planned.Anew);
            var area = workers.Where(w => w.Home >= from && w.Home < to);
            var (byId, byPhone) = (keys.LastFours.OfId(tail), keys.LastFours.OfPhone(tail));
            var merged = workers.Where(w => w.MergedInto != null && w.Home >= least && w.Home < end && (w.Home < from || w.Home >= to)
                && (w.IdTail == byId || w.PhoneTail == byPhone || w.IdTail == null));
            var left = mostOpened;

            // not made yet; an index answers at once where there are none
            if (!await OpenAsync(area.Where(w => w.IdTail == null), id: true, phone: true))
            {
                return new Refusal("tails-missing", "这个范围里后四位的索引还没有做完（每晚自动补做）。请先选择一个县（市、区）再查，或者把号码写全。");
            }

            return await OpenAsync(area.Where(w => w.IdTail == byId), id: true, phone: false)
                && (byPhone is null || await OpenAsync(area.Where(w => w.PhoneTail == byPhone), id: false, phone: true))
                && await OpenAsync(merged, id: true, phone: true)
                && found.Count <= MostFound
                ? Result.Of(found.ToList())
                : new Refusal("too-many", "这个范围里后四位相同的人太多。请先选择一个市或县（市、区）再查，或者把号码写全。");

            // False when there are more than may still be opened. A separate query for each index: one with OR between them would use none
            async Task<bool> OpenAsync(IQueryable<Worker> candidates, bool id, bool phone)
            {
                await foreach (var row in candidates.Take(left + 1).Select(w => new { w.WorkerId, w.MergedInto, w.IdCipher, w.PhoneCipher })
                    .AsAsyncEnumerable().WithCancellation(cancel))
                {
                    if (left-- == 0)
                    {
                        return false;
                    }

                    if ((id && Ends(row.IdCipher, row.WorkerId)) || (phone && row.PhoneCipher is { } number && Ends(number, row.WorkerId)))
                    {
                        found.Add(row.MergedInto ?? row.WorkerId);
                    }
                }

                return true;
            }

            bool Ends(byte[] stored, Guid worker) => crypto.TryDecrypt(stored, worker)?.EndsWith(tail, StringComparison.Ordinal) == true;
        }
        finally
        {
            Turn.Release();
        }
    }
}
