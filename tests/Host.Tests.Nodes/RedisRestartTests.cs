using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>connection.md section 13: Redis dies under traffic and comes back empty.</summary>
[Trait("Category", "Services")]
public sealed class RedisRestartTests
{
    private const int Clients = 10;

    private readonly ConcurrentDictionary<long, string> _acknowledged = new();

    [ServiceFact(TestRedis.Variable)]
    public async Task RedisKilledUnderTraffic_SocketsStayMeanwhileNothingIsLostAndAllComeBackAfterwards()
    {
        await using var redis = await RedisProcess.StartNewAsync();
        await using var server = await WireServer.StartAsync(isPatient: true, redis: redis.Url);
        var clients = await LogInAsync(server);
        await Task.WhenAll(clients.Select((client, number) => SendUntilRefusedAsync(server, client, number, redis)));

        // Sockets stay while Redis is away.
        foreach (var client in clients)
        {
            Assert.Equal("server.unavailable", (string?)(await client.CallForErrorAsync("chat.send", Message(server, "too late")))["code"]);
            await PingAsync(client);
        }

        await redis.StartAsync();
        await Task.WhenAll(clients.Select(client => ExpectRestartAsync(server, client)));
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }

        // Everybody is back and everything acknowledged is there, once.
        var again = await LogInAsync(server);
        var sent = await again[0].CallAsync("chat.send", Message(server, "back"));
        _acknowledged[(long)sent["event"]!["event_id"]!] = "back";
        foreach (var client in again)
        {
            JsonArray push;
            do
            {
                push = await client.ReceiveAsync("the push of the message");
            }
            while ((string?)push[0] != "chat.event" || (string?)push[1]!["content"]!["body"] != "back");

            await client.DisposeAsync();
        }

        Assert.Equal(_acknowledged.Count.ToString(), await server.ReadSqlAsync(
            $"SELECT count(*) FROM core_chatevent WHERE event_type = 'channel.message' AND id IN ({string.Join(',', _acknowledged.Keys)})"));
    }

    private static async Task<List<VenuelessClient>> LogInAsync(WireServer server)
    {
        var clients = new List<VenuelessClient>();
        for (var number = 0; number < Clients; number++)
        {
            var client = await VenuelessClient.LogInAsync(server.Port, WireServer.World, $"5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c6c{number:D2}", $"Client {number}");
            await client.CallAsync("chat.join", new JsonObject { ["channel"] = server.Channel });
            clients.Add(client);
        }

        return clients;
    }

    private static JsonObject Message(WireServer server, string text) => new()
    {
        ["channel"] = server.Channel,
        ["event_type"] = "channel.message",
        ["content"] = new JsonObject { ["type"] = "text", ["body"] = text },
    };

    // Ids rise on every connection.
    private async Task SendUntilRefusedAsync(WireServer server, VenuelessClient client, int number, RedisProcess redis)
    {
        long last = 0;
        for (var count = 0; ; count++)
        {
            if (number == 0 && count == 20)
            {
                await redis.KillAsync();
            }

            await client.SendAsync(new JsonArray("chat.send", count, Message(server, $"{number}/{count}")));
            while (true)
            {
                var message = await client.ReceiveAsync("the reply");
                if ((string?)message[0] == "chat.event")
                {
                    var id = (long)message[1]!["event_id"]!;
                    Assert.True(id > last, $"The event {id} came after {last}.");
                    last = id;
                }
                else if ((string?)message[0] == "success")
                {
                    Assert.True(_acknowledged.TryAdd((long)message[2]!["event"]!["event_id"]!, $"{number}/{count}"));
                    break;
                }
                else if ((string?)message[0] == "error")
                {
                    Assert.Equal("server.unavailable", (string?)message[2]!["code"]);
                    return;
                }
            }
        }
    }

    private static async Task PingAsync(VenuelessClient client)
    {
        await client.SendAsync("""["ping","alive"]""");
        while ((string?)(await client.ReceiveAsync("the pong"))[0] != "pong")
        {
        }
    }

    // In random batches over ten seconds.
    private static async Task ExpectRestartAsync(WireServer server, VenuelessClient client)
    {
        var closing = ReceiveCloseCodeAsync(client);
        while (!closing.IsCompleted)
        {
            server.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(closing, Task.Delay(50));
        }

        Assert.Equal(1012, await closing);
    }

    private static async Task<int?> ReceiveCloseCodeAsync(VenuelessClient client)
    {
        while (true)
        {
            var frame = await client.Wire.ReceiveFrameAsync("a close frame");
            if (frame.Opcode == WireFrame.CloseOpcode)
            {
                return frame.CloseCode;
            }
        }
    }
}
