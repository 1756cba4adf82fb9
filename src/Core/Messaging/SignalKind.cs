namespace Venueless.Fast.Core.Messaging;

/// <summary>What another node is told to do. The numbers travel: never change or reuse one.</summary>
public enum SignalKind : byte
{
    /// <summary>The world or one of its rooms was changed: look at the store before anything that follows is delivered. A body: also at the rows of its connected users.</summary>
    WorldChanged = 1,

    /// <summary><c>world.updated</c> is due for everybody in the world. A body: <c>world.schedule.updated</c> follows.</summary>
    WorldUpdated = 2,

    /// <summary>A user's row was changed: look at the store before anything that follows is delivered. Body: the id.</summary>
    UserChanged = 3,

    /// <summary>The same, and the user's connections are reloaded (connection.md section 5). Body: the id.</summary>
    UserReloaded = 4,

    /// <summary>Connections have to make room for newer ones (connection.md section 8). Body: their names, a line each.</summary>
    ConnectionsReplaced = 5,

    /// <summary>A room was deleted: nobody is in it any more. Body: the id.</summary>
    RoomDeleted = 6,

    /// <summary>Somebody has entered or left a room: viewers and step are pushed to whom it concerns. Body: of the rooms module.</summary>
    RoomCrowdChanged = 7,

    /// <summary>An announcement was changed that everybody sees, or saw: what is prepared for logins is out of date.</summary>
    AnnouncementsChanged = 10,

    /// <summary>Users have other unread notifications than before: what is known of them is out of date. Body: the ids.</summary>
    NotificationsChanged = 11,

    /// <summary>A user logs in on the sending node. Body: see <c>ArrivalSignals</c>.</summary>
    UserArrived = 12,

    /// <summary>The answer to it. Body: see <c>ArrivalSignals</c>.</summary>
    UserAnswered = 13,

    /// <summary>The world was emptied: all its connections are reloaded (operations.md section 3.12).</summary>
    WorldReloaded = 20,
}
