using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Core.Freshness;

/// <summary>The node's one copy of a world, shared by all its connections and revalidated for all of them at once. Thread-safe.</summary>
public sealed class WorldState
{
    private readonly IWorldStore _store;
    private readonly SharedValidation _validation;

    // Replaced as a whole by the validation, read by everybody without a lock.
    private World _current;
    private bool _isGone;

    internal WorldState(IWorldStore store, TimeProvider time, World current)
    {
        _store = store;
        _current = current;
        Id = current.Id;
        _validation = new SharedValidation(time, RefreshAsync);
    }

    public WorldId Id { get; }

    /// <summary>The newest snapshot; the last one there was when the world is gone.</summary>
    public World Current => Volatile.Read(ref _current);

    /// <summary>True when the world has been deleted.</summary>
    public bool IsGone => Volatile.Read(ref _isGone);

    public bool IsFresh(TimeSpan allowedAge) => _validation.IsFresh(allowedAge);

    /// <summary>Compares with the store, after this call, and reloads when something changed. Throws <see cref="StoreUnavailableException"/>.</summary>
    public Task ValidateAsync() => _validation.ValidateAsync();

    private async Task RefreshAsync()
    {
        if (!IsGone && await _store.ReadStampAsync(Id) == Current.Stamp)
        {
            return;
        }

        var data = await _store.LoadAsync(Id);
        if (data is not null)
        {
            Volatile.Write(ref _current, new World(data));
        }

        Volatile.Write(ref _isGone, data is null);
    }
}
