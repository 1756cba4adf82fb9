namespace Venueless.Fast.Host.Profiling;

/// <summary>One call that is being measured, wherever it goes on. Thread-safe.</summary>
/// <param name="before">What its thread worked on before, also if that call had ended; null: on none.</param>
/// <param name="parent">The call that it is part of, which had not ended when this one began; null: none.</param>
internal sealed class ProfiledCall(ProfileEntry entry, ProfiledCall? before, ProfiledCall? parent)
{
    private readonly ProfileEntry _entry = entry;

    // Written by whoever ends the call, read by every thread that still carries it.
    private volatile bool _hasEnded;

    // Not further: nothing is kept of calls that ended before this one began.
    private readonly ProfiledCall? _parent = parent;

    private ProfiledCall? _before = before;

    /// <summary>Who pays for work that begins now: this call, or what it was part of. Null: what a call has left running is nobody's once the call has ended.</summary>
    public ProfiledCall? FindOpen()
    {
        var call = this;
        while (call is { _hasEnded: true })
        {
            call = call._parent;
        }

        return call;
    }

    /// <summary>A thread has worked on this.</summary>
    public void Charge(long nanoseconds)
    {
        _entry.AddOwnTime(nanoseconds);
        for (var call = this; call is not null; call = call._parent)
        {
            call._entry.AddTotalTime(nanoseconds);
        }
    }

    /// <summary>What its thread goes on with. Once: nothing is kept of it.</summary>
    public ProfiledCall? TakeBefore()
    {
        var before = _before;
        _before = null;
        return before;
    }

    public void End() => _hasEnded = true;
}
