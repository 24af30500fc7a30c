using Chunfeng.People.Contracts;
using Chunfeng.People.Roster;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Register;

/// <summary>Registering one person, and changing what is registered.</summary>
internal sealed partial class PersonLedger
{
    public async Task<Result<LedgerReceipt>> RegisterAsync(PersonStatement person, LedgerSource source, Actor actor, CancellationToken cancel)
    {
        if (LedgerRules.Check(source) is { } unsourced)
        {
            return unsourced;
        }

        if (!IdNumber.TryParse(person.IdNumber, out var id, out var fault))
        {
            return new Refusal("id-" + fault.ToString().ToLowerInvariant(), IdNumberFaults.Explain(fault));
        }

        var row = new RosterRow { Id = id };
        if (Apply(row, person.Details with { Name = person.Name, Home = person.Home }) is { } wrong)
        {
            return wrong;
        }

        if (!actor.Region.Contains(new RegionCode(person.Home)))
        {
            return new Refusal("out-of-scope", "户籍村不在您的管辖范围内，请由户籍地登记");
        }

        return await AloneAsync(actor, async now =>
        {
            var staged = Fingerprint.Person(row);
            var workerId = staged.Get<Guid>("worker_id");
            var act = new Act("register", source.Key ?? Guid.CreateVersion7(clock.GetUtcNow()), Fingerprint.Request("register", person), source, actor, now);
            if (await AnsweredAsync(workerId, act, cancel) is { } before)
            {
                return before;
            }

            if (await db.Workers().SingleOrDefaultAsync(w => w.WorkerId == workerId, cancel) is { } known)
            {
                return Registered(known, staged, actor);
            }

            var worker = new Worker
            {
                WorkerId = workerId, Version = 1, Name = row.Name, Sex = staged.Get<short>("sex"), BirthDate = staged.Get<DateOnly>("birth_date"),
                Home = row.Home, IdCipher = staged.Bytes("id_cipher")!, IdTail = staged.Maybe<short>("id_tail"), ContentHash = staged.Get<long>("content_hash"),
                BatchId = act.EntryId, RecordedBy = actor.Login, RecordedAt = now,
            };
            foreach (var field in ProfileField.All)
            {
                field.Take(worker, staged);
            }

            db.Workers().Add(worker);
            Enter(act, workerId, null, 1);
            return new LedgerReceipt(workerId, null, 1, LedgerOutcome.New, []);
        }, cancel);
    }

    public Task<Result<LedgerReceipt>> ChangePersonAsync(
        Guid workerId, long version, PersonChange change, LedgerSource source, Actor actor, CancellationToken cancel) =>
        WriteAsync("person.change", workerId, (version, change), source, actor, (person, act) => Task.FromResult(Change(person.Worker, version, change, act)), cancel);

    private Result<LedgerReceipt> Change(Worker worker, long version, PersonChange change, Act act)
    {
        if (new[] { worker.IdCipher, worker.PhoneCipher, worker.BankCipher }.Any(c => c is not null && crypto.TryDecrypt(c, worker.WorkerId) is null))
        {
            return new Refusal("number-unreadable", "此人的号码无法解密，先不能改登记；请告诉系统管理员恢复后再来");
        }

        var row = RowOf(worker);
        if (Apply(row, change) is { } wrong)
        {
            return wrong;
        }

        if (!act.Actor.Region.Contains(new RegionCode(row.Home)))
        {
            return new Refusal("out-of-scope", "迁入地不在您的管辖范围内，请由上级办理迁移");
        }

        var staged = Fingerprint.Person(row);
        var changed = ProfileField.All.Where(f => !Equals(f.Key(worker), f.Staged(staged))).ToList();
        if (changed.Count == 0)
        {
            return new LedgerReceipt(worker.WorkerId, null, worker.Version, LedgerOutcome.Unchanged, []);
        }

        if (worker.Version != version)
        {
            return Stale;
        }

        var at = Later(act.At, worker.RecordedAt);
        Keep(worker, act with { At = at });
        foreach (var field in changed)
        {
            field.Take(worker, staged);
        }

        worker.ContentHash = staged.Get<long>("content_hash");
        Enter(act with { At = at }, worker.WorkerId, null, worker.Version);
        return new LedgerReceipt(worker.WorkerId, null, worker.Version, LedgerOutcome.Revised, []);
    }

    /// <summary>Puts the version in force into the past and opens the next one.</summary>
    private void Keep(Worker worker, Act act)
    {
        var past = new WorkerPast
        {
            WorkerId = worker.WorkerId, Version = worker.Version, Name = worker.Name, Sex = worker.Sex, BirthDate = worker.BirthDate, Home = worker.Home,
            IdCipher = worker.IdCipher, ContentHash = worker.ContentHash, BatchId = worker.BatchId, RecordedBy = worker.RecordedBy,
            RecordedAt = worker.RecordedAt, SupersededAt = act.At,
        };
        db.WorkersPast().Add(past);
        db.Entry(past).CurrentValues.SetValues(worker);
        worker.Version++;
        worker.BatchId = act.EntryId;
        worker.RecordedBy = act.Actor.Login;
        worker.RecordedAt = act.At;
    }

    private static Result<LedgerReceipt> Registered(Worker known, LedgerFingerprint.StagedRow staged, Actor actor)
    {
        if (!actor.May(Rights.PeopleRead) || !actor.Region.Contains(new RegionCode(known.Home)))
        {
            return new Refusal("registered-elsewhere", "此身份证号已在其他地区登记；如已迁入本地，请上级专班办理迁移");
        }

        if (known.MergedInto is not null)
        {
            return new Refusal("merged", "此身份证号的登记已合并到另一人；如合并有误，请先撤销合并");
        }

        // as for a roster: what is not stated does not differ
        var differs = ProfileField.All.Where(f => Says(f.Staged(staged)) && !Equals(f.Key(known), f.Staged(staged))).Select(f => f.Label).ToList();
        return differs.Count == 0
            ? new LedgerReceipt(known.WorkerId, null, known.Version, LedgerOutcome.Unchanged, [])
            : new Refusal("already-registered", $"此身份证号已登记，与所填不同的有：{string.Join("、", differs)}；请打开此人的登记更正");
    }

    private static bool Says(object? value) => value is not (null or ValueTuple<string?, Guid?> { Item1: null });

    private RosterRow RowOf(Worker w) => new()
    {
        Id = IdNumber.Parse(crypto.Decrypt(w.IdCipher)), Name = w.Name, Home = w.Home, Hamlet = w.Hamlet ?? "", HouseholdNo = w.HouseholdNo ?? "",
        HeadName = w.HeadName ?? "", Relation = w.Relation ?? "", Nation = w.Nation ?? "", Political = w.Political ?? "", Education = w.Education ?? "",
        Health = w.Health ?? "", Marital = w.Marital ?? "", Phone = w.PhoneCipher is { } p ? crypto.Decrypt(p) : "",
        BankAccount = w.BankCipher is { } b ? crypto.Decrypt(b) : "", Relocated = w.Relocated, Ability = (byte)(w.Ability ?? 0), Skill = w.Skill ?? "",
        WantsTraining = w.WantsTraining, TrainingTrade = w.TrainingTrade ?? "", JobWish = w.JobWish ?? "", UnemployedReason = w.UnemployedReason ?? "",
        ReturnedOn = w.ReturnedOn, AfterReturn = w.AfterReturn ?? "", SubsidyNote = w.SubsidyNote ?? "", Helper = w.Helper ?? "",
        VerifiedOn = w.VerifiedOn, VerifiedBy = w.VerifiedBy ?? "", Remark = w.Remark ?? "",
    };

    private Refusal? Apply(RosterRow row, PersonChange change)
    {
        row.Name = change.Name?.Trim() ?? row.Name;
        row.Home = change.Home ?? row.Home;
        row.Hamlet = change.Hamlet?.Trim() ?? row.Hamlet;
        row.HouseholdNo = change.HouseholdNo?.Trim() ?? row.HouseholdNo;
        row.HeadName = change.HeadName?.Trim() ?? row.HeadName;
        row.Relation = change.Relation?.Trim() ?? row.Relation;
        row.Nation = change.Nation ?? row.Nation;
        row.Political = change.Political ?? row.Political;
        row.Education = change.Education ?? row.Education;
        row.Health = change.Health ?? row.Health;
        row.Marital = change.Marital ?? row.Marital;
        row.Phone = change.Phone?.Trim() ?? row.Phone;
        row.BankAccount = change.BankAccount?.Trim() ?? row.BankAccount;
        row.Relocated = change.Relocated ?? row.Relocated;
        row.Ability = change.Ability is { } ability ? (byte)Math.Clamp(ability, (short)0, (short)255) : row.Ability;
        row.Skill = change.Skill?.Trim() ?? row.Skill;
        row.WantsTraining = change.WantsTraining ?? row.WantsTraining;
        row.TrainingTrade = change.TrainingTrade?.Trim() ?? row.TrainingTrade;
        row.JobWish = change.JobWish?.Trim() ?? row.JobWish;
        row.UnemployedReason = change.UnemployedReason ?? row.UnemployedReason;
        row.ReturnedOn = change.ReturnedOn ?? row.ReturnedOn;
        row.AfterReturn = change.AfterReturn?.Trim() ?? row.AfterReturn;
        row.Helper = change.Helper?.Trim() ?? row.Helper;
        row.Remark = change.Remark?.Trim() ?? row.Remark;
        return Check(row, change);
    }

    /// <summary>Only what is changed is checked: an old value that would not pass today does not block another change.</summary>
    private Refusal? Check(RosterRow row, PersonChange change)
    {
        if (row.Name.Length is 0 or > 50 || row.Name.Any(char.IsAsciiDigit))
        {
            return new Refusal("name", "请填写姓名，最多50个字，不含数字");
        }

        if (change.Home is { } home && (!regions.TryGet(new RegionCode(home), out var village) || village.Level != RegionLevel.Village))
        {
            return new Refusal("home-unknown", "请选择户籍所在的村（社区）");
        }

        if (change.Phone is { Length: > 0 } && !(row.Phone.All(char.IsAsciiDigit) && row.Phone.Length is >= 7 and <= 12))
        {
            return new Refusal("phone", "电话应为11位手机号或带区号的固定电话，只填数字");
        }

        if (change.BankAccount is { Length: > 0 } && !(row.BankAccount.All(char.IsAsciiDigit) && row.BankAccount.Length is >= 12 and <= 19))
        {
            return new Refusal("bank", "银行卡号应为12～19位数字，请逐位核对");
        }

        if (change.Ability is < 1 or > 4)
        {
            return new Refusal("ability", "劳动能力应为：普通、技能、弱或半、丧失");
        }

        if (new[] { row.Hamlet, row.HouseholdNo, row.HeadName, row.Relation, row.Skill, row.TrainingTrade, row.JobWish, row.AfterReturn, row.Helper, row.Remark }
            .Any(t => t.Length > 200))
        {
            return new Refusal("too-long", "每项最多200个字，请写得短一些");
        }

        return Known(change.Nation, codes.Nation, "民族") ?? Known(change.Political, codes.Political, "政治面貌")
            ?? Known(change.Education, codes.Education, "文化程度") ?? Known(change.Health, codes.Health, "健康状况")
            ?? Known(change.Marital, codes.Marital, "婚姻状况") ?? Known(change.UnemployedReason, codes.UnemployedReason, "未就业原因");
    }

    private static Refusal? Known(string? code, CodeSet set, string label) =>
        string.IsNullOrEmpty(code) || set.TryGet(code, out _) ? null : new Refusal("code-unknown", $"{label}请从列表中选择");
}
