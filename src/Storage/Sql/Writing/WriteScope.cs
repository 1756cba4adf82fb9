using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Sql.Writing;

/// <summary>What a unit of work may use while the writer's transaction is open.</summary>
/// <param name="eventId">The id for the unit's event, or the first of several; 0 if it has no <see cref="WriteUnit.EventChannel"/>.</param>
internal readonly struct WriteScope(SqlSession session, WriteUnit unit, long eventId)
{
    private readonly WriteUnit _unit = unit;

    public SqlSession Session { get; } = session;

    /// <summary>The id for the unit's event, or the first of several; never given out again, even if the unit fails or does not use it.</summary>
    public long EventId { get; } = eventId;

    public SqlStatement Prepare(string sql) => Session.Prepare(sql);

    /// <summary>Announces the row's version after the commit; null (no such row) is ignored.</summary>
    public void NoteVersion(UserId user, long? version) => Note(VersionedKind.User, user.ToString(), version);

    /// <inheritdoc cref="NoteVersion(UserId, long?)"/>
    public void NoteVersion(RoomId room, long? version) => Note(VersionedKind.Room, room.ToString(), version);

    /// <inheritdoc cref="NoteVersion(UserId, long?)"/>
    public void NoteVersion(WorldId world, long? version) => Note(VersionedKind.World, world.Value, version);

    /// <summary>Announces after the commit that the row is gone.</summary>
    public void NoteDeletion(UserId user) => NoteVersion(user, IVersionKeys.Deleted);

    private void Note(VersionedKind kind, string key, long? version)
    {
        if (version is { } known)
        {
            _unit.Note(new RowVersion(kind, key, known));
        }
    }
}
