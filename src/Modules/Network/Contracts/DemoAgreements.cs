using Chunfeng.Network.Agreements;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Network.Contracts;

/// <summary>A few cooperation agreements of all three levels, every one marked 演示.</summary>
public sealed class DemoAgreements(ChunfengDb db, TimeProvider clock)
{
    private static readonly (long Home, long Partner, string Ours, string Theirs, int Months, string Occupation, int Posts)[] Signed =
    [
        (140000000000, 120000000000, "山西省人力资源和社会保障厅", "天津市人力资源和社会保障局", 20, "电子装配", 3000),
        (140100000000, 320500000000, "太原市人力资源和社会保障局", "苏州市人力资源和社会保障局", 11, "机械操作", 1200),
        (140121000000, 110105000000, "清徐县人力资源和社会保障局", "北京市朝阳区人力资源和社会保障局", 23, "餐饮服务", 300),
        (140802000000, 440300000000, "盐湖区人力资源和社会保障局", "深圳市人力资源和社会保障局", 6, "保安", 400),
    ];

    /// <summary>Only over a demonstration, and only once.</summary>
    public async Task<int> HandleAsync(CancellationToken cancel)
    {
        if (await db.SettingAsync(Setting.RegisterKind, cancel) is not { } kind || !kind.StartsWith("demo", StringComparison.Ordinal) || await db.Agreements().AnyAsync(cancel))
        {
            return 0;
        }

        var (today, login) = (clock.Today, Actor.Operator.Login);
        foreach (var (home, partner, ours, theirs, months, occupation, posts) in Signed)
        {
            var starts = today.AddMonths(-months);
            var agreement = new Agreement
            {
                Title = $"{ours[..^"人力资源和社会保障厅".Length]}与{theirs[..^"人力资源和社会保障局".Length]}劳务协作协议（演示）", Home = home, Partner = partner, OurParty = ours, TheirParty = theirs, SignedOn = starts.AddDays(-10),
                StartsOn = starts, EndsOn = starts.AddYears(2).AddDays(-1), Note = "演示数据，不是真实协议", RecordedBy = login, RecordedAt = clock.UtcStamp, Version = 1,
            };
            db.Agreements().Add(agreement);
            db.AgreementPromises().Add(new AgreementPromise { AgreementId = agreement.AgreementId, Occupation = occupation, From = starts, To = agreement.EndsOn, Posts = posts, RecordedBy = login });
            db.AgreementOffers().Add(new AgreementOffer { AgreementId = agreement.AgreementId, OfferedOn = starts.AddMonths(1), Occupation = occupation, Posts = posts / 3, Evidence = "岗位清单（演示）", RecordedBy = login });
            if (months > 12)
            {
                db.AgreementReviews().Add(new AgreementReview { AgreementId = agreement.AgreementId, ReviewedOn = starts.AddMonths(11), Reviewer = ours, Verdict = (short)Verdict.Fair, Finding = "岗位如约提供，稳岗跟进还要加强（演示）", RecordedBy = login });
            }
        }

        db.Audit(clock, Actor.Operator, "network.demo", $"agreements={Signed.Length}");
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        return Signed.Length;
    }
}
