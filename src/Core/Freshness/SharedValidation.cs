namespace Venueless.Fast.Core.Freshness;

/// <summary>
/// Validates one cached copy on behalf of everybody who waits: a waiter is served by a validation that <em>started after</em> the waiter arrived, and at most
/// one runs at a time (connection.md section 9). Thread-safe.
/// </summary>
/// <remarks>Per command the check is one volatile read; 0 B while the copy is fresh enough. A storm of n waiters costs at most two validations.</remarks>
internal sealed class SharedValidation(TimeProvider time, IValidated copy)
{
    private readonly TimeProvider _time = time;
    private readonly IValidated _copy = copy;
    private readonly Lock _lock = new();

    // Timestamp at which the last successful validation started. Written by the pump only, read by everybody: an old value only costs a validation.
    private long _validatedAt = time.GetTimestamp();

    // Under _lock: those whom the next validation serves, and whether the pump runs.
    private TaskCompletionSource? _waiting;
    private bool _isPumping;

    /// <summary>True if the copy was validated within the age; never for age zero.</summary>
    public bool IsFresh(TimeSpan allowedAge) =>
        allowedAge > TimeSpan.Zero && _time.GetElapsedTime(Volatile.Read(ref _validatedAt)) < allowedAge;

    /// <summary>Completes when the copy has been validated after this call. Fails as the validation fails.</summary>
    public Task ValidateAsync()
    {
        Task result;
        lock (_lock)
        {
            _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            result = _waiting.Task;
            if (_isPumping)
            {
                return result;
            }

            _isPumping = true;
        }

        _ = PumpAsync();
        return result;
    }

    private async Task PumpAsync()
    {
        while (true)
        {
            TaskCompletionSource served;
            lock (_lock)
            {
                if (_waiting is null)
                {
                    _isPumping = false;
                    return;
                }

                served = _waiting;
                _waiting = null;
            }

            var startedAt = _time.GetTimestamp();
            try
            {
                await _copy.RefreshAsync();
                Volatile.Write(ref _validatedAt, startedAt);
                served.SetResult();
            }
            catch (Exception exception)
            {
                served.SetException(exception);
            }
        }
    }
}
