using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Crash;

/// <summary>
/// Acknowledged means durable: a server that is killed in the middle of its work keeps every message that it has acknowledged and every event that it has
/// shown to anybody.
/// </summary>
public sealed class KillUnderLoadTests
{
    // With replies sent before their commit, about every fourth round finds a loss.
    private const int Rounds = 8;
    private const int Clients = 40;
    private const int Channels = 3;

    // So that even a slow machine has real load before each kill.
    private const int LeastAcknowledged = 2 * Clients;

    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(0.3);
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(1.5);

    [Fact]
    public async Task Sqlite_KilledWhileManySend_LosesNothingItHasShown()
    {
        await using var store = new SqliteCrashStore();
        await KillUnderLoadAsync(store);
    }

    [ServiceFact(TestPostgres.Variable)]
    public async Task PostgresAndRedis_KilledWhileManySend_LosesNothingItHasShown()
    {
        await using var store = await PostgresCrashStore.CreateAsync();
        await KillUnderLoadAsync(store);
    }

    private static async Task KillUnderLoadAsync(CrashStore store)
    {
        await using var server = new ServerProcess(store.Environment);
        await server.StartAsync();
        var clients = Enumerable.Range(0, Clients).Select(static number => new CrashClient(number)).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            await RunUntilKilledAsync(server, store.World, clients);
            await server.StartAsync();
        }

        CrashAssert.NothingIsLost(await store.ReadEventsAsync(), clients);
        Assert.All(clients, CrashAssert.IsOrdered);
    }

    private static async Task RunUntilKilledAsync(ServerProcess server, string world, CrashClient[] clients)
    {
        var offers = await Task.WhenAll(clients.Select(client => client.LogInAsync(server.Port, world)));
        var channels = offers[0].Take(Channels).ToArray();
        Assert.Equal(Channels, channels.Length);
        await Task.WhenAll(clients.Select((client, index) => client.JoinAsync(channels[index % Channels])));

        var acknowledged = 0;
        var isDue = false;
        var isKilled = 0;
        var killing = Task.CompletedTask;
        var talking = clients.Select((client, index) => client.TalkAsync(channels[index % Channels], () =>
        {
            // Right behind a reply, before the server can do anything else: what was acknowledged too early is not stored yet.
            if (Interlocked.Increment(ref acknowledged) >= LeastAcknowledged && Volatile.Read(ref isDue) && Interlocked.Exchange(ref isKilled, 1) == 0)
            {
                killing = server.KillAsync();
            }
        })).ToArray();

        // The moment of the kill is what the rounds vary; nothing relies on this time being enough.
        await Task.Delay(ShortestLife + (Random.Shared.NextDouble() * (LongestLife - ShortestLife)));
        Volatile.Write(ref isDue, true);
        await Task.WhenAll(talking);
        await killing;
        Assert.Equal(1, isKilled);
    }
}
