using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Chat;

/// <summary>Content of <c>channel.member</c> events: a snapshot of the public user at that moment (chat.md section 3).</summary>
internal static class MembershipContent
{
    public static RawJson Join(User user, World world, DateTimeOffset now) => Create("join"u8, user, world, now);

    public static RawJson Leave(User user, World world, DateTimeOffset now) => Create("leave"u8, user, world, now);

    public static RawJson Ban(User user, World world, DateTimeOffset now) => Create("ban"u8, user, world, now);

    private static RawJson Create(ReadOnlySpan<byte> membership, User user, World world, DateTimeOffset now)
    {
        var buffer = MessageBuffer.Rent();
        buffer.Json.WriteStartObject();
        buffer.Json.WriteString("membership"u8, membership);
        buffer.Json.WritePropertyName("user"u8);
        UserObject.Write(buffer.Json, user, world, now);
        buffer.Json.WriteEndObject();
        buffer.Json.Flush();
        var content = new RawJson(buffer.Buffer.WrittenSpan.ToArray());
        buffer.Return();
        return content;
    }
}
