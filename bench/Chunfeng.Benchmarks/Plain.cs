using Chunfeng.People.Demo;
using Chunfeng.Platform.Data;

namespace Chunfeng.Benchmarks;

/// <summary>What the import is compared with: psql's \copy of the same file into one wide text table, unencrypted and unchecked.</summary>
internal static class Plain
{
    public const string Description =
        "psql \\copy FROM the same CSV file (FORMAT csv, HEADER) into one logged table of the file's 60 columns, all text (COLLATE \"C\"), no check, "
        + "no encryption, with as many indexes as the register's three tables have: primary key (ID number); (village, ID number); "
        + "(name, ID number); (telephone); (household number); (last four of the ID number, village); (last four of the telephone, village); for work spells unique (ID number, start, county) where employed; "
        + "for categories unique (ID number, category) where not ordinary";

    private static readonly string[] Indexes =
    [
        "ALTER TABLE plain ADD PRIMARY KEY (\"身份证号\")",
        "CREATE INDEX ON plain (\"行政村\", \"身份证号\")",
        "CREATE INDEX ON plain (\"姓名\", \"身份证号\")",
        "CREATE INDEX ON plain (\"联系电话\")",
        "CREATE INDEX ON plain (\"户编号(防返贫系统)\")",
        "CREATE INDEX ON plain (right(\"身份证号\", 4), \"行政村\")",
        "CREATE INDEX ON plain (right(\"联系电话\", 4), \"行政村\")",
        "CREATE UNIQUE INDEX ON plain (\"身份证号\", \"开始时间\", \"务工县\") WHERE \"是否就业\" = '是'",
        "CREATE UNIQUE INDEX ON plain (\"身份证号\", \"人员类别(一般/脱贫/监测)\") WHERE \"人员类别(一般/脱贫/监测)\" <> '一般'",
    ];

    /// <summary>A database with the table, its indexes and so many residents; made once, then used as a template.</summary>
    public static Task<string> PostgresAsync(Bench bench, int residents) => bench.OnceAsync($"cfbench_plain_{residents}", async () =>
    {
        var name = $"cfbench_plain_{residents}";
        await bench.Server!.CreateAsync(name);
        await using (var session = await bench.Server.OpenAsync(name))
        {
            await session.ExecuteAsync(
                $"CREATE TABLE plain ({string.Join(", ", DemoRoster.Header.Select(n => $"\"{n}\" text COLLATE \"C\""))})", default);
            if (residents > 0)
            {
                await using var copy = await session.BeginTextImportAsync("COPY plain FROM STDIN (FORMAT csv)");
                using var stream = new ToWriter(copy);
                Corpus.Write(bench, stream, "residents.csv", Corpus.Residents(bench, residents), withHeader: false);
            }

            foreach (var index in Indexes)
            {
                await session.ExecuteAsync(index, default);
            }
        }

        await Register.SettleAsync(bench, name);
        return name;
    });

    /// <summary>Milliseconds of \copy.</summary>
    public static Task<double> CopyAsync(Bench bench, string database, string file) => Measure.TimeAsync(() => CopyNowAsync(bench, database, file));

    private static async Task CopyNowAsync(Bench bench, string database, string file)
    {
        if (PostgresServer.Psql is not null)
        {
            await bench.Server!.PsqlAsync(database, $"\\copy plain FROM '{file}' WITH (FORMAT csv, HEADER)");
            return;
        }

        // what psql does: the file's bytes as they are
        await using var session = await bench.Server!.OpenAsync(database);
        await using var copy = await session.BeginTextImportAsync("COPY plain FROM STDIN (FORMAT csv, HEADER)");
        using var text = new StreamReader(file);
        var buffer = new char[1 << 16];
        for (int read; (read = await text.ReadAsync(buffer)) > 0;)
        {
            await copy.WriteAsync(buffer.AsMemory(0, read));
        }
    }

    /// <summary>Lets the roster writer write into COPY.</summary>
    private sealed class ToWriter(TextWriter writer) : Stream
    {
        private readonly System.Text.Decoder decoder = System.Text.Encoding.UTF8.GetDecoder();
        private readonly char[] chars = new char[1 << 17];
        private bool started;

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            var bytes = buffer.AsSpan(offset, count);
            var text = chars.AsSpan(0, decoder.GetChars(bytes, chars, flush: false));
            if (!started && text.Length > 0)
            {
                started = true;
                text = text.TrimStart('\uFEFF');
            }

            writer.Write(text);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
