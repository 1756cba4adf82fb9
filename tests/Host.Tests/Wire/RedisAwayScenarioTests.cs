using System.Net;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>connection.md sections 5 and 13: a Redis that dies and comes back empty.</summary>
[Trait("Category", "Services")]
public sealed class RedisAwayScenarioTests
{
    private const string Guest = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c1e01";
    private const string OtherGuest = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c1e02";

    [ServiceFact(TestRedis.Variable)]
    public async Task RedisKilled_SocketsStayLoginsAreClosedAndItComesBackByItself()
    {
        await using var redis = await RedisProcess.StartNewAsync();
        await using var server = await WireServer.StartAsync(isPatient: true, redis: redis.Url);
        await using var client = await VenuelessClient.LogInAsync(server.Port, WireServer.World, Guest);
        Assert.Equal((HttpStatusCode.OK, "OK"), await CheckHealthAsync(server));

        await redis.KillAsync();
        await WireServer.WaitUntilAsync(async () => await CheckHealthAsync(server) == (HttpStatusCode.ServiceUnavailable, "redis"), "the loss");

        // Sockets stay, pings are answered and what needs no Redis works, also for new sockets.
        await client.PingAsync();
        await client.CallAsync("user.update", null);
        await using (var stranger = await VenuelessClient.ConnectAsync(server.Port, WireServer.World))
        {
            await stranger.PingAsync();
            await stranger.SendAsync($$"""["authenticate",{"client_id":"{{OtherGuest}}"}]""");
            Assert.Equal(1000, await stranger.Wire.ReceiveCloseAsync());
        }

        await redis.StartAsync();
        await WireServer.WaitUntilAsync(async () => await CheckHealthAsync(server) == (HttpStatusCode.OK, "OK"), "the return");
        await using var again = await VenuelessClient.LogInAsync(server.Port, WireServer.World, OtherGuest);
        await client.PingAsync();

        // The world's version is announced at every validation; the old socket's entry returns with its next ping.
        await using var connection = await redis.ConnectAsync();
        var keys = connection.GetDatabase();
        await WireServer.WaitUntilAsync(() => keys.KeyExistsAsync($"modelcache:core.World:{WireServer.World}:version"), "the world's version");
        server.Time.Advance(TimeSpan.FromSeconds(50));
        await client.PingAsync();
        await WireServer.WaitUntilAsync(() => keys.KeyExistsAsync($"connections.list.user:{WireServer.UserIdOf(client)}"), "the first user's list");
        Assert.Equal(1, await keys.ListLengthAsync($"connections.list.user:{WireServer.UserIdOf(again)}"));
    }

    private static async Task<(HttpStatusCode Status, string Text)> CheckHealthAsync(WireServer server)
    {
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri($"http://127.0.0.1:{server.Port}/healthcheck/"));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
