using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>A server with a world of attendees, of those who may list users, and of managers; traits <c>crew</c>, <c>helper</c> and <c>speaker</c> carry badges.</summary>
internal sealed class UserAdminServer : IAsyncDisposable
{
    public const string Manager = "manager";
    public const string Lister = "lister";

    private const string Roles = """
        {
          "attendee": ["world:view"],
          "participant": ["room:view", "room:chat.read", "room:chat.join", "room:chat.send"],
          "lister": ["world:users.list"],
          "manager": ["world:users.list", "world:users.manage", "world:update"]
        }
        """;

    private const string Grants = """{"attendee": [], "lister": ["lister"], "manager": ["manager"]}""";

    private UserAdminServer(WireServer server) => Server = server;

    public WireServer Server { get; }

    public string World { get; private set; } = "";

    public string Channel { get; private set; } = "";

    /// <param name="config">Members of the world's configuration beside secrets and badges.</param>
    public static async Task<UserAdminServer> StartAsync(string config = "{}")
    {
        var admin = new UserAdminServer(await WireServer.StartAsync());
        admin.World = await admin.ImportAsync(config);
        admin.Channel = await admin.Server.FindChannelAsync(admin.World, "text");
        return admin;
    }

    /// <summary>Another world of the same kind.</summary>
    public Task<string> ImportAsync(string config = "{}")
    {
        var all = WireToken.Config();
        all["trait_badges_map"] = JsonNode.Parse("""{"helper": "Crew", "crew": "Crew", "speaker": "A speaker"}""");
        foreach (var (name, value) in JsonNode.Parse(config)!.AsObject())
        {
            all[name] = value?.DeepClone();
        }

        return Server.ImportWorldAsync(all, Roles, Grants);
    }

    /// <summary>A new connection of the user with this external id, which is also its first trait.</summary>
    public async Task<VenuelessClient> LogInAsync(string uid, params string[] traits)
    {
        var client = await VenuelessClient.ConnectAsync(Server.Port, World);
        await client.AuthenticateAsync(WireToken.Body(uid, [uid, .. traits]));
        return client;
    }

    /// <summary>A user who has been here; <paramref name="profile"/> is JSON.</summary>
    public async Task<string> AddUserAsync(string uid, string profile = "{}", params string[] traits)
    {
        await using var client = await VenuelessClient.ConnectAsync(Server.Port, World);
        await client.AuthenticateAsync(WireToken.Body(new JsonObject
        {
            ["uid"] = uid,
            ["traits"] = new JsonArray([.. traits.Select(trait => JsonValue.Create(trait))]),
            ["profile"] = JsonNode.Parse(profile),
            ["pretalx_id"] = $"P-{uid}",
        }));
        return IdOf(client);
    }

    public static string IdOf(VenuelessClient client) => WireServer.UserIdOf(client).ToString();

    public static JsonObject Id(string user) => new() { ["id"] = user };

    /// <summary>Sets columns of a user by hand, with the version bump that other writers owe.</summary>
    public Task SetUserAsync(string user, string columns) => Server.ExecuteSqlAsync($"UPDATE core_user SET {columns}, version = version + 1 WHERE id = '{user}'");

    public Task<string?> ReadUserAsync(string user, string column) => Server.ReadSqlAsync($"SELECT {column} FROM core_user WHERE id = '{user}'");

    /// <summary>The world's audit log, oldest first, without changes of traits and profiles.</summary>
    public async Task<string[]> ReadModerationAuditAsync() =>
        [.. (await Server.ReadAuditAsync(World))
            .Where(entry => (string?)entry!["type"] is not ("auth.user.traits.changed" or "auth.user.profile.changed"))
            .Select(entry => $"{(string?)entry!["user"]} {(string?)entry["type"]} {(string?)entry["data"]!["object"]}")];

    /// <summary>Takes the reload and lets the server close the connection 2 s later; whatever is sent meanwhile must not be answered.</summary>
    public async Task ExpectReloadAsync(params VenuelessClient[] clients)
    {
        foreach (var client in clients)
        {
            await ExpectReloadMessageAsync(client);
        }

        Server.Time.Advance(TimeSpan.FromSeconds(2));
        foreach (var client in clients)
        {
            await ExpectCloseAsync(client);
        }
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    // A command that comes between the change and the message is refused, those of chats with a code of their own, no more.
    private static async Task ExpectReloadMessageAsync(VenuelessClient client)
    {
        JsonArray message;
        do
        {
            message = await client.ReceiveAsync("connection.reload");
        }
        while ((string?)message[0] == "error" && (string?)message[^1]!["code"] is "auth.denied" or "protocol.denied");

        JsonAssert.Equal("""["connection.reload",{}]""", message);
    }

    // A command that had begun when the message came is refused behind it.
    private static async Task ExpectCloseAsync(VenuelessClient client)
    {
        WireFrame frame;
        while ((frame = await client.Wire.ReceiveFrameAsync("a close frame")).Opcode == WireFrame.TextOpcode)
        {
            var message = JsonNode.Parse(frame.Payload)!;
            Assert.Equal("error", (string?)message[0]);
            Assert.True((string?)message[2]!["code"] is "auth.denied" or "protocol.denied", message.ToJsonString());
        }

        Assert.Equal(1000, frame.CloseCode);
        await client.Wire.SendBytesAsync(ClientFrame.Encode(WireFrame.CloseOpcode, frame.Payload));
        await client.Wire.ReceiveEndAsync();
    }
}
