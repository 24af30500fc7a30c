using Chunfeng.Employers.Search;
using Chunfeng.Engine.Search;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Modules.Tests.Employers;

/// <summary>The search over the real names: the classification, everyday words, and places of the country.</summary>
public sealed class SearchBookTests
{
    private static readonly Lazy<SearchBook> s_book = new(() =>
    {
        string data = Places.FindUpwards(AppContext.BaseDirectory, "data/regions") is { } regions ? Path.GetDirectoryName(regions)! : throw new DirectoryNotFoundException("data");
        CodeSets codes = CodeSets.Load(Path.Combine(data, "codes"));
        return SearchBooks.Make(
            codes, OccupationWords.Load(Path.Combine(data, "occupations"), codes.Occupation), RegionTree.Load(Path.Combine(data, "regions")), new Places(data, data));
    });

    [Trait("Clause", "2.2")]
    [Theory(DisplayName = "一句话里的地名、工种、日常叫法各自认出，无关的字不算")]
    [InlineData("太原小店保洁", "太原 小店 保洁")]
    [InlineData("急招电焊工，包吃住", "电焊工 包吃住")]
    [InlineData("附近有没有月嫂的工作", "月嫂")]
    [InlineData("北京朝阳区 快递小哥", "北京 朝阳区 快递小哥")]
    [InlineData("ｃｎｃ操作工", "CNC 操作工")]
    [InlineData("招聘", "")]
    public void Takes_a_sentence_apart(string typed, string pieces) => Assert.Equal(pieces, string.Join(' ', s_book.Value.Read(typed).Select(p => p.Text)));

    [Fact(DisplayName = "日常叫法带着职业大典的职业一起查找")]
    public void Everyday_words_carry_occupations()
    {
        Assert.Equal([4090801, 4100106], s_book.Value.Read("保洁")[0].Occupations);
        Assert.Equal([6180204], s_book.Value.Read("电焊工")[0].Occupations);
        Assert.Equal("家政服务员", s_book.Value.OccupationName(4100106));
    }

    [Fact(DisplayName = "省内各县、外省各市、直辖市都有量距离的点；只知道省的没有")]
    public void Places_have_points()
    {
        SearchBook book = s_book.Value;
        Assert.Equal("山西省太原市小店区", book.PlaceName(140105000000));
        Assert.All((long[])[140105000000, 140105001000, 140222000000, 110105000000, 440300000000, 310115000000], r => Assert.NotNull(book.Point(r)));
        Assert.Null(book.Point(140000000000));

        // by road about 500 km
        Assert.InRange(SearchBook.Metres(book.Point(140105000000)!.Value, book.Point(110105000000)!.Value), 390_000, 420_000);
    }
}
