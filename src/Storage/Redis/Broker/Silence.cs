namespace Venueless.Fast.Storage.Redis.Broker;

/// <summary>How long a subscription has been silent although an own message is to come back. Not thread-safe.</summary>
/// <remarks>
/// Counted in checks, not by the clock: after a process has stood still, for a pause of its machine or for want of threads, everything is late, but what has arrived
/// meanwhile is handled before the checks have counted up again.
/// </remarks>
internal sealed class Silence
{
    private int _handling;
    private long _messages;
    private long _messagesBefore;
    private long _awaitedBefore;
    private int _checks;

    /// <summary>A message was taken from the subscription.</summary>
    public void NoteMessage() => _messages++;

    /// <summary>A message takes long to be carried out; what waits behind it is no silence.</summary>
    public void BeginHandling() => _handling++;

    public void EndHandling() => _handling--;

    /// <summary>At regular intervals; returns how many of them have passed without any message.</summary>
    /// <param name="awaited">Number of the oldest own message that has not come back; 0: none.</param>
    public int Check(long awaited)
    {
        var isSilent = awaited != 0 && awaited == _awaitedBefore && _messages == _messagesBefore && _handling == 0;
        _checks = isSilent ? _checks + 1 : 0;
        (_awaitedBefore, _messagesBefore) = (awaited, _messages);
        return _checks;
    }
}
