using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Chat;

/// <summary>The channels of a node that is alone: what is left here is all there is. Thread-safe.</summary>
public sealed class LoneChannelNodes : IChannelNodes
{
    /// <inheritdoc/>
    public ValueTask AddAsync(WorldId world, UserId user, ChannelId channel) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask RemoveAsync(WorldId world, UserId user, ChannelId channel, Func<Task> onNoneLeft) => new(onNoneLeft());

    /// <inheritdoc/>
    public void OnNoneLeft(Func<WorldId, UserId, ChannelId, Task> run)
    {
    }
}
