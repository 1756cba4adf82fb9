namespace Venueless.Fast.Storage.Redis;

/// <summary>
/// Calls that share round trips: whoever comes while a batch is on its way goes with the next one, as in the writers' group commit. A lone call goes at once. Thread-safe.
/// </summary>
/// <param name="run">One result per item, in their order. When it throws, the whole batch fails with that.</param>
internal sealed class GroupedCalls<TItem, TResult>(Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> run)
{
    // Keeps others of the same Redis from waiting for more than a millisecond or two.
    internal const int MaxItems = 256;

    private readonly Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> _run = run;
    private readonly Lock _lock = new();

    // Under _lock: who waits, oldest first; whether the pump runs.
    private readonly Queue<(TItem Item, TaskCompletionSource<TResult> Caller)> _waiting = new();
    private bool _isPumping;

    public Task<TResult> RunAsync(TItem item)
    {
        var caller = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Enqueue((item, caller));
            if (_isPumping)
            {
                return caller.Task;
            }

            _isPumping = true;
        }

        _ = PumpAsync();
        return caller.Task;
    }

    private async Task PumpAsync()
    {
        // Whoever is about to call goes along: the pool has that to do anyway.
        if (ThreadPool.PendingWorkItemCount > 0)
        {
            await Task.Yield();
        }

        while (Take() is { } batch)
        {
            await ServeAsync(batch);
        }
    }

    /// <summary>Null: nobody waits, and the pump ends.</summary>
    private (TItem Item, TaskCompletionSource<TResult> Caller)[]? Take()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                _isPumping = false;
                return null;
            }

            var batch = new (TItem, TaskCompletionSource<TResult>)[Math.Min(_waiting.Count, MaxItems)];
            for (var index = 0; index < batch.Length; index++)
            {
                batch[index] = _waiting.Dequeue();
            }

            return batch;
        }
    }

    private async Task ServeAsync((TItem Item, TaskCompletionSource<TResult> Caller)[] batch)
    {
        IReadOnlyList<TResult> results;
        try
        {
            results = await _run(Array.ConvertAll(batch, static call => call.Item));
        }
        catch (Exception exception)
        {
            foreach (var (_, caller) in batch)
            {
                caller.SetException(exception);
            }

            return;
        }

        for (var index = 0; index < batch.Length; index++)
        {
            batch[index].Caller.SetResult(results[index]);
        }
    }
}
