using Venueless.Fast.Storage.EventIds;

namespace Venueless.Fast.Storage.Tests.Postgres;

/// <summary>Local ids, with a look at each time that some are taken.</summary>
internal sealed class TestEventIds : IEventIdSource
{
    private readonly LocalEventIds _ids = new();

    /// <summary>Runs before ids are taken; may throw.</summary>
    public Action? Taking { get; set; }

    public long? Last => _ids.Last;

    public ValueTask<long> TakeAsync(int count, Func<CancellationToken, ValueTask<long>> readHighestStored, CancellationToken cancellation = default)
    {
        Taking?.Invoke();
        return _ids.TakeAsync(count, readHighestStored, cancellation);
    }

    public ValueTask<long> ReadLastAsync(Func<CancellationToken, ValueTask<long>> readHighestStored, CancellationToken cancellation = default) =>
        _ids.ReadLastAsync(readHighestStored, cancellation);

    public void Forget() => _ids.Forget();
}
