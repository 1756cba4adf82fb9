using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Tests.Auth;

/// <summary>As much of the chat store as a login reads.</summary>
internal sealed class FakeMemberships : IChatStore
{
    public Dictionary<UserId, List<Membership>> Memberships { get; } = [];

    public Dictionary<ChannelId, List<UserRow>> Members { get; } = [];

    public Task<IReadOnlyList<Membership>> ReadMembershipsAsync(WorldId world, UserId user, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<Membership>>(Memberships.GetValueOrDefault(user, []));

    public Task<IReadOnlyList<UserRow>> ReadMembersAsync(WorldId world, ChannelId channel, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public Task<IReadOnlyDictionary<ChannelId, IReadOnlyList<UserRow>>> ReadMembersAsync(
        WorldId world, IReadOnlyCollection<ChannelId> channels, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyDictionary<ChannelId, IReadOnlyList<UserRow>>>(
            channels.ToDictionary(static channel => channel, channel => (IReadOnlyList<UserRow>)Members[channel]));

    public Dictionary<UserId, Dictionary<ChannelId, int>> Notifications { get; } = [];

    public Task<IReadOnlyDictionary<ChannelId, int>> CountNotificationsAsync(UserId user, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyDictionary<ChannelId, int>>(Notifications.GetValueOrDefault(user, []));

    public Task<int> DeleteNotificationsAsync(UserId user, ChannelId channel, long upTo, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<UserId>> FindMembersAsync(
        ChannelId channel, IReadOnlyCollection<UserId> users, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<UserId>> FindPersistentMembersAsync(
        ChannelId channel, IReadOnlyCollection<UserId> users, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<ChannelHead> ReadHeadAsync(ChannelId channel, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task ReactAsync(ReactionWrite write, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<long?> ReadUnreadSinceAsync(ChannelId channel, UserId user, long eventId, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public Task WriteAsync(ChatWrite write, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<ChatEvent>> FetchAsync(
        ChannelId channel, long beforeId, int count, bool withoutMembership, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<ChatEvent?> FindEventAsync(ChannelId channel, long eventId, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<long> ReadLastEventIdAsync(CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<long> ReadUnreadPointerAsync(ChannelId channel, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<Membership?> FindMembershipAsync(ChannelId channel, UserId user, CancellationToken cancellation = default) =>
        throw new NotSupportedException();
}
