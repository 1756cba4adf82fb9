namespace Venueless.Fast.Transport.KeepAlive;

/// <summary>Place of an entry in the registry, kept in the entry itself so that leaving costs nothing but a swap.</summary>
internal struct TickRegistration
{
    /// <summary>Segment number plus one; 0 is "never registered".</summary>
    public int Segment;

    /// <summary>Index in the segment, -1 after leaving.</summary>
    public int Index;
}
