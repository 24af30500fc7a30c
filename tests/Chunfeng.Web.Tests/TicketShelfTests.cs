using System.Security.Claims;
using Chunfeng.Web.Host;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Time.Testing;

namespace Chunfeng.Web.Tests;

/// <summary>Cookies that were opened are not opened again at once, and nothing else changes by it.</summary>
public class TicketShelfTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly Format format = new();

    [Fact(DisplayName = "半分钟内同一个登录凭据只解一次；到时再解")]
    public void Opened_once_in_half_a_minute()
    {
        var shelf = new TicketShelf(format, clock);
        Assert.Equal("li", shelf.Unprotect("li")!.Principal.Identity!.Name);
        Assert.Equal("li", shelf.Unprotect("li")!.Principal.Identity!.Name);
        Assert.Equal("zhang", shelf.Unprotect("zhang")!.Principal.Identity!.Name);
        Assert.Equal(2, format.Opened);
        clock.Advance(TimeSpan.FromSeconds(30));
        shelf.Unprotect("li");
        Assert.Equal(3, format.Opened);
    }

    [Fact(DisplayName = "伪造的凭据每次都查，不留")]
    public void Forged_ones_are_not_kept()
    {
        var shelf = new TicketShelf(format, clock);
        Assert.Null(shelf.Unprotect(""));
        Assert.Null(shelf.Unprotect(""));
        Assert.Equal(2, format.Opened);
        Assert.Null(shelf.Unprotect(null));
    }

    [Fact(DisplayName = "各人拿到的是副本，改了不影响别人")]
    public void Who_asks_gets_a_copy()
    {
        var shelf = new TicketShelf(format, clock);
        for (var i = 0; i < 2; i++)
        {
            var ticket = shelf.Unprotect("li")!;
            ((ClaimsIdentity)ticket.Principal.Identity!).AddClaim(new Claim("right", "all"));
            ticket.Properties.Items["x"] = "y";
        }

        var last = shelf.Unprotect("li")!;
        Assert.False(last.Principal.HasClaim("right", "all"));
        Assert.Empty(last.Properties.Items);
    }

    [Fact(DisplayName = "为某种用途封的凭据不经过这里")]
    public void With_a_purpose_it_is_opened_each_time()
    {
        var shelf = new TicketShelf(format, clock);
        shelf.Unprotect("li", "binding");
        shelf.Unprotect("li", "binding");
        Assert.Equal(2, format.Opened);
    }

    private sealed class Format : ISecureDataFormat<AuthenticationTicket>
    {
        public int Opened { get; private set; }

        public string Protect(AuthenticationTicket data) => data.Principal.Identity!.Name!;

        public string Protect(AuthenticationTicket data, string? purpose) => Protect(data);

        public AuthenticationTicket? Unprotect(string? protectedText) => Unprotect(protectedText, null);

        public AuthenticationTicket? Unprotect(string? protectedText, string? purpose)
        {
            Opened++;
            return string.IsNullOrEmpty(protectedText) ? null : new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, protectedText)], "test")), "cookie");
        }
    }
}
