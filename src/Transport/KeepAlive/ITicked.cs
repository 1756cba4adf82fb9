namespace Venueless.Fast.Transport.KeepAlive;

/// <summary>Something with deadlines that the one coarse timer looks after.</summary>
internal interface ITicked
{
    /// <summary>Where the registry keeps it. Owned by the registry; guarded by the segment's lock.</summary>
    ref TickRegistration Registration { get; }

    /// <summary>Called once per tick, on the timer's thread, under the lock of the registry's segment: short, no waiting.</summary>
    void OnTick(int now);
}
