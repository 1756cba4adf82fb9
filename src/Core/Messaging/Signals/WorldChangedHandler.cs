using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;

namespace Venueless.Fast.Core.Messaging.Signals;

/// <summary>Another node has changed the world: pushes that follow are decided by the rows of this moment (connection.md section 9).</summary>
public sealed class WorldChangedHandler(WorldDirectory worlds, UserDirectory users) : ISignalHandler
{
    /// <summary>For pushes that depend on the world's rows.</summary>
    public static readonly Signal World = new(SignalKind.WorldChanged, default);

    /// <summary>For pushes that depend on the rows of the world and of its connected users.</summary>
    public static readonly Signal WorldAndUsers = new(SignalKind.WorldChanged, new byte[] { 1 });

    private readonly WorldDirectory _worlds = worlds;
    private readonly UserDirectory _users = users;

    /// <inheritdoc/>
    public SignalKind Kind => SignalKind.WorldChanged;

    /// <inheritdoc/>
    public async ValueTask HandleAsync(WorldId world, ReadOnlyMemory<byte> body)
    {
        if (_worlds.FindLoaded(world) is not { } state)
        {
            return;
        }

        await state.ValidateAsync();
        if (!body.IsEmpty)
        {
            await _users.ValidateAsync(world);
        }
    }
}
