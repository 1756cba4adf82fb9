namespace Venueless.Fast.LoadTest.Client.Loops;

/// <summary>
/// Brings continuations of awaits back to the loop's thread. What completes on that thread continues at once, without a queue, so a virtual attendee is an ordinary async
/// method that needs no locks.
/// </summary>
internal sealed class LoopSynchronizationContext(EventLoop loop) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => loop.Post(new WorkItem(d.Invoke, state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("A loop is never waited for by blocking.");

    public override SynchronizationContext CreateCopy() => this;
}
