using System.Text.Json;

namespace Venueless.Fast.Core.Operators;

/// <summary>A node's answer to an <see cref="OperatorRequest"/>: one line of JSON.</summary>
/// <param name="Id">The request's; empty when it could not be read.</param>
/// <param name="Node">Who answers, see <see cref="Sessions.NodeIdentity.Id"/>.</param>
public sealed record OperatorAnswer(string Id, string Node)
{
    /// <summary>Why nothing was done; null: it was.</summary>
    public string? Error { get; init; }

    /// <summary>Of <see cref="OperatorQuestion.List"/>: the node's label.</summary>
    public string? Label { get; init; }

    /// <summary>Of an order, and of <see cref="OperatorQuestion.List"/>: how many connections.</summary>
    public int Count { get; init; }

    /// <summary>Of <see cref="OperatorQuestion.Names"/>.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Of <see cref="OperatorQuestion.Statistics"/>.</summary>
    public NodeStatistics? Statistics { get; init; }

    /// <summary>Null: these bytes are no answer. One of another version is an <see cref="Error"/>: what it means is not known.</summary>
    public static OperatorAnswer? TryParse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            var root = document.RootElement;
            var version = root.GetProperty("version"u8).GetInt32();
            var (id, node) = (root.GetProperty("id"u8).GetString()!, root.GetProperty("node"u8).GetString()!);
            return version != OperatorRequest.Version
                ? new OperatorAnswer(id, node) { Error = $"It speaks version {version} with operators, and this command version {OperatorRequest.Version}." }
                : new OperatorAnswer(id, node)
                {
                    Error = root.TryGetProperty("error"u8, out var error) ? error.GetString() : null,
                    Label = root.TryGetProperty("label"u8, out var label) ? label.GetString() : null,
                    Count = root.TryGetProperty("count"u8, out var count) ? count.GetInt32() : 0,
                    Names = root.TryGetProperty("names"u8, out var names) ? ReadNames(names) : [],
                    Statistics = root.TryGetProperty("statistics"u8, out var statistics) ? NodeStatisticsJson.Read(statistics) : null,
                };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The answer without a line end.</summary>
    public byte[] ToUtf8()
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("version"u8, OperatorRequest.Version);
            json.WriteString("id"u8, Id);
            json.WriteString("node"u8, Node);
            WriteContent(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static List<string> ReadNames(JsonElement array)
    {
        var names = new List<string>(array.GetArrayLength());
        foreach (var name in array.EnumerateArray())
        {
            names.Add(name.GetString()!);
        }

        return names;
    }

    private void WriteContent(Utf8JsonWriter json)
    {
        if (Error is not null)
        {
            json.WriteString("error"u8, Error);
            return;
        }

        if (Label is not null)
        {
            json.WriteString("label"u8, Label);
        }

        json.WriteNumber("count"u8, Count);
        if (Names.Count > 0)
        {
            json.WriteStartArray("names"u8);
            foreach (var name in Names)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
        }

        if (Statistics is not null)
        {
            json.WritePropertyName("statistics"u8);
            NodeStatisticsJson.Write(json, Statistics);
        }
    }
}
