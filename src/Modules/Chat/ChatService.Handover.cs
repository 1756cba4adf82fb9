using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Sessions.Arrivals;

namespace Venueless.Fast.Modules.Chat;

// What a user has read goes along to other nodes.
public sealed partial class ChatService : IUserHandover
{
    /// <inheritdoc/>
    public ValueTask HandOverAsync(WorldId world, UserId user, UserState? state, bool isAwaited) => _readStates.HandOverAsync(world, user, state, isAwaited);

    /// <inheritdoc/>
    public ValueTask CatchUpAsync(WorldId world, UserState state) => _readStates.CatchUpAsync(world, state);
}
