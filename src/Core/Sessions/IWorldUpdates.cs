namespace Venueless.Fast.Core.Sessions;

/// <summary>Sends <c>world.updated</c> to everybody in a world (world.md section 5). Implemented by the Worlds module, asked by whoever changes one. Thread-safe.</summary>
public interface IWorldUpdates
{
    /// <summary>
    /// The world of this session was changed, and the reply is on its way: everybody gets a world config that was read after this call, soon. Several requests in a
    /// short time become one push.
    /// </summary>
    /// <param name="withSchedule">The schedule's address or state was changed, too: <c>world.schedule.updated</c> follows.</param>
    void Request(Session session, bool withSchedule = false);
}
