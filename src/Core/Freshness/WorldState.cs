using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Core.Freshness;

/// <summary>The node's one copy of a world, shared by all its connections and revalidated for all of them at once. Thread-safe.</summary>
public sealed class WorldState
{
    private readonly IWorldStore _store;
    private readonly SharedValidation _validation;

    // Replaced as a whole by the validation, read by everybody without a lock. Null: the world is gone.
    private World? _current;

    internal WorldState(IWorldStore store, TimeProvider time, World current)
    {
        _store = store;
        _current = current;
        Id = current.Id;
        _validation = new SharedValidation(time, RefreshAsync);
    }

    public WorldId Id { get; }

    /// <summary>The newest snapshot; null when the world has been deleted.</summary>
    public World? Current => Volatile.Read(ref _current);

    public bool IsFresh(TimeSpan allowedAge) => _validation.IsFresh(allowedAge);

    /// <summary>Compares with the store, after this call, and reloads when something changed. Throws <see cref="StoreUnavailableException"/>.</summary>
    public Task ValidateAsync() => _validation.ValidateAsync();

    private async Task RefreshAsync()
    {
        if (Current is { } current && await _store.ReadStampAsync(Id) == current.Stamp)
        {
            return;
        }

        var data = await _store.LoadAsync(Id);
        Volatile.Write(ref _current, data is null ? null : new World(data));
    }
}
