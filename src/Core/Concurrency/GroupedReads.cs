using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Core.Concurrency;

/// <summary>
/// Reads of single keys that share statements: whoever asks while a batch is being read is served by the next one, together with everybody else who waits. A batch
/// begins after all of its askers have asked, so nobody gets a value older than the question. Thread-safe.
/// </summary>
/// <remarks>
/// One batch at a time: its statements then grow with the load by themselves, as in a group commit; a second one beside it would halve the wait by reading half as
/// many keys with each statement, and it is the statements that a storm cannot afford. An asker who finds nobody reads at once, on its own thread, unless the pool
/// has other work to do: then it lets those go first who are about to ask as well. That counts on a database which never waits (SQLite), where nobody would meet.
/// </remarks>
/// <param name="read">Reads what exists of the keys, none of which comes twice; in the result under their keys, what is missing is absent.</param>
public sealed class GroupedReads<TKey, TResult>(Func<IReadOnlyCollection<TKey>, Task<IReadOnlyDictionary<TKey, TResult>>> read)
    where TKey : notnull
{
    // Keeps a statement's parameters and its result small: some milliseconds, which the next batch has to wait for.
    internal const int MaxKeys = 256;

    private readonly Func<IReadOnlyCollection<TKey>, Task<IReadOnlyDictionary<TKey, TResult>>> _read = read;
    private readonly Lock _lock = new();

    // Under _lock: batches that wait, all but the last of them full; whether the pump runs.
    private readonly Queue<Dictionary<TKey, TaskCompletionSource<TResult?>>> _waiting = new();
    private Dictionary<TKey, TaskCompletionSource<TResult?>>? _gathering;
    private bool _isPumping;

    /// <summary>Whether the pool has other work to do; tests decide it.</summary>
    internal Func<bool> IsPoolBusy { get; init; } = static () => ThreadPool.PendingWorkItemCount > 0;

    /// <summary>
    /// The value as it is at some moment after this call; default if there is none. Fails as the read fails: all of a batch with the same
    /// <see cref="StoreUnavailableException"/>, and only those whose own key it is with anything else. Askers of one key share one value.
    /// </summary>
    public Task<TResult?> ReadAsync(TKey key)
    {
        TaskCompletionSource<TResult?> asker;
        lock (_lock)
        {
            asker = JoinLocked(key);
            if (_isPumping)
            {
                return asker.Task;
            }

            _isPumping = true;
        }

        _ = PumpAsync();
        return asker.Task;
    }

    private TaskCompletionSource<TResult?> JoinLocked(TKey key)
    {
        if (_gathering is null || _gathering.Count == MaxKeys)
        {
            _gathering = [];
            _waiting.Enqueue(_gathering);
        }

        if (!_gathering.TryGetValue(key, out var asker))
        {
            asker = new TaskCompletionSource<TResult?>(TaskCreationOptions.RunContinuationsAsynchronously);
            _gathering.Add(key, asker);
        }

        return asker;
    }

    private async Task PumpAsync()
    {
        // Behind what the pool has to do anyway.
        var gathersFirst = IsPoolBusy();
        while (true)
        {
            if (gathersFirst)
            {
                await Task.Yield();
            }

            await ServeAsync(Take());
            if (!IsAwaited())
            {
                return;
            }

            // Never on the first asker's thread for all who came meanwhile.
            gathersFirst = true;
        }
    }

    private Dictionary<TKey, TaskCompletionSource<TResult?>> Take()
    {
        lock (_lock)
        {
            var batch = _waiting.Dequeue();
            if (ReferenceEquals(batch, _gathering))
            {
                _gathering = null;
            }

            return batch;
        }
    }

    /// <summary>False: nobody waits, and the pump has ended.</summary>
    private bool IsAwaited()
    {
        lock (_lock)
        {
            return _isPumping = _waiting.Count > 0;
        }
    }

    private async Task ServeAsync(Dictionary<TKey, TaskCompletionSource<TResult?>> batch)
    {
        IReadOnlyDictionary<TKey, TResult> results;
        try
        {
            results = await _read(batch.Keys);
        }
        catch (Exception exception) when (exception is not StoreUnavailableException && batch.Count > 1)
        {
            // One of them cannot be read, such as a row that somebody edited by hand: that must not turn away all who happened to come with it.
            await ServeOneByOneAsync(batch);
            return;
        }
        catch (Exception exception)
        {
            foreach (var (_, asker) in batch)
            {
                asker.SetException(exception);
            }

            return;
        }

        foreach (var (key, asker) in batch)
        {
            asker.SetResult(results.GetValueOrDefault(key));
        }
    }

    private async Task ServeOneByOneAsync(Dictionary<TKey, TaskCompletionSource<TResult?>> batch)
    {
        foreach (var (key, asker) in batch)
        {
            try
            {
                asker.SetResult((await _read([key])).GetValueOrDefault(key));
            }
            catch (Exception exception)
            {
                asker.SetException(exception);
            }
        }
    }
}
