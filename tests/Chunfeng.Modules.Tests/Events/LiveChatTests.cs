using Chunfeng.Events.Live;
using Chunfeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Chunfeng.Modules.Tests.Events;

/// <summary>The chat of live rooms: what may be written, and that nobody misses a line.</summary>
[Trait("Clause", "8.2")]
public class LiveChatTests
{
    private static readonly DateTimeOffset Noon = new(2022, 3, 1, 4, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider clock = new(Noon);

    public static TheoryData<string> Engines => TestDb.Engines;

    [Theory(DisplayName = "公屏留言：禁用词怎么夹空格标点都发不出，手机号、身份证号、银行卡号发不出，普通数字可以")]
    [InlineData("包吃住吗", null)]
    [InlineData("", "empty")]
    [InlineData("来刷单啊", "banned-word")]
    [InlineData("来 刷-单 啊", "banned-word")]
    [InlineData("ＢＯＣＡＩ网站", "banned-word")]
    [InlineData("工资4500到6000元，3月15日到岗", null)]
    [InlineData("1381234567", null)]
    [InlineData("13812345678", "personal-number")]
    [InlineData("138 1234 5678", "personal-number")]
    [InlineData("+86 138-1234-5678", "personal-number")]
    [InlineData("23812345678", null)]
    [InlineData("14012119900305123X", "personal-number")]
    [InlineData("6222 0212 3456 7890 123", "personal-number")]
    public void What_may_be_written(string text, string? code) =>
        Assert.Equal(code, LiveRules.CheckMessage(LiveRules.Clean(text), [LiveRules.Fold("刷单"), LiveRules.Fold("bocai")])?.Code);

    [Fact(DisplayName = "一条留言正好200字可以发，201字不行")]
    public void Length_of_a_message()
    {
        Assert.Null(LiveRules.CheckMessage(new string('好', 200), []));
        Assert.Equal("too-long", LiveRules.CheckMessage(new string('好', 201), [])?.Code);
    }

    [Fact(DisplayName = "连发三条以后，每三秒一条；等够了又能发")]
    public void Rate_of_messages()
    {
        var allowance = new MessageAllowance(3, TimeSpan.FromSeconds(3));
        Assert.Equal([0, 0, 0, 3], Enumerable.Range(0, 4).Select(_ => allowance.Take(Noon)));
        Assert.Equal(1, allowance.Take(Noon.AddSeconds(2.9)));
        Assert.Equal(0, allowance.Take(Noon.AddSeconds(3)));
        Assert.Equal(3, allowance.Take(Noon.AddSeconds(3)));
    }

    [Fact(DisplayName = "开播前两小时整可以打开，早一毫秒不行；结束了不能再开")]
    public void When_a_room_opens()
    {
        var at = Noon.UtcDateTime;
        Assert.Equal("too-early", LiveRules.Next(LiveState.Planned, LiveAct.Start, at, at.AddHours(-2).AddMilliseconds(-1)).Refusal?.Code);
        Assert.Equal("Live", LiveRules.Next(LiveState.Planned, LiveAct.Start, at, at.AddHours(-2)).Value);
        Assert.Equal("is-over", LiveRules.Next(LiveState.Ended, LiveAct.Start, at, at).Refusal?.Code);
        Assert.Equal("Ended", LiveRules.Next(LiveState.Live, LiveAct.End, at, at).Value);
        Assert.Equal("is-live", LiveRules.Next(LiveState.Live, LiveAct.Cancel, at, at).Refusal?.Code);
    }

    [Fact(DisplayName = "播放列表：直播时只给最后几段并写对序号，结束后给全部并收尾；没有一段时当作没开播")]
    public void Playlists()
    {
        const string head = "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:EVENT\n";
        var written = head + string.Concat(Enumerable.Range(0, 10).Select(i => $"#EXTINF:2.0,\ns{i:D5}.ts\n"));
        var live = HlsPlaylist.Serve(written, running: true, 6)!;
        Assert.Contains("#EXT-X-MEDIA-SEQUENCE:4\n", live);
        Assert.Equal(["s00004.ts", "s00005.ts", "s00006.ts", "s00007.ts", "s00008.ts", "s00009.ts"], live.Split('\n').Where(l => l.StartsWith('s')));
        Assert.DoesNotContain("ENDLIST", live);
        Assert.DoesNotContain("EVENT", live); // a list that drops its head may not call itself one
        var replay = HlsPlaylist.Serve(written, running: false, 6)!;
        Assert.Equal(10, replay.Split('\n').Count(l => l.StartsWith('s')));
        Assert.EndsWith("#EXT-X-ENDLIST\n", replay);
        Assert.Null(HlsPlaylist.Serve(head, running: true, 6));
        Assert.True(HlsPlaylist.IsSegment("s00012.ts"));
        Assert.All((string[])["index.m3u8", "../s00012.ts", "s0001.ts", "s000１2.ts", "s00012.ts.tmp"], n => Assert.False(HlsPlaylist.IsSegment(n)));
    }

    [Theory(DisplayName = "断线的观众接着上次的序号看：每条留言按顺序恰好收到一次，服务重启以后也一样")]
    [MemberData(nameof(Engines))]
    public async Task Nobody_misses_a_line(string engine)
    {
        await using var database = await TestDb.CreateAsync(engine);
        var room = await RoomAsync(database);
        const int messages = 120;
        List<List<long>> seen = [.. Enumerable.Range(0, 12).Select(_ => new List<long>())];
        var texts = new Dictionary<long, string>();
        await using (var floor = await OpenAsync(database, room))
        {
            var watchers = seen.Select((mine, i) => WatchAsync(floor, mine, texts, messages, breakEvery: 3 + i)).ToList();
            var host = Host();
            await Task.WhenAll(Enumerable.Range(0, messages).Select(async i =>
            {
                await Task.Yield();
                var said = await floor.SayAsync(host, $"k{i}", $"第{i}条", []);
                Assert.False(said.IsRefused, said.Refusal?.Message);
            }));
            await Task.WhenAll(watchers).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }

        Assert.All(seen, mine => Assert.Equal(Enumerable.Range(1, messages).Select(i => (long)i), mine));

        // another host, or this one after it was killed, goes on where the record stands
        await using var again = await OpenAsync(database, room);
        Assert.Equal(messages, again.Last);
        Assert.Equal(messages + 1, (await again.SayAsync(Host(), "later", "还在吗", [])).Value!.S);
        Assert.All(again.Latest(50).Take(49), l => Assert.Equal(texts[l.S], l.X));
    }

    [Theory(DisplayName = "两台服务器同时往一个直播间写：序号不重不漏")]
    [MemberData(nameof(Engines))]
    public async Task Two_hosts_of_one_room(string engine)
    {
        await using var database = await TestDb.CreateAsync(engine);
        var room = await RoomAsync(database);
        await using var one = await OpenAsync(database, room);
        await using var two = await OpenAsync(database, room);
        for (var i = 0; i < 5; i++)
        {
            Assert.False((await one.SayAsync(Host(), $"a{i}", "一", [])).IsRefused);
            Assert.False((await two.SayAsync(Host(), $"b{i}", "二", [])).IsRefused);
        }

        await using var db = database.Open();
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), await db.LiveMessages().OrderBy(m => m.Seq).Select(m => m.Seq).ToListAsync());
        Assert.Equal(5, await db.LiveMessages().CountAsync(m => m.Text == "二"));
    }

    [Theory(DisplayName = "发出去没等到回音再发一次，只算一条；没有服务卡的只能看")]
    [MemberData(nameof(Engines))]
    public async Task A_retry_writes_once(string engine)
    {
        await using var database = await TestDb.CreateAsync(engine);
        await using var floor = await OpenAsync(database, await RoomAsync(database));
        var worker = Viewer();
        var first = await floor.SayAsync(worker, "same", "问一下工资", []);
        var second = await floor.SayAsync(worker, "same", "问一下工资", []);
        Assert.Equal(first.Value!.S, second.Value!.S);
        Assert.Equal(1, floor.Last);
        Assert.Equal("no-pass", (await floor.SayAsync(new LiveViewer(Guid.CreateVersion7(), null, "", false), "k", "我也问", [])).Refusal?.Code);
    }

    [Theory(DisplayName = "说得太快被拦；主持人禁言的说不了，请出的看不了也进不来；人数按服务卡只数一次")]
    [MemberData(nameof(Engines))]
    public async Task Muted_and_shown_out(string engine)
    {
        await using var database = await TestDb.CreateAsync(engine);
        var room = await RoomAsync(database);
        await using var floor = await OpenAsync(database, room);
        var worker = Viewer();
        using var leave = new CancellationTokenSource();
        await using var watching = floor.WatchAsync(worker, 0, leave.Token).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await watching.MoveNextAsync());
        await using var second = floor.WatchAsync(worker with { Viewer = Guid.CreateVersion7() }, 0, leave.Token).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await second.MoveNextAsync());
        Assert.Equal(1, floor.Watching); // two pages of one person
        for (var i = 0; i < 3; i++)
        {
            Assert.False((await floor.SayAsync(worker, $"k{i}", "在吗", [])).IsRefused);
        }

        Assert.Equal("too-fast", (await floor.SayAsync(worker, "k3", "在吗", [])).Refusal?.Code);
        clock.Advance(TimeSpan.FromSeconds(3));
        var seat = Assert.Single(floor.Seats());
        Assert.Equal(seat.Seat, floor.SeatOf(1));
        seat.MutedAt = clock.GetUtcNow().UtcDateTime;
        floor.Apply(seat);
        Assert.Equal("muted", (await floor.SayAsync(worker, "k4", "在吗", [])).Refusal?.Code);
        seat.BannedAt = clock.GetUtcNow().UtcDateTime;
        floor.Apply(seat);
        LiveBatch last;
        do
        {
            Assert.True(await watching.MoveNextAsync());
            last = watching.Current;
        }
        while (last.Out is null);
        Assert.False(await watching.MoveNextAsync());
        await using var back = floor.WatchAsync(worker, 0, leave.Token).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await back.MoveNextAsync());
        Assert.NotNull(back.Current.Out);

        await using var db = database.Open();
        Assert.Equal(worker.Worker, (await db.LiveSeats().SingleAsync()).WorkerId);
    }

    [Theory(DisplayName = "删除的留言：在看的人收到删除，后来的人看不到原文")]
    [MemberData(nameof(Engines))]
    public async Task A_removed_message(string engine)
    {
        await using var database = await TestDb.CreateAsync(engine);
        var room = await RoomAsync(database);
        await using (var floor = await OpenAsync(database, room))
        {
            await floor.SayAsync(Host(), "a", "说错了的话", []);
            await floor.TellAsync(LiveKind.Removed, "", 1);
            Assert.Equal(["", ""], floor.Latest(10).Select(l => l.X));
        }

        await using var again = await OpenAsync(database, room);
        Assert.Equal("", again.Line(1)!.X);
        Assert.Equal(1, again.Line(2)!.R);
    }

    [Theory(DisplayName = "满员以后新观众进不来，已在的不受影响")]
    [MemberData(nameof(Engines))]
    public async Task A_full_room(string engine)
    {
        await using var database = await TestDb.CreateAsync(engine);
        await using var floor = new LiveFloor(await RoomAsync(database), database.Factory, new LiveSettings { MostViewers = 1 }, clock, NullLogger.Instance);
        await floor.OpenAsync(default);
        await using var one = floor.WatchAsync(Viewer(), 0, default).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await one.MoveNextAsync());
        await using var two = floor.WatchAsync(Viewer(), 0, default).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await two.MoveNextAsync());
        Assert.Null(one.Current.Out);
        Assert.NotNull(two.Current.Out);
    }

    private static LiveViewer Host() => new(Guid.CreateVersion7(), null, "主持人", true);

    private static LiveViewer Viewer() => new(Guid.CreateVersion7(), Guid.CreateVersion7(), "张*", false);

    private async Task<LiveFloor> OpenAsync(TestDb database, Guid room)
    {
        var floor = new LiveFloor(room, database.Factory, new LiveSettings(), clock, NullLogger.Instance);
        await floor.OpenAsync(default);
        return floor;
    }

    private async Task<Guid> RoomAsync(TestDb database)
    {
        await using var db = database.Open();
        var room = new LiveRoom
        {
            Region = 140121000000, Title = "专场", StartsAt = clock.GetUtcNow().UtcDateTime, HostLogin = "county", HostName = "县里", State = (short)LiveState.Live,
            CreatedAt = clock.GetUtcNow().UtcDateTime, Version = 1,
        };
        db.LiveRooms().Add(room);
        await db.SaveChangesAsync();
        return room.RoomId;
    }

    /// <summary>Reads until all messages are there; hangs up after every few lines and comes again with the last number it has.</summary>
    private static async Task WatchAsync(LiveFloor floor, List<long> seen, Dictionary<long, string> texts, int until, int breakEvery)
    {
        while (seen.Count < until)
        {
            // 0 is a page that has nothing yet: it begins with the recent lines, so a test that wants all begins before the first
            await foreach (var batch in floor.WatchAsync(new LiveViewer(Guid.CreateVersion7(), null, "", false), seen.Count == 0 ? 0 : seen[^1], default))
            {
                foreach (var line in batch.L)
                {
                    seen.Add(line.S);
                    lock (texts)
                    {
                        texts[line.S] = line.X;
                    }

                    if (seen.Count % breakEvery == 0)
                    {
                        break; // the rest of this batch is lost on the way
                    }
                }

                if (seen.Count >= until || (batch.L.Count > 0 && seen.Count % breakEvery == 0))
                {
                    break;
                }
            }
        }
    }
}
