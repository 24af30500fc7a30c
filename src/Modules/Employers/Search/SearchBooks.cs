using System.Globalization;
using Chunfeng.Engine.Matching;
using Chunfeng.Engine.Search;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Employers.Search;

/// <summary>Makes what the vacancy search knows from the reference data: official names, everyday words, places with their points.</summary>
internal static class SearchBooks
{
    // say nothing about the work, so they are passed over
    private static readonly string[] Noise =
        ["招聘", "招工", "急招", "急聘", "诚聘", "高薪", "找工作", "找活", "找活干", "工作", "岗位", "职位", "附近", "的工作", "招人", "哪里", "哪儿", "有没有", "本地"];

    /// <param name="places">Where data/geo lies.</param>
    public static SearchBook Make(CodeSets codes, OccupationWords everyday, RegionTree regions, Places places)
    {
        // 1-01 and its one group 1-01-00 have one number: the broader name comes first
        KeyValuePair<int, string>[] names = [.. codes.Occupation.Entries.Select(e => KeyValuePair.Create(Code(e.Code), e.Name)).DistinctBy(n => n.Key)];
        List<SearchWord> words =
        [
            .. Noise.Select(n => new SearchWord(n, [], IsNoise: true)),
            .. codes.Occupation.Entries.Where(e => e.Level is "detail" or "minor").Select(e => new SearchWord(e.Name, [Code(e.Code)])),
            .. everyday.Words.Select(w => new SearchWord(w.Word, [.. w.Codes.Select(Code)])),
        ];
        Dictionary<long, (double Latitude, double Longitude)> points = Points(Path.Combine(places.Reference, "geo"));
        List<SearchPlace> known = [];
        foreach (Region region in regions.All.Where(r => r.Level is RegionLevel.Province or RegionLevel.City or RegionLevel.County or RegionLevel.Township))
        {
            bool found = points.TryGetValue(region.Code.Value, out (double Latitude, double Longitude) point);
            known.Add(new SearchPlace(region.Code.Value, region.FullName, found ? point.Latitude : null, found ? point.Longitude : null));
            words.Add(new SearchWord(region.Name, []));
            if (region.Level != RegionLevel.Township)
            {
                words.Add(new SearchWord(region.ShortName, []));
            }
        }

        return new SearchBook(words, names, known);
    }

    private static int Code(string code) => OccupationCode.TryParse(code, out int number) ? number : throw new InvalidDataException($"{code} is no occupation");

    private static Dictionary<long, (double Latitude, double Longitude)> Points(string directory)
    {
        Dictionary<long, (double, double)> points = [];
        foreach (string file in (string[])["shanxi_centroids.csv", "china_city_points.csv"])
        {
            string[] lines = File.ReadAllLines(Path.Combine(directory, file));
            string[] header = lines[0].Split(',');
            int code = Array.IndexOf(header, "code"), longitude = Array.IndexOf(header, "lon"), latitude = Array.IndexOf(header, "lat");
            foreach (string[] cells in lines.Skip(1).Where(l => l.Length > 0).Select(l => l.Split(',')))
            {
                points.TryAdd(
                    long.Parse(cells[code], CultureInfo.InvariantCulture) * 1_000_000,
                    (double.Parse(cells[latitude], CultureInfo.InvariantCulture), double.Parse(cells[longitude], CultureInfo.InvariantCulture)));
            }
        }

        return points;
    }
}
