using Chunfeng.Platform.Time;
using Microsoft.AspNetCore.Authentication;

namespace Chunfeng.Web.Host;

/// <summary>A sign-in cookie that was opened is not opened again for half a minute: every page of a session brings the same one.</summary>
/// <remarks>When it ends and whether the account still may is looked at on each request, as without this. Whoever asks gets a copy: what they change stays theirs.</remarks>
internal sealed class TicketShelf(ISecureDataFormat<AuthenticationTicket> format, TimeProvider clock) : ISecureDataFormat<AuthenticationTicket>
{
    private readonly Shelf<string, AuthenticationTicket> opened = new(clock, StringComparer.Ordinal);

    public string Protect(AuthenticationTicket data) => format.Protect(data);

    public string Protect(AuthenticationTicket data, string? purpose) => format.Protect(data, purpose);

    public AuthenticationTicket? Unprotect(string? protectedText) => Unprotect(protectedText, null);

    public AuthenticationTicket? Unprotect(string? protectedText, string? purpose)
    {
        if (protectedText is null || purpose is not null)
        {
            return format.Unprotect(protectedText, purpose);
        }

        if (opened.TryGet(protectedText, out var known))
        {
            return known.Clone();
        }

        if (format.Unprotect(protectedText) is not { } ticket)
        {
            return null; // forged, or of a key that is gone: not remembered, so nobody can fill the shelf
        }

        opened.Keep(protectedText, ticket.Clone());
        return ticket;
    }
}
