using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Core.Freshness;

/// <summary>The node's one copy of a world, shared by all its connections and revalidated for all of them at once. Thread-safe.</summary>
public sealed class WorldState : IValidated
{
    private readonly IWorldStore _store;
    private readonly IVersionKeys _versionKeys;
    private readonly SharedValidation _validation;

    // The store's stamp of what the last validation found. Written by validations only, which follow each other; read by everybody.
    private long _stamp;

    // Replaced as a whole by the validation, read by everybody without a lock.
    private World _current;
    private bool _isGone;

    internal WorldState(IWorldStore store, IVersionKeys versionKeys, TimeProvider time, WorldData loaded)
    {
        _store = store;
        _versionKeys = versionKeys;
        _current = new World(loaded);
        _stamp = loaded.Stamp;
        Id = loaded.World.Id;
        _validation = new SharedValidation(time, this);
        PublishVersion();
        PublishRoomVersions();
    }

    public WorldId Id { get; }

    /// <summary>The newest snapshot; the last one there was when the world is gone.</summary>
    public World Current => Volatile.Read(ref _current);

    /// <summary>True when the world has been deleted.</summary>
    public bool IsGone => Volatile.Read(ref _isGone);

    /// <summary>
    /// The store's stamp at the last validation: moves whenever anything that belongs to the world has changed, also what is in no snapshot. What is read after this
    /// is at least as new.
    /// </summary>
    public long Stamp => Volatile.Read(ref _stamp);

    public bool IsFresh(TimeSpan allowedAge) => _validation.IsFresh(allowedAge);

    /// <summary>Compares with the store, after this call, and reloads when something changed. Throws <see cref="StoreUnavailableException"/>.</summary>
    public Task ValidateAsync() => _validation.ValidateAsync();

    async Task IValidated.RefreshAsync()
    {
        if (!IsGone && await _store.ReadStampAsync(Id) == _stamp)
        {
            PublishVersion();
            return;
        }

        var data = await _store.LoadAsync(Id);
        if (data is not null)
        {
            // A stamp may change for reasons of the store's own; rights and encodings made from this snapshot are worth keeping then.
            if (!RowComparison.AreEqual(Current, data))
            {
                Volatile.Write(ref _current, new World(data));
            }

            Volatile.Write(ref _stamp, data.Stamp);
            PublishVersion();
            PublishRoomVersions();
        }

        Volatile.Write(ref _isGone, data is null);
    }

    // Every time: whoever lost the key, or never had it, gets it back (connection.md section 9). A higher one stays.
    private void PublishVersion() => _versionKeys.Publish(VersionedKind.World, Id.Value, Current.Row.Version);

    private void PublishRoomVersions()
    {
        foreach (var room in Current.Rooms)
        {
            _versionKeys.Publish(VersionedKind.Room, room.Id.ToString(), room.Row.Version);
        }
    }
}
