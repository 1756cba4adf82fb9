using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Chat;

/// <summary>Content of messages that start a call (chat.md section 7.6, effect 3): the server says what kind of call it is and which one.</summary>
internal static class CallContent
{
    /// <summary>The content as it was sent, with this server's <c>type</c> and <c>id</c> in its body.</summary>
    /// <param name="content">An object whose body is an object, null or missing.</param>
    /// <param name="call">Id of a BigBlueButton call; null: Janus, which needs none.</param>
    public static RawJson Create(RawJson content, Guid? call)
    {
        using var document = JsonDocument.Parse(content.Memory, JsonInput.StoredOptions);
        var buffer = MessageBuffer.Rent();
        var json = buffer.Json;
        json.WriteStartObject();
        JsonElement? body = null;
        foreach (var member in document.RootElement.EnumerateObject())
        {
            if (member.NameEquals("body"u8))
            {
                body = member.Value;
            }
            else
            {
                member.WriteTo(json);
            }
        }

        json.WriteStartObject("body"u8);
        WriteOthers(json, body);
        json.WriteString("type"u8, call is null ? "janus"u8 : "bbb"u8);
        if (call is { } id)
        {
            json.WriteString("id"u8, id);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        var created = new RawJson(buffer.Buffer.WrittenSpan.ToArray());
        buffer.Return();
        return created;
    }

    private static void WriteOthers(Utf8JsonWriter json, JsonElement? body)
    {
        if (body is not { ValueKind: JsonValueKind.Object } sent)
        {
            return;
        }

        foreach (var member in sent.EnumerateObject())
        {
            if (!member.NameEquals("type"u8) && !member.NameEquals("id"u8))
            {
                member.WriteTo(json);
            }
        }
    }
}
