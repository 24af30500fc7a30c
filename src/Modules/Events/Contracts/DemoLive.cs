using Chunfeng.Events.Live;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Contracts;

/// <summary>One finished live room with its messages, for a demonstration. It has no picture: no film is shipped.</summary>
public sealed class DemoLive(ChunfengDb db)
{
    private static readonly (string Name, bool Host, string Text)[] Said =
    [
        ("清徐县就业局 演示", true, "大家晚上好，今天讲三家陶瓷企业、五个岗位，边看边问。"),
        ("王**", false, "成型工一天干几个小时？"),
        ("清徐县就业局 演示", true, "八小时，三班倒，夜班另有补贴；企业在场，数字以岗位卡片为准。"),
        ("李*", false, "四十八岁要不要？"),
        ("清徐县就业局 演示", true, "成型工不限年龄，身体能干就行。"),
        ("张**", false, "管住吗？离县城多远"),
        ("清徐县就业局 演示", true, "四人一间宿舍，有班车到县城，二十分钟。"),
        ("王**", false, "我报上名了，什么时候面试？"),
        ("清徐县就业局 演示", true, "明后天约视频面试，请留意“我的面试”。谢谢大家，下周同一时间再见。"),
    ];

    /// <summary>Only over a register that is a demonstration, and only once.</summary>
    /// <param name="day">The demonstration's day; the room was three days before.</param>
    /// <returns>Whether the room was made.</returns>
    public async Task<bool> HandleAsync(DateOnly day, CancellationToken cancel)
    {
        if (await db.SettingAsync(Setting.RegisterKind, cancel) is not { } kind || !kind.StartsWith("demo", StringComparison.Ordinal) || await db.LiveRooms().AnyAsync(cancel))
        {
            return false;
        }

        var from = ChinaTime.StartOf(day.AddDays(-3)).AddHours(19);
        var room = new LiveRoom
        {
            Region = 140121000000, Title = "（演示）清徐县陶瓷企业专场直播带岗", Lead = "三家陶瓷企业，成型工、施釉工、装窑工，包吃住。演示数据，企业和留言均为虚构。",
            StartsAt = from, StartedAt = from.AddMinutes(2), EndedAt = from.AddMinutes(63), State = (short)LiveState.Ended, HostLogin = "demo-county", HostName = "清徐县经办 演示",
            OpenToAll = true, Peak = 46, Anonymous = 83, ReplayUntil = day.AddDays(27), CreatedAt = from.AddDays(-4), Version = 1,
        };
        db.LiveRooms().Add(room);
        db.LiveMessages().AddRange(Said.Select((line, i) => new LiveMessage
        {
            RoomId = room.RoomId, Seq = i + 1, Kind = (short)LiveKind.Chat, At = from.AddMinutes(5 + (i * 6)), Name = line.Name, Host = line.Host, Text = line.Text,
        }));
        await db.SaveChangesAsync(cancel);
        return true;
    }
}
