using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed partial class SqlPollStore(SqlDatabase database) : IPollStore
{
    private readonly SqlDatabase _database = database;
    private readonly RoomsWithRows _rooms = new(database.Readers, database.Sql.Poll.RoomsWithPolls);

    public Task CreateAsync(RoomId room, NewPoll poll, DateTimeOffset now, Action<Poll> committed, CancellationToken cancellation = default) =>
        _database.Writer.WriteOrderedAsync(
            room,
            (_database.Sql, room, poll, now: StoredTime.Of(now)),
            static (scope, from) => CreateAsync(scope, from.Sql.Poll, from.room, from.poll, from.now),
            committed,
            cancellation);

    public Task<PollChange?> UpdateAsync(RoomId room, PollId poll, PollPatch patch, Action<PollChange> committed, CancellationToken cancellation = default) =>
        _database.Writer.WriteOrderedAsync(
            room,
            (_database.Sql, room, poll, patch),
            static (scope, from) => UpdateAsync(scope, from.Sql.Poll, from.room, from.poll, from.patch),
            change =>
            {
                if (change.Poll is not null)
                {
                    committed(change);
                }
            },
            cancellation);

    public async Task<bool> DeleteAsync(RoomId room, PollId poll, Action<Poll> committed, CancellationToken cancellation = default) =>
        await _database.Writer.WriteOrderedAsync(
            room,
            (_database.Sql, room, poll),
            static (scope, from) => DeleteAsync(scope, from.Sql.Poll, from.room, from.poll),
            committed,
            cancellation) is not null;

    public async Task<bool> VoteAsync(
        RoomId room, PollId poll, IReadOnlyCollection<PollVote> votes, Action<Poll> committed, CancellationToken cancellation = default) =>
        await _database.Writer.WriteOrderedAsync(
            room,
            (_database.Sql, room, poll, votes),
            static (scope, from) => VoteAsync(scope, from.Sql.Poll, from.room, from.poll, from.votes),
            committed,
            cancellation) is not null;

    public async Task<bool> PinAsync(RoomId room, PollId poll, Action<Poll> committed, CancellationToken cancellation = default) =>
        await _database.Writer.WriteOrderedAsync(
            room,
            (_database.Sql, room, poll),
            static async (scope, from) =>
            {
                var sql = from.Sql.Poll;
                var roomRow = scope.Prepare(sql.LockRoom).Bind("@room", from.room).ReadUuidAsync();
                var found = LockAsync(scope, sql, from.room, from.poll);
                await roomRow;
                if (await found is not { } poll)
                {
                    return null;
                }

                await scope.Prepare(sql.Pin).Bind("@poll", from.poll.Value).Bind("@room", from.room).ExecuteAsync();
                return (poll with { IsPinned = true }).With([]);
            },
            committed,
            cancellation) is not null;

    public Task UnpinAsync(RoomId room, Action committed, CancellationToken cancellation = default) =>
        _database.Writer.WriteOrderedAsync(
            room,
            (_database.Sql, room, committed),
            static async (scope, from) =>
            {
                var roomRow = scope.Prepare(from.Sql.Poll.LockRoom).Bind("@room", from.room).ReadUuidAsync();
                var unpinned = scope.Prepare(from.Sql.Poll.Unpin).Bind("@room", from.room).ExecuteAsync();
                await roomRow;
                await unpinned;
                return from.committed;
            },
            static committed => committed(),
            cancellation);

    public async Task<IReadOnlyList<ListedPoll>> ListAsync(RoomId room, UserId reader, bool withHidden, CancellationToken cancellation = default) =>
        await _rooms.ContainsAsync(room).WaitAsync(cancellation)
            ? await _database.Readers.ReadSnapshotAsync(
                (_database.Sql, room, reader, withHidden),
                static async (session, from) =>
                {
                    var sql = from.Sql.Poll;
                    var polls = await session.Prepare(from.withHidden ? sql.ListAll : sql.ListShown).Bind("@room", from.room).ReadAllAsync(PollRow.Read);
                    var options = polls.Count == 0
                        ? []
                        : await session.Prepare(sql.OptionsOfRoom).Bind("@room", from.room).Bind("@user", from.reader).ReadAllAsync(PollOptionRow.Read);
                    return (IReadOnlyList<ListedPoll>)Combine(polls, options);
                },
                cancellation)
            : [];

    public async Task<IReadOnlyList<PollId>> ReadVotedAsync(RoomId room, UserId user, CancellationToken cancellation = default) =>
        await _rooms.ContainsAsync(room).WaitAsync(cancellation)
            ? await _database.Readers.ReadAsync(
                (_database.Sql, room, user),
                static async (session, from) => (IReadOnlyList<PollId>)await session.Prepare(from.Sql.Poll.Voted)
                    .Bind("@room", from.room)
                    .Bind("@user", from.user)
                    .ReadAllAsync(static row => new PollId(row.Uuid(0))),
                cancellation)
            : [];

    private static List<ListedPoll> Combine(List<PollRow> polls, List<PollOptionRow> options)
    {
        var byPoll = options.ToLookup(static option => option.Poll);
        return polls.ConvertAll(poll =>
        {
            PollOptionRow[] own = [.. byPoll[poll.Id]];
            return new ListedPoll(poll.With(own), [.. own.Where(static option => option.IsAnswer).Select(static option => option.Id)]);
        });
    }
}
