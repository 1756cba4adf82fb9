using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Messaging.Delivery;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sqlite;

/// <summary>
/// The only writer: one thread with its own connection. It takes everything that is waiting, commits it as one transaction and then tells the callers in the order
/// of the queue, which is the order of the event ids. Public methods are thread-safe.
/// </summary>
/// <remarks>A lone unit costs one flush to disk and waits for nothing; a burst shares flushes (SqliteWriterTests counts them).</remarks>
internal sealed partial class SqliteWriter : ISqlWriter
{
    private readonly Func<SqliteSession> _open;
    private readonly int _maxBatch;
    private readonly IVersionKeys _versionKeys;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private FanOut? _fanOut;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Room in the queue: taken by callers before they enter, given back by the writer when it takes a batch.
    private readonly SemaphoreSlim _room;

    // Set by whoever leaves something for the writer; the writer looks at everything each time it wakes.
    private readonly AutoResetEvent _wake = new(false);

    private readonly Lock _lock = new();

    // Under _lock: units by callers, taken by the writer; whether the writer still accepts; whom the next look at the external edits serves.
    private readonly Queue<WriteUnit> _queue = new();
    private bool _isClosing;
    private TaskCompletionSource<long>? _editsWaiter;

    // The rest belongs to the writer's thread, except that the counters are read by everybody.
    private readonly List<WriteUnit> _batch;
    private SqliteSession? _session;
    private long _transactions;

    /// <summary>Takes over an open connection; <paramref name="open"/> replaces it after a failure.</summary>
    public SqliteWriter(
        SqliteSession session, Func<SqliteSession> open, string lastEventIdSql, SqliteOptions options, IVersionKeys versionKeys, ILogger logger)
    {
        _session = session;
        _open = open;
        _lastEventIdSql = lastEventIdSql;
        _maxBatch = options.MaxBatchWrites;
        _room = new SemaphoreSlim(options.MaxQueuedWrites, options.MaxQueuedWrites);
        _batch = new List<WriteUnit>(Math.Min(options.MaxBatchWrites, 1024));
        _versionKeys = versionKeys;
        _logger = logger;
        _thread = new Thread(Run) { IsBackground = true, Name = "sqlite-writer" };
        _thread.Start();
    }

    /// <summary>Transactions committed so far.</summary>
    public long Transactions => Volatile.Read(ref _transactions);

    /// <inheritdoc/>
    public WriteMeter Meter { get; } = new();

    /// <inheritdoc/>
    public void GatherIn(FanOut fanOut) => Volatile.Write(ref _fanOut, fanOut);

    /// <inheritdoc/>
    public Task EnqueueAsync(WriteUnit unit, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellation);
        }

#pragma warning disable VSTHRD103 // Waits for nothing: zero asks whether there is room right now.
        if (_room.Wait(0, CancellationToken.None))
#pragma warning restore VSTHRD103
        {
            Enqueue(unit);
            return Task.CompletedTask;
        }

        return EnqueueSlowAsync(unit, cancellation);
    }

    /// <summary>Finishes what is queued, then stops; whoever comes later is refused.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isClosing = true;
        }

        Wake();
#pragma warning disable VSTHRD003 // Completed by the writer's own thread, which never waits for this one.
        await _stopped.Task;
#pragma warning restore VSTHRD003
    }

    private async Task EnqueueSlowAsync(WriteUnit unit, CancellationToken cancellation)
    {
        await _room.WaitAsync(cancellation);
        Enqueue(unit);
    }

    private void Enqueue(WriteUnit unit)
    {
        lock (_lock)
        {
            if (_isClosing)
            {
                // Those who still wait for room must not wait for a writer that is gone.
                _room.Release();
                throw SqliteErrors.Closed();
            }

            _queue.Enqueue(unit);
        }

        Wake();
    }

    private void Wake() => _wake.Set();

    private void Run()
    {
        try
        {
            while (true)
            {
                var isLast = TakeBatch();
                if (_batch.Count > 0)
                {
                    var (count, since) = (_batch.Count, Stopwatch.GetTimestamp());
                    CommitOrFailBatch();
                    Meter.Record(count, since);
                    _batch.Clear();
                }
                else if (isLast)
                {
                    break;
                }
                else
                {
                    AnswerEditsWhileIdle();
                    _wake.WaitOne();
                }
            }

            _session?.Dispose();
            RefuseEditsWaiter(SqliteErrors.Closed());
        }
        catch (Exception exception)
        {
            // A defect: nothing can be written any more, and nobody may wait for ever.
            StorageLog.WriterStopped(_logger, exception);
            Abandon(exception);
        }

        _stopped.SetResult();
    }

    /// <summary>Moves what waits into the batch; true if nothing can come after it.</summary>
    private bool TakeBatch()
    {
        bool isClosing;
        lock (_lock)
        {
            while (_batch.Count < _maxBatch && _queue.TryDequeue(out var unit))
            {
                _batch.Add(unit);
            }

            isClosing = _isClosing;
        }

        if (_batch.Count > 0)
        {
            _room.Release(_batch.Count);
        }

        return isClosing;
    }

    private void CommitOrFailBatch()
    {
        try
        {
            CommitBatch();
        }
        catch (Exception exception)
        {
            // A defect, or trouble that nobody has named yet: these units are told, the next batch starts from scratch.
            StorageLog.BatchAbandoned(_logger, _batch.Count, exception);
            DropSession();
            TellBatch(exception);
        }
    }

    private void CommitBatch()
    {
        try
        {
            var session = ExecuteBatch();
            AnswerEdits();
            session.Control("COMMIT");
            Volatile.Write(ref _transactions, _transactions + 1);
        }
        catch (SqliteException exception) when (_batch.Count > 1 && !SqliteErrors.IsUnavailable(exception))
        {
            StorageLog.BatchRepeated(_logger, _batch.Count, exception.Message);
            _session?.RollBack();
            RepeatOneByOne();
            return;
        }
        catch (SqliteException exception)
        {
            FailBatch(exception);
            return;
        }

        CompleteBatch();
    }

    private SqliteSession BeginTransaction()
    {
        var session = _session ??= Reopen();
        session.Control("BEGIN IMMEDIATE");
        ObserveEdits(session);
        return session;
    }

    /// <summary>Runs the unit; gives back what was its own fault and throws what concerns the whole batch.</summary>
    private Exception? TryExecute(SqliteSession session, WriteUnit unit)
    {
        try
        {
            Run(session, unit);
        }
        catch (SqliteException exception) when (SqliteErrors.IsUnavailable(exception) || !session.IsInTransaction)
        {
            throw;
        }
        catch (Exception exception)
        {
            return exception;
        }

        // Deferred keys would otherwise fail at COMMIT, together with everybody else's work.
        return session.HasForeignKeyViolation
            ? new SqliteException("A row refers to one that does not exist.", SQLitePCL.raw.SQLITE_CONSTRAINT, SQLitePCL.raw.SQLITE_CONSTRAINT_FOREIGNKEY)
            : null;
    }

    private void Run(SqliteSession session, WriteUnit unit)
    {
        var running = unit.RunAsync(new WriteScope(session, unit, TakeEventIds(session, unit.EventCount)));
        if (!running.IsCompleted)
        {
            throw new InvalidOperationException("A unit of work awaited something else than its statements.");
        }

#pragma warning disable VSTHRD002 // Completed: SQLite's calls are synchronous.
        running.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    /// <summary>Second attempt after a commit was refused: each unit in a transaction of its own, so that only the guilty one fails.</summary>
    private void RepeatOneByOne()
    {
        var units = new Queue<WriteUnit>(_batch);
        try
        {
            while (units.TryDequeue(out var unit))
            {
                _batch.Clear();
                _batch.Add(unit);
                unit.Failure = null;
                CommitBatch();
            }
        }
        finally
        {
            // Empty unless a defect ended the loop; then these are told with the rest.
            _batch.AddRange(units);
        }
    }
}
