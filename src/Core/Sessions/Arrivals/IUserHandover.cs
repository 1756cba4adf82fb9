using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;

namespace Venueless.Fast.Core.Sessions.Arrivals;

/// <summary>What this node keeps in memory about a user goes where a node finds it that the user logs in on. Thread-safe.</summary>
public interface IUserHandover
{
    /// <summary>Completes when other nodes read it. May throw.</summary>
    /// <param name="state">Null: the user is not connected here any more.</param>
    /// <param name="isAwaited">False: the other node may have read already, and has to be told of what it has missed.</param>
    ValueTask HandOverAsync(WorldId world, UserId user, UserState? state, bool isAwaited);

    /// <summary>
    /// Another node has handed over after the login here had given up waiting for it: the user's connections are told what they may not have been told at their login.
    /// Never throws.
    /// </summary>
    ValueTask CatchUpAsync(WorldId world, UserState state);
}
