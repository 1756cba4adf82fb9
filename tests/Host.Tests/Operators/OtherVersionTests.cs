using System.Text.Json.Nodes;
using StackExchange.Redis;
using Venueless.Fast.Host.Tests.Cli;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Operators;

/// <summary>A node that speaks another version with operators is shown, and never passed over in silence.</summary>
public sealed class OtherVersionTests : IDisposable
{
    private const string Reason = "It speaks version 2 with operators, and this command version 1.";

    private readonly CommandFixture _commands = new();

    public void Dispose() => _commands.Dispose();

    [ServiceTheory(TestRedis.Variable)]
    [InlineData("drop")]
    [InlineData("force_reload")]
    [InlineData("drop", "--interval", "1")]
    public async Task Order_IsNotDone_AndTheCommandSaysWhoHasMissedIt(params string[] arguments)
    {
        await using var redis = await StartNodeAsync();

        Assert.Equal(1, await _commands.RunAsync(["connections", .. arguments]));

        Assert.Contains($"Server newer refuses, so its connections were missed: {Reason}\n", _commands.Error, StringComparison.Ordinal);
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Top_ShowsItInARow()
    {
        await using var redis = await StartNodeAsync();

        Assert.Equal(0, await _commands.RunAsync("connections", "top", "--once"));
        Assert.Contains(_commands.Lines, static line => line.TrimStart().StartsWith("newer", StringComparison.Ordinal) && line.Contains(Reason, StringComparison.Ordinal));

        Assert.Equal(0, await _commands.RunAsync("connections", "top", "--once", "--json"));
        var other = Assert.Single(JsonNode.Parse(Assert.Single(_commands.Lines))!["others"]!.AsArray())!;
        Assert.Equal(("newer", Reason), ((string?)other["node"], (string?)other["reason"]));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Top_NodeThatIsSilent_IsARowAsWell()
    {
        await using var redis = await StartNodeAsync();
        await redis.Database.SetAddAsync("fast:nodes", "crashed");
        await redis.Database.StringSetAsync("fast:node:crashed", "1");

        Assert.Equal(0, await _commands.RunAsync("connections", "top", "--once"));

        Assert.Contains(_commands.Lines, static line => line.TrimStart().StartsWith("crashed", StringComparison.Ordinal) && line.Contains("It does not answer.", StringComparison.Ordinal));
    }

    // As far as another version can be known: it answers under the request's id, with its own number.
    private async Task<TestRedis> StartNodeAsync()
    {
        var redis = await TestRedis.CreateAsync();
        _commands.Configuration.Variable("VENUELESS_REDIS_URLS", redis.Url);
        await redis.Database.SetAddAsync("fast:nodes", "newer");
        await redis.Database.StringSetAsync("fast:node:newer", "1");
        await redis.Database.HashSetAsync("connections", "a.b", 3);
        await redis.Database.StringSetAsync("connections:a.b", "exists");
        var subscriber = redis.Database.Multiplexer.GetSubscriber();
        await subscriber.SubscribeAsync(RedisChannel.Literal($"fast:{redis.Number}:operators"), (_, message) =>
        {
            var request = JsonNode.Parse((string)message!)!;
            var answer = new JsonObject { ["version"] = 2, ["id"] = (string?)request["id"], ["node"] = "newer", ["answer"] = "unknown to all" };
            subscriber.Publish(RedisChannel.Literal($"fast:{redis.Number}:operator:{request["sender"]}"), answer.ToJsonString());
        });
        return redis;
    }
}
