using Chunfeng.Engine.Search;
using Chunfeng.Engine.Tests.Support;
using CsCheck;

namespace Chunfeng.Engine.Tests.Search;

/// <summary>What the index finds is what reading every vacancy would find.</summary>
public sealed class VacancySearchTests
{
    private static readonly VacancyText s_welder = new()
    {
        Id = SearchWorld.Id(1), Title = "急招电焊工", Employer = "太原市某机械厂", Description = "会二保焊，早八晚五", Place = "山西省太原市小店区", Region = 140105000000,
        Occupation = 6180204, MonthFen = 600_000, Board = true, Lodging = true, Insurance = true, PostedOn = SearchWorld.Day, From = SearchWorld.Day, To = SearchWorld.Day.AddDays(30),
    };

    private static readonly VacancyText s_nanny = new()
    {
        Id = SearchWorld.Id(2), Title = "母婴护理", Employer = "某家政公司", Place = "北京市朝阳区", Region = 110105000000, Occupation = 4100106, MonthFen = 800_000,
        PostedOn = SearchWorld.Day.AddDays(-9), From = SearchWorld.Day.AddDays(-9), To = SearchWorld.Day.AddDays(5),
    };

    private static readonly VacancyText s_porter = new()
    {
        Id = SearchWorld.Id(3), Title = "装卸（日结）", Employer = "某物流园", Description = "工地旁，能搬重物", Place = "山西省大同市天镇县", Region = 140222000000, Occupation = 4020501,
        PostedOn = SearchWorld.Day.AddDays(-1),
    };

    private static readonly VacancySearch s_three = new([s_porter, s_nanny, s_welder], SearchWorld.Book);

    [Trait("Clause", "2.2")]
    [Fact(DisplayName = "岗位搜索：总数、次序、每一页都与逐条阅读的结果一致")]
    public void EqualsReadingEveryVacancy() => Gen.Select(SearchWorld.Vacancies(150), SearchWorld.Query.Array[1, 12]).Sample(
        (vacancies, queries) =>
        {
            VacancySearch search = new(vacancies, SearchWorld.Book);
            Assert.All(queries, q => Equal(vacancies, search, q));
        },
        iter: 300);

    [Fact(DisplayName = "岗位更新、下架后再搜，与重新建立的结果一致；原来的一份不变")]
    public void ChangesEqualANewIndex() => Gen.Select(SearchWorld.Vacancies(80), SearchWorld.Vacancies(120), Gen.Int[0, 119].Array[0, 40], SearchWorld.Query.Array[1, 6]).Sample(
        (before, put, removed, queries) =>
        {
            VacancySearch first = new(before, SearchWorld.Book), now = first;
            Dictionary<Guid, VacancyText> truth = before.ToDictionary(v => v.Id);

            // in three steps, so that what lies beside is changed as well
            foreach (int step in (int[])[0, 1, 2])
            {
                VacancyText[] some = [.. put.Where((_, i) => i % 3 == step || i % 5 == step)];
                Guid[] gone = [.. removed.Where(r => r % 3 == step).Select(SearchWorld.Id)];
                now = now.With(some, gone);
                foreach (Guid id in gone)
                {
                    truth.Remove(id);
                }

                foreach (VacancyText v in some)
                {
                    truth[v.Id] = v;
                }
            }

            Assert.Equal(truth.Count, now.Count);
            Assert.All(queries, q => Equal([.. truth.Values], now, q));
            Assert.All(queries, q => Equal(before, first, q));
        },
        iter: 200);

    [Fact(DisplayName = "改动多了就整体重建，结果不变")]
    public void ManyChangesAreLaidOutAnew()
    {
        VacancyText[] all = [.. Enumerable.Range(0, 900).Select(i => s_welder with { Id = SearchWorld.Id(i), MonthFen = i })];
        VacancySearch now = new VacancySearch(all[..300], SearchWorld.Book).With(all[100..], []);
        Assert.Equal(900, now.Count);
        Assert.Equal(900, now.Find(new VacancyQuery { Text = "电焊" }).Total);
        Assert.Equal([899, 898], now.Find(new VacancyQuery { Order = VacancyOrder.Pay, Take = 2 }).Page.Select(h => all.Single(v => v.Id == h.Id).MonthFen));
        VacancyQuery far = new() { Order = VacancyOrder.Pay, Skip = 500, Take = 200 };
        Equal(all, now, far);
        Equal(all, now, far with { Text = "焊" });
    }

    [Trait("Clause", "2.2")]
    [Theory(DisplayName = "群众怎么说都能搜到：标题、单位、地点、说明和日常叫法，全角半角大小写不论")]
    [InlineData("电焊工", 1)]
    [InlineData("焊工", 1)]
    [InlineData("月嫂", 2)]
    [InlineData("太原 焊工", 1)]
    [InlineData("太原焊工招聘", 1)]
    [InlineData("日结", 3)]
    [InlineData("搬重物", 3)]
    [InlineData("某物流园", 3)]
    [InlineData("朝阳区", 2)]
    [InlineData("卸", 3)]
    public void FindsWhatPeopleSay(string text, int number) =>
        Assert.Equal([SearchWorld.Id(number)], s_three.Find(new VacancyQuery { Text = text }).Page.Select(h => h.Id));

    [Fact(DisplayName = "只有标点或没有内容的搜索给出全部岗位；按日常叫法查找的要说明")]
    public void EmptyTextFindsAll()
    {
        Assert.Equal(3, s_three.Find(new VacancyQuery { Text = "，。！ 招聘" }).Total);
        Assert.Equal(["“月嫂”也按“家政服务员”查找"], s_three.Find(new VacancyQuery { Text = "月嫂" }).Understood);
    }

    [Fact(DisplayName = "按距离排：近的在前，写明米数；不知道在哪里的排最后")]
    public void NearestFirst()
    {
        VacancyHits hits = s_three.Find(new VacancyQuery { Order = VacancyOrder.Distance, Near = 140107000000 });
        Assert.Equal([1, 3, 2], hits.Page.Select(h => new[] { 1, 2, 3 }.Single(n => SearchWorld.Id(n) == h.Id)));
        Assert.InRange(hits.Page[0].Metres!.Value, 15_500, 16_000);
        Assert.All(s_three.Find(new VacancyQuery { Order = VacancyOrder.Distance }).Page, h => Assert.Null(h.Metres));
    }

    [Fact(DisplayName = "工资够不够、哪天发布、哪天在招，边界两边分明")]
    public void EdgesOfFilters()
    {
        int Total(VacancyQuery q) => s_three.Find(q).Total;
        Assert.Equal((2, 1, 1, 0), (Total(new() { LeastFen = 600_000 }), Total(new() { LeastFen = 600_001 }), Total(new() { LeastFen = 800_000 }), Total(new() { LeastFen = 800_001 })));
        Assert.Equal((2, 1, 0), (Total(new() { PostedSince = SearchWorld.Day.AddDays(-1) }), Total(new() { PostedSince = SearchWorld.Day }), Total(new() { PostedSince = SearchWorld.Day.AddDays(1) })));
        Assert.Equal((3, 2), (Total(new() { OpenOn = SearchWorld.Day.AddDays(5) }), Total(new() { OpenOn = SearchWorld.Day.AddDays(6) })));
        Assert.Equal((2, 3), (Total(new() { OpenOn = SearchWorld.Day.AddDays(-1) }), Total(new() { OpenOn = SearchWorld.Day })));
    }

    [Trait("Clause", "2.2")]
    [Fact(DisplayName = "一个岗位也没有时，说清缘由，并给出放宽后确有岗位的办法；条数属实")]
    public void NothingFoundAlwaysExplainsAndRelaxes() => Gen.Select(SearchWorld.Vacancies(25), SearchWorld.Query).Sample(
        (vacancies, query) =>
        {
            VacancyHits hits = new VacancySearch(vacancies, SearchWorld.Book).Find(query);
            if (hits.Total > 0)
            {
                Assert.Equal(("", 0, 0), (hits.Why, hits.Relaxations.Count, hits.Instead.Count));
                return;
            }

            Assert.NotEmpty(hits.Why);
            Assert.Equal(vacancies.Length > 0, hits.Relaxations.Count > 0);
            Assert.All(hits.Relaxations, r =>
            {
                Assert.NotEmpty(r.Text);
                Assert.True(r.Total > 0);
                Assert.Equal(SearchOracle.Find(vacancies, r.Query, SearchWorld.Book).Total, r.Total);
            });
            if (hits.Relaxations.Count > 0)
            {
                Assert.Equal(SearchOracle.Find(vacancies, hits.Relaxations[0].Query, SearchWorld.Book).Page, hits.Instead);
            }
        },
        iter: 1500);

    [Fact(DisplayName = "放宽的话说得具体：工资降到多少、地区放宽到哪里、哪几条一起不限")]
    public void RelaxationsAreSaidInWords()
    {
        VacancyHits pay = s_three.Find(new VacancyQuery { Text = "电焊工", LeastFen = 700_000, Region = 140000000000 });
        Assert.Equal("没有同时符合这些条件的岗位：月工资7000元以上、在山西省、含“电焊工”", pay.Why);
        Assert.Equal([("月工资降到6000元以上", 1)], pay.Relaxations.Select(r => (r.Text, r.Total)));
        Assert.Equal(SearchWorld.Id(1), Assert.Single(pay.Instead).Id);

        VacancyHits place = s_three.Find(new VacancyQuery { Text = "月嫂", Region = 140105000000 });
        Assert.Equal([("地区放宽到全国", 1), ("不限含“月嫂”", 1)], place.Relaxations.Select(r => (r.Text, r.Total)));

        VacancyHits both = s_three.Find(new VacancyQuery { Text = "月嫂", Region = 140105000000, Lodging = true, Insurance = true, LeastFen = 700_000 });
        Assert.Equal(["不限缴纳社会保险，不限包住，不限地区"], both.Relaxations.Select(r => r.Text));
        Assert.Equal("没有含“火箭”的岗位", s_three.Find(new VacancyQuery { Text = "火箭" }).Why);
        Assert.Equal("目前还没有发布的岗位，请过些日子再来看看", new VacancySearch([], SearchWorld.Book).Find(new VacancyQuery { Text = "火箭" }).Why);
    }

    [Fact(DisplayName = "页码、条数超出范围时收回到范围内，太长的文字只读前面")]
    public void LimitsAreHeld()
    {
        Assert.Equal(3, s_three.Find(new VacancyQuery { Take = int.MaxValue, Skip = -5 }).Page.Count);
        Assert.Empty(s_three.Find(new VacancyQuery { Skip = int.MaxValue }).Page);
        Assert.Single(s_three.Find(new VacancyQuery { Take = 0 }).Page);
        Assert.Equal(1, s_three.Find(new VacancyQuery { Text = "焊工" + new string(' ', VacancyQuery.MostText) + "月嫂" }).Total);
    }

    [Fact(DisplayName = "同一岗位编号出现两次，当场拒绝")]
    public void AnIdTwiceIsRefused()
    {
        Assert.Throws<ArgumentException>(() => new VacancySearch([s_welder, s_welder], SearchWorld.Book));
        Assert.Throws<ArgumentException>(() => s_three.With([s_welder, s_welder], []));
    }

    private static void Equal(VacancyText[] vacancies, VacancySearch search, VacancyQuery q)
    {
        (int total, VacancyHit[] page) = SearchOracle.Find(vacancies, q, SearchWorld.Book);
        VacancyHits hits = search.Find(q);
        Assert.Equal(total, hits.Total);
        Assert.Equal(page, hits.Page);
    }
}
