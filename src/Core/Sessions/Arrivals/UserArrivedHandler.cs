using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;

namespace Venueless.Fast.Core.Sessions.Arrivals;

/// <summary>A user logs in on another node: see <see cref="UserArrivals"/>.</summary>
public sealed class UserArrivedHandler(UserArrivals arrivals) : ISignalHandler
{
    private readonly UserArrivals _arrivals = arrivals;

    /// <inheritdoc/>
    public SignalKind Kind => SignalKind.UserArrived;

    /// <inheritdoc/>
    public ValueTask HandleAsync(WorldId world, ReadOnlyMemory<byte> body)
    {
        _arrivals.OnArrived(world, body.Span);
        return ValueTask.CompletedTask;
    }
}
