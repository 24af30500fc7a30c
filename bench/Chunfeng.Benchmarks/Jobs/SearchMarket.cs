using Chunfeng.Employers.Search;
using Chunfeng.Engine.Matching;
using Chunfeng.Engine.Search;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Benchmarks.Jobs;

/// <summary>Made-up vacancies with texts as they are written, and questions as they are asked; the same for the same seed.</summary>
internal sealed class SearchMarket
{
    public static readonly DateOnly Day = new(2022, 2, 27);

    private static readonly string[] Openings = ["急招", "招聘", "诚聘", "", "", "", "长期招", "大量招聘"];
    private static readonly string[] Closings = ["", "", "", "（包吃住）", "（日结）", "，月休4天", "数名", "，夫妻工优先"];
    private static readonly string[] Trades = ["建筑工程", "机械制造", "电子科技", "物业管理", "家政服务", "餐饮管理", "物流", "纺织", "食品", "矿业", "农业发展", "劳务", "商贸", "医疗器械"];

    private static readonly string[] Phrases =
    [
        "每天工作八小时，加班另算", "工资月结，不拖欠", "提供宿舍，四人间，有空调热水", "食堂免费，早中晚三餐", "入职即签劳动合同", "缴纳五险", "有经验者优先，也可带徒",
        "需持证上岗", "身体健康，能吃苦耐劳", "节假日有福利", "试用期一个月", "路费凭票报销", "两班倒，每周倒班", "长白班，不上夜班", "负责日常清洁和垃圾清运",
        "服从班组长安排", "会开叉车的另有补贴", "全勤奖200元", "工龄工资每年加100元", "熟练工计件，多劳多得", "有班车接送", "可预支生活费", "要求C1驾驶证", "会看图纸，能独立操作CNC机床",
        "负责货物装卸和搬运", "照顾老人起居，做饭打扫", "持电工证或焊工证", "工地在市区，交通方便", "面试通过后次日上班", "签订书面合同，按时足额发放工资",
    ];

    private SearchMarket(Bench bench, int count)
    {
        Random random = new(23);
        var everyday = OccupationWords.Load(Path.Combine(bench.Data, "occupations"), bench.Codes.Occupation);
        Book = SearchBooks.Make(bench.Codes, everyday, bench.Regions, new Places(bench.Data, bench.PathOf("var")));
        (int Code, string Name, string[] Said)[] occupations =
        [
            .. bench.Codes.Occupation.Entries.Where(e => e.Level == "detail" && e.Code[0] is '4' or '5' or '6')
                .Select(e => (OccupationCode.TryParse(e.Code, out var code) ? code : 0, e.Name, everyday.WordsOf(e.Code).ToArray())),
        ];
        random.Shuffle(occupations);

        // work people have words for is also the commoner
        occupations = [.. occupations.OrderByDescending(o => Math.Min(o.Said.Length, 3))];
        Region[] places =
        [
            .. bench.Regions.Within(RegionCode.Shanxi, RegionLevel.County),
            .. bench.Regions.All.Where(r => r.Level == RegionLevel.County && !RegionCode.Shanxi.Contains(r.Code)).Where(_ => random.Next(10) == 0),
        ];
        random.Shuffle(places);
        int Skewed(int below)
        {
            var u = random.NextDouble();
            return (int)(u * u * below);
        }

        T Any<T>(T[] all) => all[random.Next(all.Length)];
        bool Chance(int percent) => random.Next(100) < percent;
        string Said((int Code, string Name, string[] Said) o) => o.Said.Length > 0 && Chance(60) ? Any(o.Said) : o.Name;
        Vacancies = [.. Enumerable.Range(0, count).Select(i =>
        {
            var occupation = occupations[Skewed(occupations.Length)];
            var place = places[Skewed(places.Length)];
            return new VacancyText
            {
                Id = new Guid(i, 1, 2, 0, 0, 0, 0, 0, 0, 0, 9),
                Title = Any(Openings) + Said(occupation) + Any(Closings),
                Employer = $"{place.ShortName}{(char)(0x4E00 + random.Next(2000))}{(char)(0x4E00 + random.Next(2000))}{Any(Trades)}有限公司",
                Description = string.Join('，', Enumerable.Range(0, 3 + random.Next(6)).Select(_ => Any(Phrases)).Distinct()) + (Chance(30) ? $"。岗位：{occupation.Name}" : "。"),
                Place = place.FullName,
                Region = place.Code.Value,
                Occupation = Chance(2) ? 0 : occupation.Code,
                MonthFen = Chance(5) ? 0 : random.Next(50, 180) * 5_000,
                Board = Chance(40),
                Lodging = Chance(45),
                Insurance = Chance(50),
                Posts = Chance(3) ? 0 : 1 + random.Next(20),
                PostedOn = Day.AddDays(-Skewed(120)),
                From = Day.AddDays(-random.Next(60)),
                To = Day.AddDays(random.Next(60) - 3),
            };
        })];
        Queries = [.. Enumerable.Range(0, 2_000).Select(_ =>
        {
            var place = places[Skewed(places.Length)];
            var occupation = occupations[Skewed(occupations.Length)];
            var text = random.Next(10) switch
            {
                < 5 => Said(occupation),
                5 => $"{place.ShortName}{Said(occupation)}",
                6 => $"{place.Name} {Said(occupation)}",
                7 => $"{Said(occupation)} {Any(Phrases)[..4]}",
                8 => Any(Phrases)[..2],
                _ => "",
            };
            var order = Any(Enum.GetValues<VacancyOrder>());
            return new VacancyQuery
            {
                Text = text,
                Region = Chance(60) ? 0 : Chance(50) ? place.Code.Value / 100_000_000 * 100_000_000 : place.Code.Value,
                Occupation = Chance(88) ? 0 : occupation.Code / 10_000 * 10_000,
                LeastFen = Chance(70) ? 0 : random.Next(6, 16) * 50_000,
                Board = Chance(15),
                Lodging = Chance(20),
                Insurance = Chance(15),
                PostedSince = Chance(80) ? null : Day.AddDays(-7 * (1 + random.Next(4))),
                OpenOn = Day,
                Order = order,
                Near = order == VacancyOrder.Distance ? place.Code.Value : 0,
                Skip = Chance(85) ? 0 : 20 * random.Next(1, 5),
            };
        })];
        Index = new VacancySearch(Vacancies, Book);
    }

    public SearchBook Book { get; }
    public VacancyText[] Vacancies { get; }
    public VacancyQuery[] Queries { get; }
    public VacancySearch Index { get; }

    public static Task<SearchMarket> MakeAsync(Bench bench, int count) => bench.OnceAsync($"search-{count}", () => Task.FromResult(new SearchMarket(bench, count)));
}
