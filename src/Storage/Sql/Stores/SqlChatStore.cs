using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed class SqlChatStore(SqlDatabase database) : IChatStore
{
    private readonly SqlDatabase _database = database;

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
            : _database.Readers.ReadAsync(
                (_database.Sql, channel, beforeId, count, withoutMembership),
                static async (session, from) =>
                {
                    var events = await session.Prepare(from.withoutMembership ? from.Sql.Chat.FetchContent : from.Sql.Chat.FetchAll)
                        .Bind("@channel", from.channel)
                        .Bind("@before", from.beforeId)
                        .Bind("@count", from.count)
                        .ReadAllAsync(SqlRows.ChatEvent);
                    events.Reverse();
                    return (IReadOnlyList<ChatEvent>)events;
                },
                cancellation);

    public Task<ChatEvent?> FindEventAsync(ChannelId channel, long eventId, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, channel, eventId),
            static (session, from) => session.Prepare(from.Sql.Chat.FindEvent)
                .Bind("@event", from.eventId)
                .Bind("@channel", from.channel)
                .ReadFirstAsync(SqlRows.ChatEvent),
            cancellation);

    public Task<long> ReadLastEventIdAsync(CancellationToken cancellation = default) => _database.Writer.ReadLastEventIdAsync(cancellation);

    public Task<long> ReadUnreadPointerAsync(ChannelId channel, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, channel),
            static async (session, from) => await session.Prepare(from.Sql.Chat.UnreadPointer).Bind("@channel", from.channel).ReadNumberAsync() ?? 0,
            cancellation);

    public Task<IReadOnlyList<UserRow>> ReadMembersAsync(WorldId world, ChannelId channel, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, world, channel),
            static async (session, from) => (IReadOnlyList<UserRow>)await session.Prepare(from.Sql.User.ByMembership.Text)
                .Bind("@world", from.world)
                .Bind("@channel", from.channel)
                .ReadAllAsync(SqlRows.User),
            cancellation);

    public Task<IReadOnlyDictionary<ChannelId, IReadOnlyList<UserRow>>> ReadMembersAsync(
        WorldId world, IReadOnlyCollection<ChannelId> channels, CancellationToken cancellation = default) =>
        _database.Readers.ReadSnapshotAsync(
            (_database.Sql, world, channels),
            static (session, from) => ChannelListRows.ReadMembersAsync(session, from.Sql, from.world, from.channels),
            cancellation);

    public Task<IReadOnlyList<Membership>> ReadMembershipsAsync(WorldId world, UserId user, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, world, user),
            static async (session, from) => (IReadOnlyList<Membership>)await session.Prepare(from.Sql.Chat.Memberships)
                .Bind("@user", from.user)
                .Bind("@world", from.world)
                .ReadAllAsync(SqlRows.Membership),
            cancellation);

    public Task<Membership?> FindMembershipAsync(ChannelId channel, UserId user, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, channel, user),
            static (session, from) => session.Prepare(from.Sql.Chat.FindMembership)
                .Bind("@user", from.user)
                .Bind("@channel", from.channel)
                .ReadFirstAsync(static row => (Membership?)SqlRows.Membership(row)),
            cancellation);

    public Task<IReadOnlyList<UserId>> FindMembersAsync(
        ChannelId channel, IReadOnlyCollection<UserId> users, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, channel, users),
            static async (session, from) => (IReadOnlyList<UserId>)await session.Prepare(from.Sql.Chat.FindMembers)
                .Bind("@channel", from.channel)
                .Bind("@users", from.users)
                .ReadAllAsync(static row => new UserId(row.Uuid(0))),
            cancellation);

    public Task<IReadOnlyList<UserId>> FindPersistentMembersAsync(
        ChannelId channel, IReadOnlyCollection<UserId> users, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, channel, users),
            static async (session, from) => (IReadOnlyList<UserId>)await session.Prepare(from.Sql.Chat.FindPersistentMembers)
                .Bind("@channel", from.channel)
                .Bind("@users", from.users)
                .ReadAllAsync(static row => new UserId(row.Uuid(0))),
            cancellation);

    public Task<ChannelHead> ReadHeadAsync(ChannelId channel, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, channel),
            static async (session, from) =>
            {
                var heads = await session.Prepare(from.Sql.Chat.Head)
                    .Bind("@channel", from.channel)
                    .ReadAllAsync(static row => new ChannelHead(row.Number(0), row.OptionalUuid(1) is { } sender ? new UserId(sender) : null));
                return heads.Count == 0 ? default : heads[0];
            },
            cancellation);

    public async Task ReactAsync(ReactionWrite write, CancellationToken cancellation = default)
    {
        var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _database.Writer.EnqueueAsync(new ReactionUnit(write, _database.Sql, completion), cancellation);
        await completion.Task;
    }

    public Task<long?> ReadUnreadSinceAsync(ChannelId channel, UserId user, long eventId, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, channel, user, eventId),
            static (session, from) => session.Prepare(from.Sql.Chat.UnreadSince)
                .Bind("@channel", from.channel)
                .Bind("@user", from.user)
                .Bind("@event", from.eventId)
                .ReadNumberAsync(),
            cancellation);

    public Task<IReadOnlyDictionary<ChannelId, int>> CountNotificationsAsync(UserId user, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, user),
            static async (session, from) =>
            {
                var counts = await session.Prepare(from.Sql.Notification.Count)
                    .Bind("@user", from.user)
                    .ReadAllAsync(static row => KeyValuePair.Create(new ChannelId(row.Uuid(0)), row.Integer(1)));
                return (IReadOnlyDictionary<ChannelId, int>)new Dictionary<ChannelId, int>(counts);
            },
            cancellation);

    public Task<int> DeleteNotificationsAsync(UserId user, ChannelId channel, long upTo, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.None,
            (_database.Sql, user, channel, upTo),
            static (scope, from) => scope.Prepare(from.Sql.Notification.DeleteUpTo)
                .Bind("@user", from.user)
                .Bind("@channel", from.channel)
                .Bind("@event", from.upTo)
                .ExecuteAsync(),
            cancellation);
}
