using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Chunfeng.Events.Interviews;

/// <summary>Chunfeng:Interviews:IceServers — STUN and TURN servers that help two browsers find each other; none by default.</summary>
internal sealed class IceServers
{
    public IceServers(IConfiguration settings) => Json = JsonSerializer.Serialize(settings.GetSection("Chunfeng:Interviews:IceServers").GetChildren()
        .Where(s => s["Urls"] is { Length: > 0 })
        .Select(s => new { urls = s["Urls"]!.Split(' ', StringSplitOptions.RemoveEmptyEntries), username = s["Username"] ?? "", credential = s["Credential"] ?? "" }));

    /// <summary>As RTCPeerConnection takes them. Whoever may open an interview sees them: a TURN account of its own, with limits.</summary>
    public string Json { get; }
}
