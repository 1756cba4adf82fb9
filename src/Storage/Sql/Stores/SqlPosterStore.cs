using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed partial class SqlPosterStore(SqlDatabase database) : IPosterStore
{
    private readonly SqlDatabase _database = database;

    public Task<IReadOnlyList<ShortPoster>> ReadShortAsync(WorldId world, UserId? presenter, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, world, presenter),
            static async (session, from) =>
            {
                var statement = from.presenter is { } user
                    ? session.Prepare(from.Sql.Poster.PresentedShort).Bind("@user", user)
                    : session.Prepare(from.Sql.Poster.AllShort);
                return (IReadOnlyList<ShortPoster>)await statement
                    .Bind("@world", from.world)
                    .ReadAllAsync(static row => new ShortPoster(new PosterId(row.Uuid(0)), row.OptionalText(1)));
            },
            cancellation);

    public Task<IReadOnlyList<Poster>> ReadRoomAsync(WorldId world, RoomId room, CancellationToken cancellation = default) =>
        ReadAsync(_database.Sql.Poster.ByRoom, world, room.Value, null, cancellation);

    public Task<IReadOnlyList<PosterId>> ReadVotesAsync(RoomId room, UserId user, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, room, user),
            static async (session, from) => (IReadOnlyList<PosterId>)await session.Prepare(from.Sql.Poster.VotesOf)
                .Bind("@room", from.room)
                .Bind("@user", from.user)
                .ReadAllAsync(static row => new PosterId(row.Uuid(0))),
            cancellation);

    public async Task<Poster?> FindAsync(WorldId world, PosterId poster, UserId viewer, CancellationToken cancellation = default) =>
        await ReadAsync(_database.Sql.Poster.ById, world, poster.Value, viewer, cancellation) is [var found] ? found : null;

    public Task<IReadOnlyList<Poster>> ReadPresentedAsync(WorldId world, UserId presenter, UserId viewer, CancellationToken cancellation = default) =>
        ReadAsync(_database.Sql.Poster.ByPresenter, world, presenter.Value, viewer, cancellation);

    public Task<DateTimeOffset?> VoteAsync(WorldId world, PosterId poster, UserId user, DateTimeOffset now, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.Of(poster),
            (_database.Sql, world, poster, user, now),
            static async (scope, from) => await LockAsync(scope, from.Sql.Poster.LockForVote, from.world, from.poster)
                ? await scope.Prepare(from.Sql.Poster.Vote)
                    .Bind("@now", from.now)
                    .Bind("@poster", from.poster.Value)
                    .Bind("@user", from.user)
                    .ReadFirstAsync(static row => (DateTimeOffset?)row.Time(0))
                : null,
            cancellation);

    public Task<bool> UnvoteAsync(WorldId world, PosterId poster, UserId user, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.Of(poster),
            (_database.Sql, world, poster, user),
            static async (scope, from) =>
            {
                if (!await LockAsync(scope, from.Sql.Poster.LockForVote, from.world, from.poster))
                {
                    return false;
                }

                await scope.Prepare(from.Sql.Poster.Unvote).Bind("@poster", from.poster.Value).Bind("@user", from.user).ExecuteAsync();
                return true;
            },
            cancellation);

    private static async ValueTask<bool> LockAsync(WriteScope scope, string statement, WorldId world, PosterId poster) =>
        await scope.Prepare(statement).Bind("@poster", poster.Value).Bind("@world", world).ReadUuidAsync() is not null;

    private Task<IReadOnlyList<Poster>> ReadAsync(PosterSelection selection, WorldId world, Guid key, UserId? viewer, CancellationToken cancellation) =>
        _database.Readers.ReadSnapshotAsync(
            (selection, world, key, viewer),
            static (SqlSession session, (PosterSelection Selection, WorldId World, Guid Key, UserId? Viewer) from) =>
                PosterReading.ReadAsync(session, from.Selection, from.World, from.Key, from.Viewer),
            cancellation);
}
