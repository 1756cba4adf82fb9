using System.Text.Json;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Chat;

/// <summary>What the rules look at in a message's content: read in one pass, the content itself stays as it was sent.</summary>
internal struct ChatContent
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 1024 };

    public ChatContentKind Kind { get; private set; }

    public ChatBody Body { get; private set; }

    /// <summary>The body if somebody may be mentioned in it. Most texts mention nobody and never become a string.</summary>
    public string? MentioningText { get; private set; }

    /// <summary>There is a link in the body.</summary>
    public bool HasLink { get; private set; }

    /// <summary>Number of entries of <c>files</c>; 0 when it is missing or null.</summary>
    public int FileCount { get; private set; }

    /// <summary>What is wrong with <c>files</c>; null: nothing.</summary>
    public string? FilesProblem { get; private set; }

    /// <summary>The client sent a <c>preview_card</c>, which only the server may add.</summary>
    public bool HasPreviewCard { get; private set; }

    /// <summary>Duplicate keys: the last one counts.</summary>
    /// <param name="content">One valid JSON object.</param>
    public static ChatContent Parse(ReadOnlySpan<byte> content)
    {
        var parsed = new ChatContent();
        var reader = new Utf8JsonReader(content, ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                parsed.Kind = ReadKind(ref reader);
                reader.Skip();
            }
            else if (reader.ValueTextEquals("body"u8))
            {
                reader.Read();
                parsed.ReadBody(ref reader);
            }
            else if (reader.ValueTextEquals("files"u8))
            {
                reader.Read();
                parsed.ReadFiles(ref reader);
            }
            else
            {
                parsed.HasPreviewCard |= reader.ValueTextEquals("preview_card"u8);
                reader.Skip();
            }
        }

        return parsed;
    }

    /// <summary>The content without its <c>preview_card</c>.</summary>
    public static byte[] WithoutPreviewCard(ReadOnlySpan<byte> content)
    {
        var buffer = MessageBuffer.Rent();
        var json = buffer.Json;
        var reader = new Utf8JsonReader(content, ReaderOptions);
        reader.Read();
        json.WriteStartObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isKept = !reader.ValueTextEquals("preview_card"u8);
            var name = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isKept)
            {
                json.WritePropertyName(name);
                json.WriteRawValue(content[start..(int)reader.BytesConsumed], skipInputValidation: true);
            }
        }

        json.WriteEndObject();
        json.Flush();
        var kept = buffer.Buffer.WrittenSpan.ToArray();
        buffer.Return();
        return kept;
    }

    /// <summary>Only a text with an @, plain or escaped, can mention anybody.</summary>
    public static bool MayMention(ReadOnlySpan<byte> json) => json.ContainsAny((byte)'@', (byte)'\\');

    private static ChatContentKind ReadKind(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return ChatContentKind.Other;
        }

        return reader.ValueTextEquals("text"u8) ? ChatContentKind.Text
            : reader.ValueTextEquals("files"u8) ? ChatContentKind.Files
            : reader.ValueTextEquals("deleted"u8) ? ChatContentKind.Deleted
            : reader.ValueTextEquals("call"u8) ? ChatContentKind.Call
            : ChatContentKind.Other;
    }

    private void ReadBody(ref Utf8JsonReader reader)
    {
        MentioningText = null;
        HasLink = false;
        if (reader.TokenType != JsonTokenType.String)
        {
            Body = reader.TokenType switch
            {
                JsonTokenType.Null => ChatBody.None,
                JsonTokenType.StartObject => ChatBody.Object,
                _ => ChatBody.Invalid,
            };
            reader.Skip();
        }
        else if (!MayMention(reader.ValueSpan))
        {
            // Without escapes there is nothing that must not be stored.
            Body = reader.ValueSpan.IsEmpty ? ChatBody.Empty : ChatBody.Text;
            HasLink = LinkPattern.IsIn(reader.ValueSpan);
        }
        else if (JsonInput.TryReadString(ref reader, out var text))
        {
            Body = ChatBody.Text;
            MentioningText = text;
            HasLink = LinkPattern.IsIn(text);
        }
        else
        {
            Body = ChatBody.Invalid;
        }
    }

    private void ReadFiles(ref Utf8JsonReader reader)
    {
        FileCount = 0;
        FilesProblem = null;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            FilesProblem = reader.TokenType == JsonTokenType.Null ? null : "body.content.files: expected an array";
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!IsFile(ref reader))
            {
                FilesProblem ??= $"body.content.files[{FileCount}]: expected an object with the strings url, name and mimeType";
            }

            FileCount++;
        }
    }

    private static bool IsFile(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }

        bool hasUrl = false, hasName = false, hasType = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isUrl = reader.ValueTextEquals("url"u8);
            var isName = reader.ValueTextEquals("name"u8);
            var isType = reader.ValueTextEquals("mimeType"u8);
            reader.Read();
            var isString = reader.TokenType == JsonTokenType.String;
            hasUrl = isUrl ? isString : hasUrl;
            hasName = isName ? isString : hasName;
            hasType = isType ? isString : hasType;
            reader.Skip();
        }

        return hasUrl && hasName && hasType;
    }
}
