using Chunfeng.Platform.Security;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Masking;
using Chunfeng.Standards.Money;
using Chunfeng.Standards.Regions;

namespace Chunfeng.People.Register;

/// <summary>Turns stored values into words people read; numbers are masked.</summary>
internal sealed class LedgerWords(CodeSets codes, RegionTree regions, PersonCrypto crypto)
{
    private static readonly string[] Abilities = ["", "普通", "技能", "弱或半", "丧失"];

    public CodeSets Codes => codes;
    public string Place(long code) => code == 0 ? "境外" : regions.Path(new RegionCode(code));
    public string Phone(byte[]? stored, Guid worker) => crypto.Masked(stored, Mask.Phone, worker);
    public string Account(byte[]? stored, Guid worker) => crypto.Masked(stored, Mask.Account, worker);
    public static string Code(CodeSet set, string? code) => code is null ? "" : set.NameOf(code);
    public static string Flag(bool? value) => value switch { null => "", true => "是", false => "否" };
    public static string Day(DateOnly? day) => day is { } known ? known.ToString("yyyy-MM-dd") : "";
    public static string Ability(short? value) => value is { } known and >= 0 and <= 4 ? Abilities[known] : "";
    public static string Yuan(long? fen) => fen is { } known ? new Fen(known).ToYuan() + "元" : "";
}

/// <summary>One value of a registration: what it is called, how it is compared, taken over and shown.</summary>
/// <param name="Key">What two versions are compared by: for an encrypted value its blind index.</param>
internal sealed record ProfileField(
    string Label, Func<WorkerProfile, object?> Key, Func<LedgerFingerprint.StagedRow, object?> Staged,
    Action<Worker, LedgerFingerprint.StagedRow> Take, Func<WorkerProfile, LedgerWords, string> Show)
{
    public static readonly IReadOnlyList<ProfileField> All =
    [
        Required("姓名", "name", w => w.Name, (w, v) => w.Name = v, (w, _) => w.Name),
        new("户籍地", w => w.Home, s => s.Get<long>("home"), (w, s) => w.Home = s.Get<long>("home"), (w, words) => words.Place(w.Home)),
        Text("自然村", "hamlet", w => w.Hamlet, (w, v) => w.Hamlet = v),
        new("户编号", w => (w.HouseholdNo, w.HouseholdId), s => (s.Text("household_no"), s.Maybe<Guid>("household_id")),
            (w, s) => (w.HouseholdNo, w.HouseholdId) = (s.Text("household_no"), s.Maybe<Guid>("household_id")), (w, _) => w.HouseholdNo ?? ""),
        Text("户主", "head_name", w => w.HeadName, (w, v) => w.HeadName = v),
        Text("与户主关系", "relation", w => w.Relation, (w, v) => w.Relation = v),
        Code("民族", "nation", w => w.Nation, (w, v) => w.Nation = v, c => c.Nation),
        Code("政治面貌", "political", w => w.Political, (w, v) => w.Political = v, c => c.Political),
        Code("文化程度", "education", w => w.Education, (w, v) => w.Education = v, c => c.Education),
        Code("健康状况", "health", w => w.Health, (w, v) => w.Health = v, c => c.Health),
        Code("婚姻状况", "marital", w => w.Marital, (w, v) => w.Marital = v, c => c.Marital),
        new("联系电话", w => w.PhoneBlind, s => s.Maybe<long>("phone_blind"),
            (w, s) => (w.PhoneBlind, w.PhoneCipher, w.PhoneTail) = (s.Maybe<long>("phone_blind"), s.Bytes("phone_cipher"), s.Maybe<short>("phone_tail")), (w, words) => words.Phone(w.PhoneCipher, w.WorkerId)),
        new("银行账号", w => w.BankBlind, s => s.Maybe<long>("bank_blind"),
            (w, s) => (w.BankBlind, w.BankCipher) = (s.Maybe<long>("bank_blind"), s.Bytes("bank_cipher")), (w, words) => words.Account(w.BankCipher, w.WorkerId)),
        Value<bool>("易地搬迁", "relocated", w => w.Relocated, (w, v) => w.Relocated = v, LedgerWords.Flag),
        Value<short>("劳动能力", "ability", w => w.Ability, (w, v) => w.Ability = v, LedgerWords.Ability),
        Text("技能", "skill", w => w.Skill, (w, v) => w.Skill = v),
        Value<bool>("培训意愿", "wants_training", w => w.WantsTraining, (w, v) => w.WantsTraining = v, LedgerWords.Flag),
        Text("培训工种", "training_trade", w => w.TrainingTrade, (w, v) => w.TrainingTrade = v),
        Text("就业意愿", "job_wish", w => w.JobWish, (w, v) => w.JobWish = v),
        Code("未就业原因", "unemployed_reason", w => w.UnemployedReason, (w, v) => w.UnemployedReason = v, c => c.UnemployedReason),
        Value<DateOnly>("返乡日期", "returned_on", w => w.ReturnedOn, (w, v) => w.ReturnedOn = v, LedgerWords.Day),
        Text("返乡后情况", "after_return", w => w.AfterReturn, (w, v) => w.AfterReturn = v),
        Text("补贴情况", "subsidy_note", w => w.SubsidyNote, (w, v) => w.SubsidyNote = v),
        Text("帮扶责任人", "helper", w => w.Helper, (w, v) => w.Helper = v),
        Value<DateOnly>("核实日期", "verified_on", w => w.VerifiedOn, (w, v) => w.VerifiedOn = v, LedgerWords.Day),
        Text("核实人", "verified_by", w => w.VerifiedBy, (w, v) => w.VerifiedBy = v),
        Text("备注", "remark", w => w.Remark, (w, v) => w.Remark = v),
    ];

    private static ProfileField Required(
        string label, string column, Func<WorkerProfile, string> get, Action<Worker, string> set, Func<WorkerProfile, LedgerWords, string> show) =>
        new(label, get, s => s.Text(column), (w, s) => set(w, s.Text(column)!), show);

    private static ProfileField Text(string label, string column, Func<WorkerProfile, string?> get, Action<Worker, string?> set) =>
        new(label, get, s => s.Text(column), (w, s) => set(w, s.Text(column)), (w, _) => get(w) ?? "");

    private static ProfileField Code(
        string label, string column, Func<WorkerProfile, string?> get, Action<Worker, string?> set, Func<CodeSets, CodeSet> codes) =>
        new(label, get, s => s.Text(column), (w, s) => set(w, s.Text(column)), (w, words) => LedgerWords.Code(codes(words.Codes), get(w)));

    private static ProfileField Value<T>(
        string label, string column, Func<WorkerProfile, T?> get, Action<Worker, T?> set, Func<T?, string> show) where T : struct =>
        new(label, w => get(w), s => s.Maybe<T>(column), (w, s) => set(w, s.Maybe<T>(column)), (w, _) => show(get(w)));
}
