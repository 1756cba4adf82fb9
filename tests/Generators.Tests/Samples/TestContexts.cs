using System.Text;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Generators.Tests.Samples;

/// <summary>Contexts without a connection: enough for gates and handlers that do not reply.</summary>
internal static class TestContexts
{
    public const string ChatRoom = "10000000-0000-0000-0000-000000000001";
    public const string PlainRoom = "10000000-0000-0000-0000-000000000002";
    public const string Channel = "20000000-0000-0000-0000-000000000001";

    /// <summary>A user with these permission strings at world level; one room with a chat, one without.</summary>
    public static CommandContext Create(params IEnumerable<string> permissions)
    {
        var roles = Raw($"{{\"role\":[{string.Join(',', permissions.Select(static name => $"\"{name}\""))}]}}");
        var worldRow = new WorldRow(new WorldId("sample"), "Sample", null, roles, null, null, "en", "UTC", null, null, null, null, 1);
        var chat = Room(ChatRoom, """[{"type":"chat.native"}]""", new ChannelId(Guid.Parse(Channel)));
        var world = new World(new WorldData(worldRow, [chat, Room(PlainRoom, "[]", null)], 1));
        var user = new User(new UserRow(
            new UserId(Guid.NewGuid()), worldRow.Id, "client", null, "", "person", true, Raw("{}"), Raw("{}"), [], null, null, false, 1, ["role"], []));

        var context = new CommandContext();
        context.Begin(null!, world, new UserState(null!, null!, NoVersionKeys.Instance, TimeProvider.System, new UserChanges(), user, 1), "1"u8);
        return context;
    }

    private static RoomRow Room(string id, string modules, ChannelId? channel) =>
        new(new RoomId(Guid.Parse(id)), "Room", null, null, null, Raw(modules), 1, null, 0, null, false, 1, channel);

    private static RawJson Raw(string json) => new(Encoding.UTF8.GetBytes(json));
}
