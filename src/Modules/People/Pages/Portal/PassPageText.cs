using System.Globalization;
using Chunfeng.People.Contracts;
using Chunfeng.People.Portal;
using Chunfeng.People.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Time;
using Chunfeng.Platform.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Chunfeng.People.Pages.Portal;

/// <summary>服务卡: a person's link into the portal, handed out and taken back. Written in one go (decision 42).</summary>
internal static class PassPageText
{
    public const string Path = "/people/{id:guid}/pass";

    private static readonly FieldText Days = new("有效天数", "days")
    {
        Type = "number", Value = "90", Required = true, Help = "手机丢了或链接被别人看到，重新发一张，旧的就不能用了。", Attributes = new Dictionary<string, object> { ["min"] = 1, ["max"] = 366 },
    };

    /// <summary>GET /people/{id}/pass: "shown" is a pass just made, shown once; "done" and "refused" say how an act went.</summary>
    public static async Task<IResult> HandleAsync(
        Guid id, HttpContext context, PersonQuery people, IWorkerPasses passes, PassShelf shelf, Actor actor, TimeProvider clock, CancellationToken cancel)
    {
        var found = actor.May(Rights.PeoplePass) ? await people.HandleAsync(id, actor, cancel) : null;
        if (found?.Value is not { Worker: { MergedInto: null, Name: var name } })
        {
            return TypedResults.NotFound();
        }

        var state = await passes.LatestAsync(id, actor, cancel);
        var holds = state is { EndedAt: null } && state.LastDay >= clock.Today;
        var issued = Guid.TryParse(PageText.Said(context, "shown"), out var shown) ? await IssuedAsync(context, shelf.Take(shown, actor.Login, id)) : default;
        var (why, ended) = (Why(PageText.Said(context, "refused")), PageText.Said(context, "done") == "end");
        return new PageText($"服务卡 · {name} · 春风", (html, token) =>
        {
            PageHeader.Write(html, name + "的务工服务卡", "一条只给本人用的链接：在自己手机上看岗位、报名、签到。打开时还要填身份证号后四位。");
            if (why is not null)
            {
                Alert.Write(html, Tone.Danger, "没有办成", why);
            }

            if (ended)
            {
                Alert.Write(html, Tone.Success, "已停用，原来的链接打不开了");
            }

            html.Markup(issued);
            Card.Write(html, state is null ? "还没有发过服务卡" : holds ? "正在使用" : "已停用或过期", null, flush: false, card => Forms(card, id, state, holds, token));
        }) { Trail = [new Crumb(name, $"/people/{id}"), new Crumb("服务卡")] };
    }

    private static async Task<MarkupString> IssuedAsync(HttpContext context, IssuedPass? issued)
    {
        if (issued is null)
        {
            return default;
        }

        var address = $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}/{issued.Address.TrimStart('/')}";
        var code = await PageText.RenderAsync<QrCode>(context, ("Text", address), ("Label", "二维码：本人用手机扫码进入"), ("Size", 240));
        return HtmlText.Of(html =>
        {
            Alert.Write(html, Tone.Success, "服务卡已做好，只显示这一次", $"让本人用手机扫码，或把链接发给本人。有效到 {Day(issued.LastDay)}；以前发的已停用。");
            Card.Write(html, "请本人扫码", null, flush: false, card => card.Tag("<div class=\"stack\">").Markup(code).Tag("<p class=\"command\" id=\"pass-address\">").Words(address).Tag("</p></div>"));
        });
    }

    private static void Forms(HtmlText html, Guid id, PassState? state, bool holds, FormToken token)
    {
        html.Tag("<div class=\"stack\">");
        if (state is not null)
        {
            Platform.Ui.Facts.Write(html, ("发放", $"{ChinaTime.Show(state.IssuedAt)}，{state.IssuedBy}"), ("有效到", Day(state.LastDay)),
                ("最近使用", state.LastUsedAt is { } used ? ChinaTime.Show(used) : "还没有用过"), ("停用", state.EndedAt is { } ended ? ChinaTime.Show(ended) : null));
        }

        Days.Write(html.PostForm(token, $"/people/{id}/pass/issue", "form-grid")).Tag("<div class=\"form-actions\"><button class=\"btn btn-primary\" type=\"submit\" data-busy=\"正在做…\">")
            .Words(state is null ? "发放服务卡" : "重新发放").Tag("</button></div></form>");
        if (holds)
        {
            html.PostForm(token, $"/people/{id}/pass/end").Tag("<button class=\"btn\" type=\"submit\" data-busy=\"正在停用…\">停用</button></form>");
        }

        html.Tag("</div>");
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Why(string? refused) => refused switch
    {
        null or "" => null, "pass-days" => "有效天数填 1 到 366。", "no-pass" => "没有正在使用的服务卡。", "just-changed" => "刚刚有人办理了这张服务卡，请看过最新情况再办。",
        "no-right" => "您的账号不能发放服务卡；需要时请联系管理员。", _ => "请刷新后再试。",
    };
}
