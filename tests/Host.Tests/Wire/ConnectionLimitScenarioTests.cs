using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>connection.md section 14, scenarios 16 to 22: the connection limit per user, on one node.</summary>
public sealed class ConnectionLimitScenarioTests : IAsyncLifetime
{
    private const string Guest = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c1b01";

    private WireServer _server = null!;

    public async Task InitializeAsync() => _server = await WireServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    public async Task Scenario16_NoLimit_NobodyIsReplaced(int? limit)
    {
        await using var login = await LogInThreeTimesAsync(limit);

        foreach (var client in login.Clients)
        {
            await client.ExpectNothingAsync();
        }
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public async Task Scenario17And18_Limit_TheOldestAreReplacedAndClosed(int limit, int replaced)
    {
        await using var login = await LogInThreeTimesAsync(limit);

        for (var index = 0; index < replaced; index++)
        {
            await login.Clients[index].ExpectAsync("""["error",{"code":"connection.replaced","message":"Connection replaced"}]""");
        }

        _server.Time.Advance(TimeSpan.FromSeconds(0.5));
        for (var index = 0; index < replaced; index++)
        {
            Assert.Equal(1000, await login.Clients[index].Wire.ReceiveCloseAsync());
        }

        foreach (var client in login.Clients.Skip(replaced))
        {
            await client.ExpectNothingAsync();
        }
    }

    [Fact]
    public async Task Scenario20_UnlimitedPermission_NobodyIsReplaced()
    {
        await using var login = await LogInThreeTimesAsync(1, roles: """{"attendee":["world:view","world:connections.unlimited"]}""");

        foreach (var client in login.Clients)
        {
            await client.ExpectNothingAsync();
        }
    }

    [Fact]
    public async Task Scenario21_SimultaneousLoginsUnderLimitOne_ExactlyOneSurvives()
    {
        var world = await _server.ImportWorldAsync(new JsonObject { ["connection_limit"] = 1 });
        for (var round = 0; round < 10; round++)
        {
            var clients = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => VenuelessClient.ConnectAsync(_server.Port, world)));
            await Task.WhenAll(clients.Select(client => client.LogInAsync(Guest)));

            // A replaced client had its "authenticated" first, and the others are told before anything else.

            var survivors = 0;
            foreach (var client in clients)
            {
                await client.SendAsync("""["ping",1]""");
                survivors += (string?)(await client.ReceiveAsync())[0] == "pong" ? 1 : 0;
            }

            Assert.Equal(1, survivors);
            foreach (var client in clients)
            {
                await client.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Scenario22_PendingCommandOnTheOldSocket_TheErrorHasNoId()
    {
        var world = await _server.ImportWorldAsync(new JsonObject { ["connection_limit"] = 1 });
        await using var old = await VenuelessClient.LogInAsync(_server.Port, world, Guest);
        await using (await _server.TakeDatabaseAwayAsync())
        {
            await old.SendAsync("""["user.update",77,{"profile":{"display_name":"Ada"}}]""");
            await old.ExpectNothingAsync();

            _server.FindUser(old)!.Sessions[0].Replace();

            await old.ExpectAsync("""["error",{"code":"connection.replaced","message":"Connection replaced"}]""");
        }
    }

    private async Task<Logins> LogInThreeTimesAsync(int? limit, string? roles = null)
    {
        var world = await _server.ImportWorldAsync(new JsonObject { ["connection_limit"] = limit }, roles);
        var clients = new List<VenuelessClient>();
        for (var count = 0; count < 3; count++)
        {
            clients.Add(await VenuelessClient.LogInAsync(_server.Port, world, Guest));
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
