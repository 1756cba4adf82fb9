using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Compare.Dialects;

/// <summary>
/// The product's protocol as attendees speak it: login, <c>room.enter</c>, <c>chat.subscribe</c>, members also <c>chat.join</c>; messages are <c>chat.send</c>, deliveries
/// <c>chat.event</c>. Remembers the users of the clients.
/// </summary>
internal sealed class VenuelessDialect : FanOutDialect, ICommandDialect
{
    private const string World = "compare";
    private const int BodyBytes = 20;

    // Correlation id of what is sent in a measurement; those of the opening are smaller.
    private const int CommandId = 9;

    private static readonly byte[] Authenticated = "[\"authenticated\","u8.ToArray();

    private readonly string _room;
    private readonly string _channel;
    private readonly Dictionary<int, string> _users = [];

    private VenuelessDialect(string room, string channel, int payloadBytes)
    {
        _room = room;
        _channel = channel;
        PayloadBytes = payloadBytes;
    }

    public override string Path => $"/ws/world/{World}/";

    public override int PayloadBytes { get; }

    public static ReadOnlySpan<byte> EventStart => "[\"chat.event\","u8;

    /// <summary>Asks the server for its room and channel, and measures the second message of a sender, so that a first one may introduce it.</summary>
    public static async Task<VenuelessDialect> CreateAsync(int port)
    {
        await using var scout = await VenuelessClient.ConnectAsync(port, World);
        var login = await scout.AuthenticateAsync(new JsonObject { ["client_id"] = "scout" });
        var room = login["world.config"]!["rooms"]!.AsArray().Single()!;
        var channel = room["modules"]!.AsArray().Single(module => (string?)module!["type"] == "chat.native")!["channel_id"]!;
        var unmeasured = new VenuelessDialect((string)room["id"]!, (string)channel!, 0);
        foreach (var step in unmeasured.Opening(0, Role.Member).Skip(1))
        {
            await scout.SendAsync(Encoding.UTF8.GetString(step.Text));
            await ReceiveAsync(scout, step.Answer);
        }

        var length = 0;
        for (var number = 0; number < 2; number++)
        {
            await scout.SendAsync(Encoding.UTF8.GetString(unmeasured.Publish(number)));
            length = (await ReceiveAsync(scout, EventStart.ToArray())).Length;
        }

        return new VenuelessDialect(unmeasured._room, unmeasured._channel, length);
    }

    public override IReadOnlyList<OpeningStep> Opening(int client, Role role)
    {
        var steps = new List<OpeningStep>
        {
            new(Encoding.UTF8.GetBytes($$"""["authenticate",{"client_id":"client-{{client}}"}]"""), Authenticated),
            Step(1, "room.enter", $$"""{"room":"{{_room}}"}"""),
            Step(2, "chat.subscribe", $$"""{"channel":"{{_channel}}"}"""),
        };
        if (role == Role.Member)
        {
            steps.Add(Step(3, "user.update", $$$"""{"profile":{"display_name":"Guest {{{client}}}","greeted":true}}"""));
            steps.Add(Step(4, "chat.join", $$"""{"channel":"{{_channel}}"}"""));
        }

        return steps;
    }

    public override void Learn(int client, int step, ReadOnlySpan<byte> answer)
    {
        if (step == 0)
        {
            var reader = new Utf8JsonReader(answer);
            var message = JsonNode.Parse(ref reader)!.AsArray();
            _users[client] = (string)message[1]!["user.config"]!["id"]!;
        }
    }

    public override byte[] Publish(int number) => Encoding.UTF8.GetBytes(Wrap(
        "chat.send",
        $$$"""{"channel":"{{{_channel}}}","event_type":"channel.message","content":{"type":"text","body":"{{{Encoding.ASCII.GetString(Marker.Text(number, BodyBytes))}}}"}}"""));

    /// <summary>The sender's own reply repeats the message, but is not a delivery.</summary>
    public override bool TryTakeDelivery(ReadOnlySpan<byte> payload, ref int position, out int number)
    {
        number = 0;
        return payload.StartsWith(EventStart) && Marker.TryFind(payload, ref position, out number);
    }

    public override string? FindFault(ReadOnlySpan<byte> payload, int number)
    {
        var reader = new Utf8JsonReader(payload);
        var message = JsonNode.Parse(ref reader)!.AsArray();
        var content = message[1]?["content"];
        return message.Count == 2
            && (string?)message[0] == "chat.event"
            && (string?)message[1]!["channel"] == _channel
            && (string?)message[1]!["event_type"] == "channel.message"
            && (string?)content?["type"] == "text"
            && (string?)content["body"] == Encoding.ASCII.GetString(Marker.Text(number, BodyBytes))
            ? null
            : "is not the event of the message that was sent";
    }

    /// <summary>A command as a client writes it.</summary>
    public static string Text(string command, string room, string channel, string user, int number) => command switch
    {
        Commands.Ping => $"""["ping",{1_700_000_000_000 + number}]""",
        Commands.MarkRead => Wrap(command, $$"""{"channel":"{{channel}}","id":{{100_000 + number}}}"""),
        Commands.React => Wrap(command, $$"""{"room":"{{room}}","reaction":"👏"}"""),
        Commands.Fetch => Wrap(command, $$"""{"id":"{{user}}"}"""),
        _ => throw new InvalidOperationException($"There is no command {command} here; there are {string.Join(", ", Commands.All)}."),
    };

    public byte[] Ask(string command, int client, int number) => Encoding.UTF8.GetBytes(Text(command, _room, _channel, _users[client], number));

    public bool IsAnswer(ReadOnlySpan<byte> payload) => payload.StartsWith("[\"success\",9,"u8) || payload.StartsWith("[\"pong\","u8);

    public string? FindFault(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> question) =>
        question.StartsWith("[\"ping\""u8) == answer.StartsWith("[\"pong\""u8) ? null : "is not the answer to its command";

    private static OpeningStep Step(int id, string name, string body) =>
        new(Encoding.UTF8.GetBytes($"""["{name}",{id},{body}]"""), Encoding.UTF8.GetBytes($"[\"success\",{id},"));

    private static string Wrap(string name, string body) => $"""["{name}",{CommandId},{body}]""";

    private static async Task<byte[]> ReceiveAsync(VenuelessClient client, byte[] start)
    {
        while (true)
        {
            var payload = Encoding.UTF8.GetBytes(await client.Wire.ReceiveTextAsync());
            if (payload.AsSpan().StartsWith(start))
            {
                return payload;
            }

            if (payload.AsSpan().StartsWith("[\"error\""u8))
            {
                throw new InvalidOperationException($"The server refused: {Encoding.UTF8.GetString(payload)}");
            }
        }
    }
}
