using Chunfeng.Standards.Codes;
using CsCheck;

namespace Chunfeng.Standards.Tests.Codes;

/// <summary>What people call their work leads to the national classification.</summary>
public sealed class OccupationWordsTests
{
    private static readonly OccupationWords Words = OccupationWords.Load(Reference.Directory("occupations"), Reference.Codes.Occupation);

    public static TheoryData<string, string> Meant => new()
    {
        { "保洁", "4-09-08-01" }, { "保洁员", "4-09-08-01" }, { "电焊工", "6-18-02-04" }, { "电焊", "6-18-02-04" }, { "焊工师傅", "6-18-02-04" },
        { "育婴", "4-10-01-01" }, { "月嫂", "4-10-01-06" }, { "保安", "4-07-05-01" }, { "保安员", "4-07-05-01" }, { "快递员", "4-02-07-08" },
        { "外卖骑手", "4-10-08-01" }, { "架子工", "6-29-01-05" }, { "钢筋工", "6-29-01-04" }, { "瓦工", "6-29-01-01" }, { "力工", "6-29-99" },
        { "小工", "6-29-99" }, { "普工", "6-99-00" }, { "流水线", "6-99-00" }, { "流水线工人", "6-99-00" }, { "服务员", "4-03-02-05" },
        { "后厨", "4-03-02-01" }, { "帮厨", "4-03-02-01" }, { "货车司机", "4-02-02-02" }, { "叉车工", "6-30-05-01" }, { "缝纫工", "6-05-01-03" },
        { "矿工", "6-16-01-05" }, { "护工", "4-14-01-02" }, { "ｃｎｃ", "6-18-01-07" }, { " 保 洁 ", "4-09-08-01" }, { "6-18-02-04", "6-18-02-04" },
        { "砌筑员", "6-29-01-01" }, { "导游员", "4-07-04-01" }, { "快递师傅", "4-02-07-08" }, { "护士", "2-05-08" }, { "中式烹调", "4-03-02-01" },
    };

    [Fact(DisplayName = "一说就明白的才算数；说得含糊的，由人来选")]
    public void Only_a_clear_word_is_taken()
    {
        OccupationHit Hit(OccupationHitKind kind, int at) => new(Reference.Codes.Occupation.Entries[at], kind, "");
        var (name, word) = (Hit(OccupationHitKind.Name, 1), Hit(OccupationHitKind.Ending, 2));
        Assert.Null(OccupationWords.Meant([]));
        Assert.Same(word, OccupationWords.Meant([word]));
        Assert.Same(name, OccupationWords.Meant([name, word]));
        Assert.Null(OccupationWords.Meant([word, word]));
    }

    [Trait("Clause", "2.2")]
    [Theory(DisplayName = "群众怎么叫，都找得到职业大典里的职业")]
    [MemberData(nameof(Meant))]
    public void Finds_what_people_say(string said, string code) => Assert.Equal(code, Words.Find(said)[0].Entry.Code);

    [Trait("Clause", "2.2")]
    [Fact(DisplayName = "每个日常叫法都对应职业大典中确有的职业，不重复，并且查得回来")]
    public void Every_word_has_codes_of_the_set()
    {
        Assert.True(Words.Words.Count >= 600);
        Assert.Equal(Words.Words.Count, Words.Words.Select(w => OccupationWords.Normalise(w.Word)).Distinct().Count());
        Assert.All(Words.Words, word =>
        {
            Assert.All(word.Codes, code => Assert.True(Reference.Codes.Occupation.TryGet(code, out _), $"{word.Word}: {code}"));
            Assert.Equal(word.Codes.Count, word.Codes.Distinct().Count());
            Assert.Empty(word.Codes.Except(Words.Find(word.Word).Select(h => h.Entry.Code)));
            Assert.All(word.Codes, code => Assert.Contains(word.Word, Words.WordsOf(code)));
        });
    }

    [Fact(DisplayName = "日常叫法不遮住职业大典的正式名称")]
    public void Words_do_not_hide_official_names() => Assert.All(
        Reference.Codes.Occupation.Entries, e => Assert.Equal((OccupationHitKind.Name, e.Name), (Words.Find(e.Name)[0].Kind, Words.Find(e.Name)[0].Entry.Name)));

    [Fact(DisplayName = "说得不清的叫法给出几种可能，并说明先问什么")]
    public void An_unclear_word_gives_several()
    {
        var fitters = Words.Find("钳工");
        Assert.Equal(["6-20-01-01", "6-18-04-06", "6-31-01-02"], fitters.Select(h => h.Entry.Code));
        Assert.All(fitters, h => Assert.NotEmpty(h.Note));
        Assert.Equal(2, Words.Find("护工").Count);
    }

    [Fact(DisplayName = "去掉“工”“员”后只剩一个字的，不去猜")]
    public void One_character_is_not_guessed_at()
    {
        Assert.Empty(Words.Find("云工"));
        Assert.Empty(Words.Find("工"));
        Assert.Empty(Words.Find(""));
        Assert.Empty(Words.Find("宇航"));
    }

    [Fact(DisplayName = "边输入边提示：完全一致的在前，开头一致的其次，中间含有的在后；每个职业一次")]
    public void Suggestions_are_ranked()
    {
        var hits = Words.Suggest("焊", 30);
        Assert.Equal("6-18-02-04", hits[0].Entry.Code);
        Assert.Equal(hits.Count, hits.Select(h => h.Entry.Code).Distinct().Count());
        Assert.Equal(hits.Select(h => h.Kind).Order(), hits.Select(h => h.Kind));
        Assert.Equal(3, Words.Suggest("工", 3).Count);
        Assert.Equal("6-18-02", Words.Suggest("6-18-02", 4)[0].Entry.Code);
        Assert.Equal("6-18-02-01", Words.Suggest("6-18-02", 4)[1].Entry.Code);
        Assert.Empty(Words.Suggest(" "));
    }

    [Fact(DisplayName = "输入什么都有答复，不出错")]
    public void Any_text_is_answered() => Gen.String.Sample(text =>
    {
        Assert.All(Words.Suggest(text, 5), h => Assert.True(Reference.Codes.Occupation.TryGet(h.Entry.Code, out _)));
        Assert.True(Words.Find(text).Count <= Words.Suggest(text, 5000).Count);
        return true;
    });

    [Fact(DisplayName = "叫法重复、没有代码或代码不存在，当场拒绝")]
    public void Refuses_words_that_lead_nowhere()
    {
        var set = new CodeSet("x", [new CodeEntry("4-09-08-01", "保洁员")]);
        Assert.Throws<ArgumentException>(() => new OccupationWords(set, [new EverydayWord("保洁", ["9"])]));
        Assert.Throws<ArgumentException>(() => new OccupationWords(set, [new EverydayWord("保洁", [])]));
        Assert.Throws<ArgumentException>(() => new OccupationWords(set, [new EverydayWord("保洁", ["4-09-08-01"]), new EverydayWord("保洁 ", ["4-09-08-01"])]));
    }
}
