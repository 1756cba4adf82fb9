using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>A server with a world that has a hall of posters and another one; trait <c>manager</c> may create posters, <c>crew</c> carries a badge.</summary>
internal sealed class PosterServer : IAsyncDisposable
{
    public const string Manager = "manager";

    private const string Roles = """
        {
          "attendee": ["world:view"],
          "participant": ["room:view", "room:chat.read", "room:chat.join", "room:chat.send"],
          "manager": ["world:rooms.create.poster", "world:users.manage"]
        }
        """;

    private const string Grants = """{"attendee": [], "manager": ["manager"]}""";

    private PosterServer(WireServer server) => Server = server;

    public WireServer Server { get; }

    public string World { get; private set; } = "";

    public string Hall { get; } = Guid.NewGuid().ToString();

    public string OtherHall { get; } = Guid.NewGuid().ToString();

    public static async Task<PosterServer> StartAsync()
    {
        var posters = new PosterServer(await WireServer.StartAsync(isPatient: true));
        var config = WireToken.Config();
        config["trait_badges_map"] = JsonNode.Parse("""{"crew": "Crew"}""");
        posters.World = await posters.Server.ImportWorldAsync(config, Roles, Grants);
        foreach (var hall in new[] { posters.Hall, posters.OtherHall })
        {
            await posters.Server.ExecuteSqlAsync(
                $$"""
                INSERT INTO core_room (id, world_id, name, module_config, trait_grants, sorting_priority, version, deleted, pretalx_id, force_join)
                VALUES ('{{hall}}', '{{posters.World}}', 'Posters', '[{"type": "poster.native"}]', '{"participant": []}', 90, 2, FALSE, 0, FALSE)
                """);
        }

        return posters;
    }

    /// <summary>A new connection of the user with this external id, which is also its name and its first trait.</summary>
    public async Task<VenuelessClient> LogInAsync(string uid, params string[] traits)
    {
        var client = await VenuelessClient.ConnectAsync(Server.Port, World);
        await client.AuthenticateAsync(WireToken.Body(new JsonObject
        {
            ["uid"] = uid,
            ["traits"] = new JsonArray([.. traits.Prepend(uid).Select(trait => JsonValue.Create(trait))]),
            ["profile"] = new JsonObject { ["display_name"] = uid },
        }));
        return client;
    }

    public Task<VenuelessClient> LogInManagerAsync() => LogInAsync(Manager);

    /// <summary>Creates a poster in the hall and returns its id.</summary>
    /// <param name="fields">Further ones.</param>
    public async Task<string> CreateAsync(VenuelessClient manager, string title, string fields = "{}")
    {
        var body = Patch("", fields);
        body["title"] = title;
        body.TryAdd("parent_room_id", Hall);
        return (string)(await manager.CallAsync("poster.patch", body))["id"]!;
    }

    public static string IdOf(VenuelessClient client) => WireServer.UserIdOf(client).ToString();

    public static JsonObject Body(string poster) => new() { ["poster"] = poster };

    public static JsonObject Patch(string poster, string fields)
    {
        var body = JsonNode.Parse(fields)!.AsObject();
        body["id"] = poster;
        return body;
    }

    public static string Presenters(params VenuelessClient[] clients) =>
        new JsonObject { ["presenters"] = new JsonArray([.. clients.Select(client => client.User!.DeepClone())]) }.ToJsonString();

    public async Task<JsonArray> ListAsync(VenuelessClient client) => (await client.CallAsync("poster.list", new JsonObject { ["room"] = Hall })).AsArray();

    public static async Task<JsonObject> GetAsync(VenuelessClient client, string poster) => (await client.CallAsync("poster.get", Body(poster))).AsObject();

    /// <summary>The code of the refusal.</summary>
    public static async Task<string?> RefuseAsync(VenuelessClient client, string command, JsonNode? body) =>
        (string?)(await client.CallForErrorAsync(command, body))["code"];

    public Task<string?> CountAsync(string table) => Server.ReadSqlAsync($"SELECT count(*) FROM {table}");

    public Task<string?> ReadVersionAsync(string table, string id) => Server.ReadSqlAsync($"SELECT version FROM {table} WHERE id = '{id}'");

    /// <summary>The world's audit entries of posters, oldest first.</summary>
    public async Task<JsonNode[]> ReadPosterAuditAsync() =>
        [.. (await Server.ReadAuditAsync(World)).Where(static entry => ((string)entry!["type"]!).StartsWith("poster.", StringComparison.Ordinal)).Select(static entry => entry!)];

    public static void AssertJson(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"Instead of {expected}: {actual?.ToJsonString()}");

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
