using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Core.Protocol;

/// <summary><c>["error", id?, {"code", "message"?, "details"?}]</c> (connection.md section 3).</summary>
public static class ErrorMessage
{
    /// <summary>Builds the frame; the caller owns its one reference.</summary>
    /// <param name="id">The command's id as it was sent; empty: the form without id.</param>
    public static SharedFrame Create(ReadOnlySpan<byte> id, ErrorCode code, string? message = null, RawJson? details = null)
    {
        var buffer = MessageBuffer.Rent();
        try
        {
            buffer.Buffer.Write("[\"error\","u8);
            if (!id.IsEmpty)
            {
                buffer.Buffer.Write(id);
                buffer.Buffer.Write(","u8);
            }

            var json = buffer.Json;
            json.WriteStartObject();
            json.WriteString("code"u8, code.Utf8);
            if (!string.IsNullOrEmpty(message))
            {
                json.WriteString("message"u8, message);
            }

            if (details is { } given)
            {
                json.WriteRaw("details"u8, given.Utf8);
            }

            json.WriteEndObject();
            json.Flush();
            buffer.Buffer.Write("]"u8);
            return buffer.ToFrame();
        }
        finally
        {
            buffer.Return();
        }
    }
}
