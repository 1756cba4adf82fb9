using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>connection.md section 14, scenarios 16 to 21, on whatever registry the server has.</summary>
internal sealed class ConnectionLimitScenarios(WireServer server)
{
    public const string Guest = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c1b01";

    private const string Replaced = """["error",{"code":"connection.replaced","message":"Connection replaced"}]""";

    public async Task NobodyIsReplacedAsync(int? limit, string? roles = null)
    {
        await using var login = await LogInThreeTimesAsync(limit, roles);

        foreach (var client in login.Clients)
        {
            await client.ExpectNothingAsync();
        }
    }

    public async Task TheOldestAreReplacedAndClosedAsync(int limit, int replaced)
    {
        await using var login = await LogInThreeTimesAsync(limit);

        for (var index = 0; index < replaced; index++)
        {
            await login.Clients[index].ExpectAsync(Replaced);
        }

        server.Time.Advance(TimeSpan.FromSeconds(0.5));
        for (var index = 0; index < replaced; index++)
        {
            Assert.Equal(1000, await login.Clients[index].Wire.ReceiveCloseAsync());
        }

        foreach (var client in login.Clients.Skip(replaced))
        {
            await client.ExpectNothingAsync();
        }
    }

    public async Task SimultaneousLoginsUnderLimitOne_ExactlyOneSurvivesAsync()
    {
        var world = await server.ImportWorldAsync(new JsonObject { ["connection_limit"] = 1 });
        for (var round = 0; round < 10; round++)
        {
            var clients = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => VenuelessClient.ConnectAsync(server.Port, world)));

            // A replaced client has its "authenticated" first.
            await Task.WhenAll(clients.Select(client => client.LogInAsync(Guest)));

            // The limit is applied right after the last of them, so the first three messages, from whomever, are the replacements.
            var next = clients.ToDictionary(ReceiveVerdictAsync);
            for (var replaced = 0; replaced < clients.Length - 1; replaced++)
            {
                var told = await Task.WhenAny(next.Keys);
                Assert.Equal(Replaced, await told);
                next.Remove(told);
            }

            var (pong, survivor) = Assert.Single(next);
            await survivor.SendAsync("""["ping",1]""");
            Assert.Equal("""["pong",1]""", await pong);
            foreach (var client in clients)
            {
                await client.DisposeAsync();
            }
        }
    }

    // A node that answers another one's login late has what its user has read told once more (chat.md 8.3), to whoever is still there.
    private static async Task<string> ReceiveVerdictAsync(VenuelessClient client)
    {
        while (true)
        {
            var message = await client.ReceiveAsync();
            if ((string?)message[0] is not ("chat.read_pointers" or "chat.notification_counts"))
            {
                return message.ToJsonString();
            }
        }
    }

    private async Task<Logins> LogInThreeTimesAsync(int? limit, string? roles = null)
    {
        var world = await server.ImportWorldAsync(new JsonObject { ["connection_limit"] = limit }, roles);
        var clients = new List<VenuelessClient>();
        for (var count = 0; count < 3; count++)
        {
            clients.Add(await VenuelessClient.LogInAsync(server.Port, world, Guest));
        }

        return new Logins(clients);
    }

    private sealed record Logins(List<VenuelessClient> Clients) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var client in Clients)
            {
                await client.DisposeAsync();
            }
        }
    }
}
