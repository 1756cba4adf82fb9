using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Venueless.Fast.LoadTest.Cli;

/// <summary>
/// Writes the configuration of a world for load tests, to be imported with <c>venueless import_config</c>: guests are participants of stages with volatile and with
/// persistent chat and of any number of workshops, questions need no approval, and the trait <c>moderator</c> manages polls.
/// </summary>
internal static class WorldFile
{
    private const string Everybody = """["world:view","room:view","room:chat.read","room:chat.join","room:chat.send","room:question.read","room:question.ask","room:question.vote","room:poll.read","room:poll.vote"]""";
    private const string Moderators = """["room:poll.manage","room:question.moderate","room:poll.early_results","room:chat.moderate"]""";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Command(TextWriter output)
    {
        var rooms = new Option<int>("--rooms") { Description = "Workshops.", DefaultValueFactory = static _ => 20 };
        var id = new Option<string>("--id") { Description = "Id of the world.", DefaultValueFactory = static _ => "loadtest" };
        var file = new Argument<string>("file") { Description = "Where it is written." };
        var command = new Command("world", "Write a world for load tests, to be imported with \"venueless import_config\".") { file, rooms, id };
        command.SetAction(async (parsed, stop) =>
        {
            await File.WriteAllTextAsync(parsed.GetValue(file)!, Create(parsed.GetValue(id)!, parsed.GetValue(rooms)).ToJsonString(Indented), stop);
            await output.WriteLineAsync($"Next: venueless import_config {parsed.GetValue(file)}; moderators: venueless generate_token {parsed.GetValue(id)} --trait moderator --raw");
        });
        return command;
    }

    public static JsonObject Create(string id, int workshops) => new()
    {
        ["world"] = new JsonObject
        {
            ["id"] = id,
            ["title"] = "Load test",
            ["JWT_secrets"] = new JsonArray(new JsonObject { ["issuer"] = "any", ["audience"] = "venueless", ["secret"] = RandomNumberGenerator.GetHexString(64, lowercase: true) }),
        },
        ["roles"] = new JsonObject { ["participant"] = JsonNode.Parse(Everybody), ["moderator"] = JsonNode.Parse(Moderators) },
        ["trait_grants"] = new JsonObject { ["participant"] = new JsonArray(), ["moderator"] = new JsonArray("moderator") },
        ["rooms"] = new JsonArray(
        [
            Stage("stage", isVolatile: true),
            Stage("lasting", isVolatile: false),
            .. Enumerable.Range(1, workshops).Select(static number => Workshop(number)),
        ]),
        ["exhibitors"] = new JsonArray(),
    };

    private static JsonObject Stage(string id, bool isVolatile) => Room(
        id,
        $$$"""[{"type":"livestream.native","config":{"hls_url":""}},{"type":"chat.native","config":{"volatile":{{{(isVolatile ? "true" : "false")}}}}},{"type":"question","config":{"active":true,"requires_moderation":false}},{"type":"poll","config":{"active":true}}]""");

    private static JsonObject Workshop(int number) => Room($"workshop{number}", """[{"type":"call.janus","config":{}},{"type":"chat.native","config":{"volatile":true}}]""");

    private static JsonObject Room(string id, string modules) => new()
    {
        ["id"] = id,
        ["name"] = id,
        ["description"] = "",
        ["picture"] = "",
        ["trait_grants"] = new JsonObject(),
        ["modules"] = JsonNode.Parse(modules),
    };
}
