using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed partial class SqlRoomStore(SqlDatabase database) : IRoomStore
{
    // A row that is written once was saved twice in the reference (rooms.md section 1).
    private const int FirstVersion = 2;

    private const string OwnerRole = "room_owner";

    private readonly SqlDatabase _database = database;

    public async Task<RoomRow?> CreateAsync(NewRoom room, RoomAuthor author, CancellationToken cancellation = default) =>
        await WriteAsync(author, room, static (scope, from) => CreateAsync(scope, from.Sql, from.State, from.Author), cancellation);

    public async Task<RoomRow?> ChangeAsync(RoomId room, Func<RoomRow, RoomRow> change, RoomAuthor author, CancellationToken cancellation = default) =>
        await WriteAsync(author, (room, change), static (scope, from) => ChangeAsync(scope, from.Sql, from.State.room, from.State.change, from.Author), cancellation);

    public async Task<IReadOnlyList<RoomRow>> ReorderAsync(
        IReadOnlyList<RoomId> first, RawJson asSent, RoomAuthor author, CancellationToken cancellation = default) =>
        await WriteAsync(
            author, (first, asSent), static (scope, from) => ReorderAsync(scope, from.Sql, from.State.first, from.State.asSent, from.Author), cancellation);

    public async Task<bool> DeleteAsync(RoomId room, bool deleteViews, RoomAuthor author, CancellationToken cancellation = default) =>
        await WriteAsync(
            author, (room, deleteViews), static (scope, from) => DeleteAsync(scope, from.Sql, from.State.room, from.State.deleteViews, from.Author), cancellation);

    private async Task<TResult> WriteAsync<TState, TResult>(
        RoomAuthor author,
        TState state,
        Func<WriteScope, (SqlStatements Sql, TState State, RoomAuthor Author), ValueTask<TResult>> work,
        CancellationToken cancellation)
    {
        var result = await _database.Writer.WriteAsync(WriteKey.Rooms, (_database.Sql, state, author), work, cancellation);
        _database.Stamps.NoteOwnWorldEdit();
        return result;
    }

    private static ValueTask<int> WriteAuditAsync(WriteScope scope, SqlStatements sql, RoomAuthor author, string type, RawJson data) =>
        scope.Prepare(sql.Audit.Insert)
            .Bind("@now", author.Now)
            .Bind("@type", type)
            .Bind("@data", data)
            .Bind("@user", author.User)
            .Bind("@world", author.World)
            .ExecuteAsync();

    private static ValueTask<string?> LockWorldAsync(WriteScope scope, SqlStatements sql, WorldId world) =>
        scope.Prepare(sql.Room.LockWorld).Bind("@world", world).ReadTextAsync();
}
