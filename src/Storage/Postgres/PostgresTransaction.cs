using Npgsql;
using Venueless.Fast.Storage.EventIds;
using Venueless.Fast.Storage.Postgres.Merging;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>One attempt at a batch: begin, run the units side by side, mark the batch, commit. Used by the writer only.</summary>
internal sealed class PostgresTransaction(NpgsqlConnection connection, IReadOnlyList<WriteUnit> units, bool isPatient, StatementMerger? merger)
{
    // The schema defers foreign keys to the commit, where it could not be told whose statement broke one, or waits for somebody's lock.
    private const string CheckAtOnce = "SET CONSTRAINTS ALL IMMEDIATE";

    // One unit after the other may meet a lock: only the first one waits as long as the options say.
    private const string WaitNoLonger = "SET LOCAL lock_timeout = 20";

    // Sorted, so that two nodes with the same channels wait for and not against each other. Of the session and not of the transaction: they are held until the events
    // are published, else a node that takes the next id could be first on the way to the clients.
    private const string LockChannels =
        """
        SELECT pg_advisory_lock(hashtextextended(channel::text, 0))
        FROM (SELECT DISTINCT channel FROM unnest(@channels) channel ORDER BY channel) sorted
        """;

    private readonly NpgsqlConnection _connection = connection;
    private readonly IReadOnlyList<WriteUnit> _units = units;
    private readonly bool _isPatient = isPatient;
    private readonly PostgresPipeline _pipeline = new(connection, merger);

    /// <summary>The commit has been sent: from here on a lost connection says nothing about its outcome.</summary>
    public bool IsCommitSent { get; private set; }

    /// <summary>The connection holds locks of channels until <see cref="ReleaseChannelsAsync"/>, or may hold some.</summary>
    public bool HoldsChannels { get; private set; }

    /// <summary>Whose statement was refused, after a failure; null: nobody's, or not known.</summary>
    public WriteUnit? Guilty => _pipeline.Guilty;

    /// <summary>Statements of several units went to the server as one: a refusal may be the matter of any of them.</summary>
    public bool HasMerged => _pipeline.HasMerged;

    /// <summary>Takes ids for the units that have events and runs all units to their end, without committing. False: some failed by themselves.</summary>
    public async ValueTask<bool> RunAsync(IEventIdSource eventIds, string highestStoredSql, bool locksChannels)
    {
        Send("BEGIN");
        Send(CheckAtOnce);
        if (!_isPatient)
        {
            Send(WaitNoLonger);
        }

        var channels = _units.Select(static unit => unit.PublishedChannel?.Value ?? unit.PublishedRoom?.Value).OfType<Guid>().ToArray();
        if (locksChannels && channels.Length > 0)
        {
            // Before any id is drawn, so that a channel's ids commit in their order on all nodes.
            HoldsChannels = true;
            var statement = new BoundStatement(LockChannels);
            statement.Set("@channels", SqlType.UuidList, channels);
            _pipeline.Add(new PipelinedRead<bool>(owner: null, statement, static _ => true));
            await _pipeline.FlushAsync();
        }

        var events = _units.Sum(static unit => unit.EventCount);
        var firstId = events == 0 ? 0 : await eventIds.TakeAsync(events, cancellation => ReadNumberAsync(highestStoredSql, cancellation));
        var chains = Start(firstId);
        while (_pipeline.HasPending)
        {
            await _pipeline.FlushAsync();
        }

        if (!chains.TrueForAll(static chain => chain.IsCompleted))
        {
            throw new InvalidOperationException("A unit of work awaited something else than its statements.");
        }

        return _units.All(static unit => unit.Failure is null);
    }

    /// <summary>Marks the batch and commits: one round trip.</summary>
    public async ValueTask CommitAsync(Guid writer, long batch)
    {
        _pipeline.Add(CommitMarker.Advance(writer, batch));
        Send("COMMIT");
        IsCommitSent = true;
        await _pipeline.FlushAsync();
    }

    /// <summary>After a failure that left the connection alive.</summary>
    public async ValueTask RollBackAsync()
    {
        await using var command = new NpgsqlCommand("ROLLBACK", _connection);
        await command.ExecuteNonQueryAsync();
        if (HoldsChannels)
        {
            await ReleaseChannelsAsync(_connection);
        }
    }

    /// <summary>Lets other nodes take ids for the channels of the connection's last batch.</summary>
    public static async ValueTask ReleaseChannelsAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", connection);
        await command.ExecuteNonQueryAsync();
    }

    // Units of one key in one chain, everybody else in a chain of its own; ids in the order of the queue.
    private List<Task> Start(long nextId)
    {
        var chains = new List<(List<WriteUnit> Units, List<long> Ids)>(_units.Count);
        var byKey = new Dictionary<WriteKey, int>();
        foreach (var unit in _units)
        {
            if (unit.Key.IsNone || !byKey.TryGetValue(unit.Key, out var chain))
            {
                chain = chains.Count;
                chains.Add(([], []));
                if (!unit.Key.IsNone)
                {
                    byKey.Add(unit.Key, chain);
                }
            }

            chains[chain].Units.Add(unit);
            chains[chain].Ids.Add(unit.EventCount == 0 ? 0 : nextId);
            nextId += unit.EventCount;
        }

        return chains.ConvertAll(chain => RunChainAsync(chain.Units, chain.Ids));
    }

    private async Task RunChainAsync(List<WriteUnit> units, List<long> ids)
    {
        for (var index = 0; index < units.Count; index++)
        {
            var unit = units[index];
            try
            {
                await unit.RunAsync(new WriteScope(new PipelinedSession(_pipeline, unit), unit, ids[index]));
            }
            catch (Exception exception)
            {
                unit.Failure = exception;
            }
        }
    }

    private void Send(string sql) => _pipeline.Add(new PipelinedExecution(owner: null, new BoundStatement(sql)));

    private async ValueTask<long> ReadNumberAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
