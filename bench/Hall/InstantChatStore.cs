using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Bench.Hall;

/// <summary>Everybody is a member and every write is committed at once and forgotten. What it allocates per write is the event, as every store does.</summary>
internal sealed class InstantChatStore : IChatStore
{
    private static readonly Task<Membership?> Member = Task.FromResult<Membership?>(new Membership(default, true, false, false, 0));

    private static readonly Task<IReadOnlyDictionary<ChannelId, int>> NoNotifications =
        Task.FromResult<IReadOnlyDictionary<ChannelId, int>>(new Dictionary<ChannelId, int>());

    /// <summary>What there is to be fetched from every channel, ascending.</summary>
    public IReadOnlyList<ChatEvent> History { get; set; } = [];

    // Far from the next digit, so that all events are equally long.
    private long _lastEventId = 1_000_000;

    public Task WriteAsync(ChatWrite write, CancellationToken cancellation = default)
    {
        write.OnCommitted(new ChatWriteOutcome(MembershipChanged: false, new ChatEvent(
            ++_lastEventId, write.Channel, write.User, write.Now, write.EventType!, write.Content, null, write.Replaces, [])));
        return Task.CompletedTask;
    }

    public Task<Membership?> FindMembershipAsync(ChannelId channel, UserId user, CancellationToken cancellation = default) => Member;

    public Task<long> ReadLastEventIdAsync(CancellationToken cancellation = default) => Task.FromResult(_lastEventId);

    public Task<long> ReadUnreadPointerAsync(ChannelId channel, CancellationToken cancellation = default) => Task.FromResult(_lastEventId);

    public Task<IReadOnlyList<UserRow>> ReadMembersAsync(WorldId world, ChannelId channel, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<UserRow>>([]);

    public Task<IReadOnlyDictionary<ChannelId, IReadOnlyList<UserRow>>> ReadMembersAsync(
        WorldId world, IReadOnlyCollection<ChannelId> channels, CancellationToken cancellation = default) => throw NotKept();

    public Task<IReadOnlyList<ChatEvent>> FetchAsync(
        ChannelId channel, long beforeId, int count, bool withoutMembership, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<ChatEvent>>([.. History.Where(row => row.Id < beforeId).TakeLast(count)]);

    public Task<ChatEvent?> FindEventAsync(ChannelId channel, long eventId, CancellationToken cancellation = default) => throw NotKept();

    public Task<IReadOnlyList<Membership>> ReadMembershipsAsync(WorldId world, UserId user, CancellationToken cancellation = default) => throw NotKept();

    public Task<IReadOnlyList<UserId>> FindMembersAsync(
        ChannelId channel, IReadOnlyCollection<UserId> users, CancellationToken cancellation = default) => throw NotKept();

    public Task ReactAsync(ReactionWrite write, CancellationToken cancellation = default) => throw NotKept();

    public Task<IReadOnlyList<UserId>> FindPersistentMembersAsync(
        ChannelId channel, IReadOnlyCollection<UserId> users, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<UserId>>([.. users]);

    // Everybody has read everything.
    public Task<ChannelHead> ReadHeadAsync(ChannelId channel, CancellationToken cancellation = default) => Task.FromResult(default(ChannelHead));

    public Task<long?> ReadUnreadSinceAsync(ChannelId channel, UserId user, long eventId, CancellationToken cancellation = default) =>
        Task.FromResult<long?>(0);

    public Task<IReadOnlyDictionary<ChannelId, int>> CountNotificationsAsync(UserId user, CancellationToken cancellation = default) => NoNotifications;

    public Task<int> DeleteNotificationsAsync(UserId user, ChannelId channel, long upTo, CancellationToken cancellation = default) => throw NotKept();

    private static NotSupportedException NotKept() => new("This store keeps nothing.");
}
