using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.EventIds;

namespace Venueless.Fast.Storage.Tests.Postgres;

/// <summary>Ids of a service that may be away.</summary>
internal sealed class FailingEventIds : IEventIdSource
{
    private readonly LocalEventIds _ids = new();

    public bool IsFailing { get; set; }

    public long? Last => _ids.Last;

    public ValueTask<long> TakeAsync(int count, Func<CancellationToken, ValueTask<long>> readHighestStored, CancellationToken cancellation = default) =>
        IsFailing ? throw new StoreUnavailableException("There are no ids.") : _ids.TakeAsync(count, readHighestStored, cancellation);

    public ValueTask<long> ReadLastAsync(Func<CancellationToken, ValueTask<long>> readHighestStored, CancellationToken cancellation = default) =>
        _ids.ReadLastAsync(readHighestStored, cancellation);

    public void Forget() => _ids.Forget();
}
