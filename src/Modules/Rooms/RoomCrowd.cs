using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>Who is in one room, and what was last announced about it.</summary>
/// <remarks>
/// Everything is under <see cref="Lock"/>. Viewer pushes are published and viewer lists sent while it is held, so that a list and the pushes after it fit
/// together; the step is announced outside. Lock order: crowd, then topic (docs/locks.md).
/// </remarks>
internal sealed class RoomCrowd
{
    // From this number on a room holds "many".
    private const int FirstMany = 11;

    // Of what was heard of users: long against the time that a message between nodes or a look at Redis takes.
    private const int SeenSeconds = 60;
    private const int MinSeenToPrune = 256;

    private int _announced;
    private long _stepVersion;
    private long _prunedAt;

    public Lock Lock { get; } = new();

    public Dictionary<UserId, PresentUser> Users { get; } = [];

    /// <summary>The room is being deleted, or is gone: nobody enters any more.</summary>
    public bool IsClosed { get; set; }

    /// <summary>One thread at a time announces; it also announces what others change meanwhile.</summary>
    public bool IsAnnouncing { get; set; }

    /// <summary>The step last announced. Any thread reads it.</summary>
    public CrowdStep Announced
    {
        get => (CrowdStep)Volatile.Read(ref _announced);
        set => Volatile.Write(ref _announced, (int)value);
    }

    /// <summary>With other nodes: the newest that was heard of users on any node; what is older than a minute may be missing.</summary>
    public Dictionary<UserId, SeenUser> Seen { get; } = [];

    /// <summary>The step as it is on this node.</summary>
    public CrowdStep Step => Users.Count switch
    {
        0 => CrowdStep.None,
        < FirstMany => CrowdStep.Few,
        _ => CrowdStep.Many,
    };

    /// <summary>0: nothing was heard of the user.</summary>
    public long VersionOf(UserId user) => Seen.TryGetValue(user, out var seen) ? seen.Version : 0;

    /// <summary>
    /// Notes a change of any node; false: it is older than what is known, and saying so now would be wrong. One without a version changes nothing and is no news of the
    /// past either.
    /// </summary>
    public bool TrySee(UserId user, long version, bool isPresent, TimeProvider time)
    {
        if (version == 0)
        {
            return true;
        }

        if (Seen.TryGetValue(user, out var seen) && seen.Version > version)
        {
            // Who is there may be told once more; it may be the first that clients hear of it.
            return isPresent && seen.IsPresent;
        }

        Prune(time);
        Seen[user] = new SeenUser(version, isPresent, time.GetTimestamp());
        return true;
    }

    /// <summary>Of the change that the step was last taken from.</summary>
    public long StepVersion => _stepVersion;

    /// <summary>Notes the step of any node's change; true: it is another one than what clients have been told.</summary>
    public bool TrySetStep(long version, CrowdStep step)
    {
        if (version <= _stepVersion)
        {
            return false;
        }

        _stepVersion = version;
        var isNew = step != Announced;
        Announced = step;
        return isNew;
    }

    private void Prune(TimeProvider time)
    {
        if (Seen.Count < MinSeenToPrune || time.GetElapsedTime(_prunedAt).TotalSeconds < SeenSeconds)
        {
            return;
        }

        _prunedAt = time.GetTimestamp();
        foreach (var (user, seen) in Seen)
        {
            if (time.GetElapsedTime(seen.At).TotalSeconds > SeenSeconds)
            {
                Seen.Remove(user);
            }
        }
    }
}
