using Chunfeng.Engine.Search;
using CsCheck;

namespace Chunfeng.Engine.Tests.Support;

/// <summary>Few words, places and trades, so that hits, near misses and ties of every kind happen.</summary>
internal static class SearchWorld
{
    public static readonly DateOnly Day = new(2022, 2, 27);

    private static readonly string[] s_words =
        ["电焊工", "焊工", "保洁", "保洁员", "月嫂", "叉车", "工", "车", "太原", "小店", "太原市", "包吃住", "CNC", "ＣＮＣ", "c1", "C1证", "5G", "工作", "招聘", "、", " ", "！", "厂", "电子厂", "子厂"];

    private static readonly int[] s_occupations = [6180204, 6180205, 4090801, 4100106, 6300501, 0];

    private static readonly long[] s_regions = [140105000000, 140105001000, 140107000000, 140222000000, 110105000000, 310000000000, 0];

    public static SearchBook Book { get; } = new(
        [
            new("电焊工", [6180204]), new("焊工", [6180204]), new("保洁", [4090801, 4100106]), new("月嫂", [4100106]), new("电子厂", [6250407, 6250000]), new("CNC", [6180107]),
            new("太原", []), new("太原市", []), new("小店", []), new("招聘", [], IsNoise: true), new("工作", [], IsNoise: true),
        ],
        [new(6180204, "焊工"), new(6180200, "机械热加工人员"), new(6180000, "机械制造基础加工人员"), new(6000000, "生产制造及有关人员"), new(4090801, "保洁员"), new(4100106, "家政服务员")],
        [
            new(140000000000, "山西省", 37.9, 112.5), new(140100000000, "太原市", 37.96, 112.32), new(140105000000, "小店区", 37.74, 112.57), new(140107000000, "杏花岭区", 37.88, 112.6),
            new(140222000000, "天镇县", 40.4, 114.1), new(110000000000, "北京市"), new(110100000000, "市辖区", 39.9, 116.4), new(310000000000, "上海市"),
        ]);

    private static Gen<T> Pick<T>(params T[] all) => Gen.Int[0, all.Length - 1].Select(i => all[i]);

    private static Gen<string> Text(int most) => Pick(s_words).Array[0, most].Select(string.Concat);

    public static Gen<VacancyText> Vacancy { get; } =
        Gen.Select(Gen.Select(Text(4), Text(2), Text(6), Text(2)), Gen.Select(Pick(s_occupations), Pick(s_regions), Gen.Int[0, 5]), Gen.Int[0, 31], Gen.Int[-3, 3], Gen.Int[-3, 3])
            .Select((texts, codes, bits, from, to) => new VacancyText
            {
                Id = Guid.Empty,
                Title = texts.Item1,
                Employer = texts.Item2,
                Description = texts.Item3,
                Place = texts.Item4,
                Occupation = codes.Item1,
                Region = codes.Item2,
                MonthFen = codes.Item3 * 100_000,
                Board = (bits & 1) != 0,
                Lodging = (bits & 2) != 0,
                Insurance = (bits & 4) != 0,
                Posts = bits >> 3,
                PostedOn = Day.AddDays(from),
                From = Day.AddDays(from - 1),
                To = Day.AddDays(to + 1),
            });

    public static Gen<VacancyText[]> Vacancies(int most) => Vacancy.Array[0, most].Select(all => all.Select((v, i) => v with { Id = Id(i) }).ToArray());

    public static Gen<VacancyQuery> Query { get; } =
        Gen.Select(
            Gen.Select(Gen.Int[0, 4], Text(3)).Select((n, text) => n < 2 ? "" : text),
            Gen.Select(Pick<long>(0, 0, 140000000000, 140100000000, 140105000000, 140105001000, 310000000000), Pick(0, 0, 6180204, 6180200, 6000000, 4000000), Gen.Int[0, 5]),
            Gen.Int[0, 1023],
            Gen.Select(Pick(Enum.GetValues<VacancyOrder>()), Pick<long>(0, 140105000000, 140222000000, 110105000000), Gen.Int[0, 5], Gen.Int[1, 12]))
            .Select((text, codes, bits, page) => new VacancyQuery
            {
                Text = text,
                AnyWord = (bits & 3) == 0,
                Region = codes.Item1,
                Occupation = codes.Item2,
                LeastFen = codes.Item3 > 3 ? codes.Item3 * 90_000 : 0,
                Board = (bits & 12) == 0,
                Lodging = (bits & 48) == 0,
                Insurance = (bits & 192) == 0,
                PostedSince = (bits & 256) == 0 ? Day.AddDays(-1) : null,
                OpenOn = (bits & 512) == 0 ? Day : null,
                Order = page.Item1,
                Near = page.Item2,
                Skip = page.Item3,
                Take = page.Item4,
            });

    /// <summary>Ids whose order is not that of their numbers.</summary>
    public static Guid Id(int number) => new((uint)number * 0x9E3779B1u, (ushort)number, 7, 1, 2, 3, 4, 5, 6, 7, 8);
}
