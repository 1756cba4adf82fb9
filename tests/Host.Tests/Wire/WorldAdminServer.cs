using System.Globalization;
using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>A server with a world that has an administrator (trait <c>admin</c>), an analyst (<c>analyst</c>) and attendees, and nothing configured but its secrets.</summary>
internal sealed class WorldAdminServer : IAsyncDisposable
{
    private const string Roles = """
        {
          "attendee": ["world:view"],
          "participant": ["room:view", "room:chat.read", "room:chat.join", "room:chat.send"],
          "analyst": ["world:graphs"],
          "admin": ["world:update", "world:graphs", "room:view", "room:update", "room:delete", "world:rooms.create.chat"]
        }
        """;

    private const string Grants = """{"attendee": [], "analyst": ["analyst"], "admin": ["admin"]}""";

    private WorldAdminServer(WireServer server) => Server = server;

    public WireServer Server { get; }

    public string World { get; private set; } = "";

    public static async Task<WorldAdminServer> StartAsync(JsonObject? config = null)
    {
        var admin = new WorldAdminServer(await WireServer.StartAsync(isPatient: true));
        admin.World = await admin.ImportAsync(config);
        return admin;
    }

    /// <summary>Another world with the same roles and rooms.</summary>
    public Task<string> ImportAsync(JsonObject? config = null) => Server.ImportWorldAsync(config ?? WireToken.Config(), Roles, Grants);

    /// <summary>A new connection of the user of these traits.</summary>
    /// <param name="traits">Separated by spaces.</param>
    public async Task<VenuelessClient> LogInAsync(string traits, string? world = null)
    {
        var client = await VenuelessClient.ConnectAsync(Server.Port, world ?? World);
        await client.AuthenticateAsync(WireToken.Body(traits, traits.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        return client;
    }

    public Task<VenuelessClient> LogInAdminAsync() => LogInAsync("admin");

    /// <summary>Sends the patch and takes the sender's own <c>world.updated</c>; afterwards another one may be asked for at once.</summary>
    public async Task<JsonNode> PatchAsync(VenuelessClient admin, string fields)
    {
        var reply = await admin.CallAsync("world.config.patch", JsonNode.Parse(fields));
        await admin.ReceivePushAsync("world.updated");
        await admin.WaitForNodesAsync();
        PassWindow();
        return reply;
    }

    /// <summary>Pushes to the whole world are this far apart.</summary>
    public void PassWindow() => Server.Time.Advance(TimeSpan.FromMilliseconds(200));

    public Task<string?> ReadWorldAsync(string column) => Server.ReadSqlAsync($"SELECT {column} FROM core_world WHERE id = '{World}'");

    public Task<JsonNode> ReadConfigAsync() => Server.ReadJsonAsync($"SELECT config FROM core_world WHERE id = '{World}'");

    public async Task<int> ReadVersionAsync() => int.Parse((await ReadWorldAsync("version"))!, CultureInfo.InvariantCulture);

    /// <summary>The world's audit entries of one type, oldest first.</summary>
    public async Task<List<JsonNode>> ReadAuditAsync(string type) =>
        [.. (await Server.ReadAuditAsync(World)).Where(entry => (string?)entry!["type"] == type).Select(entry => entry!["data"]!)];

    /// <summary>Replaces the stored configuration by hand and bumps the version.</summary>
    public Task StoreConfigAsync(JsonNode config) => Server.ExecuteSqlAsync(
        $"UPDATE core_world SET config = '{config.ToJsonString().Replace("'", "''", StringComparison.Ordinal)}', version = version + 1 WHERE id = '{World}'");

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
