using System.Collections.Concurrent;

namespace Venueless.Fast.Host.Profiling;

/// <summary>
/// Which commands and other handlers use how much processor time (operations.md section 3.16). Thread-safe; only a server that was started for it has one. Linux only: <see cref="ThreadClock"/>.
/// </summary>
/// <remarks>
/// Nothing is sampled: the current call travels with the execution context, through every await, and whenever a thread takes up another context the time of its own clock
/// goes to the call that it leaves. What belongs to no call is the process's own: sockets, fan-out, writers, garbage collection.
/// </remarks>
internal sealed class CpuProfile
{
    private static readonly AsyncLocal<ProfiledCall?> Current = new(static change => Switch(change.CurrentValue));

    // Of the thread's clock, when it took up what it works on, and for whom that is.
    [ThreadStatic]
    private static long _since;

    [ThreadStatic]
    private static ProfiledCall? _payer;

    private readonly ConcurrentDictionary<string, ProfileEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>All names so far, in any order.</summary>
    public IReadOnlyList<ProfileEntry> Entries => [.. _entries.Select(static entry => entry.Value)];

    /// <summary>A call begins on this thread, within the one that is under way. To be followed by <see cref="Leave"/> on the same thread.</summary>
    public ProfiledCall Enter(string name)
    {
        var entry = _entries.GetOrAdd(name, static name => new ProfileEntry(name));
        entry.AddCall();
        var call = new ProfiledCall(entry, Current.Value, Current.Value?.FindOpen());
        Current.Value = call;
        return call;
    }

    /// <summary>This thread goes on with what it did before; the call goes on, elsewhere, until its <see cref="ProfiledCall.End"/>.</summary>
    public static void Leave(ProfiledCall call) => Current.Value = call.TakeBefore();

    /// <summary>Measures something asynchronous from its beginning to its end.</summary>
    public async Task RunAsync(string name, Func<Task> run)
    {
        var call = Enter(name);
        try
        {
            await run();
        }
        finally
        {
            // What runs from here on does so in the caller's context again.
            Leave(call);
            call.End();
        }
    }

    private static void Switch(ProfiledCall? next)
    {
        var now = ThreadClock.Read();
        _payer?.Charge(now - _since);

        // Decided here and not later: the call may end, on another thread, while this one is on its way out of its last part.
        _payer = next?.FindOpen();
        _since = now;
    }
}
