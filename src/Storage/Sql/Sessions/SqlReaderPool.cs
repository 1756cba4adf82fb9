using System.Collections.Concurrent;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Sql.Sessions;

/// <summary>A few connections for reading. Thread-safe.</summary>
/// <remarks>
/// SQLite has no asynchronous calls: a read runs on the caller's thread, some ten microseconds from the cache, and the pool's size bounds how many threads a stalled
/// disk holds. On PostgreSQL it bounds the connections that a storm of logins opens.
/// </remarks>
internal sealed class SqlReaderPool(SqlConnector connector, int maxReaders) : IAsyncDisposable
{
    private readonly SqlConnector _connector = connector;
    private readonly int _maxReaders = maxReaders;
    private readonly SemaphoreSlim _free = new(maxReaders, maxReaders);
    private readonly ConcurrentStack<SqlSession> _idle = new();

    // Set once by DisposeAsync, read before each rental.
    private volatile bool _isClosed;

    /// <summary>Runs the read on a connection of the pool. It may run twice: on a new connection when an old one turns out to be lost.</summary>
    public async Task<TResult> ReadAsync<TState, TResult>(TState state, Func<SqlSession, TState, ValueTask<TResult>> read, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        try
        {
            return await RunAsync(state, read, cancellation);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>As <see cref="ReadAsync"/>, several statements seeing one state of the database.</summary>
    public Task<TResult> ReadSnapshotAsync<TState, TResult>(TState state, Func<SqlSession, TState, ValueTask<TResult>> read, CancellationToken cancellation) =>
        ReadAsync(
            (state, read),
            static async (session, from) =>
            {
                await session.BeginSnapshotAsync();
                try
                {
                    return await from.read(session, from.state);
                }
                finally
                {
                    await session.EndSnapshotAsync();
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
            await session.DisposeAsync();
        }

        // Whoever came too late gets its turn and is refused.
        _free.Release(_maxReaders);
    }

    private async ValueTask<TResult> RunAsync<TState, TResult>(
        TState state, Func<SqlSession, TState, ValueTask<TResult>> read, CancellationToken cancellation)
    {
        while (true)
        {
            if (_isClosed)
            {
                throw new StoreUnavailableException("The store is shutting down.");
            }

            var wasIdle = _idle.TryPop(out var session);
            try
            {
                session ??= await _connector.OpenReaderAsync(cancellation);
                var result = await read(session, state);
                _idle.Push(session);
                return result;
            }
            catch (Exception exception)
            {
                // The connection may be part of the trouble; a new one costs little. One that was lost while nobody used it says nothing about the server.
                // A time-out is no such loss: one wait is enough.
                var isStale = wasIdle && session!.IsBroken && exception.InnerException is not TimeoutException;
                if (session is not null)
                {
                    await session.DisposeAsync();
                }

                if (isStale)
                {
                    continue;
                }

                var translated = _connector.Translate(exception);
                if (ReferenceEquals(translated, exception))
                {
                    throw;
                }

                throw translated;
            }
        }
    }
}
