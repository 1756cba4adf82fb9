using System.Text.Json;

namespace Venueless.Fast.Core.Operators;

/// <summary>
/// One question or order of an operator's command to a node: one line of JSON, over the local control socket as over Redis.
/// <c>{"version": 1, "id": "…", "do": "drop", "label": "…"}</c>
/// </summary>
/// <param name="Id">Chosen by the command. An order that comes twice under one id is carried out once and answered twice.</param>
/// <param name="Question">What is to be done.</param>
/// <param name="Label">All connections with this label; nobody, on a node with another one.</param>
/// <param name="Connection">One connection, by <see cref="Sessions.NodeIdentity.NameOf"/>.</param>
/// <param name="World">Of <see cref="OperatorQuestion.ReloadWorld"/>.</param>
/// <param name="User">One user of the world; null: everybody in it.</param>
/// <param name="Sender">Where the answer goes, if the way of the request does not tell: 32 hexadecimal digits.</param>
public sealed record OperatorRequest(
    string Id, OperatorQuestion Question, string? Label = null, string? Connection = null, string? World = null, Guid? User = null, string? Sender = null)
{
    /// <summary>Of request and answer. A node refuses others.</summary>
    public const int Version = 1;

    private const int MaxIdLength = 64;

    // In the order of OperatorQuestion.
    private static readonly string[] Words = ["list", "names", "drop", "reload", "statistics", "reload_world"];

    /// <summary>The order for all connections with a label.</summary>
    public static OperatorRequest ForLabel(OperatorAction action, string label) => new(NewId(), QuestionFor(action), Label: label);

    /// <summary>The order for one connection.</summary>
    public static OperatorRequest ForConnection(OperatorAction action, string connection) => new(NewId(), QuestionFor(action), Connection: connection);

    /// <summary>An id that no other request has.</summary>
    public static string NewId() => Guid.NewGuid().ToString("N");

    /// <summary>Null, and the problem in words: the bytes are no request of this version. Whatever could be read of id and sender comes back, so that there can be an answer.</summary>
    public static OperatorRequest? TryParse(ReadOnlyMemory<byte> utf8, out string id, out string? sender, out string? problem)
    {
        id = "";
        sender = null;
        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 4 });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                problem = "A request is a JSON object.";
                return null;
            }

            sender = Text(root, "sender"u8);
            id = Text(root, "id"u8) is { Length: <= MaxIdLength } given ? given : "";
            if (!root.TryGetProperty("version"u8, out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != Version)
            {
                problem = "This server speaks version 1.";
                return null;
            }

            var question = Array.IndexOf(Words, Text(root, "do"u8));
            problem = id.Length == 0 ? "A request has an id of 1 to 64 characters." : question < 0 ? "A request asks for one of list, names, drop, reload, statistics, reload_world." : null;
            return problem is null
                ? new OperatorRequest(
                    id,
                    (OperatorQuestion)question,
                    Text(root, "label"u8),
                    Text(root, "connection"u8),
                    Text(root, "world"u8),
                    Guid.TryParse(Text(root, "user"u8), out var user) ? user : null,
                    sender)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is no Unicode.
            problem = "A request is one line of JSON.";
            return null;
        }
    }

    /// <summary>The request without a line end.</summary>
    public byte[] ToUtf8()
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("version"u8, Version);
            json.WriteString("id"u8, Id);
            json.WriteString("do"u8, Words[(int)Question]);
            WriteText(json, "label"u8, Label);
            WriteText(json, "connection"u8, Connection);
            WriteText(json, "world"u8, World);
            WriteText(json, "user"u8, User?.ToString());
            WriteText(json, "sender"u8, Sender);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static OperatorQuestion QuestionFor(OperatorAction action) => action == OperatorAction.Drop ? OperatorQuestion.Drop : OperatorQuestion.Reload;

    private static string? Text(JsonElement root, ReadOnlySpan<byte> name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
