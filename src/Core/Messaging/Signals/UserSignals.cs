using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Messaging.Signals;

/// <summary>The body of signals about a user: the bytes of the id.</summary>
public static class UserSignals
{
    /// <summary>The user's row was changed.</summary>
    public static Signal Changed(UserId user) => new(SignalKind.UserChanged, user.Value.ToByteArray());

    /// <summary>The user's row was changed and the connections are reloaded.</summary>
    public static Signal Reloaded(UserId user) => new(SignalKind.UserReloaded, user.Value.ToByteArray());

    internal static UserId Read(ReadOnlyMemory<byte> body) => new(new Guid(body.Span));
}
