using System.Text.Json;

namespace Venueless.Fast.LoadTest.Attendees;

/// <summary>The rooms that the payload of <c>authenticated</c> shows.</summary>
internal static class RoomList
{
    /// <exception cref="LoadFailedException">The payload is not what the protocol says.</exception>
    public static IReadOnlyList<RoomInfo> Read(ReadOnlyMemory<byte> authenticated)
    {
        try
        {
            using var document = JsonDocument.Parse(authenticated);
            return [.. document.RootElement[1].GetProperty("world.config").GetProperty("rooms").EnumerateArray().Select(ReadRoom)];
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new LoadFailedException($"The server's payload of \"authenticated\" has no list of rooms: {failure.Message}");
        }
    }

    private static RoomInfo ReadRoom(JsonElement room)
    {
        var modules = room.GetProperty("modules").EnumerateArray().ToArray();
        var chat = modules.FirstOrDefault(static module => TypeOf(module) == "chat.native");
        var channel = chat.ValueKind == JsonValueKind.Object && chat.TryGetProperty("channel_id", out var id) ? id.GetString() : null;
        var rights = room.GetProperty("permissions").EnumerateArray().Select(static right => right.GetString()).ToHashSet();
        return new RoomInfo(
            room.GetProperty("id").GetString()!,
            room.GetProperty("name").GetString() ?? "",
            room.TryGetProperty("import_id", out var importId) ? importId.GetString() ?? "" : "",
            [.. modules.Select(TypeOf)],
            channel,
            channel is not null && IsSet(chat, "volatile"),
            channel is not null && rights.Contains("room:chat.read") && rights.Contains("room:chat.join") && rights.Contains("room:chat.send"),
            rights.Contains("room:question.read") && modules.Any(static module => TypeOf(module) == "question" && IsSet(module, "active")),
            modules.Any(static module => TypeOf(module) == "question" && !Is(module, "requires_moderation", JsonValueKind.False)),
            rights.Contains("room:poll.read") && modules.Any(static module => TypeOf(module) == "poll" && IsSet(module, "active")));
    }

    private static string TypeOf(JsonElement module) => module.GetProperty("type").GetString() ?? "";

    private static bool IsSet(JsonElement module, string name) => Is(module, name, JsonValueKind.True);

    private static bool Is(JsonElement module, string name, JsonValueKind kind) =>
        module.TryGetProperty("config", out var config) && config.ValueKind == JsonValueKind.Object && config.TryGetProperty(name, out var value) && value.ValueKind == kind;
}
