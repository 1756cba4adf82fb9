namespace Venueless.Fast.Storage.Redis.Nodes;

/// <summary>Something of which every node keeps its own part in Redis. Calls never overlap.</summary>
internal interface INodeShare
{
    /// <summary>Redis has lost its data, or others took this node for dead: writes this node's part again. Does not wait for it.</summary>
    void Reassert();

    /// <summary>Removes what a dead node has left. False: Redis is away or something else is, it has to be done again. Several nodes may do it at once.</summary>
    Task<bool> BuryAsync(string node);
}
