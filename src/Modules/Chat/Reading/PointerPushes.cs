using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Chat.Reading;

/// <summary>Users whose other connections learn of read pointers with the next tick. Thread-safe.</summary>
/// <remarks>Per command nothing; per user and tick one entry.</remarks>
internal sealed class PointerPushes : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly Func<WorldId, UserState, Session, Task> _push;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();

    // Under _lock.
    private List<(WorldId World, UserState User, Session Cause)> _owed = [];

    /// <param name="push">Never throws. For the user, on behalf of a session that has read something.</param>
    public PointerPushes(Func<WorldId, UserState, Session, Task> push, TimeProvider time)
    {
        _push = push;
        _timer = time.CreateTimer(static pushes => _ = ((PointerPushes)pushes!).RunAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Owe(WorldId world, UserState user, Session cause)
    {
        lock (_lock)
        {
            _owed.Add((world, user, cause));
            if (_owed.Count > 1)
            {
                return;
            }
        }

        _timer.Change(Tick, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private async Task RunAsync()
    {
        List<(WorldId World, UserState User, Session Cause)> owed;
        lock (_lock)
        {
            (owed, _owed) = (_owed, []);
        }

        foreach (var (world, user, cause) in owed)
        {
            await _push(world, user, cause);
        }
    }
}
