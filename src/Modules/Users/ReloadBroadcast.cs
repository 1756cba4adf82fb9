using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Users;

/// <summary>
/// <c>["connection.reload", {}]</c> after moderation: each receiver stops executing commands at this moment, passes the message on by itself and closes 2 s later
/// (connection.md section 5). Immutable.
/// </summary>
internal sealed class ReloadBroadcast : Broadcast
{
    public static readonly ReloadBroadcast Instance = new();

    private ReloadBroadcast()
    {
    }

    /// <summary>Null: the session has sent its own, once, behind what it holds back.</summary>
    public override SharedFrame? FrameFor(Session receiver)
    {
        receiver.Reload();
        return null;
    }

    public override void Dispose()
    {
    }
}
