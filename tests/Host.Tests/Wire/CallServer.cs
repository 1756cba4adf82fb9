using System.Text.Json.Nodes;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>
/// A server with a world whose attendees may join calls of every kind in the rooms that a test adds; trait <c>recorder</c> sees recordings, <c>manager</c> moderates.
/// </summary>
internal sealed class CallServer : IAsyncDisposable
{
    public const string Manager = "manager";
    public const string Recorder = "recorder";
    public const string Roulette = "networking.roulette";

    private const string Roles = """
        {
          "attendee": ["world:view"],
          "participant": ["room:view", "room:chat.read", "room:chat.join", "room:chat.send", "room:roulette.join", "room:bbb.join", "room:januscall.join",
            "room:zoom.join", "room:digitalsamba.join"],
          "recorder": ["room:bbb.recordings", "room:digitalsamba.recordings"],
          "manager": ["world:users.manage"]
        }
        """;

    private const string Grants = """{"attendee": [], "recorder": ["recorder"], "manager": ["manager"]}""";

    private int _roomCount;

    private CallServer(WireServer server) => Server = server;

    public WireServer Server { get; }

    public string World { get; private set; } = "";

    public static async Task<CallServer> StartAsync()
    {
        var calls = new CallServer(await WireServer.StartAsync(isPatient: true));
        calls.World = await calls.Server.ImportWorldAsync(WireToken.Config(), Roles, Grants);
        return calls;
    }

    /// <summary>A room with one module; to be added before anybody comes.</summary>
    /// <param name="config">Of the module.</param>
    /// <param name="trait">Who may join; empty: everybody.</param>
    public async Task<string> AddRoomAsync(string module, string config = "{}", string trait = "")
    {
        var id = Guid.NewGuid().ToString();
        var traits = trait.Length == 0 ? "[]" : $"[\"{trait}\"]";
        await Server.ExecuteSqlAsync(
            $$"""
            INSERT INTO core_room (id, world_id, name, module_config, trait_grants, sorting_priority, version, deleted, pretalx_id, force_join)
            VALUES ('{{id}}', '{{World}}', 'Calls {{++_roomCount}}', '[{"type": "{{module}}", "config": {{config}}}]', '{"participant": {{traits}}}', 90, 2, FALSE, 0, FALSE)
            """);
        return id;
    }

    /// <summary>A new connection of the user with this external id, which is also its name and its first trait.</summary>
    /// <param name="name">Null: without one.</param>
    public async Task<VenuelessClient> LogInAsync(string uid, string? name = "")
    {
        var client = await VenuelessClient.ConnectAsync(Server.Port, World);
        await client.AuthenticateAsync(WireToken.Body(new JsonObject
        {
            ["uid"] = uid,
            ["traits"] = new JsonArray(uid),
            ["profile"] = name is null ? new JsonObject() : new JsonObject { ["display_name"] = name.Length > 0 ? name : uid },
        }));
        return client;
    }

    public static string IdOf(VenuelessClient client) => WireServer.UserIdOf(client).ToString();

    public static JsonObject Room(string room) => new() { ["room"] = room };

    public static JsonObject Call(string call) => new() { ["call_id"] = call };

    public static Task<JsonNode> StartAsync(VenuelessClient client, string room) => client.CallAsync("roulette.start", Room(room));

    /// <summary>The code of the refusal.</summary>
    public static async Task<string?> RefuseAsync(VenuelessClient client, string command, JsonNode? body) =>
        (string?)(await client.CallForErrorAsync(command, body))["code"];

    /// <summary>The first waits, the second finds it; both are in the call when this returns, and it returns the call's id.</summary>
    public async Task<string> MatchAsync(VenuelessClient first, VenuelessClient second, string room)
    {
        Assert.Equal("wait", (string?)(await StartAsync(first, room))["status"]);
        var match = await StartAsync(second, room);
        Assert.Equal("match", (string?)match["status"]);
        var call = (string)match["call_id"]!;
        Assert.Equal(call, (string?)(await first.ReceivePushAsync("roulette.match_found"))["call_id"]);
        Assert.Equal(2, CountInCall(call));
        return call;
    }

    /// <summary>Connections in a call, on all nodes.</summary>
    public int CountInCall(string call) => Server.CountSubscribers(TopicKey.Call(new(Guid.Parse(call))));

    public Task<string?> CountAsync(string table) => Server.ReadSqlAsync($"SELECT count(*) FROM {table}");

    public Task WaitForNoRequestsAsync() =>
        WireServer.WaitUntilAsync(async () => await CountAsync("core_rouletterequest") == "0", "the request to be gone");

    public Task WaitForSessionsAsync(int count) => WireServer.WaitUntilAsync(() => Server.SessionCount == count, $"{count} connections");

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
