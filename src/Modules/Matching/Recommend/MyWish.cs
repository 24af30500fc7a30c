using System.Globalization;
using Chunfeng.Engine.Matching;
using Chunfeng.Matching.Referrals;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Matching.Recommend;

/// <summary>What a worker wishes for, read and written on their own phone; the register keeps it as the worker's own statement.</summary>
internal sealed class MyWish(ISeekers seekers, IPersonLedger ledger, MakeSeeker make, TradeWords trades, RegionTree regions, TimeProvider clock)
{
    private const int MostText = 40;
    private static readonly char[] Between = ['、', '，', ',', ' ', '　', ';', '；'];

    public async Task<WishText> NowAsync(PortalWorker worker, CancellationToken cancel) =>
        await seekers.FindAsync(worker.WorkerId, clock.Today, MyReferrals.ReaderOf(worker), cancel) is { } fact ? make.Wish(fact.JobWish) : WishText.None;

    public async Task<Refusal?> SaveAsync(PortalWorker worker, string? tradesText, string? placesText, string? yuanText, bool lodging, CancellationToken cancel)
    {
        var (named, places, yuan) = (Split(tradesText), new List<long>(), 0);
        if (named.Length > Seeker.MostWishes)
        {
            return new Refusal("too-many-trades", $"想做的工作最多写 {Seeker.MostWishes} 样");
        }

        if (named.FirstOrDefault(t => trades.Find(t) == 0) is { } unknown)
        {
            return new Refusal("trade-unknown", $"没有听懂“{unknown}”，换个常用的说法试试，例如：保洁、电焊工、缝纫工");
        }

        foreach (var name in Split(placesText))
        {
            if (WishText.Place(name, regions) is not { } place)
            {
                return new Refusal("place-unknown", $"没有找到“{name}”，请写省、市或县的名字");
            }

            places.Add(place);
        }

        if (places.Count > Seeker.MostWishes)
        {
            return new Refusal("too-many-places", $"想去的地方最多写 {Seeker.MostWishes} 个");
        }

        if (!string.IsNullOrWhiteSpace(yuanText) && (!int.TryParse(yuanText.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out yuan) || yuan is < 1 or > 100_000))
        {
            return new Refusal("bad-wage", "每月想挣多少，请只写数字，例如 4500");
        }

        var reader = MyReferrals.ReaderOf(worker);
        if (await seekers.FindAsync(worker.WorkerId, clock.Today, reader, cancel) is not { } fact)
        {
            return new Refusal("worker-not-found", "没有找到您的登记，请联系村干部核对");
        }

        var wish = new WishText(named, [.. places.Distinct()], yuan * 100, lodging);
        var changed = await ledger.ChangePersonAsync(
            worker.WorkerId, fact.Version, new PersonChange { JobWish = wish.Write(p => regions[new RegionCode(p)].Name) }, new LedgerSource(Evidence.SelfReported, "本人在手机上填写"), reader, cancel);
        return changed.Refusal;
    }

    private static string[] Split(string? text) =>
        [.. (text is { Length: > MostText } ? text[..MostText] : text ?? "").Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];
}
