using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Without a way to the running node: it notices changed rows by their ages. Immutable.</summary>
public sealed class NoWorldNotices : IWorldNotices
{
    public static readonly NoWorldNotices Instance = new();

    private NoWorldNotices()
    {
    }

    /// <inheritdoc/>
    public ValueTask ReloadAsync(WorldId world, UserId? user, CancellationToken cancellation = default) => ValueTask.CompletedTask;
}
