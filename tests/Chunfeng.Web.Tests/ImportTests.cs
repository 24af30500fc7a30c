using System.Net;
using System.Text;
using Chunfeng.Platform.Access;
using Chunfeng.Standards.Identity;

namespace Chunfeng.Web.Tests;

public class ImportTests(TestHost host) : IClassFixture<TestHost>
{
    private const long Qingxu = 140121000000, Xiaodian = 140105000000;
    private static readonly string Id = IdNumber.Create(140121, new(1985, 3, 9), 77).ToString();
    private static readonly string Wrong = Id[..17] + (Id[17] == '1' ? '2' : '1');
    private static readonly string Roster =
        "市,县,乡镇,行政村,姓名,身份证号,联系电话,银行账号\n"
        + $"太原市,清徐县,清源镇,六合村,张三,{Id},19900007777,6217000000000077771\n太原市,清徐县,清源镇,六合村,李四,{Wrong},19900008888,6217000000000088885\n";

    [Fact(DisplayName = "上传、核对、写入；别县的账号看不到、改不了、取不走")]
    [Trait("Clause", "13.1")]
    public async Task Another_area_sees_nothing()
    {
        using var mine = await host.SignedInAsync(Qingxu, Rights.PeopleImport);
        using var other = await host.SignedInAsync(Xiaodian, Rights.PeopleImport);
        using var reader = await host.SignedInAsync(Qingxu, Rights.PeopleRead);
        var at = await UploadAsync(mine, Roster, "名册.csv", $"{Qingxu}");
        Assert.StartsWith("/people/import/", at);
        Assert.Contains("核对完成", await WaitAsync(mine, at, "核对完成"));
        foreach (var stranger in new[] { other, reader })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(at)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(at + "/rejects")).StatusCode);
            await PostAsync(stranger, at + "/keep");
            await PostAsync(stranger, at + "/drop");
            Assert.DoesNotContain("名册.csv", await stranger.GetStringAsync("/people/import"));
        }

        Assert.Contains("待确认", await mine.GetStringAsync(at));
        await PostAsync(mine, at + "/keep");
        Assert.Contains("已写入登记库", await WaitAsync(mine, at, "已写入登记库"));
        await PostAsync(mine, at + "/keep"); // a second click of an old page
        Assert.Contains("已写入登记库", await mine.GetStringAsync(at));
        Assert.Contains(Wrong, await mine.GetStringAsync(at + "/rejects"));
    }

    [Fact(DisplayName = "上传的文件、退回的行、数据库里都没有明文号码")]
    public async Task Nothing_lies_in_clear()
    {
        using var client = await host.SignedInAsync(Qingxu, Rights.PeopleImport);
        var at = await UploadAsync(client, Roster, "密.csv", "");
        var page = await WaitAsync(client, at, "核对完成");
        Assert.DoesNotContain(Wrong, page);
        await PostAsync(client, at + "/keep");
        await WaitAsync(client, at, "已写入登记库");
        foreach (var file in Directory.EnumerateFiles(host.Folder, "*", SearchOption.AllDirectories))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes);
            foreach (var planted in new[] { Id, Wrong, "19900007777", "19900008888", "6217000000000077771", "6217000000000088885" })
            {
                Assert.True(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(planted)) < 0, $"{Path.GetFileName(file)} holds a planted number");
            }
        }
    }

    [Fact(DisplayName = "没有防伪令牌、没有登录、外县代码、坏日期：都不收")]
    public async Task Bad_posts_are_refused()
    {
        using var client = await host.SignedInAsync(Qingxu, Rights.PeopleImport);
        using var forged = Form("wrong", "", "", Roster, "a.csv");
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync("/people/import/upload", forged)).StatusCode);
        using var stranger = host.Client();
        using var unsigned = Form("", "", "", Roster, "a.csv");
        Assert.StartsWith("/sign-in", (await stranger.PostAsync("/people/import/upload", unsigned)).Headers.Location!.PathAndQuery);
        using var noForm = new StringContent("x");
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync("/people/import/upload", noForm)).StatusCode);
        Assert.Contains("不在您的管辖范围内", await UploadAsync(client, Roster, "a.csv", $"{Xiaodian}"));
        Assert.Contains("没有认出所选地区", await UploadAsync(client, Roster, "a.csv", "<script>"));
        Assert.Contains("应写成", await UploadAsync(client, Roster, "a.csv", "", "2022.2.27"));
        Assert.Contains("内容却是", await UploadAsync(client, Roster, "a.xlsx", ""));
        Assert.Contains("没有找到表头", await UploadAsync(client, "甲,乙\n1,2\n", "a.csv", ""));
        Assert.Contains("文件是空的", await UploadAsync(client, "", "a.csv", ""));
        Assert.Contains("没有传完整", await UploadAsync(client, Roster, "a.csv", new string('9', 5000)));
        var page = await client.GetStringAsync("/people/import?refused=" + Uri.EscapeDataString("<script>alert(1)</script>"));
        Assert.DoesNotContain("<script>alert", page);
    }

    [Theory]
    [InlineData("身份证号", "140121198503090011", "140*************11")]
    [InlineData("联系电话", "0351-7654321", "035*******21")]
    [InlineData("备注", "证 140121198503090011 号", "证 140*************11 号")]
    [InlineData("结束时间", "2020-01-01", "2020-01-01")]
    [InlineData("姓名", "张三", "张三")]
    public void Numbers_are_masked_in_what_is_kept(string column, string found, string expected) =>
        Assert.Equal(expected, Chunfeng.People.Roster.Import.IssueStore.Masked(column, found));

    private static MultipartFormDataContent Form(string token, string region, string asOf, string roster, string name) => new()
    {
        { new StringContent(token), "__RequestVerificationToken" },
        { new StringContent(region), "region" },
        { new StringContent(asOf), "as-of" },
        { new ByteArrayContent(Encoding.UTF8.GetBytes(roster)), "file", name },
    };

    private static async Task<string> UploadAsync(HttpClient client, string roster, string name, string region, string asOf = "2022-02-27")
    {
        using var form = Form(await TestHost.TokenAsync(client, "/people/import"), region, asOf, roster, name);
        var response = await client.PostAsync("/people/import/upload", form);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        return Uri.UnescapeDataString(response.Headers.Location!.OriginalString);
    }

    private static async Task PostAsync(HttpClient client, string address)
    {
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", await TestHost.TokenAsync(client, "/sign-in"))]);
        await client.PostAsync(address, form);
    }

    private static async Task<string> WaitAsync(HttpClient client, string at, string text)
    {
        for (var i = 0; i < 200; i++)
        {
            var page = await client.GetStringAsync(at);
            if (page.Contains(text, StringComparison.Ordinal) || page.Contains("没有导入，登记库", StringComparison.Ordinal))
            {
                return page;
            }

            await Task.Delay(100);
        }

        return "";
    }
}
