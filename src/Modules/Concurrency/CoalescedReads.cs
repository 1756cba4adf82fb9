using System.Diagnostics.CodeAnalysis;

namespace Venueless.Fast.Modules.Concurrency;

/// <summary>
/// Reads on behalf of everybody who asks for the same key: an asker is served by a read that <em>started after</em> it asked, and at most one per key runs at a
/// time. So a storm of n askers costs a few reads, and nobody gets a value older than the question. Thread-safe.
/// </summary>
internal sealed class CoalescedReads<TKey, TValue>(Func<TKey, Task<TValue>> read)
    where TKey : notnull
{
    private readonly Func<TKey, Task<TValue>> _read = read;
    private readonly Lock _lock = new();

    // Under _lock. A key is present while its pump runs; the value is whom the next read serves.
    private readonly Dictionary<TKey, TaskCompletionSource<TValue>?> _waiting = [];

    /// <summary>The value as it is at some moment after this call. Fails as the read fails.</summary>
    public Task<TValue> ReadAsync(TKey key)
    {
        Task<TValue> result;
        lock (_lock)
        {
            var isPumping = _waiting.TryGetValue(key, out var next);
            if (next is null)
            {
                next = new TaskCompletionSource<TValue>(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting[key] = next;
            }

            result = next.Task;
            if (isPumping)
            {
                return result;
            }
        }

        _ = PumpAsync(key);
        return result;
    }

    private async Task PumpAsync(TKey key)
    {
        while (TryTake(key, out var served))
        {
            try
            {
                served.SetResult(await _read(key));
            }
            catch (Exception exception)
            {
                served.SetException(exception);
            }

            if (IsAwaited(key))
            {
                // A read that never waits ran on the asker's own thread, which must not go on reading for all who came meanwhile.
                await Task.Yield();
            }
        }
    }

    /// <summary>Takes whom the next read serves; false: nobody, and the pump ends.</summary>
    private bool TryTake(TKey key, [NotNullWhen(true)] out TaskCompletionSource<TValue>? served)
    {
        lock (_lock)
        {
            served = _waiting[key];
            if (served is null)
            {
                _waiting.Remove(key);
                return false;
            }

            _waiting[key] = null;
            return true;
        }
    }

    private bool IsAwaited(TKey key)
    {
        lock (_lock)
        {
            return _waiting[key] is not null;
        }
    }
}
