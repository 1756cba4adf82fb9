using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Sqlite;

internal sealed class SqliteChatStore(SqliteDatabase database) : IChatStore
{
    private readonly SqliteDatabase _database = database;

    public async Task WriteAsync(ChatWrite write, CancellationToken cancellation = default)
    {
        var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _database.Writer.EnqueueAsync(new ChatWriteUnit(write, _database.Sql, completion), cancellation);
        await completion.Task;
    }

    public Task<IReadOnlyList<ChatEvent>> FetchAsync(
        ChannelId channel, long beforeId, int count, bool withoutMembership, CancellationToken cancellation = default) =>
        beforeId <= 0 || count <= 0
            ? Task.FromResult<IReadOnlyList<ChatEvent>>([])
            : _database.Readers.ReadSnapshotAsync(
                (_database.Sql, channel, beforeId, count, withoutMembership),
                static (session, from) =>
                {
                    var statement = session.Prepare(from.withoutMembership ? from.Sql.Chat.FetchContent : from.Sql.Chat.FetchAll);
                    var events = new List<ChatEvent>();
                    using (var rows = statement.Bind("@channel", from.channel).Bind("@before", from.beforeId).Bind("@count", from.count).Read())
                    {
                        while (rows.Read())
                        {
                            events.Add(SqliteRows.ChatEvent(rows));
                        }
                    }

                    events.Reverse();
                    return (IReadOnlyList<ChatEvent>)SqliteChatEvents.WithReactions(session, from.Sql, [.. events]);
                },
                cancellation);

    public Task<ChatEvent?> FindEventAsync(ChannelId channel, long eventId, CancellationToken cancellation = default) =>
        _database.Readers.ReadSnapshotAsync(
            (_database.Sql, channel, eventId),
            static (session, from) => SqliteChatEvents.Find(session, from.Sql, from.channel, from.eventId),
            cancellation);

    public Task<long> ReadLastEventIdAsync(CancellationToken cancellation = default) =>
        _database.Writer.LastEventId is { } known
            ? Task.FromResult(known)
            : _database.Writer.WriteAsync(_database.Writer, static (scope, writer) => writer.SeedLastEventId(scope.Session), cancellation);

    public Task<long> ReadUnreadPointerAsync(ChannelId channel, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, channel),
            static (session, from) => session.Prepare(from.Sql.Chat.UnreadPointer).Bind("@channel", from.channel).ReadNumber() ?? 0,
            cancellation);

    public Task<IReadOnlyList<UserRow>> ReadMembersAsync(WorldId world, ChannelId channel, CancellationToken cancellation = default) =>
        _database.Readers.ReadSnapshotAsync(
            (_database.Sql, world, channel),
            static (session, from) => (IReadOnlyList<UserRow>)SqliteUsers.Read(
                session, from.Sql.User.ByMembership, from.world, from.channel, static (statement, channel) => statement.Bind("@channel", channel)),
            cancellation);

    public Task<IReadOnlyList<Membership>> ReadMembershipsAsync(WorldId world, UserId user, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, world, user),
            static (session, from) =>
            {
                var memberships = new List<Membership>();
                using var rows = session.Prepare(from.Sql.Chat.Memberships).Bind("@user", from.user).Bind("@world", from.world).Read();
                while (rows.Read())
                {
                    memberships.Add(SqliteRows.Membership(rows));
                }

                return (IReadOnlyList<Membership>)memberships;
            },
            cancellation);

    public Task<Membership?> FindMembershipAsync(ChannelId channel, UserId user, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, channel, user),
            static (session, from) =>
            {
                using var row = session.Prepare(from.Sql.Chat.FindMembership).Bind("@user", from.user).Bind("@channel", from.channel).Read();
                return row.Read() ? SqliteRows.Membership(row) : (Membership?)null;
            },
            cancellation);
}
