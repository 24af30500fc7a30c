using Chunfeng.Events;
using Chunfeng.Events.Campaigns;
using Chunfeng.People;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Chunfeng.Journeys.Tests;

[Trait("Clause", "0.4")]
public class CampaignJourney(FairsHost host) : IClassFixture<FairsHost>
{
    [Theory(DisplayName = "县里在春风行动里登记一趟专车：名单有错逐行告知、改好加入、登记办完；再填一次宣传；行动页、省里的合计和报告都有")]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task A_trip_and_a_piece_of_publicity(int width)
    {
        var errors = new List<string>();
        host.GoTo(2, 28, 9);
        var numbers = await host.DoAsync(async s =>
        {
            var (db, crypto) = (s.GetRequiredService<ChunfengDb>(), new PersonCrypto(s.GetRequiredService<KeyRing>()));
            var people = await db.Workers().AsNoTracking().Where(w => w.Home >= 140121000000 && w.Home < 140122000000 && w.MergedInto == null && w.BirthDate < new DateOnly(2000, 1, 1))
                .OrderBy(w => w.WorkerId).Take(5).ToListAsync();
            return people.Select(w => (w.Name, Id: crypto.Decrypt(w.IdCipher))).ToList();
        });
        var county = await host.SignedInAsync("county", width, errors);
        await county.GotoAsync(host.Address + "/events/campaigns");
        await county.ClickAsync("text=春风行动（演示）");
        await county.WaitForSelectorAsync("text=各地输送、培训、宣传");
        await Look(county, "campaign-county");
        await county.ClickAsync("a:has-text('登记行动活动')");
        await county.FillAsync("input[name=title]", $"清徐县赴苏州返岗专车（{width}）");
        await county.FillAsync("input[name=to]", "某某地方");
        await county.FillAsync("input[name=from]", "清徐县人力资源市场门前");
        await county.ClickAsync("button:has-text('保存')");
        await county.WaitForSelectorAsync("text=没有认出这个地方");
        await Look(county, "action-new-wrong");
        await county.FillAsync("input[name=to]", "江苏省苏州市昆山市");
        await county.ClickAsync("button:has-text('保存')");
        await county.WaitForSelectorAsync("text=接着把乘车的人登记进名单");
        await Look(county, "action-made");
        var address = county.Url.Split('?')[0];

        await county.FillAsync("input[name=number]", numbers[0].Id);
        await county.ClickAsync("button:has-text('加入') >> nth=0");
        await county.WaitForSelectorAsync("text=加入 1 人");
        await county.ClickAsync("summary:has-text('从表格里贴一份名单')");
        string[] lines = [$"{numbers[1].Name}\t{numbers[1].Id}", numbers[2].Id[..17], $"改名字\t{numbers[3].Id}", numbers[0].Id, numbers[4].Id];
        await county.FillAsync("textarea[name=list]", string.Join('\n', lines));
        await county.ClickAsync("button:has-text('核对并加入')");
        await county.WaitForSelectorAsync("text=2 行有问题，名单一个也没有加");
        Assert.Equal(1, await county.Locator("button[name=worker]").CountAsync()); // nothing half done
        Assert.Equal(string.Join('\n', lines), await county.InputValueAsync("textarea[name=list]")); // to be mended where it stands
        await Look(county, "action-lines-refused");
        (lines[1], lines[2]) = (numbers[2].Id, numbers[3].Id);
        await county.FillAsync("textarea[name=list]", string.Join('\n', lines));
        await county.ClickAsync("button:has-text('核对并加入')");
        await county.WaitForSelectorAsync("text=加入 4 人");
        await Look(county, "action-named");
        Assert.Contains("第 4 行", await county.InnerTextAsync(".alert"), StringComparison.Ordinal); // told to be there already
        await county.GotoAsync(address);
        await county.ClickAsync("button[name=worker] >> nth=4");
        await county.WaitForSelectorAsync("text=已移出");
        await county.ClickAsync("button[value=done]");
        await county.WaitForSelectorAsync("text=已登记办完");
        await Look(county, "action-done");
        Assert.Equal(0, await county.Locator("button[name=worker]").CountAsync());
        var list = await county.RunAndWaitForDownloadAsync(() => county.ClickAsync("text=导出名单"));
        Assert.EndsWith(".xlsx", list.SuggestedFilename, StringComparison.Ordinal);

        // taken up again with a reason, and done once more; and on a passenger's page
        await county.ClickAsync("a:has-text('改回筹备')");
        await Look(county, "action-reopen");
        await county.FillAsync("#f-reopen", "名单漏了一人");
        await county.ClickAsync("button[value=reopen]");
        await county.WaitForSelectorAsync("text=已改回筹备");
        await county.FillAsync("input[name=number]", numbers[4].Id);
        await county.ClickAsync("button:has-text('加入') >> nth=0");
        await county.WaitForSelectorAsync("text=加入 1 人");
        await county.ClickAsync("button[value=done]");
        await county.WaitForSelectorAsync("text=已登记办完");
        Assert.Contains("名单漏了一人", await county.InnerTextAsync("main"), StringComparison.Ordinal);
        await Look(county, "action-again");
        var name = await county.InnerTextAsync("main th a[href^='/people/'] >> nth=0");
        await county.ClickAsync("main th a[href^='/people/'] >> nth=0");
        await county.WaitForSelectorAsync($"text=清徐县赴苏州返岗专车（{width}）");
        await Look(county, "person-parts");
        var worker = Guid.Parse(county.Url.Split('?')[0][^36..]);
        var pass = await host.DoAsync(s => s.GetRequiredService<IWorkerPasses>().IssueAsync(worker, 30, Actor.Operator, default));
        await using var pocket = await host.Browser!.NewContextAsync(new() { ViewportSize = new() { Width = 390, Height = 844 }, Locale = "zh-CN" });
        var phone = await pocket.NewPageAsync();
        await phone.GotoAsync(pass.Value!.Address.StartsWith("http", StringComparison.Ordinal) ? pass.Value.Address : host.Address + pass.Value.Address);
        await phone.FillAsync("#digits", numbers.Single(n => n.Name == name).Id[^4..]);
        await phone.ClickAsync("button:has-text('进入')");
        await phone.ArriveAsync(host.Address + "/my");
        await phone.GotoAsync(host.Address + "/my/me");
        await phone.WaitForSelectorAsync("text=乘大巴去江苏省 苏州市 昆山市");
        await Look(phone, $"my-parts-{width}");
        await county.GotoAsync(address);

        await county.ClickAsync("nav a:has-text('春风行动（演示）'), main a:has-text('春风行动（演示）')");
        await county.ClickAsync("a:has-text('登记行动活动')");
        await county.ClickAsync("nav.tabs a:has-text('培训')");
        await Look(county, "action-new-training");
        await county.ClickAsync("nav.tabs a:has-text('宣传')");
        await county.FillAsync("input[name=title]", $"大集发放春风卡（{width}）");
        await county.SelectOptionAsync("select[name=channel]", "leaflet");
        await Look(county, "action-new-publicity");
        await county.ClickAsync("button:has-text('保存')");
        await county.FillAsync("input[name=copies]", "500");
        await county.FillAsync("input[name=households]", "320");
        await Look(county, "action-publicity");
        await county.ClickAsync("button[value=done]");
        await county.WaitForSelectorAsync("text=已登记办完");
        await county.GotoAsync(address);
        await county.ClickAsync("main a:has-text('行动活动'), nav a:has-text('行动活动')");
        await county.WaitForSelectorAsync($"text=大集发放春风卡（{width}）");
        await Look(county, "actions-list");

        var carried = await host.DoAsync(async s =>
        {
            var db = s.GetRequiredService<ChunfengDb>();
            return await db.CampaignPeople().CountAsync(p => db.CampaignActions().Any(a => a.ActionId == p.ActionId && a.State == (short)ActionState.Done && a.Kind == (short)ActionKind.Trip));
        });
        var province = await host.SignedInAsync("province", width, errors);
        await province.GotoAsync(host.Address + "/events/campaigns");
        await province.ClickAsync("text=春风行动（演示）");
        await Look(province, "campaign-province");
        Assert.Contains(carried.ToString(System.Globalization.CultureInfo.InvariantCulture), (await province.InnerTextAsync("[aria-label='输送人次']")).Replace(",", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var report = await province.RunAndWaitForDownloadAsync(() => province.ClickAsync("text=下载报告"));
        Assert.EndsWith(".docx", report.SuggestedFilename, StringComparison.Ordinal);
        await province.GotoAsync(host.Address + "/events/campaigns/new");
        await Look(province, "campaign-new");
        Assert.Empty(errors);
        await county.CloseAsync();
        await province.CloseAsync();
    }

    private static async Task Look(IPage page, string name)
    {
        await page.CompleteAsync();
        await Shots.TakeAsync(page, name);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), name);
    }
}
