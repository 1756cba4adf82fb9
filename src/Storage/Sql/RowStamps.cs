using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Sql;

/// <summary>Probes for changes without reading rows (connection.md section 9). Thread-safe.</summary>
internal abstract class RowStamps
{
    /// <summary>Changes whenever the world or one of its rooms may have changed.</summary>
    public abstract Task<long> ReadWorldAsync(WorldId world, CancellationToken cancellation);

    /// <summary>Changes whenever the user or one of its grants may have been changed by others.</summary>
    public abstract Task<long> ReadUserAsync(UserId user, CancellationToken cancellation);

    /// <summary>Own changes of worlds and rooms, which not every probe notices by itself.</summary>
    public abstract void NoteOwnWorldEdit();
}
