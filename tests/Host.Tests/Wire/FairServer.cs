using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>A server with a world of an exhibition room and a stage, of managers, of attendees who may ask for a contact, and of guests who may only look.</summary>
internal sealed class FairServer : IAsyncDisposable
{
    public const string Admin = "admin";
    public const string Announcer = "announcer";
    public const string Attendee = "attendee";
    public const string DataUpdate = "exhibition.exhibition_data_update";

    private const string Roles = """
        {
          "guest": ["world:view"],
          "attendee": ["world:exhibition.contact"],
          "announcer": ["world:announce"],
          "admin": ["world:rooms.create.exhibition"],
          "participant": ["room:view"]
        }
        """;

    private const string Grants = """{"guest": [], "attendee": ["attendee"], "announcer": ["announcer"], "admin": ["admin"]}""";

    private FairServer(WireServer server) => Server = server;

    public WireServer Server { get; }

    public string World { get; private set; } = "";

    /// <summary>The room of the exhibition.</summary>
    public string Room { get; private set; } = "";

    public string Stage { get; private set; } = "";

    public static async Task<FairServer> StartAsync()
    {
        var fair = new FairServer(await WireServer.StartAsync());
        fair.World = await fair.ImportAsync();
        fair.Room = await fair.Server.FindRoomAsync(fair.World, "text");
        fair.Stage = await fair.Server.FindRoomAsync(fair.World, "stage");
        await fair.Server.ExecuteSqlAsync($$"""UPDATE core_room SET module_config = '[{"type": "exhibition.native", "config": {} }]' WHERE id = '{{fair.Room}}'""");
        return fair;
    }

    /// <summary>Another world of the same kind.</summary>
    public Task<string> ImportAsync(string config = "{}")
    {
        var all = WireToken.Config();
        all["trait_badges_map"] = JsonNode.Parse("""{"crew": "Crew"}""");
        foreach (var (name, value) in JsonNode.Parse(config)!.AsObject())
        {
            all[name] = value?.DeepClone();
        }

        return Server.ImportWorldAsync(all, Roles, Grants);
    }

    /// <summary>A new connection of the user with this external id, which is also its first trait.</summary>
    public async Task<VenuelessClient> LogInAsync(string uid, params string[] traits)
    {
        var (client, _) = await EnterAsync(uid, traits);
        return client;
    }

    /// <summary>As <see cref="LogInAsync"/>, with what the login has told.</summary>
    public async Task<(VenuelessClient Client, JsonObject Payload)> EnterAsync(string uid, params string[] traits)
    {
        var client = await VenuelessClient.ConnectAsync(Server.Port, World);
        return (client, await client.AuthenticateAsync(WireToken.Body(uid, [uid, .. traits])));
    }

    /// <summary>An attendee, with that external id.</summary>
    public Task<VenuelessClient> LogInAttendeeAsync(string uid = "ada") => LogInAsync(uid, Attendee);

    /// <summary>Creates an exhibitor in the exhibition room and takes the news that its staff gets.</summary>
    public async Task<string> CreateAsync(VenuelessClient admin, string name, params VenuelessClient[] staff)
    {
        var body = new JsonObject { ["id"] = "", ["name"] = name, ["room_id"] = Room, ["staff"] = Users(staff) };
        var created = await admin.CallAsync("exhibition.patch", body);
        foreach (var member in staff)
        {
            await member.ReceivePushAsync(DataUpdate);
        }

        return (string)created["exhibitor"]!["id"]!;
    }

    /// <summary>Asks for a contact and takes the push to each of the staff; returns the request's id.</summary>
    public static async Task<string> ContactAsync(VenuelessClient client, string exhibitor, params VenuelessClient[] staff)
    {
        var reply = await client.CallAsync("exhibition.contact", Exhibitor(exhibitor));
        foreach (var member in staff)
        {
            await member.ReceivePushAsync("exhibition.contact_request");
        }

        return (string)reply["contact_request"]!["id"]!;
    }

    public Task<string?> ReadAsync(string column, string exhibitor) => Server.ReadSqlAsync($"SELECT {column} FROM core_exhibitor WHERE id = '{exhibitor}'");

    public Task<string?> ReadRequestAsync(string column, string request) => Server.ReadSqlAsync($"SELECT {column} FROM core_contactrequest WHERE id = '{request}'");

    /// <summary>The world's audit entries about exhibitors, oldest first.</summary>
    public async Task<List<JsonNode>> ReadAuditAsync() =>
        [.. (await Server.ReadAuditAsync(World)).Where(static entry => ((string)entry!["type"]!).StartsWith("exhibition.", StringComparison.Ordinal)).Select(static entry => entry!)];

    public static string IdOf(VenuelessClient client) => WireServer.UserIdOf(client).ToString();

    public static JsonArray Users(params VenuelessClient[] users) => new([.. users.Select(static user => new JsonObject { ["id"] = IdOf(user) })]);

    public static JsonObject Exhibitor(string id) => new() { ["exhibitor"] = id };

    public static JsonObject Request(string id) => new() { ["contact_request"] = id };

    /// <summary>The body of a patch with these fields.</summary>
    public static JsonObject Patch(string id, string fields)
    {
        var body = JsonNode.Parse(fields)!.AsObject();
        body["id"] = id;
        return body;
    }

    public static void AssertEqual(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"Expected {expected}, got {actual?.ToJsonString()}.");

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
