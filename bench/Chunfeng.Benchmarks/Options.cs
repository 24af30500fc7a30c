using System.Globalization;

namespace Chunfeng.Benchmarks;

/// <summary>What the command line asked for.</summary>
/// <param name="Rows">Rows of the imported file; null for the job's own size.</param>
/// <param name="Others">People who are in the register already; null for the job's own size.</param>
/// <param name="Repetitions">How often baseline and Chunfeng take turns.</param>
/// <param name="Postgres">A server to use, else a throwaway one is started.</param>
/// <param name="Work">Where files are made; a folder of its own below it is removed at the end.</param>
/// <param name="Pages">Only what contains one of these ("a|b"), where a job measures many pages; empty for all.</param>
/// <param name="Register">Only pages that ask for people or their spells, where a job measures many pages.</param>
/// <param name="Keep">Prepared files, databases and the server's folder stay, and the next run with it takes them as they are.</param>
internal sealed record Options(int? Rows, int? Others, int Repetitions, string? Postgres, string Work, string[] Pages, bool Register, bool Keep, string CommandLine)
{
    public static Options Parse(string[] args)
    {
        string? Value(string name)
        {
            var at = Array.IndexOf(args, name);
            return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
        }

        int? Number(string name) => Value(name) is { } text ? int.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : null;

        // the connection string may hold a password, and folders are this machine's: only that they were given is kept
        var shown = args.Select((a, i) => i == 0 ? a : args[i - 1] switch { "--postgres" => "\"Host=…\"", "--work" => "FOLDER", _ => a });
        return new Options(
            Number("--rows"), Number("--others"), Number("--repetitions") ?? 3, Value("--postgres"), Value("--work") ?? Path.GetTempPath(), Value("--page")?.Split('|') ?? [],
            args.Contains("--register"), args.Contains("--keep"),
            $"dotnet run -c Release --project bench/Chunfeng.Benchmarks -- {string.Join(' ', shown)}");
    }
}
