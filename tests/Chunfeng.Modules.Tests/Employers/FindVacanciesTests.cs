using Chunfeng.Employers.Contracts;
using Chunfeng.Employers.Search;
using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using static Chunfeng.Modules.Tests.Employers.EmployersWorld;

namespace Chunfeng.Modules.Tests.Employers;

/// <summary>Vacancies as other rooms let people choose them.</summary>
[Trait("Clause", "8.2")]
[Trait("Clause", "8.4")]
public sealed class FindVacanciesTests
{
    [Theory(DisplayName = "挑岗位：按平常的叫法、单位、地点查；查不到时说明缘由和放宽的办法；地点看不懂不当全省；一页二十个；没有权限的什么也查不到"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task By_everyday_words(string engine)
    {
        await using var world = await CreateAsync(engine);
        var (first, second) = ((await world.EmployerAsync(1)).EmployerId, (await world.EmployerAsync(2)).EmployerId);
        var sewing = await world.PublishedAsync(first);
        var cleaning = await world.PublishedAsync(second, Sewing with { Title = "保洁员", Description = "打扫办公楼。", Occupation = 4090801, Posts = 3 });
        using var shelf = new VacancyShelf(world.Test.Factory, Reference.Regions, Codes, Words, new Places(Reference.Data, ""), world.Clock);
        var search = new FindVacancies(world.Db, shelf, world.Desk, Reference.Regions, world.Clock);
        Task<VacancyFinds> Find(VacancyAsk ask, Actor? actor = null) => search.FindAsync(ask, actor ?? Clerk(Datong), Cancel);

        Assert.Equal([sewing], (await Find(new("踩缝纫机"))).Cards.Select(c => c.VacancyId)); // what people call it
        Assert.Equal([cleaning], (await Find(new(Firm: "第2号服装厂"))).Cards.Select(c => c.VacancyId));
        var other = await Find(new("缝纫", "第2号服装厂"));
        Assert.Equal((0, 2), (other.Total, other.Wider.Count));
        Assert.Equal([cleaning], (await Find(other.Wider[0].Ask)).Cards.Select(c => c.VacancyId));
        Assert.Equal(2, (await Find(new(Where: "太原市清徐县"))).Total);
        Assert.Equal(2, (await Find(new())).Cards.Count);
        var card = (await Find(new("保洁"))).Cards[0];
        Assert.Equal(("第2号服装厂", 3), (card.Employer, card.Facts.Posts));

        var none = await Find(new("缝纫", Where: "大同市"));
        Assert.Equal((0, 1), (none.Total, none.Pages));
        Assert.NotEmpty(none.Why);
        Assert.Contains(none.Wider, w => w.Total == 1);
        Assert.Equal(1, (await Find(none.Wider[0].Ask)).Total);
        var odd = await Find(new(Where: "某某地方"));
        Assert.NotNull(odd.WhereOdd);
        Assert.Empty(odd.Cards);
        Assert.Empty((await Find(new("缝纫"), Own())).Cards);

        for (var i = 0; i < 20; i++)
        {
            await world.PublishedAsync(first, Sewing with { Title = $"第{i + 1}车间包装工", Occupation = 6310500, Description = $"第{i + 1}车间，产品装箱，编号{i * 7919}。" });
        }

        var pages = new[] { await Find(new(Page: 1)), await Find(new(Page: 2)) };
        Assert.Equal((22, 2, 20, 2), (pages[0].Total, pages[0].Pages, pages[0].Cards.Count, pages[1].Cards.Count));
        Assert.Equal(22, pages.SelectMany(p => p.Cards).Select(c => c.VacancyId).Distinct().Count());
        Assert.Equal(1, (await Find(new(Page: -5))).Page);
        Assert.Empty((await Find(new(Page: int.MaxValue))).Cards);
    }
}
