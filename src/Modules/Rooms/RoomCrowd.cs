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

    private int _announced;

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

    /// <summary>The step as it is.</summary>
    public CrowdStep Step => Users.Count switch
    {
        0 => CrowdStep.None,
        < FirstMany => CrowdStep.Few,
        _ => CrowdStep.Many,
    };
}
