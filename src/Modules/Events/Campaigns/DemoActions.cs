using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Events.Campaigns;

/// <summary>A demonstration's trips, training and publicity of one campaign: of every sixth county and the capital's, with people of the demonstration's register, all marked.</summary>
internal sealed class DemoActions(ChunfengDb db, RegionTree regions, FindPeople people, Actor actor)
{
    private const int Every = 6, Passengers = 38, Learners = 20;
    private static readonly (long To, string At)[] Destinations =
        [(320500000000, "昆山高新区某电子厂（演示）"), (110115000000, "大兴区某物流园（演示）"), (330100000000, "萧山区某服装厂（演示）"), (140105000000, "小店区某食品园区（演示）"), (440300000000, "宝安区某电子厂（演示）")];

    private static readonly (string Subject, string Occupation, string Body)[] Trainings =
        [("家政服务初级", "4-10-01-06", "县职业技术学校（演示）"), ("电焊操作", "6-18-02-04", "县技能培训中心（演示）"), ("中式面点制作", "4-03-02-02", "县职业中学（演示）")];

    /// <summary>Adds them to the unit of work; the same register and day give the same actions.</summary>
    public async Task AddAsync(Campaign campaign, DateOnly asOf, IReadOnlyList<RegionCode> counties, CancellationToken cancel)
    {
        var chosen = counties.Where((c, i) => i % Every == 0 || new RegionCode(140100000000).Contains(c)).ToList();
        for (var i = 0; i < chosen.Count; i++)
        {
            var (name, (to, at)) = (regions[chosen[i]].Name, Destinations[i % Destinations.Length]);
            var all = await people.SomeAsync(chosen[i], Passengers + Learners, asOf.AddYears(-18), Actor.Operator, cancel);
            var passengers = all.Take(Math.Min(Passengers, all.Count * 2 / 3)).ToList();
            var learners = all.Skip(passengers.Count).ToList();
            var place = regions[new RegionCode(to)].Name;
            if (passengers.Count > 0)
            {
                Name(Add(ActionKind.Trip, chosen[i], $"{name}赴{place}返岗专车（演示）", asOf.AddDays(-9 - (i % 12)), ActionState.Done,
                    a => (a.FromPlace, a.Destination, a.ToPlace, a.Vehicle, a.Vehicles) = ($"{name}人力资源市场", to, at, (short)(i % 4 == 3 ? TripVehicle.Train : TripVehicle.Coach), 1)), passengers);
            }

            var (subject, occupation, body) = Trainings[i % Trainings.Length];
            if (learners.Count > 0)
            {
                Name(Add(ActionKind.Training, chosen[i], $"{name}{subject}培训班（演示）", asOf.AddDays(-16 - (i % 10)), ActionState.Done,
                    a => (a.Subject, a.Occupation, a.Body) = (subject, occupation, body)), learners);
            }

            Add(ActionKind.Publicity, chosen[i], $"{name}{ActionWords.Channels[i % 5].Text}（演示）", asOf.AddDays(-22 - (i % 8)), ActionState.Done,
                a => (a.Channel, a.StatedCopies, a.StatedHouseholds) = (ActionWords.Channels[i % 5].Value, 800 + (i * 37 % 900), 300 + (i * 53 % 700)));
            if (i % 3 == 0)
            {
                Name(Add(ActionKind.Trip, chosen[i], $"{name}赴{place}返岗专车第二批（演示）", asOf.AddDays(6), ActionState.Planned,
                    a => (a.FromPlace, a.Destination, a.ToPlace, a.Vehicle, a.Vehicles) = ($"{name}人力资源市场", to, at, (short)TripVehicle.Coach, 1)), learners);
            }
        }

        CampaignAction Add(ActionKind kind, RegionCode region, string title, DateOnly on, ActionState state, Action<CampaignAction> fill)
        {
            var day = on < campaign.FromDay ? campaign.FromDay : on > campaign.ToDay ? campaign.ToDay : on;
            var action = new CampaignAction
            {
                CampaignId = campaign.CampaignId, Kind = (short)kind, Title = title, HeldOn = day, Region = region.Value, State = (short)state, Demo = true,
                CreatedAt = ChinaTime.StartOf(day.AddDays(-7)).AddHours(9), CreatedBy = actor.DisplayName, Version = state == ActionState.Planned ? 1 : 2,
                MovedAt = state == ActionState.Planned ? null : ChinaTime.StartOf(day).AddHours(18), MovedBy = state == ActionState.Planned ? "" : actor.DisplayName,
            };
            fill(action);
            db.CampaignActions().Add(action);
            return action;
        }

        void Name(CampaignAction action, IReadOnlyList<OwnFacts> named)
        {
            for (var i = 0; i < named.Count; i++)
            {
                db.CampaignPeople().Add(new CampaignPerson { WorkerId = named[i].WorkerId, ActionId = action.ActionId, Seq = i + 1, Home = named[i].Home, At = action.CreatedAt, Login = actor.Login });
            }
        }
    }
}
