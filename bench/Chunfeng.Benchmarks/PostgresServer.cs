using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Chunfeng.Platform.Data;
using Npgsql;

namespace Chunfeng.Benchmarks;

/// <summary>The PostgreSQL the jobs run on: the given one, or a throwaway instance with ordinary production settings.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    // durability as shipped; memory and WAL as any installation of this size sets them
    private const string Settings = """
        fsync = on
        synchronous_commit = on
        full_page_writes = on
        shared_buffers = 2GB
        max_wal_size = 8GB
        maintenance_work_mem = 1GB
        work_mem = 64MB
        """;

    private readonly string connection;
    private readonly string? binaries, folder;
    private readonly bool keep;

    private PostgresServer(string connection, string? binaries, string? folder, bool keep = false) =>
        (this.connection, this.binaries, this.folder, this.keep) = (connection, binaries, folder, keep);

    /// <summary>psql of this machine, null when there is none.</summary>
    public static string? Psql { get; } = Folders().Select(f => Path.Combine(f, "psql")).FirstOrDefault(File.Exists);

    public static async Task<PostgresServer?> StartAsync(Options options, string work)
    {
        if (options.Postgres is { Length: > 0 } given)
        {
            return new PostgresServer(given, null, null);
        }

        if (FindBinaries() is not { } bin || OperatingSystem.IsWindows())
        {
            return null;
        }

        var folder = Path.Combine(work, "pg");
        var data = Path.Combine(folder, "data");
        Directory.CreateDirectory(folder);
        if (IsRoot)
        {
            await RunAsync("chown", ["postgres", folder]);
        }

        if (!options.Keep || !File.Exists(Path.Combine(data, "PG_VERSION")))
        {
            await RunAsPostgresAsync(Path.Combine(bin, "initdb"), ["-D", data, "-U", "postgres", "-E", "UTF8", "--no-locale", "-A", "trust"]);
        }

        var port = FreePort();
        await File.AppendAllTextAsync(Path.Combine(data, "postgresql.conf"),
            $"\n{Settings}\nport = {port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '{folder}'\n");
        await RunAsPostgresAsync(Path.Combine(bin, "pg_ctl"), ["-D", data, "-l", Path.Combine(folder, "log"), "-w", "start"]);
        return new PostgresServer($"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres", bin, folder, options.Keep);
    }

    public string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder(connection) { Database = database, CommandTimeout = 0, Timeout = 30 }.ToString();

    public async Task<NpgsqlConnection> OpenAsync(string database)
    {
        // no pool: a pooled session would keep a template database busy
        var opened = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString(database)) { Pooling = false }.ToString());
        await opened.OpenAsync();
        return opened;
    }

    public async Task CreateAsync(string database, string? template = null)
    {
        await DropAsync(database);
        await using var session = await OpenAsync("postgres");
        // as files: a copy through the log would leave gigabytes of WAL for the next checkpoint
        await session.ExecuteAsync(
            $"CREATE DATABASE {database}{(template is null ? "" : $" TEMPLATE {template} STRATEGY FILE_COPY")}", default);
        await session.ExecuteAsync("CHECKPOINT", default);
    }

    public async Task DropAsync(string database)
    {
        NpgsqlConnection.ClearAllPools();
        await using var session = await OpenAsync("postgres");
        await session.ExecuteAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)", default);
    }

    /// <summary>psql's own \copy, the thing we are compared with.</summary>
    public async Task PsqlAsync(string database, string command)
    {
        var at = new NpgsqlConnectionStringBuilder(connection);
        await RunAsync(Psql!, ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", at.Host!, "-p", at.Port.ToString(), "-U", at.Username!, "-d", database, "-c", command], at.Password);
    }

    /// <summary>COPY … TO STDOUT, one after another, to nowhere: by psql, or through Npgsql where there is none.</summary>
    public async Task DiscardAsync(string database, IReadOnlyList<string> copies)
    {
        if (Psql is not null)
        {
            foreach (var copy in copies)
            {
                await PsqlAsync(database, $"\\{copy.ToLowerInvariant().Replace("to stdout", "TO '/dev/null'", StringComparison.Ordinal)}");
            }

            return;
        }

        await using var session = await OpenAsync(database);
        var buffer = new char[1 << 16];
        foreach (var copy in copies)
        {
            using var reader = await session.BeginTextExportAsync(copy);
            while (await reader.ReadAsync(buffer) > 0)
            {
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (folder is not null)
        {
            await RunAsPostgresAsync(Path.Combine(binaries!, "pg_ctl"), ["-D", Path.Combine(folder, "data"), "-m", "fast", "-w", "stop"]);
            if (!keep)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static bool IsRoot => Environment.UserName == "root";

    private static string? FindBinaries() => Folders().FirstOrDefault(p => File.Exists(Path.Combine(p, "initdb")) && File.Exists(Path.Combine(p, "pg_ctl")));

    /// <summary>Where Debian puts the server's programs, newest version first; then the path.</summary>
    private static IEnumerable<string> Folders()
    {
        const string debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(debian) ? Directory.GetDirectories(debian) : [];
        return versions.OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var version) ? version : 0).Select(d => Path.Combine(d, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // the server refuses to run as root
    private static Task RunAsPostgresAsync(string program, string[] arguments) =>
        IsRoot ? RunAsync("runuser", ["-u", "postgres", "--", program, .. arguments]) : RunAsync(program, arguments);

    private static async Task RunAsync(string program, string[] arguments, string? password = null)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Path.GetTempPath() };
        if (password is not null)
        {
            start.Environment["PGPASSWORD"] = password;
        }

        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        // the started server inherits the pipe and keeps it open: its words are drained, not awaited
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        while (!process.HasExited)
        {
            await Task.Delay(2);
        }

        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}");
        }
    }
}
