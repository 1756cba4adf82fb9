using Npgsql;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>
/// Shares round trips: statements of many units collect until the writer flushes, go to the server together, and their results let the units go on to their next
/// statement. A batch of any size costs as many round trips as its longest unit has dependent statements. Used by the writer only.
/// </summary>
internal sealed class PostgresPipeline(NpgsqlConnection connection)
{
    private readonly NpgsqlConnection _connection = connection;
    private List<PipelinedCommand> _pending = [];
    private List<PipelinedCommand> _sent = [];

    public bool HasPending => _pending.Count > 0;

    /// <summary>Whose statement the server refused, when the last flush failed by one; null: nobody's, or not known.</summary>
    public WriteUnit? Guilty { get; private set; }

    public void Add(PipelinedCommand command) => _pending.Add(command);

    /// <summary>
    /// One round trip. Every command that waited is completed in order, or fails with what is thrown: the server stops at the first error, and the transaction
    /// with it.
    /// </summary>
    public async ValueTask FlushAsync()
    {
        (_sent, _pending) = (_pending, _sent);
        try
        {
            await SendAsync();
        }
        catch (Exception exception)
        {
            Guilty = FindGuilty(exception);
            FailSent(exception);
            throw;
        }

        foreach (var command in _sent)
        {
            command.Complete();
        }

        _sent.Clear();
    }

    private async ValueTask SendAsync()
    {
        await using var batch = new NpgsqlBatch(_connection);
        foreach (var command in _sent)
        {
            batch.BatchCommands.Add(command.Command);
        }

        await using var reader = await batch.ExecuteReaderAsync();
        foreach (var command in _sent)
        {
            if (command.HasRows)
            {
                await command.ReadAsync(reader);
                await reader.NextResultAsync();
            }
        }

        // Whatever comes after the last rows: an error there must not go unnoticed.
        while (await reader.NextResultAsync())
        {
        }
    }

    // Units that end by this may not add anything: their statements would belong to no transaction.
    private void FailSent(Exception exception)
    {
        foreach (var command in _sent)
        {
            command.Fail(exception);
        }

        _sent.Clear();
        _pending.Clear();
    }

    private WriteUnit? FindGuilty(Exception exception) =>
        exception is PostgresException { BatchCommand: { } refused } ? _sent.Find(command => ReferenceEquals(command.Command, refused))?.Owner : null;
}
