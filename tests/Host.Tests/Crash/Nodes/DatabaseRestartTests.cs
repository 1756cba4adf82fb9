using Venueless.Fast.Storage.Tests.Postgres;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Crash.Nodes;

/// <summary>The PostgreSQL of two nodes is killed and started again while everybody talks, connection.md section 5: commands are refused, sockets stay.</summary>
public sealed class DatabaseRestartTests
{
    private const int Clients = 30;
    private const int Latecomers = 5;
    private const int Outages = 2;

    // For each client: acknowledged between the outages, refused in each.
    private const int Talk = 5;
    private const int Refusals = 2;

    [ServiceFact(TestRedis.Variable)]
    public async Task Database_KilledAndStarted_NoSocketClosesNothingIsLostAndEverybodyHearsEverything()
    {
        await using var database = await OwnServer.StartNewAsync();
        await using var store = await PostgresCrashStore.CreateAsync(database);
        await using var first = new ServerProcess(store.Environment);
        await using var second = new ServerProcess(store.Environment);
        ServerProcess[] nodes = [first, second];
        await Task.WhenAll(nodes.Select(static node => node.StartAsync()));
        await using var crowd = new Crowd(Clients, nodes, store.World, isPatient: true);
        IReadOnlyList<RoamingClient> always = [.. crowd.Clients];
        await crowd.TalkAsync(Talk);

        for (var outage = 0; outage < Outages; outage++)
        {
            var refused = crowd.Clients.ToDictionary(static client => client, static client => client.Talker.Refused);
            await database.KillAsync();
            await crowd.UntilAsync(client => client.Talker.Refused >= refused[client] + Refusals, "refusals of everybody");

            // Whoever comes now is sent away without a word that would keep the web client from trying again.
            var late = crowd.Add(Latecomers);
            await crowd.UntilAsync(client => !late.Contains(client) || client.Rejections.Count > 0, "nobody to get in");
            Assert.DoesNotContain(late, static client => client.IsServed);
            Assert.DoesNotContain(late.SelectMany(static client => client.Rejections), static reason => reason.Contains("not accepted", StringComparison.Ordinal));

            await database.StartAsync();
            await crowd.TalkAsync(Talk);
        }

        await crowd.HearEachOtherAsync(0, 1);
        Assert.Equal([], always.Where(static client => client.Returns > 0 || client.Rejections.Count > 0));
        CrashAssert.EverybodyHeard([.. always.Select(static client => client.Talker)], crowd.Talkers);
        CrashAssert.NothingIsLost(await store.ReadEventsAsync(), crowd.Talkers);
        Assert.All(crowd.Talkers, CrashAssert.IsOrdered);
    }
}
