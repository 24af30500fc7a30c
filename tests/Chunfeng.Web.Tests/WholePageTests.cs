using System.IO.Compression;
using System.Net;

namespace Chunfeng.Web.Tests;

/// <summary>Pages come in one piece, with their length.</summary>
public class WholePageTests(CockpitHost host) : IClassFixture<CockpitHost>
{
    [Theory(DisplayName = "页面整页发出，长度写在前面；问压缩的给压缩的，内容一样")]
    [InlineData("/desk")]
    [InlineData("/dispatch")]
    [InlineData("/employers")]
    public async Task A_page_is_sent_whole(string page)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None, CookieContainer = new CookieContainer() };
        using var client = new HttpClient(handler) { BaseAddress = host.Address };
        foreach (Cookie cookie in await host.CookiesAsync(CockpitHost.Province))
        {
            handler.CookieContainer.Add(cookie);
        }

        using var answer = await client.GetAsync(page, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Null(answer.Headers.TransferEncodingChunked);
        var length = answer.Content.Headers.ContentLength;
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(html), length);
        Assert.EndsWith("</html>", html.TrimEnd(), StringComparison.Ordinal);

        using var ask = new HttpRequestMessage(HttpMethod.Get, page) { Headers = { { "Accept-Encoding", "gzip" } } };
        using var packed = await client.SendAsync(ask);
        Assert.Equal("gzip", Assert.Single(packed.Content.Headers.ContentEncoding));
        await using var unpacked = new GZipStream(await packed.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        Assert.EndsWith("</html>", (await reader.ReadToEndAsync()).TrimEnd(), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "打不开的页面也是完整的一页")]
    public async Task A_page_that_is_not_there_is_whole()
    {
        using var client = await host.SignedInAsync(CockpitHost.Province);
        using var answer = await client.GetAsync($"/employers/{Guid.NewGuid()}");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Single(html.Split("<main").Skip(1));
        Assert.EndsWith("</html>", html.TrimEnd(), StringComparison.Ordinal);
    }
}
