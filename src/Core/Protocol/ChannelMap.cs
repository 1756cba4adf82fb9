using System.Buffers.Text;
using System.Text.Json;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Protocol;

/// <summary>Writes maps from channel to number: read pointers, unread pointers and notification counts (chat.md sections 8.3 to 8.5).</summary>
public static class ChannelMap
{
    /// <summary>Writes one object.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<KeyValuePair<ChannelId, long>> values)
    {
        Span<byte> id = stackalloc byte[36];
        json.WriteStartObject();
        foreach (var (channel, value) in values)
        {
            Utf8Formatter.TryFormat(channel.Value, id, out _);
            json.WriteNumber(id, value);
        }

        json.WriteEndObject();
    }
}
