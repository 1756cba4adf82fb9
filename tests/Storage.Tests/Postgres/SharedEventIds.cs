using Venueless.Fast.Storage.EventIds;

namespace Venueless.Fast.Storage.Tests.Postgres;

/// <summary>One counter for several stores, whose answers take their time: whoever draws first is not the first to go on.</summary>
internal sealed class SharedEventIds : IEventIdSource
{
    private long _last;
    private int _calls;

    public long? Last => null;

    public async ValueTask<long> TakeAsync(int count, Func<CancellationToken, ValueTask<long>> readHighestStored, CancellationToken cancellation = default)
    {
        var first = Interlocked.Add(ref _last, count) - count + 1;
        await Task.Delay(Interlocked.Increment(ref _calls) % 3 * 5, cancellation);
        return first;
    }

    public ValueTask<long> ReadLastAsync(Func<CancellationToken, ValueTask<long>> readHighestStored, CancellationToken cancellation = default) =>
        ValueTask.FromResult(Volatile.Read(ref _last));

    public void Forget()
    {
    }
}
