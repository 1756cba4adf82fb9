using System.Text.Json.Nodes;
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

    public async Task WriteAsync(ChatWrite write, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            WriteCount++;
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
        return inserted;
    }

    private long UnreadPointerLocked(ChannelId channel) =>
        _events.FindLast(row => row.Channel == channel && row.EventType != ChatEventTypes.Member)?.Id ?? 0;
}
