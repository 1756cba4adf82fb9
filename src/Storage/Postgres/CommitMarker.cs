using Npgsql;
using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>
/// The writer's row in <c>fast_writer</c>, changed in every batch: when the answer to a commit is lost, the row tells what became of it. Whoever reads it waits for
/// a transaction that still holds it, and leaves a fence for one that has not touched it yet: an answer is final. Batches have even numbers, the fence of a batch
/// is the odd one above.
/// </summary>
internal static class CommitMarker
{
    private const string AdvanceSql =
        """
        INSERT INTO fast_writer AS known (id, batch, updated) VALUES (@writer, @batch, now())
        ON CONFLICT (id) DO UPDATE
        SET batch = CASE WHEN known.batch < excluded.batch THEN excluded.batch ELSE 1 / (known.batch - known.batch) END, updated = excluded.updated
        """;

    private const string RegisterSql = "INSERT INTO fast_writer (id, batch, updated) VALUES (@writer, 0, now()) ON CONFLICT (id) DO NOTHING";

    // Rows of writers that ended without saying so.
    private const string SweepSql = "DELETE FROM fast_writer WHERE updated < now() - interval '30 days' AND id <> @writer";

    // Raises the row to the fence unless the batch is there; waits for whoever holds the row, and sees what it has left.
    private const string FindOutSql =
        "UPDATE fast_writer SET batch = CASE WHEN batch = @batch THEN batch ELSE @batch + 1 END WHERE id = @writer RETURNING batch = @batch";

    // A predecessor that the server has not given up yet would keep its locks; it can do nothing useful any more.
    private const string EndPredecessorsSql =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = @name AND usename = current_user AND pid <> pg_backend_pid()";

    /// <summary>The statement that makes the batch known, as part of its transaction; fails, and the transaction with it, behind the batch's fence.</summary>
    public static PipelinedCommand Advance(Guid writer, long batch)
    {
        var statement = new BoundStatement(AdvanceSql);
        statement.Set("@writer", SqlType.Uuid, writer);
        statement.Set("@batch", SqlType.Number, batch);
        return new PipelinedExecution(owner: null, statement);
    }

    /// <summary>Makes the row if it is missing: reading it has to find something to wait for.</summary>
    public static async ValueTask RegisterAsync(NpgsqlConnection connection, Guid writer)
    {
        await ExecuteAsync(connection, RegisterSql, writer);
        await ExecuteAsync(connection, SweepSql, writer);
    }

    /// <summary>The number for the batch after this one.</summary>
    public static long Next(long batch) => batch + 2;

    /// <summary>The last batch that was sent was committed; false: it was not and never will be.</summary>
    public static async ValueTask<bool> FindOutAsync(NpgsqlConnection connection, Guid writer, long batch)
    {
        await using var command = new NpgsqlCommand(FindOutSql, connection);
        PostgresParameters.Set(command.Parameters, "@writer", SqlType.Uuid, writer);
        PostgresParameters.Set(command.Parameters, "@batch", SqlType.Number, batch);
        return await command.ExecuteScalarAsync() is true;
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
