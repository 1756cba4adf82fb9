using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>A server with a world of three rooms (text, stage, private), an administrator with all rights on rooms, and attendees who may only look.</summary>
internal sealed class RoomAdminServer : IAsyncDisposable
{
    private const string Guest = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c7a";

    private const string Roles = """
        {
          "attendee": ["world:view"],
          "participant": ["room:view", "room:chat.read", "room:chat.join", "room:chat.send"],
          "room_owner": ["room:view", "room:delete"],
          "host": ["room:announce", "room:viewers"],
          "chatter": ["world:rooms.create.chat"],
          "builder": ["world:rooms.create.stage", "world:rooms.create.bbb"],
          "admin": ["room:view", "room:update", "room:delete", "room:announce", "world:rooms.create.chat", "world:rooms.create.stage", "world:rooms.create.bbb"]
        }
        """;

    private const string Grants = """{"attendee": [], "host": ["host"], "chatter": ["chatter"], "builder": ["builder"], "admin": ["admin"]}""";

    private RoomAdminServer(WireServer server) => Server = server;

    public WireServer Server { get; }

    public string World { get; private set; } = "";

    public string Text { get; private set; } = "";

    public string Stage { get; private set; } = "";

    public string Private { get; private set; } = "";

    public static async Task<RoomAdminServer> StartAsync()
    {
        var admin = new RoomAdminServer(await WireServer.StartAsync(isPatient: true));
        var config = WireToken.Config();
        config["bbb_defaults"] = new JsonObject { ["record"] = true, ["secret"] = "legacy" };
        admin.World = await admin.Server.ImportWorldAsync(config, Roles, Grants);
        admin.Text = await admin.Server.FindRoomAsync(admin.World, "text");
        admin.Stage = await admin.Server.FindRoomAsync(admin.World, "stage");
        admin.Private = await admin.Server.FindRoomAsync(admin.World, "private");
        return admin;
    }

    public Task<VenuelessClient> LogInAsync(int number) => VenuelessClient.LogInAsync(Server.Port, World, $"{Guest}{number}");

    /// <summary>A new connection of the user of that trait.</summary>
    public async Task<VenuelessClient> LogInAsync(string trait)
    {
        var client = await VenuelessClient.ConnectAsync(Server.Port, World);
        await client.AuthenticateAsync(WireToken.Body(trait, trait));
        return client;
    }

    public Task<VenuelessClient> LogInAdminAsync() => LogInAsync("admin");

    /// <summary>The rooms of the next <c>world.updated</c>, which must be the next push; afterwards another one may be asked for at once.</summary>
    public async Task<JsonArray> ReceiveUpdateAsync(VenuelessClient client)
    {
        var config = await client.ReceivePushAsync("world.updated");
        return config["rooms"]!.AsArray();
    }

    /// <summary>Pushes to the whole world are this far apart.</summary>
    public void PassWindow() => Server.Time.Advance(TimeSpan.FromMilliseconds(200));

    public Task<string?> ReadRoomAsync(string column, string room) => Server.ReadSqlAsync($"SELECT {column} FROM core_room WHERE id = '{room}'");

    /// <summary>The world's audit entries of one type, oldest first.</summary>
    public async Task<List<JsonNode>> ReadAuditAsync(string type) =>
        [.. (await Server.ReadAuditAsync(World)).Where(entry => (string?)entry!["type"] == type).Select(entry => entry!["data"]!)];

    public static JsonObject Body(string room, string? fields = null)
    {
        var body = JsonNode.Parse(fields ?? "{}")!.AsObject();
        body["room"] = room;
        return body;
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
