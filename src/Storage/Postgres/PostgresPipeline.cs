using Npgsql;
using Venueless.Fast.Storage.Postgres.Merging;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>
/// Shares round trips: statements of many units collect until the writer flushes, go to the server together, and their results let the units go on to their next
/// statement. A batch of any size costs as many round trips as its longest unit has dependent statements. Used by the writer only.
/// </summary>
/// <param name="merger">Null: every statement goes on its own.</param>
internal sealed class PostgresPipeline(NpgsqlConnection connection, StatementMerger? merger)
{
    private readonly NpgsqlConnection _connection = connection;
    private readonly StatementMerger? _merger = merger;
    private readonly List<IBatchedCommand> _commands = [];
    private List<PipelinedCommand> _pending = [];
    private List<PipelinedCommand> _sent = [];

    public bool HasPending => _pending.Count > 0;

    /// <summary>Statements of several units have gone as one.</summary>
    public bool HasMerged { get; private set; }

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
        CollectCommands();
        await using var batch = new NpgsqlBatch(_connection);
        foreach (var command in _commands)
        {
            batch.BatchCommands.Add(command.Command);
        }

        await using var reader = await batch.ExecuteReaderAsync();
        foreach (var command in _commands)
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

    private void CollectCommands()
    {
        _commands.Clear();
        if (_merger is null)
        {
            _commands.AddRange(_sent);
        }
        else
        {
            HasMerged |= _merger.Merge(_sent, _commands);
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
        exception is PostgresException { BatchCommand: { } refused } ? _sent.Find(command => command.Statement.WentAs(refused))?.Owner : null;
}
