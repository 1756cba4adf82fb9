using Venueless.Fast.Transport.Links;

namespace Venueless.Fast.Transport.WebSockets;

// A socket of our own: whose it is can be told while everything that was sent is still in the kernel, where HTTP finds it untouched.
internal sealed partial class RequestPeek
{
    // Between two looks at a request whose first bytes came one by one, twice as long each time: what is too short to tell keeps the socket readable, so there is
    // nothing to wait for. Two seconds together.
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1.0 / 16);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    // Ends a pause early. Made by the first pause, completed by the tick.
    private TaskCompletionSource? _woken;

    /// <summary>Whose connection it is; null: ours, and reading begins.</summary>
    private async ValueTask<PeekStatus?> LookAheadAsync(SocketLink socket)
    {
        var pause = FirstPause;
        var seen = 0;
        while (true)
        {
            var result = await socket.ReadAsync();
            if (result.IsCanceled || result.IsCompleted)
            {
                return PeekStatus.Gone;
            }

            var match = socket.Compare(_prefix, out var count);
            switch (match)
            {
                case PrefixMatch.Whole:
                    socket.BeginReading();
                    return null;
                case PrefixMatch.None:
                    return PeekStatus.HandOn;
                case PrefixMatch.Gone:
                    return PeekStatus.Gone;
            }

            if (count > seen)
            {
                (pause, seen) = (FirstPause, count);
            }
            else if (pause > LongestPause)
            {
                // Who takes so long is HTTP's, which waits without looking, limits the wait, and upgrades what turns out to be a websocket.
                return PeekStatus.HandOn;
            }

            await PauseAsync(pause);
            pause *= 2;
        }
    }

    private async Task PauseAsync(TimeSpan pause)
    {
        if (_woken is null)
        {
            // The tick says that time is up before it looks whom to wake.
            Interlocked.Exchange(ref _woken, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        if (_hasTimedOut)
        {
            return;
        }

        await _woken.Task.WaitAsync(pause, _services.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
