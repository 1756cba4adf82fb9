using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using Venueless.Fast.Core.Messaging.Delivery;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.EventIds;
using Venueless.Fast.Storage.Postgres.Merging;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>The only writer of this node: one connection, one batch at a time. Public methods are thread-safe.</summary>
/// <remarks>A lone unit costs its statements and one round trip for the commit; a burst shares all of them (PostgresWriterTests counts transactions).</remarks>
internal sealed partial class PostgresWriter : ISqlWriter
{
    // A batch that keeps colliding with others is cut into halves sooner or later; a lone unit gives up.
    private const int MaxAttempts = 4;

    private static readonly Exception NoReason = new InvalidOperationException("There is none.");

    private readonly WriterConnection _connection;
    private readonly StatementMerger _merger;
    private readonly WriteQueue _queue;
    private readonly IEventIdSource _eventIds;
    private readonly IVersionKeys _versionKeys;
    private FanOut? _fanOut;
    private readonly PostgresOptions _options;
    private readonly Func<CancellationToken, ValueTask<long>> _readHighestStored;
    private readonly string _highestStoredSql;
    private readonly ILogger _logger;
    private readonly Task _running;

    // Belong to the loop, except that everybody reads the count of transactions.
    private long _batch;
    private bool _isPatient;
    private bool _isMerging;
    private bool _holdsChannels;
    private long _transactions;

    // Set once at the start of a node that shares channels with others; any thread.
    private Func<ValueTask>? _awaitPublished;

    /// <param name="highestStoredSql">Reads the highest id of the chat events.</param>
    /// <param name="readHighestStored">The same, outside of the writer's connection.</param>
    /// <param name="merged">Statements that units may share.</param>
    public PostgresWriter(
        WriterConnection connection,
        MergedForms merged,
        string highestStoredSql,
        Func<CancellationToken, ValueTask<long>> readHighestStored,
        PostgresOptions options,
        IEventIdSource eventIds,
        IVersionKeys versionKeys,
        ILogger logger)
    {
        _connection = connection;
        _merger = new StatementMerger(merged);
        _highestStoredSql = highestStoredSql;
        _readHighestStored = readHighestStored;
        _queue = new WriteQueue(options.MaxQueuedWrites, options.MaxBatchWrites);
        _options = options;
        _eventIds = eventIds;
        _versionKeys = versionKeys;
        _logger = logger;
        _running = Task.Run(RunAsync);
    }

    public long Transactions => Volatile.Read(ref _transactions);

    /// <inheritdoc/>
    public WriteMeter Meter { get; } = new();

    /// <inheritdoc/>
    public void GatherIn(FanOut fanOut) => Volatile.Write(ref _fanOut, fanOut);

    /// <summary>The locks of a batch's channels are held until the events that its completion has published are in the order of all nodes.</summary>
    /// <param name="published">Completes then; never throws.</param>
    public void HoldChannelsUntil(Func<ValueTask> published) => Volatile.Write(ref _awaitPublished, published);

    public Task EnqueueAsync(WriteUnit unit, CancellationToken cancellation) => _queue.EnqueueAsync(unit, cancellation).AsTask();

    public async Task<long> ReadLastEventIdAsync(CancellationToken cancellation) => await _eventIds.ReadLastAsync(_readHighestStored, cancellation);

    /// <summary>Finishes what is queued, then stops; whoever comes later is refused.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
#pragma warning disable VSTHRD003 // Our own loop, which waits for nobody who waits for this.
        await _running;
#pragma warning restore VSTHRD003
    }

    private async Task RunAsync()
    {
        while (await _queue.WaitAsync())
        {
            var units = _queue.TakeBatch();
            var (count, since) = (units.Count, Stopwatch.GetTimestamp());
            try
            {
                _isPatient = true;
                _isMerging = true;
                await CommitAsync(units);
            }
            catch (Exception exception)
            {
                // A defect, or trouble that nobody has named yet: these units are told, the next batch starts from scratch.
                StorageLog.BatchAbandoned(_logger, units.Count, exception);
                await _connection.DropAsync();
                FailAll(units, exception);
            }

            Meter.Record(count, since);
        }

        await _connection.DisposeAsync();
    }

    /// <summary>Repeats and divides until every unit is committed or has failed for its own reason.</summary>
    private async ValueTask CommitAsync(List<WriteUnit> units)
    {
        for (var attempt = 1; units.Count > 0; attempt++)
        {
            Exception reason;
            (var outcome, reason) = await TryAsync(units);
            switch (outcome)
            {
                case BatchOutcome.Committed:
                    CompleteAll(units);
                    await ReleaseChannelsAsync();
                    return;
                case BatchOutcome.Unavailable:
                    StorageLog.BatchFailed(_logger, units.Count, reason.Message);
                    FailAll(units, reason);
                    return;
                case BatchOutcome.UnitsFailed:
                    units = WithoutFailed(units);
                    if (attempt >= MaxAttempts && units.Count > 1)
                    {
                        await DivideAsync(units, reason);
                        return;
                    }

                    break;
                case BatchOutcome.Conflicted when attempt < MaxAttempts:
                    break;
                case BatchOutcome.MergeRefused:
                    // Whose statement it is shows when each goes on its own.
                    _isMerging = false;
                    attempt--;
                    break;
                default:
                    await DivideAsync(units, reason);
                    return;
            }
        }
    }

    private async ValueTask DivideAsync(List<WriteUnit> units, Exception reason)
    {
        if (units is [var single])
        {
            single.Fail(PostgresErrors.Translate(reason));
            return;
        }

        StorageLog.BatchRepeated(_logger, units.Count, reason.Message);
        var half = units.Count / 2;
        await CommitAsync(units.GetRange(0, half));
        await CommitAsync(units.GetRange(half, units.Count - half));
    }

    /// <summary>The batch is committed and complete: whatever happens here is no longer its matter.</summary>
    private async ValueTask ReleaseChannelsAsync()
    {
        if (!_holdsChannels)
        {
            return;
        }

        _holdsChannels = false;
        if (Volatile.Read(ref _awaitPublished) is { } published)
        {
            await published();
        }

        try
        {
            await PostgresTransaction.ReleaseChannelsAsync(await _connection.OpenAsync());
        }
        catch (Exception exception) when (PostgresErrors.IsUnavailable(exception) || exception is PostgresException)
        {
            // The locks end with the connection.
            await _connection.DropAsync();
        }
    }

    private static List<WriteUnit> WithoutFailed(List<WriteUnit> units)
    {
        foreach (var unit in units)
        {
            if (unit.Failure is { } failure)
            {
                unit.Fail(PostgresErrors.Translate(failure));
            }
        }

        return units.FindAll(static unit => unit.Failure is null);
    }

    private void CompleteAll(List<WriteUnit> units)
    {
        Volatile.Write(ref _transactions, _transactions + 1);
        var fanOut = Volatile.Read(ref _fanOut);
        fanOut?.Hold();
        try
        {
            CompleteUnits(units);
        }
        finally
        {
            fanOut?.Release();
        }
    }

    private void CompleteUnits(List<WriteUnit> units)
    {
        foreach (var unit in units)
        {
            try
            {
                try
                {
                    foreach (var row in unit.Versions)
                    {
                        _versionKeys.Publish(row.Kind, row.Key, row.Version);
                    }
                }
                finally
                {
                    // Whatever became of the announcement: the unit is stored, and its caller waits.
                    unit.Succeed();
                }
            }
            catch (Exception exception)
            {
                StorageLog.CompletionFailed(_logger, exception);
            }
        }
    }

    private static void FailAll(List<WriteUnit> units, Exception reason)
    {
        foreach (var unit in units)
        {
            try
            {
                unit.Fail(reason);
            }
            catch (InvalidOperationException)
            {
                // Was told already.
            }
        }
    }
}
