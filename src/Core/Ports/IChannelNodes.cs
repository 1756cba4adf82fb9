using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>
/// Which nodes have connections of a user that are subscribed to a channel: a volatile membership ends with the last one over all nodes (chat.md section 15).
/// Thread-safe.
/// </summary>
/// <remarks>One call at a time per user and channel. A node that is alone has nobody to ask: completes synchronously and allocates nothing.</remarks>
public interface IChannelNodes
{
    /// <summary>
    /// The first connection of this node: waits for a decision that another node has made just now. Never fails: what could not be told is told later.
    /// </summary>
    ValueTask AddAsync(WorldId world, UserId user, ChannelId channel);

    /// <summary>
    /// This node has no connection any more: runs <paramref name="onNoneLeft"/> if no other has, and keeps new ones out meanwhile. Throws only what that throws.
    /// </summary>
    ValueTask RemoveAsync(WorldId world, UserId user, ChannelId channel, Func<Task> onNoneLeft);

    /// <summary>
    /// What to run when nobody waits who could: a node has died, or it could not be asked whether others are left. Failures are logged and end there. Once, before
    /// anything else.
    /// </summary>
    void OnNoneLeft(Func<WorldId, UserId, ChannelId, Task> run);
}
