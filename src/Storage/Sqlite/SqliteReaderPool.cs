using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Venueless.Fast.Storage.Sqlite;

/// <summary>A few read connections. In WAL mode they see the last commit and never wait for the writer. Thread-safe.</summary>
/// <remarks>
/// SQLite has no asynchronous calls: a read runs on the caller's thread, some ten microseconds from the cache. The pool's size bounds how many threads a stalled disk holds.
/// </remarks>
internal sealed class SqliteReaderPool(SqliteConnector connector, int maxReaders) : IAsyncDisposable
{
    private readonly SqliteConnector _connector = connector;
    private readonly int _maxReaders = maxReaders;
    private readonly SemaphoreSlim _free = new(maxReaders, maxReaders);
    private readonly ConcurrentStack<SqliteSession> _idle = new();

    // Set once by DisposeAsync, read before each rental.
    private volatile bool _isClosed;

    /// <summary>Runs the read on a connection of the pool.</summary>
    public async Task<TResult> ReadAsync<TState, TResult>(TState state, Func<SqliteSession, TState, TResult> read, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        try
        {
            return Read(state, read);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>As <see cref="ReadAsync"/>, several statements seeing one state of the database.</summary>
    public Task<TResult> ReadSnapshotAsync<TState, TResult>(TState state, Func<SqliteSession, TState, TResult> read, CancellationToken cancellation) =>
        ReadAsync(
            (state, read),
            static (session, from) =>
            {
                session.Control("BEGIN");
                try
                {
                    return from.read(session, from.state);
                }
                finally
                {
                    session.RollBack();
                }
            },
            cancellation);

    /// <summary>Waits for running reads; later ones fail.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        for (var taken = 0; taken < _maxReaders; taken++)
        {
            await _free.WaitAsync();
        }

        while (_idle.TryPop(out var session))
        {
            session.Dispose();
        }

        // Whoever came too late gets its turn and is refused.
        _free.Release(_maxReaders);
    }

    private TResult Read<TState, TResult>(TState state, Func<SqliteSession, TState, TResult> read)
    {
        if (_isClosed)
        {
            throw SqliteErrors.Closed();
        }

        SqliteSession? session = null;
        try
        {
            if (!_idle.TryPop(out session))
            {
                session = _connector.OpenReader();
            }

            var result = read(session, state);
            _idle.Push(session);
            return result;
        }
        catch (SqliteException exception)
        {
            // The connection may be part of the trouble; a new one costs little.
            session?.Dispose();
            if (SqliteErrors.IsUnavailable(exception))
            {
                throw SqliteErrors.Unavailable(exception);
            }

            throw;
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }
}
