using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Roulette;

/// <summary>Unsolicited messages of the roulette (calls.md part D), to <see cref="TopicKey.Call"/>.</summary>
internal static class RouletteBroadcasts
{
    /// <summary><c>["roulette.match_found", {"call_id", "other_user"}]</c> to the connection that was waiting.</summary>
    /// <param name="caller">Who has found it, on this connection.</param>
    public static Broadcast MatchFound(CallId call, User caller, World world, DateTimeOffset now, Session connection)
    {
        var buffer = MessageBuffer.Rent();
        try
        {
            buffer.Buffer.Write("[\"roulette.match_found\","u8);
            buffer.Json.WriteStartObject();
            buffer.Json.WriteString("call_id"u8, call.Value);
            buffer.Json.WritePropertyName("other_user"u8);
            UserObject.Write(buffer.Json, caller, world, now);
            buffer.Json.WriteEndObject();
            buffer.Json.Flush();
            buffer.Buffer.Write("]"u8);
            return new CallStepBroadcast(call, ends: false, buffer.ToFrame(), connection);
        }
        finally
        {
            buffer.Return();
        }
    }

    /// <summary><c>["roulette.hangup", {}]</c> to everybody in the call, which is over by that.</summary>
    public static Broadcast HangUp(CallId call, Session connection) =>
        new CallStepBroadcast(call, ends: true, SharedFrame.CreateText("""["roulette.hangup",{}]"""u8), connection);
}
