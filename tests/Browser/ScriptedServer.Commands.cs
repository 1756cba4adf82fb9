using System.Text.Json.Nodes;

namespace Venueless.Fast.Browser.Tests;

/// <summary>The few commands of the page, on state in memory that survives a stop.</summary>
internal sealed partial class ScriptedServer
{
    public const string StageId = "0b1f0000-0000-4000-8000-000000000001";
    public const string GalleyId = "0b1f0000-0000-4000-8000-000000000002";
    public const string StageChannel = "0c1f0000-0000-4000-8000-000000000001";
    public const string GalleyChannel = "0c1f0000-0000-4000-8000-000000000002";

    private readonly Lock _stateLock = new();
    private readonly Dictionary<string, JsonObject> _users = []; // By user id. With all state below: guarded by _stateLock.
    private readonly Dictionary<string, string> _userByIdentity = [];
    private readonly HashSet<(string Channel, string User)> _members = [];
    private readonly List<JsonObject> _events = [];

    /// <summary>Stores an event; does not push it.</summary>
    public JsonObject AddEvent(string channel, string sender, JsonObject content, DateTimeOffset? time = null, long? replaces = null)
    {
        lock (_stateLock)
        {
            var added = new JsonObject
            {
                ["event_id"] = _events.Count + 1L,
                ["channel"] = channel,
                ["sender"] = sender,
                ["timestamp"] = (time ?? DateTimeOffset.UtcNow).ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", System.Globalization.CultureInfo.InvariantCulture),
                ["event_type"] = content.ContainsKey("membership") ? "channel.member" : "channel.message",
                ["content"] = content,
                ["edited"] = null,
                ["replaces"] = replaces,
                ["reactions"] = new JsonObject(),
            };
            _events.Add(added);
            return added;
        }
    }

    public string AddUser(string name)
    {
        lock (_stateLock)
        {
            return AddUserLocked(Guid.NewGuid().ToString(), new JsonObject { ["display_name"] = name, ["greeted"] = true });
        }
    }

    public JsonObject UserObject(string id)
    {
        lock (_stateLock)
        {
            return _users[id].DeepClone().AsObject();
        }
    }

    /// <summary>Id of the one user of that name.</summary>
    public string OnlyUserNamed(string name)
    {
        lock (_stateLock)
        {
            return _users.Values.Where(user => (string?)user["profile"]!["display_name"] == name).Select(user => (string)user["id"]!).Single();
        }
    }

    /// <summary>The stored bodies of a channel, oldest first.</summary>
    public string[] BodiesOf(string channel)
    {
        lock (_stateLock)
        {
            return [.. _events.Where(chatEvent => (string)chatEvent["channel"]! == channel && chatEvent["content"]!["body"] is not null).Select(chatEvent => (string)chatEvent["content"]!["body"]!)];
        }
    }

    public static JsonObject Text(string body) => new() { ["type"] = "text", ["body"] = body };

    public Task PushEventAsync(JsonObject chatEvent)
    {
        var pushed = chatEvent.DeepClone().AsObject();
        lock (_stateLock)
        {
            pushed["users"] = _users.TryGetValue((string)pushed["sender"]!, out var user) ? new JsonObject { [(string)user["id"]!] = user.DeepClone() } : new JsonObject();
        }

        return PushAsync("chat.event", pushed);
    }

    private async Task HandleAsync(ScriptedConnection connection, JsonArray message)
    {
        var name = (string)message[0]!;
        var body = message[^1];
        Received.Enqueue((name, body?.DeepClone()));
        if (name is "ping")
        {
            if (AnswersPings)
            {
                await connection.SendAsync(new JsonArray("pong", body?.DeepClone()));
                PongsSent++;
            }
        }
        else if (name is "authenticate")
        {
            if (!AnswersLogins)
            {
                return;
            }

            await connection.SendAsync(RefuseWith is { } code
                ? new JsonArray("error", new JsonObject { ["code"] = code })
                : new JsonArray("authenticated", Authenticate(connection, body!.AsObject())));
        }
        else if (Refusals.TryGetValue(name, out var refusal))
        {
            await connection.SendAsync(new JsonArray("error", message[1]!.DeepClone(), new JsonObject { ["code"] = refusal, ["message"] = "Refused by the script" }));
        }
        else if (!Swallowed.ContainsKey(name))
        {
            var (reply, pushed) = Execute(connection, name, body as JsonObject ?? []);
            if (BreakAfter == name)
            {
                BreakAfter = null;
                connection.Abort();
                return;
            }

            await connection.SendAsync(new JsonArray("success", message[1]!.DeepClone(), reply));
            if (pushed is not null)
            {
                await PushEventAsync(pushed);
            }
        }
    }

    private JsonObject Authenticate(ScriptedConnection connection, JsonObject body)
    {
        lock (_stateLock)
        {
            var identity = body.ToJsonString();
            if (!_userByIdentity.TryGetValue(identity, out var userId))
            {
                _userByIdentity[identity] = userId = AddUserLocked(Guid.NewGuid().ToString(), []);
            }

            connection.UserId = userId;
            return new JsonObject
            {
                ["user.config"] = _users[userId].DeepClone(),
                ["world.config"] = WorldConfig(),
                ["chat.channels"] = new JsonArray([.. _members.Where(member => member.User == userId).Select(member => new JsonObject { ["id"] = member.Channel, ["unread_pointer"] = NewestIdLocked(member.Channel) })]),
                ["chat.read_pointers"] = ReadPointers.DeepClone(),
                ["chat.notification_counts"] = new JsonObject(),
                ["exhibition"] = new JsonObject { ["exhibitors"] = new JsonArray(), ["contact_requests"] = new JsonArray() },
                ["announcements"] = new JsonArray(),
            };
        }
    }

    private (JsonNode Reply, JsonObject? Pushed) Execute(ScriptedConnection connection, string name, JsonObject body)
    {
        var userId = connection.UserId!;
        lock (_stateLock)
        {
            switch (name)
            {
                case "room.enter":
                    return (Viewers is null ? new JsonObject() : new JsonObject { ["viewers"] = Viewers.DeepClone() }, null);
                case "user.update":
                    _users[userId]["profile"] = body["profile"]!.DeepClone();
                    return (new JsonObject(), null);
                case "user.fetch":
                    return (new JsonObject(body["ids"]!.AsArray().Select(id => (string)id!).Where(_users.ContainsKey).Select(id => KeyValuePair.Create(id, (JsonNode?)_users[id].DeepClone()))), null);
                case "chat.mark_read":
                    ReadPointers[(string)body["channel"]!] = body["id"]!.DeepClone();
                    return (new JsonObject(), null);
                case "chat.subscribe":
                    return (Subscribed(), null);
                case "chat.join":
                    var isNew = _members.Add(((string)body["channel"]!, userId));
                    var joined = isNew && (string)body["channel"]! != StageChannel
                        ? AddEvent((string)body["channel"]!, userId, new JsonObject { ["membership"] = "join", ["user"] = _users[userId].DeepClone() })
                        : null;
                    return (Subscribed(), joined);
                case "chat.fetch":
                    return (Fetch((string)body["channel"]!, (long)body["before_id"]!, (int)body["count"]!), null);
                case "chat.send":
                    var sent = AddEvent((string)body["channel"]!, userId, body["content"]!.DeepClone().AsObject());
                    return (new JsonObject { ["event"] = sent.DeepClone() }, sent);
                default:
                    return (new JsonObject(), null);
            }
        }
    }

    private JsonObject Subscribed() => new() { ["state"] = null, ["next_event_id"] = _events.Count + 1L, ["unread_pointer"] = 0, ["members"] = new JsonArray() };

    private JsonObject Fetch(string channel, long beforeId, int count)
    {
        var results = _events.Where(chatEvent => (string)chatEvent["channel"]! == channel && (long)chatEvent["event_id"]! < beforeId).TakeLast(count).Select(JsonNode (chatEvent) => chatEvent.DeepClone()).ToArray();
        var users = results.Select(chatEvent => (string)chatEvent["sender"]!).Distinct().Where(_users.ContainsKey).Select(id => KeyValuePair.Create(id, (JsonNode?)_users[id].DeepClone()));
        return new JsonObject { ["results"] = new JsonArray(results), ["users"] = new JsonObject(users) };
    }

    private long NewestIdLocked(string channel) => _events.LastOrDefault(chatEvent => (string)chatEvent["channel"]! == channel)?["event_id"]?.GetValue<long>() ?? 0;

    private string AddUserLocked(string id, JsonObject profile)
    {
        _users[id] = new JsonObject { ["id"] = id, ["profile"] = profile, ["badges"] = new JsonArray(), ["deleted"] = false, ["inactive"] = false, ["client_state"] = new JsonObject() };
        return id;
    }

    public JsonObject WorldConfig() => new()
    {
        ["world"] = new JsonObject { ["id"] = ScriptedWorlds.Id, ["title"] = Worlds.Title },
        ["permissions"] = new JsonArray("world:view"),
        ["rooms"] = new JsonArray(
            Room("0b1f0000-0000-4000-8000-000000000003", "Pier", "Where everybody comes ashore", "none", Module("page.landing")),
            Room(GalleyId, "Galley", "Lasting text channel", "few", Module("chat.native", GalleyChannel)),
            Room(StageId, "Main Deck", "Big stage: stream, chat, questions and polls", "many", Module("livestream.native"), Module("chat.native", StageChannel, isVolatile: true), Module("question"), Module("poll")),
            Room("0b1f0000-0000-4000-8000-000000000004", "Film Cabin", null, "none", Module("livestream.youtube")),
            Room("0b1f0000-0000-4000-8000-000000000005", "Workshop", "Video room with every switch", "none", Module("call.bigbluebutton")),
            Room("0b1f0000-0000-4000-8000-000000000006", "Crew list", "People directory", "none", Module("page.userlist")),
            Room("0b1f0000-0000-4000-8000-000000000007", "Poster Jetty", "Poster hall", "none", Module("poster.native"))),
    };

    public static JsonObject Room(string id, string name, string? description, string users, params JsonNode[] modules) => new()
    {
        ["id"] = id,
        ["name"] = name,
        ["description"] = description,
        ["permissions"] = new JsonArray("room:view", "room:chat.read", "room:chat.join", "room:chat.send"),
        ["modules"] = new JsonArray(modules),
        ["force_join"] = false,
        ["schedule_data"] = null,
        ["users"] = users,
    };

    public static JsonObject Module(string type, string? channel = null, bool isVolatile = false)
    {
        var module = new JsonObject { ["type"] = type, ["config"] = new JsonObject { ["volatile"] = isVolatile, ["active"] = true } };
        if (channel is not null)
        {
            module["channel_id"] = channel;
        }

        return module;
    }
}
