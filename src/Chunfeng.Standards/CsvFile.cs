using System.Text;

namespace Chunfeng.Standards;

/// <summary>The reference files: UTF-8, a header line, quotes where a field needs them.</summary>
internal static class CsvFile
{
    /// <summary>The rows of a file as the values of <paramref name="columns"/>, in that order; a missing column reads as "".</summary>
    /// <exception cref="FileNotFoundException">The file is not there: the data directory is wrong.</exception>
    public static IEnumerable<string[]> Read(string file, params string[] columns)
    {
        using var reader = new StreamReader(file, Encoding.UTF8);
        var header = Split(reader.ReadLine() ?? "");
        var places = Array.ConvertAll(columns, header.IndexOf);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0)
            {
                continue;
            }

            var fields = Split(line);
            yield return Array.ConvertAll(places, p => p >= 0 && p < fields.Count ? fields[p] : "");
        }
    }

    private static List<string> Split(string line)
    {
        if (!line.Contains('"', StringComparison.Ordinal))
        {
            return [.. line.Split(',')];
        }

        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"')
            {
                if (quoted && i + 1 < line.Length && line[i + 1] == '"')
                {
                    field.Append('"');
                    i++;
                    continue;
                }

                quoted = !quoted;
                continue;
            }

            if (line[i] == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
                continue;
            }

            field.Append(line[i]);
        }

        fields.Add(field.ToString());
        return fields;
    }
}
