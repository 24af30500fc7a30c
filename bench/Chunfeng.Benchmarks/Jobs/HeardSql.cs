using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;
using Chunfeng.People.Register;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Chunfeng.Benchmarks.Jobs;

/// <summary>A statement as the program sent it, to be sent again without EF.</summary>
internal sealed record Captured(string Text, IReadOnlyList<NpgsqlParameter> Parameters)
{
    public bool Reads => Text.Split('\n').FirstOrDefault(l => l.Length > 0 && !l.StartsWith("--", StringComparison.Ordinal)) is { } first
        && (first.StartsWith("SELECT", StringComparison.Ordinal) || first.StartsWith("WITH", StringComparison.Ordinal));

    public NpgsqlCommand On(NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand(Text, connection);
        foreach (var parameter in Parameters)
        {
            command.Parameters.Add(parameter.Clone());
        }

        return command;
    }

    /// <param name="prepare">Planned once a connection instead of at each call.</param>
    public async Task<List<RegisterRow>> ReadAsync(NpgsqlDataSource source, bool prepare)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = On(connection);
        if (prepare)
        {
            await command.PrepareAsync();
        }

        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<RegisterRow>(RegisterQuery.PageSize + 1);
        while (await reader.ReadAsync())
        {
            rows.Add(new RegisterRow(
                reader.GetGuid(0), reader.GetString(1), reader.GetInt16(2), reader.GetFieldValue<DateOnly>(3), reader.GetInt64(4),
                reader.IsDBNull(5) ? null : reader.GetString(5), reader.IsDBNull(6) ? null : reader.GetString(6), reader.GetFieldValue<byte[]>(7),
                reader.IsDBNull(8) ? null : reader.GetFieldValue<byte[]>(8), reader.GetBoolean(9), reader.GetDateTime(10)));
        }

        return rows;
    }
}

/// <summary>What a page asked, sent again on one connection, its rows written as JSON.</summary>
internal sealed class HeardPage(NpgsqlDataSource source, IReadOnlyList<Captured> statements) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(httpContext.Response.BodyWriter);
        await using var connection = await source.OpenConnectionAsync();
        json.WriteStartArray();
        foreach (var statement in statements)
        {
            await using var command = statement.On(connection);
            await using var reader = await command.ExecuteReaderAsync();
            var kinds = Enumerable.Range(0, reader.FieldCount).Select(i => Type.GetTypeCode(reader.GetFieldType(i))).ToArray();
            json.WriteStartArray();
            while (await reader.ReadAsync())
            {
                json.WriteStartArray();
                for (var i = 0; i < kinds.Length; i++)
                {
                    Write(json, reader, i, kinds[i]);
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        await json.FlushAsync(httpContext.RequestAborted);
    }

    private static void Write(Utf8JsonWriter json, NpgsqlDataReader reader, int at, TypeCode kind)
    {
        if (reader.IsDBNull(at))
        {
            json.WriteNullValue();
            return;
        }

        switch (kind)
        {
            case TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64:
                json.WriteNumberValue(reader.GetInt64(at));
                break;
            case TypeCode.Double or TypeCode.Single:
                json.WriteNumberValue(reader.GetDouble(at));
                break;
            case TypeCode.Boolean:
                json.WriteBooleanValue(reader.GetBoolean(at));
                break;
            case TypeCode.String:
                json.WriteStringValue(reader.GetString(at));
                break;
            case TypeCode.DateTime:
                json.WriteStringValue(reader.GetDateTime(at));
                break;
            default:
                JsonSerializer.Serialize(json, reader.GetValue(at));
                break;
        }
    }
}

/// <summary>Hears the SQL that EF sends, whoever sends it.</summary>
internal sealed class SqlListener : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly ConcurrentBag<IDisposable> subscriptions = [];
    private readonly ConcurrentQueue<Captured> heard = [];

    public SqlListener() => subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    /// <summary>What was heard since it was last asked, in order.</summary>
    public List<Captured> Take()
    {
        List<Captured> taken = [];
        while (heard.TryDequeue(out var one))
        {
            taken.Add(one);
        }

        return taken;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.EntityFrameworkCore")
        {
            subscriptions.Add(value.Subscribe(this));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key == RelationalEventId.CommandExecuting.Name && value.Value is CommandEventData { Command: DbCommand { CommandType: CommandType.Text } command })
        {
            heard.Enqueue(new Captured(command.CommandText, [.. command.Parameters.Cast<NpgsqlParameter>().Select(p => p.Clone())]));
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        foreach (var subscription in subscriptions)
        {
            subscription.Dispose();
        }
    }
}
