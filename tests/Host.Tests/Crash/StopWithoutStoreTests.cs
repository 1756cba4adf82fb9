using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Crash;

/// <summary>A stop that loses something acknowledged says what, and ends with 1.</summary>
public sealed class StopWithoutStoreTests : IDisposable
{
    private const string World = "lighthouse";

    private readonly string _folder = Directory.CreateTempSubdirectory("venueless-stop-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ServiceFact(TestPostgres.Variable)]
    public async Task Stop_DatabaseIsAway_EndsWithOneAndNamesTheReadPointers()
    {
        await using var database = await TestPostgres.CreateAsync();
        await using var server = new ServerProcess(Variables(database.Settings));
        await ImportAsync(server);
        await server.StartAsync();
        await using var ada = await VenuelessClient.ConnectAsync(server.Port, World);
        var channel = ChannelOf(await ada.LogInAsync("ada"));
        await ada.CallAsync("user.update", new JsonObject { ["profile"] = new JsonObject { ["display_name"] = "Ada" } });
        await ada.CallAsync("chat.join", new JsonObject { ["channel"] = channel });
        await MarkReadAsync(ada, channel, 1);
        await WaitForPointerAsync(database, 1);

        await using (await database.CloseAsync())
        {
            await MarkReadAsync(ada, channel, 2);
            Assert.Equal(1, await server.StopAsync());
        }

        var log = await File.ReadAllLinesAsync(Path.Combine(_folder, "logs", "venueless.log"));
        Assert.EndsWith("Lost at the stop, because no store took it: 1 read pointers", log[^1], StringComparison.Ordinal);
        Assert.Equal(1, await ReadPointerAsync(database));
    }

    [ServiceFact(TestPostgres.Variable)]
    public async Task Stop_DatabaseIsThere_WritesThemAndEndsWithZero()
    {
        await using var database = await TestPostgres.CreateAsync();
        await using var server = new ServerProcess(Variables(database.Settings));
        await ImportAsync(server);
        await server.StartAsync();
        await using var ada = await VenuelessClient.ConnectAsync(server.Port, World);
        var channel = ChannelOf(await ada.LogInAsync("ada"));
        await ada.CallAsync("user.update", new JsonObject { ["profile"] = new JsonObject { ["display_name"] = "Ada" } });
        await ada.CallAsync("chat.join", new JsonObject { ["channel"] = channel });

        await MarkReadAsync(ada, channel, 3);

        Assert.Equal(0, await server.StopAsync());
        Assert.Equal(3, await ReadPointerAsync(database));
    }

    private static string ChannelOf(JsonObject login) => login["world.config"]!["rooms"]!.AsArray()
        .Where(static room => room!["permissions"]!.AsArray().Any(static permission => (string?)permission == "room:chat.send"))
        .SelectMany(static room => room!["modules"]!.AsArray())
        .Where(static module => (string?)module!["type"] == "chat.native")
        .Select(static module => (string)module!["channel_id"]!)
        .First();

    private static Task<JsonNode> MarkReadAsync(VenuelessClient client, string channel, int id) =>
        client.CallAsync("chat.mark_read", new JsonObject { ["channel"] = channel, ["id"] = id });

    private static async Task WaitForPointerAsync(TestPostgres database, long expected)
    {
        using var limit = new CancellationTokenSource(WireClient.DefaultTimeout);
        while (await ReadPointerAsync(database) != expected)
        {
            Assert.False(limit.IsCancellationRequested, "The read pointer was not stored.");
            await Task.Delay(20, CancellationToken.None);
        }
    }

    private static async Task<long?> ReadPointerAsync(TestPostgres database)
    {
        await using var connection = await database.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT event_id FROM fast_read_pointer", connection);
        return (long?)await command.ExecuteScalarAsync();
    }

    private async Task ImportAsync(ServerProcess server)
    {
        var file = Path.Combine(_folder, "world.json");
        await using (var document = File.Create(file))
        {
            await using var stream = typeof(Host.Server.VenuelessServer).Assembly.GetManifestResourceStream("sample-world.json")!;
            await stream.CopyToAsync(document);
        }

        await server.RunCommandAsync("migrate");
        await server.RunCommandAsync("import_config", file);
    }

    private Dictionary<string, string> Variables(NpgsqlConnectionStringBuilder settings) => new()
    {
        ["VENUELESS_DATA_DIR"] = _folder,
        ["VENUELESS_DB_HOST"] = settings.Host!,
        ["VENUELESS_DB_PORT"] = settings.Port.ToString(CultureInfo.InvariantCulture),
        ["VENUELESS_DB_NAME"] = settings.Database!,
        ["VENUELESS_DB_USER"] = settings.Username!,
        ["VENUELESS_DB_PASS"] = settings.Password ?? "",
    };
}
