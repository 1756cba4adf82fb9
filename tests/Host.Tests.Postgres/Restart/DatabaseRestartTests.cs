using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;
using Venueless.Fast.Core.Domain.Import;
using Venueless.Fast.Host.Server;
using Venueless.Fast.Host.Tests.Configuration;
using Venueless.Fast.Host.Tests.Wire;
using Venueless.Fast.Storage.Tests.Postgres;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Postgres.Restart;

/// <summary>
/// PostgreSQL is killed and started again while people talk: commands get <c>server.unavailable</c>, sockets stay, what was acknowledged is there, and the service
/// resumes by itself.
/// </summary>
public sealed class DatabaseRestartTests
{
    private const string World = "lighthouse";
    private const int Clients = 20;

    private readonly ConcurrentBag<string> _acknowledged = [];
    private int _refused;

    [OwnServerFact]
    public async Task Talking_WhileTheDatabaseIsKilledAndStarted_GoesOnWithTheSameSockets()
    {
        await using var database = await OwnServer.StartNewAsync();
        using var configuration = Configure(database);
        await using var server = await VenuelessServer.StartAsync(configuration.Read());
        await ImportSampleAsync(server);
        var channel = await ReadTextAsync(database, "SELECT c.id::text FROM core_channel c JOIN core_room r ON r.id = c.room_id WHERE r.import_id = 'deck'");
        var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(number => JoinAsync(server, channel, number)));
        using var stopping = new CancellationTokenSource();
        var talking = clients.Select((client, number) => TalkAsync(client, channel, number, stopping.Token)).ToArray();

        for (var round = 0; round < 2; round++)
        {
            await MoreAsync(() => _acknowledged.Count, 10 * Clients, "acknowledged messages");
            await database.KillAsync();
            await MoreAsync(() => Volatile.Read(ref _refused), 2 * Clients, "refused messages");
            await database.StartAsync();
        }

        await MoreAsync(() => _acknowledged.Count, 10 * Clients, "acknowledged messages after the last start");
        await stopping.CancelAsync();
        await Task.WhenAll(talking);
        foreach (var client in clients)
        {
            await AssertAliveAsync(client);
            await client.DisposeAsync();
        }

        var stored = (await ReadTextAsync(database, "SELECT string_agg(content ->> 'body', ',') FROM core_chatevent WHERE event_type = 'channel.message'")).Split(',');
        Assert.Equal(stored.Length, stored.Distinct().Count());
        Assert.Empty(_acknowledged.Except(stored));
    }

    private static ConfigurationFixture Configure(OwnServer database) => new ConfigurationFixture()
        .Variable("VENUELESS_LISTEN", "127.0.0.1:0")
        .Variable("VENUELESS_DB_TYPE", "postgresql")
        .Variable("VENUELESS_DB_HOST", database.Options.Host)
        .Variable("VENUELESS_DB_PORT", database.Options.Port.ToString(CultureInfo.InvariantCulture))
        .Variable("VENUELESS_DB_NAME", database.Options.Database)
        .Variable("VENUELESS_DB_USER", database.Options.User);

    private static async Task ImportSampleAsync(VenuelessServer server)
    {
        await using var stream = typeof(VenuelessServer).Assembly.GetManifestResourceStream("sample-world.json")!;
        var document = new byte[stream.Length];
        await stream.ReadExactlyAsync(document);
        await server.Stores.Importer.ImportAsync(WorldImport.Parse(document));
    }

    private static async Task<VenuelessClient> JoinAsync(VenuelessServer server, string channel, int number)
    {
        var client = await VenuelessClient.LogInAsync(server.Address.Port, World, Guid.NewGuid().ToString(), $"Talker {number}");
        await client.CallAsync("chat.join", new JsonObject { ["channel"] = channel });
        return client;
    }

    private async Task TalkAsync(VenuelessClient client, string channel, int number, CancellationToken stopping)
    {
        for (var count = 0; !stopping.IsCancellationRequested; count++)
        {
            var body = $"{number}-{count}";
            await client.SendAsync(
                $$"""["chat.send", {{count}}, {"channel": "{{channel}}", "event_type": "channel.message", "content": {"type": "text", "body": "{{body}}"} }]""");
            if (await IsAcknowledgedAsync(client, count))
            {
                _acknowledged.Add(body);
            }
            else
            {
                Interlocked.Increment(ref _refused);
            }
        }
    }

    private static async Task<bool> IsAcknowledgedAsync(VenuelessClient client, int id)
    {
        while (true)
        {
            var message = await client.ReceiveAsync("the reply to chat.send");
            switch ((string?)message[0])
            {
                case "success" when (int)message[1]! == id:
                    return true;
                case "error" when (int)message[1]! == id:
                    Assert.Equal("server.unavailable", (string?)message[2]!["code"]);
                    return false;
            }
        }
    }

    // Behind the messages that the others have sent meanwhile.
    private static async Task AssertAliveAsync(VenuelessClient client)
    {
        await client.SendAsync("""["ping", 1]""");
        string? name;
        do
        {
            name = (string?)(await client.ReceiveAsync("a pong"))[0];
        }
        while (name == "chat.event");
        Assert.Equal("pong", name);
    }

    private static Task MoreAsync(Func<int> count, int more, string what)
    {
        var enough = count() + more;
        return WireServer.WaitUntilAsync(() => count() >= enough, what);
    }

    private static async Task<string> ReadTextAsync(OwnServer database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
