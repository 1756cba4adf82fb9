namespace Venueless.Fast.Core.Ports;

/// <summary>
/// Announces the versions of rows to other servers on the same database (connection.md section 9, version protocol). Thread-safe; never waits and never throws:
/// what cannot be delivered now is delivered as soon as that is possible again.
/// </summary>
public interface IVersionKeys
{
    /// <summary>In place of a version: the row is gone for good. Above every version, so that none comes after it.</summary>
    const long Deleted = long.MaxValue;

    /// <summary>Raises the announced version to at least this one, also when nothing is announced yet. Called after the row's commit, or when it was read.</summary>
    /// <param name="key">World id, or the dashed lower-case uuid of a room or user.</param>
    /// <param name="version">Or <see cref="Deleted"/>.</param>
    void Publish(VersionedKind kind, string key, long version);
}
