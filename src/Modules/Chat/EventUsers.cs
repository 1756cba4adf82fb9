using System.Buffers.Text;
using System.Text.Json;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Chat;

/// <summary>The <c>users</c> map of a push, encoded before the event is stored so that the writer only copies bytes (chat.md section 6).</summary>
/// <param name="PublicForm">For everybody.</param>
/// <param name="AdminForm">For holders of <c>world:users.manage</c>; the same array when there is nothing in it.</param>
internal sealed record EventUsers(byte[] PublicForm, byte[] AdminForm)
{
    private static readonly byte[] EmptyMap = "{}"u8.ToArray();

    /// <summary>No users.</summary>
    public static readonly EventUsers None = new(EmptyMap, EmptyMap);

    /// <summary>Encodes the persons among the users; pushes carry no others.</summary>
    public static EventUsers Of(ReadOnlySpan<User> users, World world, DateTimeOffset now)
    {
        var hasPerson = false;
        foreach (var user in users)
        {
            hasPerson |= user.IsPerson;
        }

        return hasPerson ? new EventUsers(Encode(users, world, now, UserView.Public), Encode(users, world, now, UserView.Admin)) : None;
    }

    /// <summary>Writes one entry of a map.</summary>
    public static void WriteEntry(Utf8JsonWriter json, User user, World world, DateTimeOffset now, UserView view)
    {
        Span<byte> id = stackalloc byte[36];
        Utf8Formatter.TryFormat(user.Id.Value, id, out _);
        json.WritePropertyName(id);
        UserObject.Write(json, user, world, now, view);
    }

    private static byte[] Encode(ReadOnlySpan<User> users, World world, DateTimeOffset now, UserView view)
    {
        var buffer = MessageBuffer.Rent();
        buffer.Json.WriteStartObject();
        foreach (var user in users)
        {
            if (user.IsPerson)
            {
                WriteEntry(buffer.Json, user, world, now, view);
            }
        }

        buffer.Json.WriteEndObject();
        buffer.Json.Flush();
        var map = buffer.Buffer.WrittenSpan.ToArray();
        buffer.Return();
        return map;
    }
}
