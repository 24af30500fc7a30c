using Chunfeng.Employers.Register;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Matching.Contracts;
using Chunfeng.People.Contracts;
using Chunfeng.People.Roster;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Identity;
using Chunfeng.Web.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Chunfeng.Journeys.Tests;

/// <summary>A host with one vacancy and two workers, and a browser whose camera and microphone are pretended by Chromium itself.</summary>
public sealed class CameraHost() : JourneyHost(0, camera: true)
{
    private readonly List<IdNumber> ids = [IdNumber.Create(140121, new(1990, 3, 5), 101), IdNumber.Create(140121, new(1991, 4, 6), 102), IdNumber.Create(140121, new(1992, 5, 7), 103)];

    public Guid Vacancy { get; private set; }
    public Guid Worker(int which) => new PersonCrypto(Services.GetRequiredService<KeyRing>()).WorkerId(ids[which]);

    protected override async Task PrepareAsync(IServiceProvider services)
    {
        var accounts = services.GetRequiredService<Accounts>();
        await accounts.CreateAsync("county", "清徐县专班", 140121000000, Roles.Find("county-clerk")!, Password, default);
        var rows = ids.Select((id, i) => new RosterRow
        {
            RowNo = i + 2, Id = id, Name = ((string[])["赵看播", "钱闹场", "孙面试"])[i], Home = 140121100205, Category = 10, Risk = 1, StatusFrom = new(2021, 1, 1),
        }).ToArray();
        await new RegisterLoad(services.GetRequiredService<IDbFactory>(), services.GetRequiredService<KeyRing>(), TimeProvider.System).RunAsync(
            Guid.CreateVersion7(), "planter", 2, stage =>
            {
                foreach (var row in rows)
                {
                    stage.Add(row);
                }

                return Task.CompletedTask;
            }, (_, _, _) => Task.CompletedTask, keep: true, default);
        await PostAsync(services.GetRequiredService<ChunfengDb>());
    }

    /// <summary>A staff page of its own.</summary>
    public Task<IPage> StaffAsync(int width, List<string> errors) => SignedInAsync("county", width, errors);

    /// <summary>A worker's phone, come in with a pass.</summary>
    public async Task<IPage> PhoneAsync(int which, List<string> errors)
    {
        await using var scope = Services.CreateAsyncScope();
        var actor = new Actor("county", "清徐县专班", new(140121000000), Rights.All.ToHashSet(StringComparer.Ordinal));
        var pass = await scope.ServiceProvider.GetRequiredService<IWorkerPasses>().IssueAsync(Worker(which), 30, actor, default);
        Assert.False(pass.IsRefused, pass.Refusal?.Message);
        var page = await OpenAsync(390, errors);
        await page.EnterAsync(Address, (Address + pass.Value.Address, ids[which].ToString()[^4..]));
        return page;
    }

    // a playlist that is not there yet is asked for again, a piece under way while the host's page is loaded anew is refused: the browser notes each
    protected override bool IsExpected(IConsoleMessage said) => said.Location.Contains("/hls/", StringComparison.Ordinal) || said.Location.Contains("/parts/", StringComparison.Ordinal);

    private async Task PostAsync(ChunfengDb db)
    {
        var now = TimeProvider.System.UtcStamp;
        var employer = new Employer
        {
            CreditCode = "91140121MA0ABCDE1X", Number = 900_001, Name = "清徐县陶瓷制品有限责任公司", NameKey = "清徐陶瓷制品", Region = 140121000000, Seat = 140121000000,
            RegisteredAt = now, RegisteredBy = "county",
        };
        var posting = new Posting
        {
            EmployerId = employer.EmployerId, EmployerNumber = employer.Number, Region = 140121000000, ExternalNo = "live-1", Title = "陶瓷成型操作工", Place = 140121000000,
            PayPeriod = 0, LowFen = 450_000, HighFen = 600_000, MonthFen = 450_000, Posts = 20, PostsOpen = 20, FromDay = TimeProvider.System.Today.AddDays(-1), ToDay = TimeProvider.System.Today.AddDays(60),
            State = (short)PostingState.Published, PublishedAt = now, CreatedAt = now, CreatedBy = "county", ChangedAt = now, Version = 1,
        };
        db.Add(employer);
        db.Add(posting);
        await db.SaveChangesAsync();
        Vacancy = posting.VacancyId;
    }
}

/// <summary>Real pictures: a host streams and phones play; two sides of an interview see each other. Frames are counted, not the player's clock.</summary>
[Trait("Clause", "8.2")]
public class LiveJourney(CameraHost host) : IClassFixture<CameraHost>
{
    [Fact(DisplayName = "直播带岗：主持人出画面，观众手机上画面在动；留言、点卡片报名、禁言、请出；结束后看回放")]
    public async Task A_live_room_from_start_to_replay()
    {
        Assert.SkipUnless(HasFfmpeg, "没有 ffmpeg：请安装 ffmpeg，或运行 .ci/run");
        List<string> errors = [];
        var staff = await host.StaffAsync(1440, errors);
        await staff.GotoAsync(host.Address + "/events/live/new");
        await Shots.TakeAsync(staff, "live-new");
        await staff.FillAsync("[name=title]", "清徐县陶瓷企业专场直播带岗");
        await staff.FillAsync("[name=lead]", "三家陶瓷企业，成型工、施釉工，包吃住。");
        await staff.FillAsync("[name=at]", ChinaTime.Show(TimeProvider.System.UtcStamp.AddMinutes(10)).Replace(' ', 'T'));
        await staff.ClickAsync("button:has-text('建立直播间')");
        await staff.WaitForSelectorAsync("text=直播间已建好");
        var id = staff.Url.Split('?')[0].Split('/')[^1];

        // before it begins: the phone says when
        var stranger = await host.OpenAsync(390, errors);
        await stranger.GotoAsync($"{host.Address}/live/{id}");
        Assert.Contains("开播", await stranger.InnerTextAsync("[data-veil]"));
        await Shots.TakeAsync(stranger, "live-planned");

        await staff.ClickAsync("a:has-text('挑岗位挂出')");
        await staff.WaitForSelectorAsync("button:has-text('挂出')");
        await Shots.TakeAsync(staff, "live-jobs");
        await staff.ClickAsync("tbody button:has-text('挂出') >> nth=0");
        await staff.WaitForSelectorAsync("text=岗位已挂出");
        await Shots.TakeAsync(staff, "live-jobs-pinned");
        await staff.ClickAsync("text=挑好了，回直播间");
        await staff.ClickAsync("button:has-text('开播')");
        await staff.WaitForSelectorAsync("text=已开播");
        await staff.ClickAsync("[data-start]");
        await staff.WaitForFunctionAsync("() => Number(document.querySelector('[data-camera]').dataset.sent) >= 3");

        // the page that waited plays by itself
        await stranger.MovesAsync("[data-part]");
        var phone = await host.PhoneAsync(0, errors);
        await phone.GotoAsync($"{host.Address}/live/{id}");
        await phone.MovesAsync("[data-part]");
        await phone.FillAsync("#say-text", "包吃住吗？");
        await phone.ClickAsync("button:has-text('发送')");
        await staff.WaitForSelectorAsync(".chat-lines li:has-text('包吃住吗')");
        await staff.FillAsync("#say-text", "包住，一天三顿饭。");
        await staff.ClickAsync("button:has-text('发送')");
        await stranger.WaitForSelectorAsync(".chat-host:has-text('一天三顿饭')");
        await phone.FillAsync("#say-text", "我的电话是 138 1234 5678");
        await phone.ClickAsync("button:has-text('发送')");
        await phone.WaitForSelectorAsync("text=请不要在公屏上发手机号");
        await phone.ClickAsync("button:has-text('报名')");
        await phone.WaitForSelectorAsync("text=报名成功");
        await phone.FitsAsync();
        await Shots.TakeAsync(phone, "live-phone");
        await Shots.TakeAsync(stranger, "live-stranger");
        await staff.FitsAsync();
        await Shots.TakeAsync(staff, "live-host");

        // a troublemaker is muted, then shown out; what they wrote goes
        var rowdy = await host.PhoneAsync(1, errors);
        await rowdy.GotoAsync($"{host.Address}/live/{id}");
        await rowdy.FillAsync("#say-text", "都别信他");
        await rowdy.ClickAsync("button:has-text('发送')");
        await staff.ClickAsync(".chat-lines li:has-text('都别信他') button:has-text('禁言')");
        await staff.WaitForSelectorAsync("button:has-text('已禁言')");
        await rowdy.FillAsync("#say-text", "我偏要说");
        await rowdy.ClickAsync("button:has-text('发送')");
        await rowdy.WaitForSelectorAsync("text=主持人请您暂时不要发言");
        staff.Dialog += (_, dialog) => dialog.AcceptAsync();
        await staff.ClickAsync(".chat-lines li:has-text('都别信他') button:has-text('请出')");
        await rowdy.WaitForSelectorAsync("text=您已被请出这个直播间");
        await phone.WaitForSelectorAsync(".chat-gone");
        Assert.DoesNotContain("都别信他", await phone.InnerTextAsync(".chat-lines"));
        await rowdy.Context.CloseAsync();

        // the host's page is loaded anew: a second part, and the phone follows
        await staff.ReloadAsync();
        await staff.ClickAsync("[data-start]");
        await staff.WaitForFunctionAsync("() => Number(document.querySelector('[data-camera]').dataset.sent) >= 3");
        await phone.WaitForFunctionAsync("() => document.querySelector('[data-part]').src.includes('/hls/2/')");
        await phone.MovesAsync("[data-part]");

        await staff.ClickAsync("summary:has-text('结束直播'), a:has-text('结束直播'), button:has-text('结束直播')");
        await staff.ClickAsync("form button:has-text('结束直播')");
        await staff.WaitForSelectorAsync("text=直播已结束");
        await phone.WaitForSelectorAsync("text=直播已结束，感谢观看");
        await Shots.TakeAsync(staff, "live-ended");
        await stranger.GotoAsync($"{host.Address}/live/{id}");
        await stranger.MovesAsync("[data-part]");
        await Shots.TakeAsync(stranger, "live-replay");
        await staff.GotoAsync(host.Address + "/events/live");
        Assert.Contains("已结束", await staff.InnerTextAsync("tbody"));
        await Shots.TakeAsync(staff, "live-list");
        Assert.Equal("", string.Join('\n', errors));
        await Task.WhenAll(staff.Context.CloseAsync(), phone.Context.CloseAsync(), stranger.Context.CloseAsync());
    }

    [Fact(DisplayName = "远程面试：本人先在等候室，招聘方开始后双方都看到对方在动的画面；断线重连；登记通过")]
    public async Task An_interview_with_moving_pictures()
    {
        List<string> errors = [];
        var phone = await host.PhoneAsync(2, errors);
        Guid referral;
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var worker = new PortalWorker(host.Worker(2), Guid.CreateVersion7(), "孙**", new(140121100205));
            var referrals = scope.ServiceProvider.GetRequiredService<IReferrals>();
            var applied = await referrals.ApplyAsync(worker.WorkerId, host.Vacancy, new ReferralSource(ReferralChannel.Self), worker.ToActor(), default);
            // the other journey may have applied already
            referral = applied.IsRefused
                ? await scope.ServiceProvider.GetRequiredService<ChunfengDb>().Set<Chunfeng.Matching.Referrals.Referral>().Where(r => r.WorkerId == worker.WorkerId).Select(r => r.ReferralId).FirstAsync()
                : applied.Value.ReferralId;
        }

        var staff = await host.StaffAsync(1440, errors);
        await staff.GotoAsync($"{host.Address}/interviews/new?worker={host.Worker(2)}&referral={referral}");
        await Shots.TakeAsync(staff, "interview-new");
        await staff.FillAsync("[name=at]", ChinaTime.Show(TimeProvider.System.UtcStamp.AddMinutes(5)).Replace(' ', 'T'));
        await staff.ClickAsync("button:has-text('预约')");
        await staff.WaitForSelectorAsync("text=已约好");
        var id = staff.Url.Split('?')[0].Split('/')[^1];

        await phone.GotoAsync(host.Address + "/my/interviews");
        await Shots.TakeAsync(phone, "my-interviews");
        await phone.ClickAsync("a:has-text('陶瓷成型操作工')");
        await phone.WaitForSelectorAsync("h1:has-text('面试：')");
        await phone.ClickAsync("[data-enter]");
        await phone.WaitForSelectorAsync("text=您已进入等候室");
        await phone.MovesAsync("[data-mine]"); // the camera check
        await Shots.TakeAsync(phone, "interview-waiting");
        await staff.ClickAsync("[data-enter]");
        await staff.WaitForSelectorAsync("text=对方已到");
        await Shots.TakeAsync(staff, "interview-ready");
        await staff.ClickAsync("[data-begin]");
        await staff.WaitForSelectorAsync("[data-state=connected]");
        await staff.MovesAsync("[data-theirs]");
        await phone.MovesAsync("[data-theirs]");
        await phone.FitsAsync();
        await staff.FitsAsync();
        await Shots.TakeAsync(phone, "interview-phone");
        await Shots.TakeAsync(staff, "interview-staff");

        // the phone's page is loaded anew in the middle
        await phone.ReloadAsync();
        await staff.WaitForSelectorAsync("text=正在等对方回来");
        await phone.ClickAsync("[data-enter]");
        await phone.MovesAsync("[data-theirs]");
        await staff.MovesAsync("[data-theirs]");

        // whose interview it is not, for them it is not there
        var other = await host.PhoneAsync(1, []);
        Assert.Equal(404, (await other.GotoAsync($"{host.Address}/my/interviews/{id}"))!.Status);
        await other.Context.CloseAsync();

        await staff.FillAsync("[name=note]", "干过两年施釉，月薪谈到5200元，下周一到岗。");
        await staff.ClickAsync("button[value=passed]");
        await staff.WaitForSelectorAsync("text=结果已登记");
        await Shots.TakeAsync(staff, "interview-done");
        await phone.WaitForSelectorAsync("text=面试已结束");
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var card = await scope.ServiceProvider.GetRequiredService<IReferrals>().FindAsync(host.Worker(2), referral, Actor.Operator, default);
            Assert.Equal(ReferralState.Passed, card!.State);
        }

        Assert.Empty(errors);
        await Task.WhenAll(staff.Context.CloseAsync(), phone.Context.CloseAsync());
    }

    private static bool HasFfmpeg => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(p => File.Exists(Path.Combine(p, "ffmpeg")));
}
