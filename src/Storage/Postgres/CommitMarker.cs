using Npgsql;
using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>
/// The writer's row in <c>fast_writer</c>, changed in every batch: when the answer to a commit is lost, the row tells what became of it. Whoever reads it waits for
/// a transaction that still holds it, so the answer is final.
/// </summary>
internal static class CommitMarker
{
    private const string AdvanceSql =
        """
        INSERT INTO fast_writer (id, batch, updated) VALUES (@writer, @batch, now())
        ON CONFLICT (id) DO UPDATE SET batch = excluded.batch, updated = excluded.updated
        """;

    private const string RegisterSql = "INSERT INTO fast_writer (id, batch, updated) VALUES (@writer, 0, now()) ON CONFLICT (id) DO NOTHING";

    // Rows of writers that ended without saying so.
    private const string SweepSql = "DELETE FROM fast_writer WHERE updated < now() - interval '30 days' AND id <> @writer";

    private const string ReadSql = "SELECT batch FROM fast_writer WHERE id = @writer FOR UPDATE";

    // A predecessor that the server has not given up yet would keep its locks; it can do nothing useful any more.
    private const string EndPredecessorsSql =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = @name AND usename = current_user AND pid <> pg_backend_pid()";

    /// <summary>The statement that makes the batch known, as part of its transaction.</summary>
    public static PipelinedCommand Advance(Guid writer, long batch)
    {
        var command = new NpgsqlBatchCommand(AdvanceSql);
        PostgresParameters.Set(command.Parameters, "@writer", SqlType.Uuid, writer);
        PostgresParameters.Set(command.Parameters, "@batch", SqlType.Number, batch);
        return new PipelinedExecution(owner: null, command);
    }

    /// <summary>Makes the row if it is missing: reading it has to find something to wait for.</summary>
    public static async ValueTask RegisterAsync(NpgsqlConnection connection, Guid writer)
    {
        await ExecuteAsync(connection, RegisterSql, writer);
        await ExecuteAsync(connection, SweepSql, writer);
    }

    /// <summary>The last batch that was committed, final.</summary>
    public static async ValueTask<long> ReadAsync(NpgsqlConnection connection, Guid writer)
    {
        await using var command = new NpgsqlCommand(ReadSql, connection);
        PostgresParameters.Set(command.Parameters, "@writer", SqlType.Uuid, writer);
        return await command.ExecuteScalarAsync() is long batch ? batch : 0;
    }

    public static async ValueTask EndPredecessorsAsync(NpgsqlConnection connection, string name)
    {
        await using var command = new NpgsqlCommand(EndPredecessorsSql, connection);
        PostgresParameters.Set(command.Parameters, "@name", SqlType.Text, name);
        await command.ExecuteNonQueryAsync();
    }

    private static async ValueTask ExecuteAsync(NpgsqlConnection connection, string sql, Guid writer)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        PostgresParameters.Set(command.Parameters, "@writer", SqlType.Uuid, writer);
        await command.ExecuteNonQueryAsync();
    }
}
