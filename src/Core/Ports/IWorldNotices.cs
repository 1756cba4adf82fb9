using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Tells the running nodes what another process, a command, has done to a world. Thread-safe.</summary>
public interface IWorldNotices
{
    /// <summary>
    /// <c>["connection.reload", {}]</c> to the connections of one user, or of everybody in the world, on all nodes: from then on they execute nothing, and close 2 s later
    /// (connection.md section 5). After the commit of the rows. Never throws; without it the nodes notice the rows by their ages (connection.md section 9).
    /// </summary>
    /// <param name="user">Null: everybody who is connected to the world, logged in or not.</param>
    ValueTask ReloadAsync(WorldId world, UserId? user, CancellationToken cancellation = default);
}
