using System.Globalization;
using Chunfeng.People.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.WebUtilities;

namespace Chunfeng.People.Lists;

/// <summary>What an address asks of the register, understood. The list, its export and a kept view all read addresses here, so they mean the same people.</summary>
/// <remarks>A condition that is not understood is a fault, and then nobody is listed: a list without it would look like its answer.</remarks>
internal sealed class RegisterAsk
{
    public const string Path = "/people", Columns = "cols";
    public const int Oldest = 120;

    /// <summary>Query values that choose people; <see cref="Columns"/> chooses what is shown of them.</summary>
    public static readonly IReadOnlyList<string> Names = ["q", "person", "phone", "region", "sex", "working", "category", "education", "min-age", "max-age"];

    private readonly Dictionary<string, string> faults = [];
    private readonly Func<string, string?> said;
    private readonly CodeSets codes;

    private RegisterAsk(Func<string, string?> said, CodeSets codes)
    {
        this.said = name => said(name) is { Length: > 0 } value ? value : null;
        this.codes = codes;
    }

    /// <summary>What is wrong, by the field's name; "" for what belongs to no field.</summary>
    public IReadOnlyDictionary<string, string> Faults => faults;

    public RegionCode Here { get; private set; }

    /// <summary>What the search field means; a number in it shall leave the address before anything is shown.</summary>
    public Sought Sought { get; private set; } = new();

    public RegisterFilter Filter { get; private set; } = new() { On = default };

    /// <param name="said">The value of a query name; null or "" when it is not given.</param>
    public static RegisterAsk Read(Func<string, string?> said, Actor actor, RegionTree regions, CodeSets codes, PersonCrypto crypto, DateOnly today)
    {
        var ask = new RegisterAsk(said, codes) { Here = actor.Region };
        ask.Sought = Sought.Read(ask.said("q"), crypto);
        ask.Understand(actor, regions, today);
        return ask;
    }

    /// <summary>The values of a query string, first ones first; "" and "?" before it do no harm.</summary>
    public static Func<string, string?> Of(string? query)
    {
        var values = QueryHelpers.ParseQuery(query is { Length: <= SavedViews.LongestQuery } ? query : "");
        return name => values.TryGetValue(name, out var found) ? found[0] : null;
    }

    /// <summary>The list as asked, from its beginning: only names the list knows, what was left empty is left out. Columns go along.</summary>
    public string Address()
    {
        var named = said("q") is not null;
        return Links.With(Path, [.. Names.Append(Columns).Select(n => (n, named && n is "person" or "phone" ? null : said(n)))]);
    }

    /// <summary><see cref="Address"/> without path and "?"; "" when nothing is asked.</summary>
    public string Query() => Address()[Path.Length..].TrimStart('?');

    private void Understand(Actor actor, RegionTree regions, DateOnly today)
    {
        if (Sought.Fault is not null)
        {
            faults["q"] = Sought.Fault;
        }

        if (said("region") is { } place)
        {
            if (RegionCode.TryParse(place, out var asked) && regions.TryGet(asked, out _) && actor.Region.Contains(asked))
            {
                Here = asked;
            }
            else
            {
                faults[""] = "所选地区不存在，或不在您的管辖范围内。请在地区中重新选择。";
            }
        }

        Filter = new RegisterFilter
        {
            Text = Sought.Name,
            Tail = Sought.Tail,
            Worker = Sought.Name is null && Sought.Tail is null ? Known("person", text => Guid.TryParseExact(text, "N", out var id) ? id : null, (Guid?)null) : null,
            PhoneBlind = Sought.Name is null && Sought.Tail is null
                ? Known("phone", text => long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var blind) ? blind : null, (long?)null) : null,
            Region = Here,
            Sex = Known("sex", text => text switch { "1" => 1, "2" => 2, _ => null }, (short?)null),
            Education = Known("education", text => codes.Education.TryGet(text, out _) ? text : null, null),
            Category = Known("category", text => text[0] == 'P' && codes.PersonCategory.TryGet(text, out _) ? short.Parse(text.AsSpan(1), CultureInfo.InvariantCulture) : null, (short?)null),
            Working = Known("working", text => text switch { "yes" => true, "no" => false, _ => null }, (bool?)null),
            MinAge = Known("min-age", AgeOf, null, $"请填 0 至 {Oldest} 的整数"),
            MaxAge = Known("max-age", AgeOf, null, $"请填 0 至 {Oldest} 的整数"),
            On = today,
            After = said("after"),
            Before = said("before"),
        };
        if (Filter.MinAge > Filter.MaxAge)
        {
            faults["max-age"] = "不能比“年龄从”小";
        }
    }

    private T Known<T>(string name, Func<string, T> read, T none, string fault = "没有这个选项，请重新选择")
    {
        if (said(name) is not { } text)
        {
            return none;
        }

        var value = read(text);
        if (value is null)
        {
            faults[name is "person" or "phone" ? "" : name] = name is "person" or "phone" ? "地址不完整。请重新填写身份证号或手机号再查。" : fault;
        }

        return value;
    }

    private static int? AgeOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var age) && age <= Oldest ? age : null;
}
