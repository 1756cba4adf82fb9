using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Crash.Nodes;

/// <summary>connection.md section 13: the Redis of three nodes is killed while everybody talks, and comes back empty.</summary>
public sealed class RedisRestartTests
{
    private const int Clients = 30;

    // For each client: acknowledged before and after, refused in between.
    private const int Talk = 5;
    private const int Refusals = 2;

    [ServiceFact(TestPostgres.Variable)]
    public async Task Redis_KilledAndStartedEmpty_SocketsStayMeanwhileAndEverybodyComesBackOnceAfterwards()
    {
        await using var redis = await RedisProcess.StartNewAsync();
        await using var store = await PostgresCrashStore.CreateAsync(redis.Url);
        await using var first = new ServerProcess(store.Environment);
        await using var second = new ServerProcess(store.Environment);
        await using var third = new ServerProcess(store.Environment);
        ServerProcess[] nodes = [first, second, third];
        await Task.WhenAll(nodes.Select(static node => node.StartAsync()));
        await using var crowd = new Crowd(Clients, nodes, store.World, isPatient: true);
        await crowd.TalkAsync(Talk);

        await redis.KillAsync();
        await crowd.UntilAsync(static client => client.Talker.Refused >= Refusals, "refusals of everybody");
        Assert.Equal([], crowd.Clients.Where(static client => client.Returns > 0 || !client.IsServed));

        await redis.StartAsync();
        await crowd.UntilAsync(static client => client.Returns > 0, "everybody to come back");
        await crowd.TalkAsync(Talk);
        await crowd.HearEachOtherAsync(0, 1, 2);
        Assert.Equal([], crowd.Clients.SelectMany(static client => client.Rejections));
        Assert.All(crowd.Clients, static client => Assert.Equal(1, client.Returns));
        CrashAssert.NothingIsLost(await store.ReadEventsAsync(), crowd.Talkers);
        Assert.All(crowd.Talkers, CrashAssert.IsOrdered);
    }
}
