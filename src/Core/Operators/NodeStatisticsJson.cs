using System.Text.Json;

namespace Venueless.Fast.Core.Operators;

/// <summary>A node's statistics as JSON, between a node and an operator's command.</summary>
internal static class NodeStatisticsJson
{
    public static void Write(Utf8JsonWriter json, NodeStatistics statistics)
    {
        json.WriteStartObject();
        json.WriteString("node"u8, statistics.Node);
        json.WriteString("label"u8, statistics.Label);
        json.WriteNumber("clock"u8, statistics.Clock);
        json.WriteNumber("connections"u8, statistics.Connections);
        json.WriteNumber("authenticated"u8, statistics.Authenticated);
        if (statistics.MessagesIn is { } messagesIn)
        {
            json.WriteNumber("in"u8, messagesIn);
        }

        if (statistics.MessagesOut is { } messagesOut)
        {
            json.WriteNumber("out"u8, messagesOut);
        }

        json.WriteNumber("slow"u8, statistics.SlowCloses);
        json.WriteStartArray("times"u8);
        foreach (var count in statistics.CommandTimes)
        {
            json.WriteNumberValue(count);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Throws what <see cref="JsonElement"/> throws when something is missing or of another kind.</summary>
    public static NodeStatistics Read(JsonElement json)
    {
        var times = new List<long>();
        foreach (var count in json.GetProperty("times"u8).EnumerateArray())
        {
            times.Add(count.GetInt64());
        }

        return new NodeStatistics
        {
            Node = json.GetProperty("node"u8).GetString()!,
            Label = json.GetProperty("label"u8).GetString()!,
            Clock = json.GetProperty("clock"u8).GetInt64(),
            Connections = json.GetProperty("connections"u8).GetInt32(),
            Authenticated = json.GetProperty("authenticated"u8).GetInt32(),
            MessagesIn = json.TryGetProperty("in"u8, out var messagesIn) ? messagesIn.GetInt64() : null,
            MessagesOut = json.TryGetProperty("out"u8, out var messagesOut) ? messagesOut.GetInt64() : null,
            SlowCloses = json.GetProperty("slow"u8).GetInt64(),
            CommandTimes = times,
        };
    }
}
