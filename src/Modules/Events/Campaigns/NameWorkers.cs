using Chunfeng.Events.Fairs;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Masking;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Campaigns;

/// <summary>What became of one line of a list.</summary>
/// <param name="Shown">The number, masked; "" where there is none to show.</param>
/// <param name="Why">"" for a line that was taken.</param>
/// <param name="Refused">Else it was taken, or told to be there already.</param>
internal sealed record LineSaid(int Line, string Shown, string Why, bool Refused);

/// <summary>What became of a list: taken as a whole, or not at all.</summary>
/// <param name="Lines">Of a list that was not taken those that are wrong; of one that was, those that were there already.</param>
internal sealed record NamedOutcome(Refusal? Refusal, int Added, IReadOnlyList<LineSaid> Lines)
{
    public static NamedOutcome No(Refusal refusal) => new(refusal, 0, []);
}

/// <summary>登记名单、移出 — says who travels or learns: registered people of the actor's area, each once, until the action is done.</summary>
internal sealed class NameWorkers(ChunfengDb db, FindPeople people, TimeProvider clock)
{
    /// <summary>《劳动法》第十五条: nobody younger is sent to work or trained for it.</summary>
    private const int LeastAge = Ages.LeastForWork;

    /// <param name="text">One number, or a list with a line a person.</param>
    public async Task<NamedOutcome> AddAsync(Guid actionId, string? text, Actor actor, CancellationToken cancel)
    {
        var (action, no) = await OpenAsync(actionId, actor, cancel);
        if (no is not null)
        {
            return NamedOutcome.No(no);
        }

        if (!actor.May(Rights.PeopleRead))
        {
            return NamedOutcome.No(new Refusal("no-right", "您没有查看劳动者的权限，不能登记名单；请联系本级专班的系统管理员开通"));
        }

        if (text?.Length > PeopleLines.MostText)
        {
            return NamedOutcome.No(new Refusal("list-too-long", $"名单太长；一次最多 {PeopleLines.Most} 行，请分几次贴"));
        }

        var lines = PeopleLines.Read(text);
        if (lines.Count is 0 or > PeopleLines.Most)
        {
            return NamedOutcome.No(lines.Count == 0 ? new Refusal("list-empty", "请写身份证号，一行一个人") : new Refusal("list-too-long", $"一次最多 {PeopleLines.Most} 行，请分几次贴"));
        }

        var there = await db.CampaignPeople().AsNoTracking().Where(p => p.ActionId == actionId).Join(db.Persons(), p => p.WorkerId, w => w.WorkerId, (p, w) => new { w.PersonId, p.Seq }).ToListAsync(cancel);
        var known = there.Select(p => p.PersonId).ToHashSet();
        var (taken, said) = await JudgeAsync(lines, action!, known, actor, cancel);
        var refused = said.Where(s => s.Refused).ToList();
        if (refused.Count > 0)
        {
            return new NamedOutcome(new Refusal("lines-refused", $"{refused.Count} 行有问题，名单一个也没有加；改好再提交"), 0, refused);
        }

        if (there.Count + taken.Count > ActionRules.MostPeople)
        {
            return NamedOutcome.No(new Refusal("list-full", $"一项最多登记 {ActionRules.MostPeople} 人，已有 {there.Count} 人；更多的请另建一项"));
        }

        if (taken.Count == 0)
        {
            return new NamedOutcome(null, 0, said);
        }

        var (seq, now) = (there.Select(p => p.Seq).DefaultIfEmpty(0).Max(), clock.UtcStamp);
        foreach (var person in taken)
        {
            db.CampaignPeople().Add(new CampaignPerson { WorkerId = person.WorkerId, ActionId = actionId, Seq = ++seq, Home = person.Home, At = now, Login = actor.Login });
            db.Audit(clock, actor, "events.action-person", $"{actionId}", person.WorkerId);
        }

        action!.Version++;
        var mine = taken.Select(p => p.WorkerId).ToList();
        return await WriteAction.SaveAsync(db, cancel, () => db.CampaignPeople().AsNoTracking().Any(p => p.ActionId == actionId && EF.Parameter(mine).Contains(p.WorkerId))) is { } late ? NamedOutcome.No(late) : new NamedOutcome(null, taken.Count, said);
    }

    /// <summary>Takes somebody off the list, whoever put them there.</summary>
    public async Task<Refusal?> DropAsync(Guid actionId, Guid worker, Actor actor, CancellationToken cancel)
    {
        var (action, no) = await OpenAsync(actionId, actor, cancel);
        if (no is not null)
        {
            return no;
        }

        if (await db.CampaignPeople().SingleOrDefaultAsync(p => p.WorkerId == worker && p.ActionId == actionId, cancel) is not { } person)
        {
            return new Refusal("not-named", "名单里没有这个人，可能已经移出");
        }

        db.CampaignPeople().Remove(person);
        action!.Version++;
        db.Audit(clock, actor, "events.action-person-drop", $"{actionId}", worker);
        return await WriteAction.SaveAsync(db, cancel);
    }

    private async Task<(CampaignAction? Action, Refusal? No)> OpenAsync(Guid actionId, Actor actor, CancellationToken cancel)
    {
        var (action, no) = await WriteAction.OpenAsync(db, actionId, null, actor, cancel);
        return no is null && ActionMachine.Next(ActionAct.Name, WriteAction.Facts(action!, clock.Today)) is { IsRefused: true, Refusal: { } closed } ? (null, closed) : (action, no);
    }

    /// <summary>Every line's answer; and whom to add, in the order of the lines.</summary>
    private async Task<(List<NamedPerson> Taken, List<LineSaid> Said)> JudgeAsync(
        IReadOnlyList<PersonLine> lines, CampaignAction action, HashSet<Guid> there, Actor actor, CancellationToken cancel)
    {
        var read = lines.Where(l => l.Fault is null).ToList();
        var found = new Dictionary<IdNumber, NamedPerson?>();
        foreach (var turn in read.Select(l => l.Id).Distinct().Chunk(NamedPeople.Most))
        {
            foreach (var (id, person) in turn.Zip(await people.ByNumbersAsync(turn, actor, cancel)))
            {
                found[id] = person;
            }
        }

        var (taken, said, first) = (new List<NamedPerson>(), new List<LineSaid>(), new Dictionary<Guid, int>());
        foreach (var line in lines)
        {
            var shown = line.Fault is null ? Mask.IdNumber(line.Id.ToString()) : "";
            var person = line.Fault is null ? found[line.Id] : null;
            var why = line.Fault
                ?? (person is null ? "辖区内没有这个人的实名登记；先登记，或请户籍地办理"
                : line.Names.Count > 0 && !line.Names.Contains(person.Name) ? "写的姓名与登记的不一致，请核对是不是这个人；不写姓名也可以"
                : Ages.On(person.BirthDate, action.HeldOn) < LeastAge ? $"到 {FairWords.Day(action.HeldOn)} 未满 {LeastAge} 周岁，不能登记" : null);
            if (why is not null)
            {
                said.Add(new LineSaid(line.Line, shown, why, true));
            }
            else if (first.TryGetValue(person!.WorkerId, out var before))
            {
                said.Add(new LineSaid(line.Line, shown, $"与第 {before} 行是同一个人，只算一次", false));
            }
            else
            {
                first.Add(person.WorkerId, line.Line);
                if (there.Contains(person.WorkerId))
                {
                    said.Add(new LineSaid(line.Line, shown, "已经在名单里", false));
                }
                else
                {
                    taken.Add(person);
                }
            }
        }

        return (taken, said);
    }
}
