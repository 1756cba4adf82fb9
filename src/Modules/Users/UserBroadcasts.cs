using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Signals;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Users;

/// <summary>Unsolicited messages of the Users module (auth-and-users.md section 10).</summary>
internal static class UserBroadcasts
{
    /// <summary><c>["user.updated", user]</c> to the user's connections.</summary>
    /// <param name="except">The connection that made the change.</param>
    public static Broadcast Updated(User user, World world, DateTimeOffset now, UserView view, Session? except) =>
        new SingleFormBroadcast(CreateUpdated(user, world, now, view), except);

    /// <summary>
    /// <c>["connection.reload", {}]</c> to the user's connections on all nodes after moderation: each stops executing commands at this moment, passes the message on
    /// behind what it holds back, and closes 2 s later (connection.md section 5).
    /// </summary>
    public static void Reload(SessionServices services, WorldId world, UserId user)
    {
        foreach (var session in services.Users.Find(user)?.Sessions ?? [])
        {
            session.Reload();
        }

        var pushes = new PushList();
        pushes.Add(UserSignals.Reloaded(user));
        services.Broker.Publish(world, pushes);
    }

    private static SharedFrame CreateUpdated(User user, World world, DateTimeOffset now, UserView view)
    {
        var buffer = MessageBuffer.Rent();
        try
        {
            buffer.Buffer.Write("[\"user.updated\","u8);
            UserObject.Write(buffer.Json, user, world, now, view);
            buffer.Json.Flush();
            buffer.Buffer.Write("]"u8);
            return buffer.ToFrame();
        }
        finally
        {
            buffer.Return();
        }
    }
}
