using Chunfeng.Events.Campaigns;
using Chunfeng.Events.Fairs;
using Chunfeng.Events.Rule5511;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Contracts;

/// <summary>A demonstration's fairs, and the trips, training and publicity of their campaign: a plausible quarter of 5511 with gaps, all marked as a demonstration; the same seed makes the same fairs.</summary>
public sealed class DemoFairs(ChunfengDb db, RegionTree regions, Places places, FindPeople people, TimeProvider clock)
{
    // the worst kinds of gap are all there: nothing held, no result, made public too late, no employer, cancelled
    private enum Gap { None, Nothing, NoResult, Late, NoEmployer, Cancelled }

    private static readonly RegionCode Taiyuan = new(140100000000);
    private readonly Checklists checklists = Checklists.Load(Path.Combine(places.Reference, "events", "safety-2022.json"));
    private static readonly string[] Trades = ["制造业", "家政养老", "建筑", "餐饮住宿", "物流快递", "电子装配", "特色农业", "文旅服务"];

    /// <param name="asOf">The demonstration's day: later fairs are planned or public only.</param>
    /// <returns>How many fairs were made; 0 when there are some already.</returns>
    public async Task<int> MakeAsync(ulong seed, DateOnly asOf, Actor actor, CancellationToken cancel)
    {
        var quarter = Quarter.Of(asOf);
        if (await db.Fairs().AnyAsync(cancel))
        {
            return 0;
        }

        var terms = new Terms5511(quarter.First, quarter.Last, "", 5, 5, 1, 1, 3, "", 1, "", [], []);
        var cities = regions.Within(RegionCode.Shanxi, RegionLevel.City).Where(r => r.Kind.Length == 0).Select(r => r.Code).ToList();
        var counties = regions.Within(RegionCode.Shanxi, RegionLevel.County).Where(r => r.Kind.Length == 0).Select(r => r.Code).ToList();
        var campaign = new Campaign
        {
            Title = "春风行动（演示）", Region = RegionCode.Shanxi.Value, FromDay = quarter.First, ToDay = quarter.Last, Intro = "一季度集中开展招聘活动，帮助农民工返岗和转移就业。",
            TargetFairs = 855, TargetPosts = 400_000, TargetAttendance = 300_000, TargetIntents = 80_000, TargetHires = 40_000,
            TargetTrips = 300, TargetCarried = 12_000, TargetTrained = 6_000, TargetPublicity = 500, Demo = true, CreatedAt = clock.UtcStamp, Version = 1,
        };
        db.Campaigns().Add(campaign);
        var detect = db.ChangeTracker.AutoDetectChangesEnabled;
        db.ChangeTracker.AutoDetectChangesEnabled = false; // rows are added only
        var (made, keys) = (0, new KeyTargets());
        foreach (var slot in Compliance.Slots(quarter, terms, RegionCode.Shanxi, cities, counties))
        {
            var random = Mix(seed, (ulong)slot.Region, Text(slot.Key));
            if (Add(slot, asOf, random, campaign.CampaignId, actor, keys))
            {
                made++;
            }
        }

        await new DemoActions(db, regions, people, actor).AddAsync(campaign, asOf, counties, cancel);
        db.Audit(clock, actor, "events.demo", $"seed={seed} as-of={asOf:yyyy-MM-dd} fairs={made}");
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.AutoDetectChangesEnabled = detect;
        db.ChangeTracker.Clear();
        return made;
    }

    /// <summary>Answers of fairs that are still to come and of the capital's; the rest of the demonstration does without, to stay small.</summary>
    private void Check(Fair fair, DateTime at, Actor actor)
    {
        foreach (var item in checklists.On(fair.StartsOn))
        {
            var none = item.Code == "crowd.licence";
            db.FairChecks().Add(new FairCheck
            {
                FairId = fair.FairId, Item = item.Code, Answer = (short)(none ? CheckAnswer.NotApplicable : CheckAnswer.Yes), Note = none ? "预计不足1000人（演示）" : "",
                At = at, Login = actor.Login, Name = actor.DisplayName,
            });
        }
    }

    private bool Add(Slot slot, DateOnly asOf, ulong random, Guid campaign, Actor actor, KeyTargets keys)
    {
        var gap = (random % 100) switch { < 4 => Gap.Nothing, < 6 => Gap.NoResult, < 8 => Gap.Late, < 9 => Gap.NoEmployer, < 10 => Gap.Cancelled, _ => Gap.None };
        var region = new RegionCode(slot.Region);
        var length = slot.To.DayNumber - slot.From.DayNumber + 1;
        var day = slot.Rule is SlotRule.ProvinceCloud or SlotRule.KeyCounty
            ? slot.From.AddDays(6 + ((int.Parse(slot.Key) - 1) * 16) + (slot.Rule == SlotRule.KeyCounty ? 7 : 0))
            : slot.From.AddDays((int)(random / 100 % (ulong)Math.Min(length, 12)));
        var past = day <= asOf;
        if ((past && gap == Gap.Nothing) || day > asOf.AddDays(21))
        {
            return false; // nobody plans further ahead
        }

        var cloud = slot.Rule == SlotRule.ProvinceCloud || (slot.Rule == SlotRule.CityWeek && random / 7 % 4 == 0);
        var place = regions[region];
        var target = slot.Rule switch
        {
            SlotRule.ProvinceCloud => keys.City(regions, slot.Key), SlotRule.KeyCounty => keys.County(slot.Key), _ => region,
        };
        var trade = Trades[random / 11 % (ulong)Trades.Length];
        var state = !past ? (random / 13 % 3 == 0 ? FairState.Planned : FairState.Released)
            : gap switch { Gap.Cancelled => FairState.Cancelled, Gap.NoResult => FairState.Held, _ => random / 17 % 2 == 0 ? FairState.Closed : FairState.Filed };
        var created = At(day.AddDays(-20), 9);
        DateTime? released = state == FairState.Planned ? null : At(day.AddDays(gap == Gap.Late ? -1 : -4 - (int)(random / 19 % 6)), 10);
        var kind = cloud ? FairKind.Cloud : slot.Rule == SlotRule.KeyCounty ? FairKind.Special : random / 23 % 3 == 0 ? FairKind.Special : FairKind.General;
        var posts = 60 + (int)(random / 29 % 400);
        var filed = state is FairState.Filed or FairState.Closed;
        var came = posts + (int)(random / 31 % 300);
        var fair = new Fair
        {
            Title = $"{(slot.Rule == SlotRule.KeyCounty ? "山西省赴" + regions[target].Name : place.Name)}{(kind == FairKind.Cloud ? "云招聘" : kind == FairKind.Special ? trade + "专场招聘会" : "春风送岗招聘会")}（{day.Month}月{day.Day}日，演示）",
            Kind = (short)kind, Mode = (short)(cloud ? FairMode.Online : random / 37 % 3 == 0 ? FairMode.Both : FairMode.OnSite),
            Region = slot.Region, UnitId = UnitTree.OfficeId(region), UnitName = place.Name + (place.Level == RegionLevel.Province ? "人力资源和社会保障厅" : "人力资源和社会保障局"),
            Target = target.Value, Place = cloud ? "山西省公共就业服务信息网络平台直播间" : $"{regions[target].Name}人力资源市场", StartsOn = day, EndsOn = day, OpensAt = 540, ClosesAt = 960,
            Booths = cloud ? 0 : 20 + (int)(random / 41 % 40), Contact = "", CampaignId = campaign, State = (short)state, ReleasedAt = released, FiledAt = filed ? At(day.AddDays(1), 11) : null, Demo = true,
            StatedAttendance = filed ? came : null, StatedPosts = filed ? posts : null, StatedIntents = filed ? came / 4 : null, StatedHires = filed ? came / 10 : null, CreatedAt = created,
        };
        db.Fairs().Add(fair);
        if (gap != Gap.NoEmployer)
        {
            db.FairEmployers().Add(new FairEmployer { FairId = fair.FairId, Name = $"{place.Name}{trade}用人单位（演示）", Posts = posts });
        }

        Step(fair, FairAct.Plan, created, actor, "演示数据");
        if (released is { } at)
        {
            Step(fair, FairAct.Release, at, actor, "演示数据");
            if (!past || Taiyuan.Contains(region))
            {
                Check(fair, at, actor);
            }
        }

        switch (state)
        {
            case FairState.Cancelled:
                Step(fair, FairAct.Cancel, At(day.AddDays(-1), 16), actor, "因防控要求取消（演示）");
                break;
            case FairState.Held or FairState.Filed or FairState.Closed:
                Step(fair, FairAct.Hold, At(day, 17), actor, "");
                break;
            default:
                break;
        }

        if (filed)
        {
            Step(fair, FairAct.File, fair.FiledAt!.Value, actor, "");
        }

        if (state == FairState.Closed)
        {
            Step(fair, FairAct.Close, fair.FiledAt!.Value.AddHours(2), actor, "");
        }

        return true;
    }

    private void Step(Fair fair, FairAct act, DateTime at, Actor actor, string text) => db.FairSteps().Add(new FairStep
    {
        FairId = fair.FairId, Seq = ++fair.Version, Act = (short)act, At = at, Login = actor.Login, Name = actor.DisplayName, Text = text,
    });

    private static DateTime At(DateOnly day, int hour) => ChinaTime.StartOf(day).AddHours(hour);

    private static ulong Text(string key) => key.Aggregate(14695981039346656037UL, (hash, c) => (hash ^ c) * 1099511628211UL);

    /// <summary>One step of SplitMix64 over what names a slot.</summary>
    private static ulong Mix(ulong seed, ulong region, ulong key)
    {
        var z = seed + (region * 0x9E3779B97F4A7C15UL) + key;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>The province's fairs go to different cities and different key counties.</summary>
    private sealed class KeyTargets
    {
        private static readonly long[] Counties = [140222000000, 140926000000, 141124000000, 141032000000, 141030000000];

        public RegionCode City(RegionTree regions, string key) => regions.Within(RegionCode.Shanxi, RegionLevel.City).ElementAt((int.Parse(key) * 2) - 1).Code;

        public RegionCode County(string key) => new(Counties[int.Parse(key) - 1]);
    }
}
