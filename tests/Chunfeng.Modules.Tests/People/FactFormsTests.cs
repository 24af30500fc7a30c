using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.People.Contracts;
using Chunfeng.People.Register;
using Chunfeng.Standards.Codes;

namespace Chunfeng.Modules.Tests.People;

public sealed class FactFormsTests
{
    private static readonly CodeSets Codes = CodeSets.Load(Path.Combine(Reference.Data, "codes"));

    private static FactForms Of(params (string, string)[] fields) => new(Reference.Regions, Codes, fields.ToDictionary(f => f.Item1, f => f.Item2).GetValueOrDefault);

    [Theory(DisplayName = "手工记务工：地名写到哪一级记到哪一级；境外、村、认不出的各有结果")]
    [InlineData("浙江省杭州市余杭区", 330110000000)]
    [InlineData("太原市清徐县清源镇", 140121100000)]
    [InlineData("清徐县", 140121000000)]
    [InlineData("境外", 0)]
    [InlineData("没有的地方", -1)]
    [Trait("Clause", "12.3")]
    public void Places(string typed, long expected)
    {
        var read = Of(("from", "2022-03-01"), ("place", typed), ("form", "01")).Work(null);
        Assert.Equal(expected, read.IsRefused ? -1 : read.Value.Workplace);
        Assert.True(!read.IsRefused || read.Refusal.Message.Contains(typed, StringComparison.Ordinal));
    }

    [Fact(DisplayName = "手工更正务工：表单没问的保留，问了没填的清掉，金额到分")]
    [Trait("Clause", "12.3")]
    public void What_is_not_asked_stays()
    {
        var known = new WorkStatement(new(2022, 1, 1), null, 330110000000, 1) { Employer = "甲厂", Industry = "C", IncomeFen = 5, WageFen = 1, HasContract = true };
        var read = Of(("from", "2022年2月1日"), ("to", "2022-05-31"), ("place", "浙江省"), ("form", "02"), ("wage", "4500.5"), ("contract", "no")).Work(known).Value;
        Assert.Equal(new WorkStatement(new(2022, 2, 1), new(2022, 5, 31), 330000000000, 2) { Industry = "C", IncomeFen = 5, WageFen = 450050, HasContract = false }, read);
    }

    [Theory(DisplayName = "手工登记：每一处不对都指明哪里、怎么写")]
    [InlineData("from", "昨天", "from")]
    [InlineData("to", "13月", "to")]
    [InlineData("form", "77", "form")]
    [InlineData("wage", "四千", "wage")]
    [InlineData("credit", "123", "credit")]
    public void Refusals(string field, string typed, string code)
    {
        var fields = new Dictionary<string, string> { ["from"] = "2022-03-01", ["place"] = "清徐县", ["form"] = "01", [field] = typed };
        Assert.Equal(code, Of([.. fields.Select(f => (f.Key, f.Value))]).Work(null).Refusal?.Code);
    }

    [Fact(DisplayName = "手工记类别：一般不是类别；更正时类别不变")]
    public void Categories()
    {
        Assert.Equal("category", Of(("from", "2021-01-01"), ("category", "1")).Status(null).Refusal?.Code);
        Assert.Equal(new StatusStatement(10, 0, new(2021, 1, 1)), Of(("from", "2021-01-01"), ("category", "10"), ("risk", "0")).Status(null).Value);
        Assert.Equal(new StatusStatement(22, 2, new(2021, 1, 1), new(2022, 1, 31)), Of(("from", "2021-01-01"), ("to", "2022-01-31"), ("category", "10"), ("risk", "2")).Status(new(22, 1, new(2020, 1, 1))).Value);
    }
}
