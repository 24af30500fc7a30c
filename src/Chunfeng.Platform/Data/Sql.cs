using System.Data.Common;

namespace Chunfeng.Platform.Data;

/// <summary>The few words of plain ADO.NET that bulk work needs; values are always parameters.</summary>
public static class Sql
{
    extension(DbConnection connection)
    {
        public async Task<int> ExecuteAsync(
            string sql, CancellationToken cancel, DbTransaction? transaction = null, params (string Name, object? Value)[] parameters)
        {
            await using var command = connection.Command(sql, transaction, parameters);
            return await command.ExecuteNonQueryAsync(cancel);
        }

        public async Task<long> ScalarAsync(
            string sql, DbTransaction? transaction, CancellationToken cancel, params (string Name, object? Value)[] parameters)
        {
            await using var command = connection.Command(sql, transaction, parameters);
            var value = await command.ExecuteScalarAsync(cancel);
            return value is null or DBNull ? 0 : Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture);
        }

        public async Task<List<T>> QueryAsync<T>(
            string sql, Func<DbDataReader, T> map, DbTransaction? transaction, CancellationToken cancel, params (string Name, object? Value)[] parameters)
        {
            await using var command = connection.Command(sql, transaction, parameters);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancel))
            {
                rows.Add(map(reader));
            }

            return rows;
        }

        public DbCommand Command(string sql, DbTransaction? transaction, params (string Name, object? Value)[] parameters)
        {
            var command = connection.CreateCommand();
            command.CommandText = sql;
            command.Transaction = transaction;
            command.CommandTimeout = 0; // bulk statements take minutes; cancellation is the caller's
            foreach (var (name, value) in parameters)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                parameter.Value = value ?? DBNull.Value;
                command.Parameters.Add(parameter);
            }

            return command;
        }
    }
}
