using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Crash.Nodes;

/// <summary>Two nodes of one conference are restarted, one after the other, in an orderly way or by a crash, while everybody talks.</summary>
public sealed class RollingRestartTests
{
    private const int Clients = 40;

    // For each client, before anything happens to its node and after.
    private const int Talk = 5;

    [ServiceFact(TestPostgres.Variable)]
    public Task Nodes_StoppedAndStartedInTurn_LoseNoMessageAndNobodyForLongerThanOneReconnect() =>
        RestartInTurnAsync(static async node => Assert.Equal(0, await node.StopAsync()));

    [ServiceFact(TestPostgres.Variable)]
    public Task Nodes_KilledAndStartedInTurn_LoseNoMessageAndNobodyForLongerThanOneReconnect() =>
        RestartInTurnAsync(static node => node.KillAsync());

    private static async Task RestartInTurnAsync(Func<ServerProcess, Task> endAsync)
    {
        await using var store = await PostgresCrashStore.CreateAsync();
        await using var first = new ServerProcess(store.Environment);
        await using var second = new ServerProcess(store.Environment);
        ServerProcess[] nodes = [first, second];
        await Task.WhenAll(nodes.Select(static node => node.StartAsync()));
        await using var crowd = new Crowd(Clients, nodes, store.World);

        await crowd.TalkAsync(Talk);
        foreach (var node in nodes)
        {
            await endAsync(node);
            await crowd.TalkAsync(Talk);
            await node.StartAsync();
        }

        await crowd.StopAsync();
        Assert.Equal([], crowd.Clients.SelectMany(static client => client.Rejections));
        Assert.All(crowd.Clients, static client => Assert.True(client.Returns > 0, "Both nodes were away once."));
        CrashAssert.NothingIsLost(await store.ReadEventsAsync(), crowd.Talkers);
        Assert.All(crowd.Talkers, CrashAssert.IsOrdered);
    }
}
