using System.Globalization;
using System.Net;
using System.Text;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Web.Tests.Scope;

/// <summary>Bad input, generated over every form that staff are offered and every post endpoint, so that a new room is tried without anybody adding a line.</summary>
public class HostileInputTests(HostileHost host) : IClassFixture<HostileHost>
{
    private const string Mark = "<script>alert(7)</script>", Hostile = Mark + "\"'><img src=x onerror=alert(7)>'; DROP TABLE people_worker; --";
    private static readonly string[] NamesOfPlaces = ["region", "to", "within", "home", "area", "county", "workplace"];

    [Fact(DisplayName = "坏输入：走遍找得到足够多的表单，否则这套试验什么也不证明")]
    public void The_walk_finds_forms()
    {
        Assert.True(host.Forms.Count >= 25, string.Join('\n', host.Forms.Select(f => f.Key)));
        foreach (var must in new[] { "/access/new", "/access/units/new", "/dispatch/orders/new", "/people/import/upload", "/people/{id}", "/account", "/people/list/views", "/access/{id}", "/dispatch/orders/{id}/step" })
        {
            Assert.Contains(host.Forms, f => HostileHost.Plain(f.Action) == must);
        }
    }

    [Fact(DisplayName = "坏输入：每个表单的每个文字框填网页代码和 SQL：当文字存、当文字显示，表一张不少")]
    public async Task Markup_and_sql_are_words()
    {
        var wrong = new List<string>();
        var before = await RowsAsync("people_worker");
        foreach (var form in host.Forms)
        {
            foreach (var field in form.Fields.Where(f => f.IsText))
            {
                var (status, text) = await host.SendAsync(form, With(form, field, Hostile));
                if ((int)status >= 500)
                {
                    wrong.Add($"{form.Key} {field.Name}: {(int)status}");
                }

                if (text.Contains(Mark, StringComparison.Ordinal))
                {
                    wrong.Add($"{form.Key} {field.Name}: markup comes back as markup");
                }
            }
        }

        var shown = 0;
        foreach (var (login, address) in host.Pages)
        {
            var text = await (await (await host.AsAsync(login)).GetAsync(address)).Content.ReadAsStringAsync();
            shown += text.Contains("&lt;script&gt;alert(7)", StringComparison.Ordinal) ? 1 : 0;
            if (text.Contains(Mark, StringComparison.Ordinal) || text.Contains("<img src=x", StringComparison.Ordinal))
            {
                wrong.Add($"{login} {address}: stored markup is shown as markup");
            }
        }

        Assert.Empty(wrong);
        Assert.True(shown > 0, "nothing of it was kept anywhere: the test proves nothing");
        Assert.Equal(before, await RowsAsync("people_worker"));
    }

    [Fact(DisplayName = "坏输入：每个文字框填十万字：被拒或截短，库里没有超长的值")]
    public async Task Too_long_is_refused()
    {
        var wrong = new List<string>();
        var longest = await LongestAsync();
        foreach (var form in host.Forms)
        {
            foreach (var field in form.Fields.Where(f => f.IsText || f.Kind is "hidden" or "password" or "date" or "select"))
            {
                var (status, _) = await host.SendAsync(form, With(form, field, new string('长', 100_000)));
                if ((int)status >= 500)
                {
                    wrong.Add($"{form.Key} {field.Name}: {(int)status}");
                }
            }
        }

        Assert.Empty(wrong);
        foreach (var (column, length) in await LongestAsync())
        {
            Assert.True(length <= Math.Max(5_000, longest.GetValueOrDefault(column)), $"{column} holds {length} characters");
        }
    }

    [Fact(DisplayName = "坏输入：表单里每个编号、每个地区换成外地的：外地的一行不变，外地的人一个不见")]
    [Trait("Clause", "13.1")]
    public async Task Other_areas_in_the_body()
    {
        var wrong = new List<string>();
        var tried = 0;
        var next = host.People[3].Home / 1_000_000 * 1_000_000;
        string[] places = [$"{next:D12}", $"{host.People[3].Home:D12}", "140100000000", "140200000000", "140000000000", "140122"];
        await using var db = host.Services.GetRequiredService<IDbFactory>().Create();
        await db.Database.OpenConnectionAsync();
        var things = new List<ForeignThings.Planted>();
        foreach (var thing in ForeignThings.All)
        {
            things.Add(await ForeignThings.PlantAsync(db.Database.GetDbConnection(), thing, host.People));
        }

        var named = things.ToDictionary(t => t.Thing.Table, _ => 0);
        var before = await OutsideAsync();
        foreach (var form in host.Forms.Where(f => f.Login is "walk-county-admin" or "walk-county" or "walk-township" or "walk-employer" or "walk-station"))
        {
            var near = things.Where(t => Named(form, t.Thing.Table)).ToList();
            near.ForEach(t => named[t.Thing.Table] += form.Fields.Count(IsId) + (form.Action == HostileHost.Plain(form.Action) ? 0 : 1));
            foreach (var field in form.Fields.Where(f => IsPlace(f) || IsId(f)))
            {
                foreach (var foreign in IsId(field) ? host.Foreign.Concat(near.SelectMany(t => t.Ids.Select(i => i[^1]))).Select(g => g.ToString()) : places)
                {
                    tried++;
                    Judge(form, field.Name, foreign, await host.SendAsync(form, With(form, field, foreign)));
                }
            }

            var plain = HostileHost.Plain(form.Action);
            foreach (var ids in form.Action == plain || form.Action.Contains("-W", StringComparison.Ordinal) ? [] : host.Foreign.Select(f => new[] { f }).Concat(near.SelectMany(t => t.Ids)))
            {
                tried++;
                var at = 0;
                Judge(form, "address", string.Join('/', ids), await host.SendAsync(form, form.Usual(), System.Text.RegularExpressions.Regex.Replace(plain, @"\{id\}", _ => ids[Math.Min(at++, ids.Length - 1)].ToString())));
            }

            foreach (var place in places.Where(_ => form.Action.Contains("region=", StringComparison.Ordinal)))
            {
                tried++;
                Judge(form, "region=", place, await host.SendAsync(form, form.Usual(), System.Text.RegularExpressions.Regex.Replace(form.Action, "region=[0-9]*", "region=" + place)));
            }
        }

        var after = await OutsideAsync();
        foreach (var planted in things)
        {
            await planted.RemoveAsync();
        }

        Assert.Empty(wrong);
        Assert.True(tried > 50, $"only {tried} were tried");
        Assert.True(named.Values.All(n => n > 0), string.Join('\n', named));
        var changed = before.Except(after).Select(r => "gone or changed: " + r).Concat(after.Except(before).Select(r => "new or changed: " + r)).Take(10).ToList();
        Assert.True(changed.Count == 0, string.Join('\n', changed));

        void Judge(SeenForm form, string what, string foreign, (HttpStatusCode Status, string Text) answer)
        {
            if ((int)answer.Status >= 500)
            {
                wrong.Add($"{form.Login} {form.Key} {what}={foreign}: {(int)answer.Status}");
            }

            wrong.AddRange(host.People.Skip(3).Where(p => WebUtility.HtmlDecode(answer.Text).Contains(p.Name, StringComparison.Ordinal)).Select(p => $"{form.Login} {form.Key} {what}={foreign} shows {p.Name}"));
        }
    }

    [Fact(DisplayName = "坏输入：同一张表单交两次，第二次不多出一行")]
    public async Task Sent_twice_counts_once()
    {
        var wrong = new List<string>();
        foreach (var form in host.Forms.Where(f => f.Fields.Any(x => x.IsText) && !Repeats(f)))
        {
            var token = await TestHost.TokenAsync(await host.AsAsync(form.Login), "/account");
            var (first, _) = await host.SendAsync(form, form.Usual(), token: token);
            var between = await CountsAsync();
            var (second, _) = await host.SendAsync(form, form.Usual(), token: token);
            var after = await CountsAsync();
            if ((int)first >= 500 || (int)second >= 500)
            {
                wrong.Add($"{form.Key}: {(int)first}, then {(int)second}");
            }

            wrong.AddRange(after.Where(a => a.Value > between[a.Key]).Select(a => $"{form.Key}: {a.Key} has {a.Value - between[a.Key]} more rows"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong)); // whole: the assertion of emptiness cuts what it found

        // an upload is one more file to be looked at and dropped, unmasking again is one more entry in the audit
        static bool Repeats(SeenForm form) => HostileHost.Plain(form.Action) is "/people/import/upload";
    }

    [Fact(DisplayName = "坏输入：太大的提交在读之前就拒绝")]
    public async Task Too_large_is_refused()
    {
        var client = await host.AsAsync("walk-county");
        foreach (var address in new[] { "/people/list/views", "/account", "/access/new", "/dispatch/orders/new", "/api/token", "/sign-in/submit" })
        {
            using var content = new ByteArrayContent(new byte[31_000_000]);
            content.Headers.ContentType = new("application/x-www-form-urlencoded");
            var status = await StatusAsync(address, content);
            Assert.True(status is null or (>= 300 and < 500), $"{address}: {status}");
            using var wide = new StringContent("__RequestVerificationToken=" + new string('x', 5_000_000), Encoding.ASCII, "application/x-www-form-urlencoded");
            status = await StatusAsync(address, wide);
            Assert.True(status is null or (>= 300 and < 500), $"{address} with five megabytes in one field: {status}");
        }

        async Task<int?> StatusAsync(string address, HttpContent content)
        {
            try
            {
                using var answer = await client.PostAsync(address, content);
                return (int)answer.StatusCode;
            }
            catch (HttpRequestException)
            {
                return null; // the line was cut: nothing was read to its end
            }
        }
    }

    [Theory(DisplayName = "坏输入：名不副实的文件：说是表格，其实是程序、图片、文档、网页、压缩包：不入册，说明白")]
    [InlineData("名册.xlsx", "MZ\u0090\0\u0003\0\0\0")]
    [InlineData("名册.csv", "\u007fELF\u0002\u0001\u0001\0")]
    [InlineData("名册.xlsx", "%PDF-1.7\n1 0 obj")]
    [InlineData("名册.csv", "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR")]
    [InlineData("名册.xls", "<html><table><tr><td>姓名</td></tr></table></html>")]
    [InlineData("名册.xlsx", "PK\u0003\u0004\u0014\0\0\0")]
    [InlineData("名册.csv", "")]
    [InlineData("../../etc/passwd", "姓名,身份证号\n")]
    public async Task Files_that_lie(string name, string bytes)
    {
        var before = await RowsAsync("people_worker");
        var client = await host.AsAsync("walk-county");
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await TestHost.TokenAsync(client, "/people/import")), "__RequestVerificationToken" },
            { new StringContent("140121000000"), "region" },
            { new StringContent("2022-02-27"), "as-of" },
            { new ByteArrayContent([.. bytes.Select(c => c < 256 ? (byte)c : (byte)'?')]), "file", name },
        };
        using var answer = await client.PostAsync("/people/import/upload", form);
        Assert.True((int)answer.StatusCode < 500);
        var page = answer.Headers.Location is { } next ? await client.GetStringAsync(next) : "";
        for (var wait = 0; wait < 300 && answer.Headers.Location is { } at && page.Contains("正在", StringComparison.Ordinal); wait++)
        {
            await Task.Delay(100);
            page = await client.GetStringAsync(at);
        }

        Assert.Contains("alert", page); // the page says what is wrong
        Assert.DoesNotContain("etc/passwd", page);
        Assert.Equal(before, await RowsAsync("people_worker"));
    }

    /// <summary>Whether a form may name things of a table: those of its own room, and those other rooms point to.</summary>
    private static bool Named(SeenForm form, string table) => form.Action.Split('/', '?')[1] switch
    {
        "events" or "live" => table.StartsWith("events_", StringComparison.Ordinal) || table is "employers_employer" or "employers_vacancy",
        "employers" or "vacancies" => table.StartsWith("employers_", StringComparison.Ordinal),
        "gigs" => table.StartsWith("gigs_", StringComparison.Ordinal) || table is "employers_employer",
        "network" => table.StartsWith("network_", StringComparison.Ordinal),
        "matching" or "interviews" or "people" => table is "matching_referral" or "events_interview" or "employers_vacancy",
        _ => false,
    };

    private static bool IsPlace(SeenField field) => NamesOfPlaces.Contains(field.Name) || (field.Kind is "hidden" or "select" or "checkbox" && field.Value.Length is 6 or 12 && field.Value.All(char.IsAsciiDigit) && field.Value.StartsWith("14", StringComparison.Ordinal));

    private static bool IsId(SeenField field) => field.Name != "__RequestVerificationToken" && (Guid.TryParse(field.Value, out _) || field.Options.Any(o => Guid.TryParse(o, out _)));

    private static IEnumerable<KeyValuePair<string, string>> With(SeenForm form, SeenField changed, string value)
    {
        var done = false;
        foreach (var field in form.Usual())
        {
            var here = field.Key == changed.Name && !done;
            done |= here;
            yield return here ? new(field.Key, value) : field;
        }
    }

    private static async Task<long> NumberAsync(ChunfengDb db, string sql)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private async Task<long> RowsAsync(string table)
    {
        await using var db = host.Services.GetRequiredService<IDbFactory>().Create();
        return await NumberAsync(db, $"SELECT COUNT(*) AS Value FROM {table}");
    }

    private static IEnumerable<(IEntityType Type, string Table)> Tables(ChunfengDb db) =>
        db.Model.GetEntityTypes().Where(t => t.GetTableName() is not null).Select(t => (t, t.GetTableName()!)).DistinctBy(t => t.Item2);

    private async Task<Dictionary<string, long>> CountsAsync()
    {
        await using var db = host.Services.GetRequiredService<IDbFactory>().Create();
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (_, table) in Tables(db).Where(t => !t.Table.StartsWith("platform_audit", StringComparison.Ordinal)))
        {
            var own = table == "platform_job" ? " WHERE NOT scheduled" : ""; // the clock starts jobs of its own while the forms are sent
            counts[table] = await NumberAsync(db, $"SELECT COUNT(*) AS Value FROM {table}{own}");
        }

        return counts;
    }

    /// <summary>Characters of the longest value of every text column.</summary>
    private async Task<Dictionary<string, long>> LongestAsync()
    {
        await using var db = host.Services.GetRequiredService<IDbFactory>().Create();
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (type, table) in Tables(db))
        {
            foreach (var column in type.GetProperties().Where(p => p.ClrType == typeof(string)).Select(p => p.GetColumnName()))
            {
                found[$"{table}.{column}"] = await NumberAsync(db, $"SELECT COALESCE(MAX(LENGTH({column})), 0) AS Value FROM {table}");
            }
        }

        return found;
    }

    /// <summary>Every row that says it lies outside the county, whatever its table, as text.</summary>
    private async Task<HashSet<string>> OutsideAsync()
    {
        await using var db = host.Services.GetRequiredService<IDbFactory>().Create();
        var rows = new HashSet<string>(StringComparer.Ordinal);
        await db.Database.OpenConnectionAsync();
        foreach (var (type, table) in Tables(db).Where(t => !t.Table.StartsWith("platform_audit", StringComparison.Ordinal)))
        {
            foreach (var place in type.GetProperties().Where(p => p.ClrType == typeof(long) && p.Name is "Region" or "Home" or "Issuer" or "Workplace").Select(p => p.GetColumnName()).Take(1))
            {
                await using var command = db.Database.GetDbConnection().CreateCommand();
                // what the clock starts is nobody's post
                command.CommandText = $"SELECT * FROM {table} WHERE ({place} < 140121000000 OR {place} >= 140122000000){(table == "platform_job" ? " AND scheduled = 0" : "")}";
                await using var reader = await command.ExecuteReaderAsync();
                while (await reader.ReadAsync())
                {
                    var row = new StringBuilder(table);
                    for (var i = 0; i < reader.FieldCount; i++)
                    {
                        row.Append('|').Append(reader.GetName(i)).Append('=').Append(reader.IsDBNull(i) ? "" : reader.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture));
                    }

                    rows.Add(row.ToString());
                }
            }
        }

        return rows;
    }
}
