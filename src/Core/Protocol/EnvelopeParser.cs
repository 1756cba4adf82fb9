using System.Text.Json;

namespace Venueless.Fast.Core.Protocol;

/// <summary>Reads envelopes. The whole message is checked for being one strict JSON value, so that nobody after it has to.</summary>
internal static class EnvelopeParser
{
    // connection.md section 4: deeper nesting may be refused.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1024, CommentHandling = JsonCommentHandling.Disallow };

    /// <summary>
    /// Null on success, else what is wrong, for people. After a failure <see cref="Envelope.Id"/> is set if the message is an array of three elements.
    /// </summary>
    public static string? Parse(ReadOnlySpan<byte> message, out Envelope envelope)
    {
        envelope = default;
        try
        {
            return ParseCore(message, ref envelope);
        }
        catch (JsonException exception)
        {
            envelope = default;
            return Describe(exception);
        }
    }

    private static string? ParseCore(ReadOnlySpan<byte> message, ref Envelope envelope)
    {
        var reader = new Utf8JsonReader(message, Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            reader.Read();
            return "The message is not a JSON array.";
        }

        string? problem = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            if (envelope.Count == 0)
            {
                if (reader.TokenType == JsonTokenType.String)
                {
                    problem = ReadName(ref reader, ref envelope);
                }
                else
                {
                    problem = "The first element of the message is not a string.";
                }
            }

            reader.Skip();
            var element = message[start..(int)reader.BytesConsumed];
            envelope.Count++;
            if (envelope.Count == 2)
            {
                envelope.Second = element;
            }

            envelope.Last = element;
        }

        // Reads what follows the array; anything but white space throws.
        reader.Read();
        return envelope.Count == 0 ? "The message is an empty array." : problem;
    }

    private static string? ReadName(ref Utf8JsonReader reader, ref Envelope envelope)
    {
        if (!reader.ValueIsEscaped)
        {
            envelope.Name = reader.ValueSpan;
            return null;
        }

        try
        {
            var unescaped = new byte[reader.ValueSpan.Length];
            envelope.Name = unescaped.AsSpan(0, reader.CopyString(unescaped));
            return null;
        }
        catch (InvalidOperationException)
        {
            // An escape that is half of a surrogate pair.
            return "The first element of the message is not valid text.";
        }
    }

    private static string Describe(JsonException exception) =>
        $"The message is not valid JSON (line {(exception.LineNumber ?? 0) + 1}, byte {(exception.BytePositionInLine ?? 0) + 1}).";
}
