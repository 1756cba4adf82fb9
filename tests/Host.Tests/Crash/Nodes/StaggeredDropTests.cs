using Venueless.Fast.Host.Tests.Wire;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Crash.Nodes;

/// <summary>connection.md section 6: an operator drops everybody on three nodes, one after the other, while some of them talk.</summary>
public sealed class StaggeredDropTests
{
    private const int Guests = 1980;
    private const int Talkers = 20;

    [ServiceFact(TestPostgres.Variable)]
    public async Task Drop_TwoThousandWithInterval_EachOnceAndAllAreBackAndNothingIsLost()
    {
        await using var store = await PostgresCrashStore.CreateAsync();
        await using var first = new ServerProcess(store.Environment);
        await using var second = new ServerProcess(store.Environment);
        await using var third = new ServerProcess(store.Environment);
        ServerProcess[] nodes = [first, second, third];
        await first.StartAsync();
        await Task.WhenAll(second.StartAsync(), third.StartAsync());
        using var stopping = new CancellationTokenSource();
        var guests = Enumerable.Range(0, Guests).Select(number => new Guest(number, nodes, store.World)).ToArray();
        var talkers = Enumerable.Range(0, Talkers).Select(number => new RoamingClient(number, nodes, store.World)).ToArray();
        Task[] running = [.. guests.Select(guest => guest.RunAsync(stopping.Token)), .. talkers.Select(talker => talker.RunAsync(stopping.Token))];
        await UntilAsync(running, () => guests.All(static guest => guest.IsServed) && talkers.All(static talker => talker.Acknowledged > 0), "everybody to be there");

        await first.RunCommandAsync("connections", "drop", "--interval", "1");

        await UntilAsync(
            running,
            () => guests.All(static guest => guest is { Returns: 1, IsServed: true }) && talkers.All(static talker => talker is { Returns: 1, IsServed: true }),
            "everybody to be back");
        Assert.DoesNotContain(guests, static guest => guest.WasTold);
        await stopping.CancelAsync();
        await Task.WhenAll(nodes.Select(static node => node.StopAsync()));
        await Task.WhenAll(running);
        Assert.Equal([], talkers.SelectMany(static talker => talker.Rejections));
        CrashAssert.NothingIsLost(await store.ReadEventsAsync(), [.. talkers.Select(static talker => talker.Talker)]);
    }

    // Or until one of them has failed.
    private static async Task UntilAsync(Task[] running, Func<bool> condition, string expectation)
    {
        await WireServer.WaitUntilAsync(() => running.Any(static client => client.IsCompleted) || condition(), expectation);
        await Task.WhenAll(running.Where(static client => client.IsCompleted));
        Assert.True(condition(), expectation);
    }
}
