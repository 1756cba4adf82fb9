using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Server;

/// <summary>A process that has far fewer descriptors than clients who want in, and most of them in use from the start. The runtime would end it if they ran out.</summary>
public sealed class DescriptorLimitTests
{
    private const int Descriptors = 300;
    private const int Clients = 400;

    // Everything is on this machine, and nobody has to wait for anybody.
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task MoreClientsThanDescriptors_TheSurplusIsRefusedAtOnce_TheOthersAreServed()
    {
        await using var server = new ServerProcess(descriptors: Descriptors);
        await server.StartAsync();
        var accepted = new List<WireClient>();
        try
        {
            for (var count = 0; count < Clients; count++)
            {
                if (await TryConnectAsync(server) is { } client)
                {
                    accepted.Add(client);
                }
            }

            Assert.InRange(accepted.Count, 15, Descriptors / 2);
            await PingAllAsync(accepted);

            const int Leaving = 10;
            foreach (var client in accepted[..Leaving])
            {
                await client.DisposeAsync();
            }

            accepted.RemoveRange(0, Leaving);
            using var limit = new CancellationTokenSource(WireClient.DefaultTimeout);
            for (var back = 0; back < Leaving;)
            {
                // The server may not have seen yet that others have left.
                Assert.False(limit.IsCancellationRequested, $"Only {back} of {Leaving} found the places of those who have left.");
                if (await TryConnectAsync(server) is { } client)
                {
                    accepted.Add(client);
                    back++;
                }
            }

            await PingAllAsync(accepted);
        }
        finally
        {
            foreach (var client in accepted)
            {
                await client.DisposeAsync();
            }
        }
    }

    private static async Task PingAllAsync(List<WireClient> clients)
    {
        foreach (var client in clients)
        {
            await client.SendTextAsync("""["ping",1]""");
            Assert.Equal("""["pong",1]""", await client.ReceiveTextAsync("a pong", AnswerLimit));
        }
    }

    /// <summary>Null: refused. Fails when there is no answer of either kind.</summary>
    private static async Task<WireClient?> TryConnectAsync(ServerProcess server)
    {
        var client = await WireClient.ConnectRawAsync(server.Port);
        try
        {
            await client.UpgradeAsync("/ws/world/lighthouse/").WaitAsync(AnswerLimit);
            return client;
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            await client.DisposeAsync();
            return null;
        }
    }
}
