namespace Venueless.Fast.Host.Profiling;

/// <summary>One call that is being measured, wherever it goes on. Thread-safe.</summary>
/// <param name="parent">The call that it is part of; null: none.</param>
internal sealed class ProfiledCall(ProfileEntry entry, ProfiledCall? parent)
{
    private readonly ProfileEntry _entry = entry;

    // Written by whoever ends the call, read by every thread that still carries it.
    private volatile bool _hasEnded;

    public ProfiledCall? Parent { get; } = parent;

    /// <summary>Who pays for work that begins now: this call, or what it was part of. Null: what a call has left running is nobody's once the call has ended.</summary>
    public ProfiledCall? FindOpen()
    {
        var call = this;
        while (call is { _hasEnded: true })
        {
            call = call.Parent;
        }

        return call;
    }

    /// <summary>A thread has worked on this.</summary>
    public void Charge(long nanoseconds)
    {
        _entry.AddOwnTime(nanoseconds);
        for (var call = this; call is not null; call = call.Parent)
        {
            call._entry.AddTotalTime(nanoseconds);
        }
    }

    public void End() => _hasEnded = true;
}
