using System.Globalization;
using System.Text;

namespace Chunfeng.Events.Live;

/// <summary>What players get of the playlist ffmpeg writes. Pure.</summary>
internal static class HlsPlaylist
{
    private const string Entry = "#EXTINF:", End = "#EXT-X-ENDLIST", Kind = "#EXT-X-PLAYLIST-TYPE", First = "#EXT-X-MEDIA-SEQUENCE", Target = "#EXT-X-TARGETDURATION:";

    /// <summary>While the camera runs: the last segments only, so that a two-hour room does not send its whole list every two seconds.
    /// Afterwards: everything, closed, to be played from the start.</summary>
    /// <param name="written">The whole list so far, as ffmpeg wrote it.</param>
    /// <returns>Null while there is no whole segment.</returns>
    public static string? Serve(string written, bool running, int window)
    {
        var entries = new List<(string Info, string File)>();
        string? info = null, target = null;
        foreach (var line in written.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith(Entry, StringComparison.Ordinal))
            {
                info = line;
            }
            else if (line.StartsWith(Target, StringComparison.Ordinal))
            {
                target = line;
            }
            else if (line[0] != '#' && info is not null)
            {
                entries.Add((info, line));
                info = null;
            }
        }

        if (entries.Count == 0)
        {
            return null;
        }

        var from = running ? Math.Max(0, entries.Count - window) : 0;
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:6\n").Append(target ?? Target + "4").Append('\n')
            .Append(CultureInfo.InvariantCulture, $"{First}:{from}\n").Append(running ? "" : Kind + ":VOD\n").Append("#EXT-X-INDEPENDENT-SEGMENTS\n");
        foreach (var (about, file) in entries.Skip(from))
        {
            text.Append(about).Append('\n').Append(file).Append('\n');
        }

        return text.Append(running ? "" : End + "\n").ToString();
    }

    /// <summary>"s00012.ts": the only names that are served.</summary>
    public static bool IsSegment(string name) => name is ['s', _, _, _, _, _, '.', 't', 's'] && name.AsSpan(1, 5).IndexOfAnyExceptInRange('0', '9') < 0;
}
