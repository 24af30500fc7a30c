using Chunfeng.People.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Chunfeng.People.Lists;

/// <summary>劳动者: the register as a list. Opened all day by everybody, so it is written in one go (decision 42).</summary>
internal sealed class RegisterPageText
{
    private const string Title = "劳动者", DocumentTitle = "劳动者 · 春风";
    private static readonly IReadOnlyList<Choice> Sexes = [new("1", "男"), new("2", "女")];
    private static readonly IReadOnlyList<Choice> AtWork = [new("yes", "正在务工"), new("no", "没有务工")];
    private static readonly IReadOnlyList<Choice> Choosable = [.. RegisterColumns.All.Select(c => new Choice(c.Key, c.Title))];
    private static readonly RegionLevel[] Levels = [RegionLevel.City, RegionLevel.County, RegionLevel.Township, RegionLevel.Village];
    private static readonly string[] Rare = ["category", "education", "min-age", "max-age"];
    private static readonly Dictionary<string, object> SearchInput = new() { ["maxlength"] = Sought.Longest, ["autocomplete"] = "off" };
    private static readonly Dictionary<string, object> AgeInput = new() { ["min"] = 0, ["max"] = RegisterAsk.Oldest, ["inputmode"] = "numeric" };

    private readonly Func<string, string?> said;
    private readonly Actor actor;
    private readonly RegionTree regions;
    private readonly CodeSets codes;
    private readonly RegisterWords words;
    private readonly RegisterAsk ask;
    private readonly string address;
    private readonly IReadOnlyList<AppliedFilter> applied;
    private RegisterPage found = new([], null, null);
    private IReadOnlyList<RegisterColumn> columns = [];
    private IReadOnlyList<SavedView> kept = [];

    // people of a page are neighbours: one home after the other is mostly the same
    private (long Home, string Path, string Short) last;

    private RegisterPageText(Func<string, string?> said, Actor actor, RegionTree regions, CodeSets codes, KeyRing keys, DateOnly today)
    {
        (this.said, this.actor, this.regions, this.codes) = (said, actor, regions, codes);
        var crypto = new PersonCrypto(keys);
        words = new RegisterWords(crypto, regions, codes, today);
        ask = RegisterAsk.Read(said, actor, regions, codes, crypto, today);
        address = ask.Address();
        applied = [.. Applied()];
    }

    private RegionCode Here => ask.Here;

    /// <summary>GET /people: values as <see cref="RegisterAsk.Names"/>, "cols", "after" and "before"; "refused" is the answer to a post.</summary>
    public static async Task<IResult> HandleAsync(
        HttpContext context, RegisterQuery register, SavedViews views, RegionTree regions, CodeSets codes, KeyRing keys, Actor actor, TimeProvider clock, CancellationToken cancel)
    {
        if (!actor.May(Rights.PeopleRead))
        {
            var refusal = await PageText.RenderAsync<Alert>(context,
                ("Tone", Tone.Warning), ("Title", "您没有查看登记库的权限"), ("Next", "请联系本级专班的系统管理员开通"));
            return new PageText(DocumentTitle, (html, _) => PageHeader.Write(html, Title).Markup(refusal));
        }

        var query = context.Request.Query;
        var page = new RegisterPageText(name => query.TryGetValue(name, out var values) ? values[0] : null, actor, regions, codes, keys, clock.Today);
        var sought = page.ask.Sought;
        if (sought.Worker is not null || sought.PhoneBlind is not null)
        {
            // the number itself shall not stay in the address: histories and logs keep addresses
            return Microsoft.AspNetCore.Http.Results.LocalRedirect(Links.With(page.address, ("q", null), ("person", sought.Worker?.ToString("N")),
                ("phone", sought.PhoneBlind?.ToString("x16", System.Globalization.CultureInfo.InvariantCulture))));
        }

        await page.FillAsync(register, views, cancel);
        var notes = await page.NotesAsync(context);
        var empty = page.found.Rows.Count == 0 ? await page.EmptyAsync(context) : default;
        return new PageText(DocumentTitle, (html, token) => page.Write(html, token, notes, empty));
    }

    private async Task FillAsync(RegisterQuery register, SavedViews views, CancellationToken cancel)
    {
        (kept, var chosen) = await views.OfPageAsync(RegisterAsk.Path, actor, cancel);
        columns = RegisterColumns.Read(said(RegisterAsk.Columns) is { Length: > 0 } asked ? asked : chosen);
        if (ask.Faults.Count == 0)
        {
            found = await register.HandleAsync(ask.Filter, actor, cancel);
            var secret = columns.Where(c => c.Secret is not null).ToArray();
            var stored = new byte[]?[found.Rows.Count * secret.Length];
            for (var i = 0; i < stored.Length; i++)
            {
                stored[i] = secret[i % secret.Length].Secret!(found.Rows[i / secret.Length]);
            }

            words.Open(stored);
        }
    }

    private async Task<MarkupString> NotesAsync(HttpContext context)
    {
        var text = "";
        if (ask.Faults.TryGetValue("", out var odd))
        {
            text = (await PageText.RenderAsync<Alert>(context, ("Tone", Tone.Warning), ("Title", odd))).Value;
        }

        return Refusal is { } refusal
            ? new MarkupString(text + (await PageText.RenderAsync<Alert>(context, ("Tone", Tone.Danger), ("Title", "没有做成"), ("Next", refusal))).Value)
            : new MarkupString(text);
    }

    private Task<MarkupString> EmptyAsync(HttpContext context)
    {
        var (title, text) = (ask.Faults.Count > 0 || found.Fault is not null, applied.Count > 0) switch
        {
            (true, _) => ("还没有查询", HtmlText.Of(html => html.Words("请先改正上面标出的条件，再点“查询”。"))),
            (_, true) => ("没有找到符合条件的人",
                HtmlText.Of(html => html.Tag("换个条件，或者<a href=\"/people\">清空全部条件</a>再找。身份证号要写全十八位，手机号要写全。"))),
            _ => ("登记库里还没有您辖区的人", HtmlText.Of(html => html.Words("导入名册以后，会出现在这里。"))),
        };
        return PageText.RenderAsync<EmptyState>(context, ("Title", title), ("ChildContent", (RenderFragment)(b => b.AddContent(0, text))));
    }

    private void Write(HtmlText html, FormToken token, MarkupString notes, MarkupString empty)
    {
        PageHeader.Write(html, Title, regions.Path(Here), actions =>
        {
            if (actor.May(Rights.PeopleImport))
            {
                actions.Tag("<a class=\"btn\" href=\"/people/import\">导入名册</a>");
            }
        });
        Filters().Write(html.Markup(notes), token);
        RegionSide.Write(html.Tag("<div class=\"split\">"), [Node(regions[actor.Region], Links.Choosing(address, "region"))], Here.ToString(), regions[Here].Name);
        Tools(html.Tag("<section class=\"card card-flush\"><div class=\"card-body\"><div class=\"list-tools no-print\">"), token);
        GridText.Cards(html.Tag("</div>"), Title, Columns(), found.Rows, empty, foot =>
            Pager.Write(foot, $"本页 {found.Rows.Count} 人", Turned("before", found.Previous), Turned("after", found.Next)));
        html.Tag("</div></section></div>");
    }

    private void Tools(HtmlText html, FormToken token)
    {
        // the list with its columns spelled out: what is kept, exported and compared
        var whole = Links.With(address, (RegisterAsk.Columns, RegisterColumns.Write(columns.Select(c => c.Key))))[RegisterAsk.Path.Length..].TrimStart('?');
        var plain = applied.Count == 0 && string.IsNullOrEmpty(said(RegisterAsk.Columns));
        new SavedViewText(kept, RegisterAsk.Path, "/people/list/views", plain ? "" : whole).Write(html, token).Tag("<div class=\"actions\">");
        ColumnPicker.Write(html, token, Choosable, [.. columns.Select(c => c.Key)], "/people/list/columns", ask.Query());
        if (actor.May(Rights.PeopleExport))
        {
            html.PostForm(token, "/people/list/export", free: true).Hidden("query", whole)
                .Tag("<button class=\"btn btn-small\" type=\"submit\" title=\"按现在的条件和列导出全部结果，号码保持遮盖\">导出 Excel</button></form>");
        }

        html.Tag("</div>");
    }

    private FilterText Filters() => new("查找劳动者", RegisterAsk.Path,
    [
        new("姓名、身份证号或手机号", "q") { Value = said("q"), Type = "search", Wide = true, Error = Fault("q"), Placeholder = "姓名可只写开头；号码写全或后四位", Attributes = SearchInput },
        new("性别", "sex") { Value = said("sex"), Blank = "全部", Options = Sexes, Error = Fault("sex") },
        new("务工", "working") { Value = said("working"), Blank = "全部", Options = AtWork, Error = Fault("working") },
    ])
    {
        Post = "/people/list/find", Applied = applied,
        Keep = [new("region", said("region")), new("person", said("person")), new("phone", said("phone")), new(RegisterAsk.Columns, said(RegisterAsk.Columns))],
        More =
        [
            new("人员类别", "category") { Value = said("category"), Blank = "全部", Options = Of(codes.PersonCategory), Error = Fault("category") },
            new("文化程度", "education") { Value = said("education"), Blank = "全部", Options = Of(codes.Education), Error = Fault("education") },
            new("年龄从", "min-age") { Value = said("min-age"), Type = "number", Error = Fault("min-age"), Attributes = AgeInput },
            new("年龄到", "max-age") { Value = said("max-age"), Type = "number", Error = Fault("max-age"), Attributes = AgeInput },
        ],
        MoreOpen = Rare.Any(name => !string.IsNullOrEmpty(said(name))),
    };

    private static Choice[] Of(CodeSet set) => [.. set.Entries.Select(e => new Choice(e.Code, e.Name))];

    private string? Turned(string cursor, string? position) => position is null ? null : Links.With(address, (cursor, position));

    /// <summary>The answer to a post that was refused, in words; an address carries only its code.</summary>
    private string? Refusal => said("refused") switch
    {
        "no-right" => "您没有导出的权限，请联系本级专班的系统管理员开通。",
        "bad-number" => "号码不对或没有写全：身份证号 18 位，手机号 11 位。请核对后再查。",
        "tails-missing" => "后四位的索引还没有做完，没有导出。请先选择一个县（市、区）再导出。",
        "too-many" => $"符合条件的超过 {Numbers.Plain(ExportRegisterList.Most)} 人，没有导出。请增加条件（如选到县、乡镇）后再导出。",
        "bad-filter" => "有条件没有看懂。请先改正标出的条件。",
        _ => SavedViews.Explain(said("refused")),
    };

    private string? Fault(string name) => ask.Faults.GetValueOrDefault(name) ?? (name == "q" ? found.Fault : null);

    private IEnumerable<AppliedFilter> Applied()
    {
        var filter = ask.Filter;
        string Without(string name) => Links.With(address, (name, null));
        if (!string.IsNullOrEmpty(filter.Text))
        {
            yield return new($"姓名：{filter.Text}", Without("q"));
        }

        if (filter.Worker is not null)
        {
            yield return new("按身份证号", Without("person"));
        }

        if (filter.PhoneBlind is not null)
        {
            yield return new("按手机号", Without("phone"));
        }

        if (filter.Tail is not null)
        {
            yield return new($"后四位：{filter.Tail}", Without("q"));
        }

        if (Here != actor.Region)
        {
            yield return new($"地区：{regions[Here].Name}", Without("region"));
        }

        if (filter.Sex is { } sex)
        {
            yield return new(sex == 1 ? "男" : "女", Without("sex"));
        }

        if (filter.Working is { } working)
        {
            yield return new(working ? "正在务工" : "没有务工", Without("working"));
        }

        if (filter.Category is not null)
        {
            yield return new(codes.PersonCategory.NameOf(said("category")!), Without("category"));
        }

        if (filter.Education is not null)
        {
            yield return new(codes.Education.NameOf(filter.Education), Without("education"));
        }

        if (filter.MinAge is not null)
        {
            yield return new($"{filter.MinAge} 岁及以上", Without("min-age"));
        }

        if (filter.MaxAge is not null)
        {
            yield return new($"{filter.MaxAge} 岁及以下", Without("max-age"));
        }
    }

    private List<GridColumn<RegisterRow>> Columns() =>
    [
        new(RegisterColumns.NameTitle) { RowHeader = true, Html = (row, cell) => cell.Tag("<a href=\"/people/").Id(row.WorkerId).Tag("\">").Words(row.Name).Tag("</a>") },
        .. columns.Select(c => new GridColumn<RegisterRow>(c.Title) { Numeric = c.Numeric, Wrap = c.Wrap, WideOnly = c.WideOnly, Html = (row, cell) => Cell(c, row, cell) }),
    ];

    private void Cell(RegisterColumn column, RegisterRow row, HtmlText cell)
    {
        if (column.Key == "home")
        {
            if (last.Home != row.Home)
            {
                last = (row.Home, column.Text(row, words), HomeOf(row.Home));
            }

            cell.Tag("<span").Attribute("title", last.Path).Tag(">").Words(last.Short).Tag("</span>");
            return;
        }

        var text = column.Text(row, words);
        switch (column.Key)
        {
            case "working" when row.Working:
                cell.Tag("<span class=\"badge tone-success\">").Words(text).Tag("</span>");
                break;
            case "working":
                cell.Tag("<span class=\"badge tone-neutral\">").Words(text).Tag("</span>");
                break;
            case "id":
                cell.Tag("<span class=\"num nowrap\">").Words(text).Tag("</span>");
                break;
            default:
                cell.Words(text.Length > 0 ? text : "—");
                break;
        }
    }

    /// <summary>Open along the way to the chosen region, and one level below it.</summary>
    private RegionNode Node(Region region, Func<string?, string> addressOf)
    {
        var (code, children) = (region.Code, regions.Children(region.Code));
        var open = code.Contains(Here) && code.Level < RegionLevel.Village;
        var below = open ? new RegionNode[children.Count] : [];
        for (var i = 0; i < below.Length; i++)
        {
            below[i] = Node(children[i], addressOf);
        }

        var text = code.ToString();
        return new RegionNode(text, region.Name, addressOf(code == actor.Region ? null : text)) { Children = below, HasChildren = !open && children.Count > 0 };
    }

    /// <summary>Names below the region shown; what lies above is the same for the whole list. Several cities have a 城区.</summary>
    private string HomeOf(long home)
    {
        var (code, text) = (new RegionCode(home), "");
        foreach (var level in Levels)
        {
            if ((level > Here.Level || level == RegionLevel.Village) && regions.TryGet(code.At(level), out var place))
            {
                text += place.Name;
            }
        }

        return text;
    }
}
