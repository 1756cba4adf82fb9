using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Messaging.Signals;

/// <summary>
/// Another process has emptied the world: the connections here, logged in or not, execute nothing more and are reloaded (operations.md section 3.12), and what is kept
/// in memory of the world's users and chats does not count any more.
/// </summary>
public sealed class WorldReloadedHandler(
    SessionRegistry sessions, WorldDirectory worlds, UserDirectory users, IEnumerable<IResynchronizationStep> steps) : ISignalHandler
{
    /// <summary>For everybody in the world.</summary>
    public static readonly Signal Signal = new(SignalKind.WorldReloaded, default);

    private readonly SessionRegistry _sessions = sessions;
    private readonly WorldDirectory _worlds = worlds;
    private readonly UserDirectory _users = users;
    private readonly IResynchronizationStep[] _steps = [.. steps];

    /// <inheritdoc/>
    public SignalKind Kind => SignalKind.WorldReloaded;

    /// <inheritdoc/>
    public async ValueTask HandleAsync(WorldId world, ReadOnlyMemory<byte> body)
    {
        // First, so that no command gets in between, and whatever becomes of the store.
        foreach (var session in _sessions.ToList())
        {
            if (session.WorldState?.Id == world)
            {
                session.Reload();
            }
        }

        foreach (var step in _steps)
        {
            step.Begin(world);
        }

        foreach (var user in _users.ListOf(world))
        {
            _users.NoteChange(user.Id);
            user.Distrust();
        }

        _users.Others.ForgetAll();
        await (_worlds.FindLoaded(world)?.ValidateAsync() ?? Task.CompletedTask);
        await _users.ValidateAsync(world);
    }
}
