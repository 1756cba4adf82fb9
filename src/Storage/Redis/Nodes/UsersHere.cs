using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Redis.Nodes;

/// <summary>The users that this node has in one room. Under its owner's lock.</summary>
internal sealed class UsersHere(WorldId world)
{
    public WorldId World { get; } = world;

    /// <summary>The open view of each; 0: none that this node knows of.</summary>
    public Dictionary<UserId, long> Views { get; } = [];

    /// <summary>Those of whom Redis knows, unless it has lost its data.</summary>
    public HashSet<UserId> Told { get; } = [];
}
