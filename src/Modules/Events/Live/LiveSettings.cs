using Microsoft.Extensions.Configuration;

namespace Chunfeng.Events.Live;

/// <summary>The section Chunfeng:Live. Every number is our own proposal; an installation sets its own.</summary>
internal sealed class LiveSettings
{
    /// <summary>Program that turns the camera's stream into HLS; a name on PATH or a full path. Without it rooms have chat and vacancies only.</summary>
    public string Ffmpeg { get; set; } = "ffmpeg";
    /// <summary>Whether a new room is open to people without a pass unless its host says otherwise.</summary>
    public bool OpenToAll { get; set; } = true;
    /// <summary>Rooms that stream at the same time on this host.</summary>
    public int MostStreams { get; set; } = 4;
    /// <summary>Rooms live at the same time in the installation.</summary>
    public int MostRooms { get; set; } = 50;
    public int MostViewers { get; set; } = 2000;
    public int MostChunkBytes { get; set; } = 4 * 1024 * 1024;
    /// <summary>Bytes a second a host may send over a while.</summary>
    public int MostBytesASecond { get; set; } = 1024 * 1024;
    public double MostHours { get; set; } = 4;
    public long MostRoomBytes { get; set; } = 6L * 1024 * 1024 * 1024;
    /// <summary>Without a piece of picture for so long a part is closed; the host may begin another.</summary>
    public double SilentSeconds { get; set; } = 30;
    public int RetentionDays { get; set; } = 30;
    /// <summary>Messages at once, and seconds for each further one.</summary>
    public int Burst { get; set; } = 3;
    public double SecondsAMessage { get; set; } = 3;
    public int MostMessages { get; set; } = 50_000;

    public static LiveSettings Of(IConfiguration settings)
    {
        var live = new LiveSettings();
        settings.GetSection("Chunfeng:Live").Bind(live);
        return live;
    }
}
