namespace Venueless.Fast.Core.Messaging;

/// <summary>The part of a node that sends what broadcasts have put into the queues of many connections. Thread-safe.</summary>
public interface IFanOut
{
    /// <summary>
    /// Several broadcasts follow closely, within about a millisecond: what they queue had better leave together. Calls may nest and overlap; each is followed by one
    /// <see cref="Release"/>. A hint: sending that has begun goes on, and a hold that lasts too long is not obeyed.
    /// </summary>
    void Hold();

    /// <summary>They have been queued.</summary>
    void Release();
}
