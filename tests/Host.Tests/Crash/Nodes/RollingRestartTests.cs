using Venueless.Fast.Host.Tests.Wire;
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
        using var stopping = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(number => new RoamingClient(number, nodes, store.World)).ToArray();
        var running = clients.Select(client => client.RunAsync(stopping.Token)).ToArray();

        await EverybodyTalksAsync(clients, running);
        foreach (var node in nodes)
        {
            await endAsync(node);
            await EverybodyTalksAsync(clients, running);
            await node.StartAsync();
        }

        await stopping.CancelAsync();
        foreach (var node in nodes)
        {
            await node.StopAsync();
        }

        await Task.WhenAll(running);
        Assert.Equal([], clients.SelectMany(static client => client.Rejections));
        Assert.All(clients, static client => Assert.True(client.Returns > 0, "Both nodes were away once."));
        var talkers = clients.Select(static client => client.Talker).ToArray();
        CrashAssert.NothingIsLost(await store.ReadEventsAsync(), talkers);
        Assert.All(talkers, CrashAssert.IsOrdered);
    }

    // Or until one of them has failed.
    private static async Task EverybodyTalksAsync(RoamingClient[] clients, Task[] running)
    {
        var goals = clients.Select(static client => client.Acknowledged + Talk).ToArray();
        await WireServer.WaitUntilAsync(
            () => running.Any(static client => client.IsCompleted) || clients.Zip(goals).All(static pair => pair.First.IsServed && pair.First.Acknowledged >= pair.Second),
            $"{Talk} messages of everybody");
        await Task.WhenAll(running.Where(static client => client.IsFaulted));
    }
}
