using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;

namespace Venueless.Fast.Core.Messaging.Signals;

/// <summary>Another node has moderated a user: the connections here execute nothing more and are reloaded (connection.md sections 5 and 13).</summary>
public sealed class UserReloadedHandler(UserDirectory users) : ISignalHandler
{
    private readonly UserDirectory _users = users;

    /// <inheritdoc/>
    public SignalKind Kind => SignalKind.UserReloaded;

    /// <inheritdoc/>
    public async ValueTask HandleAsync(WorldId world, ReadOnlyMemory<byte> body)
    {
        var user = UserSignals.Read(body);
        _users.NoteChange(user);
        _users.Others.Forget(user);
        if (_users.Find(user) is not { } state)
        {
            return;
        }

        // First, so that no command gets in between, and whatever becomes of the store.
        foreach (var session in state.Sessions)
        {
            session.Reload();
        }

        state.Distrust();
        await state.ValidateAsync();
    }
}
