using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Operators;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Storage.Redis;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Storage.Tests.Redis;

/// <summary>connection.md sections 6 and 7, between a command and nodes without connections.</summary>
[Trait("Category", "Services")]
public sealed class RedisOperatorChannelTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [ServiceTheory(TestRedis.Variable)]
    [InlineData("a1.prod")]
    [InlineData("ü 😀:*?[x]\"\n\\.b")]
    [InlineData("list.user:1.")]
    public async Task ListAndOrder_AnyLabel_ReachesItsNode(string label)
    {
        await using var redis = await TestRedis.CreateAsync();
        await using var node = await NodeAsync(redis, label);
        node.Registry.Connect(1);
        await using var channel = await OpenAsync(redis);

        await RedisFixture.WaitUntilAsync(async () => await channel.ListAsync(None) is [var row] && row == new LabelCount(label, 1), "the label");
        Assert.Equal(1, (await channel.OrderAsync(OperatorAction.Reload, label, None)).Nodes);
        Assert.Empty((await channel.FindConnectionsAsync(label, None)).Names);
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task List_LabelWithoutLife_IsForgotten()
    {
        await using var redis = await TestRedis.CreateAsync();
        await redis.Database.HashSetAsync("connections", [new HashEntry("alive.x", -3), new HashEntry("gone.x", 5), new HashEntry("odd.x", "many")]);
        await redis.Database.StringSetAsync("connections:alive.x", "exists");
        await redis.Database.StringSetAsync("connections:odd.x", "exists");
        await using var channel = await OpenAsync(redis);

        Assert.Equal([new LabelCount("alive.x", 0), new LabelCount("odd.x", 0)], await channel.ListAsync(None));
        Assert.False(await redis.Database.HashExistsAsync("connections", "gone.x"));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task FindConnections_NamesOlderThanADay_ArePruned()
    {
        await using var redis = await TestRedis.CreateAsync();
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        await redis.Database.SortedSetAddAsync("version.a.b", [new("old", now - 86_500), new("young", now - 86_000)]);
        await using var channel = await OpenAsync(redis);

        Assert.Empty((await channel.FindConnectionsAsync("a.b", None)).Names);

        Assert.Equal("young", Assert.Single(await redis.Database.SortedSetRangeByRankAsync("version.a.b")));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Order_NoNode_NobodyHasHeardIt()
    {
        await using var redis = await TestRedis.CreateAsync();
        await using var channel = await OpenAsync(redis);

        var outcome = await channel.OrderAsync(OperatorAction.Drop, "a.b", None);

        Assert.Equal((0, 0, 0), (outcome.Connections, outcome.Nodes, outcome.Silent.Count));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Order_NodeThatDoesNotListen_IsNamedAsSilent()
    {
        await using var redis = await TestRedis.CreateAsync();
        await using var node = await NodeAsync(redis, "a.b");
        await redis.Database.SetAddAsync("fast:nodes", "crashed");
        await redis.Database.StringSetAsync("fast:node:crashed", "1");
        await using var channel = await OpenAsync(redis);
        await node.WaitUntilListedAsync(redis);

        var outcome = await channel.OrderAsync(OperatorAction.Drop, "a.b", None);

        Assert.Equal(1, outcome.Nodes);
        Assert.Equal("crashed", Assert.Single(outcome.Silent));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task OrderOne_UnknownNamesAndEndedConnections_AreSkipped()
    {
        await using var redis = await TestRedis.CreateAsync();
        await using var node = await NodeAsync(redis, "a.b");
        await using var channel = await OpenAsync(redis);
        await node.WaitUntilListedAsync(redis);

        var foreign = await channel.OrderOneAsync(OperatorAction.Drop, "specific.0123!4567", None);
        var ended = await channel.OrderOneAsync(OperatorAction.Drop, node.Identity.NameOf(99), None);

        Assert.Equal((0, 0), (foreign.Connections, foreign.Silent.Count));
        Assert.Equal((0, 1, 0), (ended.Connections, ended.Nodes, ended.Silent.Count));
    }

    private static async Task<IOperatorChannel> OpenAsync(TestRedis redis) =>
        await RedisStorage.OpenOperatorChannelAsync(new RedisOptions { Shards = [redis.Url] }, TimeProvider.System, NullLogger.Instance);

    private static async Task<Node> NodeAsync(TestRedis redis, string label) =>
        new(await RedisFixture.OpenAsync(redis.Url, TimeProvider.System), NodeIdentity.CreateNew(label));

    private sealed class Node : IAsyncDisposable, INodeStatistics
    {
        private readonly RedisStorage _storage;

        public Node(RedisStorage storage, NodeIdentity identity)
        {
            _storage = storage;
            Identity = identity;
            Registry = storage.JoinAs(identity);
            var sessions = new SessionRegistry();
            var orders = new ConnectionOrders(identity, sessions, new TopicRegistry(), NullLogger<ConnectionOrders>.Instance);
            storage.ListenForOperators(identity, new OperatorDesk(identity, sessions, orders, this, NoWorldNotices.Instance));
        }

        public NodeIdentity Identity { get; }

        public IConnectionRegistry Registry { get; }

        public NodeStatistics Read() => throw new NotSupportedException();

        public Task WaitUntilListedAsync(TestRedis redis) =>
            RedisFixture.WaitUntilAsync(() => redis.Database.SetContainsAsync("fast:nodes", Identity.Id), "the node on the roll");

        public ValueTask DisposeAsync() => _storage.DisposeAsync();
    }
}
