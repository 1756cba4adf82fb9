using StackExchange.Redis;
using Venueless.Fast.Host.Tests.Wire;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Crash.Nodes;

/// <summary>
/// One of three nodes is killed while everybody talks: its clients find the others, theirs notice nothing, and what it had registered counts no more, neither in
/// <c>connections list</c> nor against the connection limit (connection.md sections 6, 7 and 13).
/// </summary>
public sealed class KilledNodeTests
{
    private const int Clients = 30;
    private const int Limit = 2;

    // For each client, before and after.
    private const int Talk = 5;

    // The longest life of what a node must renew.
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    private static readonly string[] Labels = ["a1.test", "b2.test", "c3.test"];

    [ServiceFact(TestPostgres.Variable)]
    public async Task Node_KilledAmongThree_ItsClientsMoveTheOthersGoOnAndItsRegistrationsDisappear()
    {
        await using var redis = await TestRedis.CreateAsync();
        await using var store = await PostgresCrashStore.CreateAsync(redis.Url);
        await store.LimitConnectionsAsync(Limit);
        await using var first = NodeOf(store, Labels[0]);
        await using var second = NodeOf(store, Labels[1]);
        await using var third = NodeOf(store, Labels[2]);
        ServerProcess[] nodes = [first, second, third];
        await first.StartAsync();
        var heartbeat = await FindHeartbeatAsync(redis.Database);
        await Task.WhenAll(second.StartAsync(), third.StartAsync());
        await using var crowd = new Crowd(Clients, nodes, store.World);
        await crowd.TalkAsync(Talk);
        var twin = Guid.NewGuid().ToString();
        await using var older = await VenuelessClient.LogInAsync(second.Port, store.World, twin);
        await using var newer = await VenuelessClient.LogInAsync(first.Port, store.World, twin);

        await first.KillAsync();
        await crowd.UntilAsync(static client => client.IsServed && client.Returns == (client.Home == 0 ? 1 : 0), "the clients of the killed node to come back");
        await crowd.TalkAsync(Talk);

        await ExpireAsync(redis.Database, heartbeat);
        await ExpireAsync(redis.Database, $"connections:{Labels[0]}");
        await using var newest = await VenuelessClient.LogInAsync(second.Port, store.World, twin);
        await newest.SettleAsync();
        await older.ExpectNothingAsync();
        await older.PingAsync();
        await ExpectListAsync(second, (Labels[1], (2 * Clients / 3) + 2), (Labels[2], Clients / 3));

        await crowd.HearEachOtherAsync(1, 2);
        CrashClient[] undisturbed = [.. crowd.Clients.Where(static client => client.Home != 0).Select(static client => client.Talker)];
        Assert.Equal([], crowd.Clients.Where(static client => client.Returns != (client.Home == 0 ? 1 : 0) || client.Rejections.Count > 0));
        CrashAssert.EverybodyHeard(undisturbed, undisturbed);
        CrashAssert.NothingIsLost(await store.ReadEventsAsync(), crowd.Talkers);
        Assert.All(crowd.Talkers, CrashAssert.IsOrdered);
    }

    private static ServerProcess NodeOf(PostgresCrashStore store, string label)
    {
        var parts = label.Split('.');
        return new ServerProcess(new Dictionary<string, string>(store.Environment) { ["VENUELESS_COMMIT_SHA"] = parts[0], ["VENUELESS_ENVIRONMENT"] = parts[1] });
    }

    // Of the only node.
    private static async Task<RedisKey> FindHeartbeatAsync(IDatabase redis)
    {
        await WireServer.WaitUntilAsync(async () => await redis.SetLengthAsync("fast:nodes") == 1, "the first node to be listed");
        return $"fast:node:{await redis.SetRandomMemberAsync("fast:nodes")}";
    }

    // Nobody renews it; the test need not wait for its time.
    private static async Task ExpireAsync(IDatabase redis, RedisKey key)
    {
        Assert.InRange((await redis.KeyTimeToLiveAsync(key)).GetValueOrDefault(), TimeSpan.FromMilliseconds(1), Lifetime);
        await redis.KeyDeleteAsync(key);
    }

    // The counts follow a moment later.
    private static async Task ExpectListAsync(ServerProcess node, params (string Label, int Count)[] rows)
    {
        var expected = $"{"label",-60} est. number of connections\n{string.Concat(rows.Select(static row => $"{row.Label,-60} {row.Count}\n"))}";
        var printed = await node.RunCommandAsync("connections", "list");
        for (var attempt = 0; attempt < 10 && printed != expected; attempt++)
        {
            printed = await node.RunCommandAsync("connections", "list");
        }

        Assert.Equal(expected, printed);
    }
}
