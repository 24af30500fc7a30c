using System.Text.Encodings.Web;
using System.Text.Json;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Platform.Jobs;

/// <summary>One kind of background work.</summary>
/// <param name="Code">"room.act", as stored.</param>
/// <param name="Name">What people call it, in Chinese.</param>
/// <param name="Right">The right its asker needs, when asking and again when it runs.</param>
public sealed record JobKind(string Code, string Name, string Right)
{
    /// <summary>Whether running it twice does no harm: then a run that a killed host left behind is begun again, else it is marked failed.</summary>
    public bool Repeatable { get; init; } = true;

    /// <summary>Begun so often and never ended: it is the work that stops the host. At least 1.</summary>
    public int MostAttempts { get; init; } = 5;
}

/// <summary>What a room implements to have work done in the background. Made anew, with services of its own, for each run.</summary>
/// <typeparam name="TInput">Kept as JSON until the job runs: ids and choices, no personal data.</typeparam>
public interface IJob<in TInput>
{
    static abstract JobKind Kind { get; }

    /// <summary>Does the work. Jobs of one kind run one after another on a host.</summary>
    /// <returns>What came out; a refusal ends the job as failed with its message. An exception ends it as failed too, its message is not shown.</returns>
    Task<Result<JobOutcome>> RunAsync(TInput input, JobRun run, CancellationToken cancel);

    /// <summary>Called when the job ends without an answer of <see cref="RunAsync"/>: cancelled, its asker lost the right, an exception, hosts killed too often.</summary>
    /// <param name="why">The sentence people read.</param>
    Task StoppedAsync(TInput input, string why, CancellationToken cancel) => Task.CompletedTask;
}

/// <summary>What came out of a job.</summary>
/// <param name="Text">One sentence.</param>
/// <param name="Link">A page of this site that shows it.</param>
/// <param name="File">Name of the file written to <see cref="JobRun.CreateResult"/>, for the download; null when none was.</param>
public sealed record JobOutcome(string Text, string? Link = null, string? File = null);

/// <summary>One run of a job, as its work sees it.</summary>
public sealed class JobRun
{
    private readonly Func<Stream> createResult;

    internal JobRun(Guid jobId, Actor actor, int attempt, Func<Stream> createResult) =>
        (JobId, Actor, Attempt, this.createResult) = (jobId, actor, attempt, createResult);

    public Guid JobId { get; }

    /// <summary>Who asked, with the rights and the area of now.</summary>
    public Actor Actor { get; }

    /// <summary>1 for the first run.</summary>
    public int Attempt { get; }

    /// <summary>True when a person wants it stopped; false when only the host stops: then the job is taken up again.</summary>
    public bool CancelAsked { get; internal set; }

    internal (int Share, string Text) At { get; private set; } = (0, "");

    /// <summary>How far it is. Cheap: kept in memory, written down every second or so.</summary>
    /// <param name="share">0 to 1.</param>
    public void Report(double share, string text) => At = ((int)(Math.Clamp(share, 0, 1) * 1000), text.Length > 200 ? text[..200] : text);

    /// <summary>The job's result as a sealed file; dispose it before returning. A file of an earlier run is replaced.</summary>
    public Stream CreateResult() => createResult();
}

/// <summary>A job without choices.</summary>
public sealed record NoInput;

/// <summary>Known kinds of jobs and how each is run.</summary>
public sealed class JobCatalogue(IEnumerable<JobEntry> entries)
{
    private readonly Dictionary<string, JobEntry> kinds = entries.ToDictionary(e => e.Kind.Code, StringComparer.Ordinal);

    public IEnumerable<JobKind> Kinds => kinds.Values.Select(e => e.Kind);

    internal JobEntry? Find(string kind) => kinds.GetValueOrDefault(kind);
}

/// <summary>One kind and the way from stored JSON to its work.</summary>
public sealed record JobEntry(
    JobKind Kind, Func<IServiceProvider, string, JobRun, CancellationToken, Task<Result<JobOutcome>>> Run,
    Func<IServiceProvider, string, string, CancellationToken, Task> Stopped);

/// <summary>Work the timetable asks for.</summary>
/// <param name="Cron">Quartz's cron expression, in UTC: 00:10 in China is 16:10 of the day before.</param>
/// <param name="Setting">A setting that must be "true"; null when it always runs.</param>
public sealed record JobSchedule(string Kind, string Title, string Cron, string? Setting = null);

/// <summary>Registration of jobs in a room's AddServices.</summary>
public static class JobRegistration
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    extension(IServiceCollection services)
    {
        public void AddJob<TJob, TInput>() where TJob : class, IJob<TInput>
        {
            services.AddScoped<TJob>();
            services.AddSingleton(new JobEntry(
                TJob.Kind,
                (scope, input, run, cancel) => scope.GetRequiredService<TJob>().RunAsync(Read<TInput>(input), run, cancel),
                (scope, input, why, cancel) => scope.GetRequiredService<TJob>().StoppedAsync(Read<TInput>(input), why, cancel)));
        }

        /// <summary>Has a job without choices run by the timetable, as the operator.</summary>
        public void AddSchedule<TJob>(string title, string cron, string? setting = null) where TJob : class, IJob<NoInput> =>
            services.AddSingleton(new JobSchedule(TJob.Kind.Code, title, cron, setting));
    }

    private static TInput Read<TInput>(string json) => JsonSerializer.Deserialize<TInput>(json, Json) ?? throw new JsonException("A job's input is null.");
}
