using Venueless.Fast.Core.Concurrency;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>
/// Whether there is anything of a kind in a room, asked together with everybody else who asks at the moment: each visitor reads a list with its own votes in it, and most
/// rooms have none. Thread-safe.
/// </summary>
/// <param name="sql">Those of the rooms in <c>@rooms</c> that have rows.</param>
internal sealed class RoomsWithRows(SqlReaderPool readers, string sql)
{
    private readonly GroupedReads<RoomId, bool> _rooms = new(rooms => ReadAsync(readers, sql, rooms));

    /// <summary>As it is at some moment after this call.</summary>
    public Task<bool> ContainsAsync(RoomId room) => _rooms.ReadAsync(room);

    private static Task<IReadOnlyDictionary<RoomId, bool>> ReadAsync(SqlReaderPool readers, string sql, IReadOnlyCollection<RoomId> rooms) =>
        readers.ReadAsync(
            (sql, rooms),
            static async (session, from) => (IReadOnlyDictionary<RoomId, bool>)new Dictionary<RoomId, bool>(await session.Prepare(from.sql)
                .Bind("@rooms", from.rooms.Select(static room => room.Value))
                .ReadAllAsync(static row => KeyValuePair.Create(new RoomId(row.Uuid(0)), true))),
            CancellationToken.None);
}
