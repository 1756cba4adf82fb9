using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;

namespace Venueless.Fast.Core.Sessions.Arrivals;

/// <summary>Another node answers a login: see <see cref="UserArrivals"/>.</summary>
public sealed class UserAnsweredHandler(UserArrivals arrivals) : ISignalHandler
{
    private readonly UserArrivals _arrivals = arrivals;

    /// <inheritdoc/>
    public SignalKind Kind => SignalKind.UserAnswered;

    /// <inheritdoc/>
    public ValueTask HandleAsync(WorldId world, ReadOnlyMemory<byte> body)
    {
        _arrivals.OnAnswered(world, body.Span);
        return ValueTask.CompletedTask;
    }
}
