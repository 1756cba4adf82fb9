using System.Text.Json.Nodes;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Testing.Stores;

/// <summary>Events and memberships in lists. Thread-safe; commits one unit after the other under one lock, which stands for the writer's thread.</summary>
public sealed class InMemoryChatStore(InMemoryUserStore users) : IChatStore
{
    private readonly InMemoryUserStore _users = users;
    private readonly Lock _lock = new();
    private readonly List<ChatEvent> _events = [];
    private readonly Dictionary<(ChannelId Channel, UserId User), Membership> _memberships = [];
    private readonly List<AuditEntry> _audit = [];
    private readonly List<(long Event, ChannelId Channel, UserId Recipient)> _notifications = [];
    private long _lastEventId;

    public StoreFaults Faults { get; } = new();

    /// <summary>Number of committed units.</summary>
    public int WriteCount { get; private set; }

    public IReadOnlyList<ChatEvent> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    public IReadOnlyList<AuditEntry> Audit
    {
        get
        {
            lock (_lock)
            {
                return [.. _audit];
            }
        }
    }

    /// <summary>The membership; null if none.</summary>
    public Membership? FindMembership(ChannelId channel, UserId user)
    {
        lock (_lock)
        {
            return _memberships.TryGetValue((channel, user), out var membership) ? membership : null;
        }
    }

    /// <summary>Inserts or replaces a membership, as an edit by somebody else would.</summary>
    public void PutMembership(ChannelId channel, UserId user, bool isVolatile = false, bool isHidden = false, bool isDirect = false)
    {
        lock (_lock)
        {
            _memberships[(channel, user)] = new Membership(channel, isVolatile, isHidden, isDirect, 0);
        }
    }

    /// <summary>Inserts an event under the next id.</summary>
    public ChatEvent PutEvent(ChatEvent chatEvent)
    {
        lock (_lock)
        {
            var stored = chatEvent with { Id = ++_lastEventId };
            _events.Add(stored);
            return stored;
        }
    }

    /// <summary>Changes an event's content, as another node would.</summary>
    public void PutContent(long eventId, RawJson content)
    {
        lock (_lock)
        {
            var index = _events.FindIndex(row => row.Id == eventId);
            _events[index] = _events[index] with { Content = content };
        }
    }

    public async Task WriteAsync(ChatWrite write, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            WriteCount++;
            if (write.Replaces is { } replaced && !DeletedMessage.Is(write.Content) && _events.Exists(row => row.Id == replaced && DeletedMessage.Is(row.Content)))
            {
                write.OnCommitted(new ChatWriteOutcome { Refusal = ChatRefusal.Denied });
                return;
            }

            if (write.IsForMembers && !_memberships.ContainsKey((write.Channel, write.User)))
            {
                write.OnCommitted(new ChatWriteOutcome { Refusal = ChatRefusal.Denied });
                return;
            }

            var hasChanged = ChangeMembershipLocked(write);
            var isSilent = write.EventType is null || (write.MembershipChange != MembershipChange.None && !hasChanged);
            write.OnCommitted(new ChatWriteOutcome(hasChanged, isSilent ? null : InsertLocked(write)));
        }
    }

    public async Task<IReadOnlyList<ChatEvent>> FetchAsync(
        ChannelId channel, long beforeId, int count, bool withoutMembership, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return
            [
                .. _events
                    .Where(row => row.Channel == channel && row.Id < beforeId && !(withoutMembership && row.EventType == ChatEventTypes.Member))
                    .TakeLast(count),
            ];
        }
    }

    public async Task<ChatEvent?> FindEventAsync(ChannelId channel, long eventId, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return _events.Find(row => row.Channel == channel && row.Id == eventId);
        }
    }

    public async Task<long> ReadLastEventIdAsync(CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return _lastEventId;
        }
    }

    public async Task<long> ReadUnreadPointerAsync(ChannelId channel, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return UnreadPointerLocked(channel);
        }
    }

    public async Task<IReadOnlyList<UserRow>> ReadMembersAsync(WorldId world, ChannelId channel, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return [.. _memberships.Keys.Where(key => key.Channel == channel).Select(key => _users.Get(key.User)).Where(row => row.World == world)];
        }
    }

    public async Task<IReadOnlyDictionary<ChannelId, IReadOnlyList<UserRow>>> ReadMembersAsync(
        WorldId world, IReadOnlyCollection<ChannelId> channels, CancellationToken cancellation = default)
    {
        var members = new Dictionary<ChannelId, IReadOnlyList<UserRow>>();
        foreach (var channel in channels)
        {
            members[channel] = await ReadMembersAsync(world, channel, cancellation);
        }

        return members;
    }

    public async Task<IReadOnlyList<Membership>> ReadMembershipsAsync(WorldId world, UserId user, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return
            [
                .. _memberships
                    .Where(row => row.Key.User == user)
                    .Select(row => row.Value with { UnreadPointer = UnreadPointerLocked(row.Key.Channel) }),
            ];
        }
    }

    public async Task<Membership?> FindMembershipAsync(ChannelId channel, UserId user, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        return FindMembership(channel, user);
    }

    public async Task<IReadOnlyList<UserId>> FindMembersAsync(
        ChannelId channel, IReadOnlyCollection<UserId> users, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return [.. users.Where(user => _memberships.ContainsKey((channel, user)))];
        }
    }

    public async Task ReactAsync(ReactionWrite write, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            WriteCount++;
            var index = _events.FindIndex(row => row.Id == write.EventId && row.Channel == write.Channel);
            if (index < 0)
            {
                write.OnCommitted(null, []);
                return;
            }

            var reaction = new ChatReaction(write.Emoji, write.User);
            var others = _events[index].Reactions.Where(existing => existing != reaction);
            if (write.IsRemoval)
            {
                _events[index] = _events[index] with { Reactions = [.. others] };
            }
            else if (!_events[index].Reactions.Contains(reaction))
            {
                _events[index] = _events[index] with { Reactions = [.. others, reaction] };
            }

            List<UserRow> late = [];
            foreach (var user in _events[index].Reactions.Select(static reaction => reaction.User).Distinct().Where(user => !write.IsKnown(user)))
            {
                late.Add(_users.Get(user));
            }

            write.OnCommitted(_events[index], late);
        }
    }

    public async Task<long?> ReadUnreadSinceAsync(ChannelId channel, UserId user, long eventId, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            if (!_memberships.TryGetValue((channel, user), out var membership) || membership.IsVolatile)
            {
                return null;
            }

            var hasUnread = _events.Exists(
                row => row.Channel == channel && row.EventType != ChatEventTypes.Member && row.Id > eventId && row.Sender != user);
            return hasUnread ? UnreadPointerLocked(channel) : 0;
        }
    }

    public async Task<IReadOnlyList<UserId>> FindPersistentMembersAsync(
        ChannelId channel, IReadOnlyCollection<UserId> users, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return [.. users.Where(user => _memberships.TryGetValue((channel, user), out var membership) && !membership.IsVolatile)];
        }
    }

    public async Task<ChannelHead> ReadHeadAsync(ChannelId channel, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            var newest = _events.FindLast(row => row.Channel == channel && row.EventType != ChatEventTypes.Member);
            return newest is null ? default : new ChannelHead(newest.Id, newest.Sender);
        }
    }

    public async Task<IReadOnlyDictionary<ChannelId, int>> CountNotificationsAsync(UserId user, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return _notifications.Where(row => row.Recipient == user).CountBy(static row => row.Channel).ToDictionary();
        }
    }

    public async Task<int> DeleteNotificationsAsync(UserId user, ChannelId channel, long upTo, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return _notifications.RemoveAll(row => row.Recipient == user && row.Channel == channel && row.Event <= upTo);
        }
    }

    private bool ChangeMembershipLocked(ChatWrite write)
    {
        var key = (write.Channel, write.User);
        var exists = _memberships.TryGetValue(key, out var membership);
        switch (write.MembershipChange)
        {
            case MembershipChange.Join when !exists:
                _memberships.Add(key, new Membership(write.Channel, write.IsVolatile, false, false, 0));
                return true;
            case MembershipChange.Join when membership.IsVolatile && !write.IsVolatile:
                _memberships[key] = membership with { IsVolatile = false };
                return false;
            case MembershipChange.Leave:
            case MembershipChange.LeaveIfVolatile when exists && membership.IsVolatile:
                return _memberships.Remove(key);
            default:
                return false;
        }
    }

    private ChatEvent InsertLocked(ChatWrite write)
    {
        if (write.Replaces is { } replaces)
        {
            var index = _events.FindIndex(row => row.Id == replaces);
            var original = _events[index];
            _events[index] = original with { Content = write.Content, Edited = write.Now };
            var data = new JsonObject { ["object"] = replaces, ["by_same_user"] = original.Sender == write.User };
            _audit.Add(new AuditEntry("chat.event.updated", write.User, data));
        }

        var inserted = new ChatEvent(
            ++_lastEventId, write.Channel, write.User, write.Now, write.EventType!, write.Content, null, write.Replaces, []);
        _events.Add(inserted);
        foreach (var recipient in write.Notified)
        {
            _notifications.Add((inserted.Id, inserted.Channel, recipient));
        }

        return inserted;
    }

    private long UnreadPointerLocked(ChannelId channel) =>
        _events.FindLast(row => row.Channel == channel && row.EventType != ChatEventTypes.Member)?.Id ?? 0;
}
