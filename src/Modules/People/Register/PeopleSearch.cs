using Chunfeng.Platform.Access;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Masking;
using Chunfeng.Standards.Regions;

namespace Chunfeng.People.Register;

/// <summary>The register's answer to the search box: by the beginning of a name, a full ID number or telephone or the last four of either, inside the actor's area.</summary>
internal sealed class PeopleSearch(RegisterQuery register, RegionTree regions, KeyRing keys, TimeProvider clock) : ISearchSource
{
    private const int MostDigitsInName = 6;

    public async Task<SearchGroup?> FindAsync(string text, Actor actor, CancellationToken cancel)
    {
        if (!actor.May(Rights.PeopleRead))
        {
            return null;
        }

        var crypto = new PersonCrypto(keys);
        var sought = Sought.Read(text, crypto);
        if (sought.Fault is not null)
        {
            return new SearchGroup("劳动者", []) { Fault = sought.Fault };
        }

        if (sought.Name?.Count(char.IsDigit) > MostDigitsInName)
        {
            return new SearchGroup("劳动者", []) { Fault = "姓名和号码请分开查：只写姓名，或者只写号码。" };
        }

        var page = await register.HandleAsync(
            new RegisterFilter { Text = sought.Name, Worker = sought.Worker, PhoneBlind = sought.PhoneBlind, Tail = sought.Tail, On = clock.Today }, actor, cancel);
        if (page.Fault is not null)
        {
            return new SearchGroup("劳动者", []) { Fault = page.Fault };
        }

        return new SearchGroup("劳动者", [.. page.Rows.Take(ISearchSource.Most).Select(Hit)])
        {
            MoreHref = page.Rows.Count > ISearchSource.Most && (sought.Name ?? sought.Tail) is { } name ? Links.With("/people", ("q", name)) : null,
        };

        SearchHit Hit(RegisterRow row) => new(row.Name, $"/people/{row.WorkerId}",
        [
            $"{row.Sex switch { 1 => "男", 2 => "女", _ => "" }} {Ages.On(row.BirthDate, clock.Today)} 岁".Trim(),
            crypto.Masked(row.IdCipher, Mask.IdNumber, row.WorkerId),
            crypto.Masked(row.PhoneCipher, Mask.Phone, row.WorkerId, "没有手机号"),
            regions.Path(new RegionCode(row.Home)),
        ]);
    }
}
