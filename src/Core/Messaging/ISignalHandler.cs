using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Messaging;

/// <summary>Does what another node's <see cref="Signal"/> says. Thread-safe.</summary>
public interface ISignalHandler
{
    SignalKind Kind { get; }

    /// <summary>What the world's messages that follow must wait for; short. Failures are logged and end there.</summary>
    ValueTask HandleAsync(WorldId world, ReadOnlyMemory<byte> body);
}
