using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Reading;

/// <summary>
/// What this node knows of a connected user's reading, so that <c>chat.mark_read</c> needs no store: unread notifications, memberships, what was read last, and when the
/// user's other connections were told. Thread-safe.
/// </summary>
/// <remarks>
/// <para>Per <c>chat.mark_read</c>, 0 B in steady state. Some 300 B per user who reads, gone with the user's last connection here.</para>
/// <para>What was read from a store counts for the age that the caller allows, and until it is forgotten: whoever changes it, on any node, says so before the change can
/// be seen.</para>
/// </remarks>
public sealed class UserReading
{
    // A person with two windows never meets this; it is for two tabs in a storm.
    private const int PushBurst = 4;

    private static readonly TimeSpan PushInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();

    // All under _lock: counts with the time they were read at; how often they were forgotten.
    private NotificationCounts? _counts;
    private long _countedAt;
    private int _countChanges;

    // Under _lock: the channels; whose memberships they are, and how often those were forgotten.
    private ReadChannels _channels;
    private User? _membershipsOf;
    private int _membershipChanges;

    // Under _lock: pushes that may be sent at once, as of a moment; whether one is owed, and who has caused it alone.
    private int _pushes = PushBurst;
    private long _pushesAt;
    private bool _isPushOwed;
    private Session? _soleCause;

    /// <summary>Notes what was read last, and what reading it causes. False: the store has to be asked, because the channel has unread notifications or may have some.</summary>
    /// <param name="user">The snapshot by which the command runs: memberships of an older one do not count.</param>
    /// <param name="maxAge">Of what was read from a store.</param>
    public bool TryRead(
        ChannelId channel, long eventId, User user, TimeProvider time, TimeSpan maxAge, out NotificationCounts counts, out ReaderMembership membership)
    {
        var now = time.GetTimestamp();
        lock (_lock)
        {
            ref var known = ref _channels.Find(channel);
            known.ReadUpTo = eventId;
            if (!ReferenceEquals(_membershipsOf, user))
            {
                _membershipsOf = user;
                _membershipChanges++;
            }

            membership = known.Changes == _membershipChanges && time.GetElapsedTime(known.CheckedAt, now) < maxAge
                ? known.Membership
                : ReaderMembership.Unknown;
            counts = _counts!;
            return counts is not null && time.GetElapsedTime(_countedAt, now) < maxAge && !counts.Has(channel);
        }
    }

    /// <summary>Notes what was read last.</summary>
    public void NoteRead(ChannelId channel, long eventId)
    {
        lock (_lock)
        {
            _channels.Find(channel).ReadUpTo = eventId;
        }
    }

    /// <summary>What was read last in the channel, on this node; 0: nothing.</summary>
    public long ReadUpTo(ChannelId channel)
    {
        lock (_lock)
        {
            return _channels.ReadUpTo(channel);
        }
    }

    /// <summary>To be called before counts are read; <see cref="KeepCounts"/> then knows whether they have changed meanwhile.</summary>
    public int BeginCounting()
    {
        lock (_lock)
        {
            return _countChanges;
        }
    }

    /// <summary>Null: they have to be counted.</summary>
    public NotificationCounts? FindCounts(TimeProvider time, TimeSpan maxAge)
    {
        lock (_lock)
        {
            return _counts is not null && time.GetElapsedTime(_countedAt) < maxAge ? _counts : null;
        }
    }

    /// <summary>These were just read.</summary>
    /// <param name="begun">See <see cref="BeginCounting"/>.</param>
    public void KeepCounts(NotificationCounts counts, int begun, long now)
    {
        lock (_lock)
        {
            if (begun == _countChanges)
            {
                _counts = counts;
                _countedAt = now;
            }
        }
    }

    /// <summary>The user's notifications have changed, or will in a moment.</summary>
    public void ForgetCounts()
    {
        lock (_lock)
        {
            _counts = null;
            _countChanges++;
        }
    }

    /// <summary>See <see cref="BeginCounting"/>; for <see cref="KeepMembership"/>.</summary>
    public int BeginLookingUp()
    {
        lock (_lock)
        {
            return _membershipChanges;
        }
    }

    /// <summary>This was just read.</summary>
    /// <param name="begun">See <see cref="BeginLookingUp"/>.</param>
    public void KeepMembership(ChannelId channel, bool isMember, int begun, long now)
    {
        lock (_lock)
        {
            if (begun == _membershipChanges)
            {
                ref var known = ref _channels.Find(channel);
                known.Membership = isMember ? ReaderMembership.Member : ReaderMembership.Guest;
                known.Changes = begun;
                known.CheckedAt = now;
            }
        }
    }

    /// <summary>The user has joined or left a channel.</summary>
    public void ForgetMemberships()
    {
        lock (_lock)
        {
            _membershipChanges++;
        }
    }

    /// <summary>When the user's other connections learn of what was read: four times at once, then with the next tick, until a second without any gives one back.</summary>
    /// <param name="cause">The connection that knows already.</param>
    public PushTurn TakePush(Session cause, TimeProvider time)
    {
        var now = time.GetTimestamp();
        lock (_lock)
        {
            var regained = (int)Math.Min(PushBurst, time.GetElapsedTime(_pushesAt, now) / PushInterval);
            if (regained > 0)
            {
                _pushes = Math.Min(PushBurst, _pushes + regained);
                _pushesAt = now;
            }

            if (_isPushOwed)
            {
                // Two of them: each has to learn of the other.
                _soleCause = ReferenceEquals(_soleCause, cause) ? cause : null;
                return PushTurn.AlreadyOwed;
            }

            if (_pushes > 0)
            {
                _pushes--;
                return PushTurn.Now;
            }

            _isPushOwed = true;
            _soleCause = cause;
            return PushTurn.Later;
        }
    }

    /// <summary>What is owed is sent now. Returns the connection that knows already; null: none, or more than one.</summary>
    public Session? TakeOwed()
    {
        lock (_lock)
        {
            var cause = _soleCause;
            _isPushOwed = false;
            _soleCause = null;
            return cause;
        }
    }
}
