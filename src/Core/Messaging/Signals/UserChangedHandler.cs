using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;

namespace Venueless.Fast.Core.Messaging.Signals;

/// <summary>Another node has changed a user: what follows is decided by the row of this moment (connection.md section 9).</summary>
public sealed class UserChangedHandler(UserDirectory users) : ISignalHandler
{
    private readonly UserDirectory _users = users;

    /// <inheritdoc/>
    public SignalKind Kind => SignalKind.UserChanged;

    /// <inheritdoc/>
    public async ValueTask HandleAsync(WorldId world, ReadOnlyMemory<byte> body)
    {
        var user = UserSignals.Read(body);
        _users.NoteChange(user);
        _users.Others.Forget(user);
        if (_users.Find(user) is { } state)
        {
            // A change of grants or blocks does not show in the row itself.
            state.Distrust();
            await state.ValidateAsync();
        }
    }
}
