using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
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

    /// <summary><c>["connection.reload", {}]</c> to the user's connections, which end with it.</summary>
    public static Broadcast Reload() => ReloadBroadcast.Instance;

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
