using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Server;

/// <summary>connection.md section 14, scenario 39: what a crash in the middle of an event does to the web clients.</summary>
public sealed class ReconnectStormTests
{
    private const int Clients = 5000;

    // The web client closes a socket that is not authenticated after 60 s, or that has no pong after 10 s (connection.md section 11).
    private static readonly TimeSpan LoginLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PongLimit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Scenario39_FiveThousandSocketsOnAKilledNode_AllAreBackWithinTheClientsLimits()
    {
        await using var server = new ServerProcess();
        await server.StartAsync();
        var clientIds = Enumerable.Range(0, Clients).Select(_ => Guid.NewGuid().ToString()).ToArray();
        var before = await Task.WhenAll(clientIds.Select(id => LogInAsync(server.Port, id)));

        await server.KillAsync();
        await Task.WhenAll(before.Select(ReceiveEndAsync));
        await server.StartAsync();
        var after = await Task.WhenAll(clientIds.Select(id => LogInAsync(server.Port, id)));

        Assert.Equal(Clients, after.Length);
        foreach (var client in before.Concat(after))
        {
            await client.DisposeAsync();
        }
    }

    // Whoever waited long for the others may have been pinged.
    private static async Task ReceiveEndAsync(WireClient client)
    {
        while (await client.TryReceiveFrameAsync("the end of the connection") is { } frame)
        {
            Assert.Equal(WireFrame.PingOpcode, frame.Opcode);
        }
    }

    private static async Task<WireClient> LogInAsync(int port, string clientId)
    {
        var client = await WireClient.ConnectAsync(port, "/ws/world/lighthouse/");
        await client.SendTextAsync($$"""["authenticate",{"client_id":"{{clientId}}"}]""");
        var reply = await client.ReceiveTextAsync("authenticated", LoginLimit);
        Assert.StartsWith("""["authenticated",""", reply, StringComparison.Ordinal);
        await client.SendTextAsync("""["ping",1]""");
        Assert.Equal("""["pong",1]""", await client.ReceiveTextAsync("a pong", PongLimit));
        return client;
    }
}
