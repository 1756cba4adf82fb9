using System.Diagnostics;
using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>connection.md section 14, scenarios 23 to 27; operations.md section 11, scenarios 23 to 26: the commands under <c>connections</c> beside running servers.</summary>
public sealed class OperatorScenarioTests : IAsyncLifetime
{
    private const string Label = "unknown.unknown";
    private const string Ada = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c9a01";
    private const string Bob = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c9a02";
    private const string Reload = """["connection.reload",{}]""";

    private WireServer _server = null!;

    public async Task InitializeAsync() => _server = await WireServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Scenario27_List_ShowsTheLabelWithHowManyAndNothingIsLost()
    {
        await using var ada = await LogInAsync(Ada, "Ada");
        await using var bob = await LogInAsync(Bob, "Bob");
        await using var stranger = await ConnectAsync();
        await ada.CallAsync("chat.join", new JsonObject { ["channel"] = _server.Channel });
        await bob.CallAsync("chat.join", new JsonObject { ["channel"] = _server.Channel });
        await ada.SettleAsync();
        await bob.SettleAsync();
        await ada.SettleAsync();
        await _server.WaitForListedAsync(Label, 3);

        var (code, output, error) = await _server.RunConnectionsAsync("list");

        Assert.Equal((0, ""), (code, error));
        Assert.Equal($"{"label",-60} est. number of connections\n{Label,-60} 3\n", output);
        await ada.CallAsync("chat.send", new JsonObject
        {
            ["channel"] = _server.Channel,
            ["event_type"] = "channel.message",
            ["content"] = new JsonObject { ["type"] = "text", ["body"] = "Still there?" },
        });
        Assert.Equal("Still there?", (string?)(await bob.ReceivePushAsync("chat.event"))["content"]!["body"]);
    }

    [Fact]
    public async Task Scenario23_Drop_ClosesEverySocketWithoutAMessage()
    {
        await using var stranger = await ConnectAsync();
        await using var ada = await LogInAsync(Ada, "Ada");
        await using var bob = await LogInAsync(Bob, "Bob");
        await _server.WaitForListedAsync(Label, 3);

        var (code, output, error) = await _server.RunConnectionsAsync("drop", "*");

        Assert.Equal((0, ""), (code, error));
        Assert.Equal($"Connections being closed: 3 of {Label} (servers: {WireStore.Nodes})\n", output);
        foreach (var client in (VenuelessClient[])[stranger, ada, bob])
        {
            Assert.Equal(1000, await client.Wire.ReceiveCloseAsync());
        }

        await WireServer.WaitUntilAsync(() => _server.SessionCount == 0, "the clean-ups");
    }

    [Fact]
    public async Task Drop_MoreThanASlice_ClosesAll()
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => ConnectAsync()));
        await _server.WaitForListedAsync(Label, clients.Length);

        Assert.Equal(0, (await _server.RunConnectionsAsync("drop")).ExitCode);

        foreach (var client in clients)
        {
            Assert.Equal(1000, await client.Wire.ReceiveCloseAsync());
            await client.DisposeAsync();
        }

        await WireServer.WaitUntilAsync(() => _server.SessionCount == 0, "the clean-ups");
    }

    [Theory]
    [InlineData("a1.*")]
    [InlineData("Unknown.*")]
    [InlineData("unknown?unknow")]
    [InlineData("[!u]*")]
    [InlineData("unknownxunknown", "[", "")]
    public async Task Drop_OtherLabels_NobodyIsTouched(params string[] filters)
    {
        await using var stranger = await ConnectAsync();
        await using var ada = await LogInAsync(Ada);
        await _server.WaitForListedAsync(Label, 2);

        var (code, output, error) = await _server.RunConnectionsAsync(["drop", .. filters]);

        Assert.Equal((0, "", "There is no connection with a matching label.\n"), (code, output, error));
        await ada.ExpectNothingAsync();
        await stranger.PingAsync();
    }

    [Fact]
    public async Task Scenario24_ForceReload_SendsTheMessageAndClosesNothing()
    {
        await using var stranger = await ConnectAsync();
        await using var ada = await LogInAsync(Ada);
        await _server.WaitForListedAsync(Label, 2);

        var (code, output, error) = await _server.RunConnectionsAsync("force_reload", "*");

        Assert.Equal((0, ""), (code, error));
        Assert.Equal($"Connections told to reload: 2 of {Label} (servers: {WireStore.Nodes})\n", output);
        await stranger.ExpectAsync(Reload);
        await ada.ExpectAsync(Reload);

        // Not even when a moderator's reload would have closed them.
        _server.Time.Advance(TimeSpan.FromSeconds(3));
        await ada.ExpectNothingAsync();
        await stranger.PingAsync();
    }

    [Theory]
    [InlineData("*", "unknown.*", "[u-v]nknown?unknown")]
    [InlineData("other", "unknown.unknown", "unknown.unknown")]
    public async Task Scenario26_SeveralFiltersMatch_OneMessagePerSocket(params string[] filters)
    {
        await using var stranger = await ConnectAsync();
        await using var ada = await LogInAsync(Ada);
        await _server.WaitForListedAsync(Label, 2);

        Assert.Equal(0, (await _server.RunConnectionsAsync(["force_reload", .. filters])).ExitCode);

        await ada.ExpectAsync(Reload);
        await ada.ExpectNothingAsync();
        await stranger.ExpectAsync(Reload);
        await stranger.PingAsync();
    }

    [Fact]
    public async Task Scenario25_ForceReloadWithInterval_OneAfterTheOtherWithPauses()
    {
        var clients = new List<VenuelessClient>();
        for (var number = 0; number < 10; number++)
        {
            clients.Add(await ConnectAsync());
        }

        await _server.WaitForListedAsync(Label, clients.Count);
        var begun = Stopwatch.GetTimestamp();

        var (code, output, error) = await _server.RunConnectionsAsync("force_reload", "--interval", "20", "*");

        // Nine pauses; more on a busy machine.
        Assert.True(Stopwatch.GetElapsedTime(begun) >= TimeSpan.FromMilliseconds(9 * 20));
        Assert.Equal((0, "Connections told to reload: 10\n"), (code, output));
        Assert.EndsWith("10 of 10\n", error, StringComparison.Ordinal);
        foreach (var client in clients)
        {
            await client.ExpectAsync(Reload);
            await client.PingAsync();
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task DropWithInterval_ClosesEach()
    {
        await using var stranger = await ConnectAsync();
        await using var ada = await LogInAsync(Ada);
        await _server.WaitForListedAsync(Label, 2);

        var (code, output, error) = await _server.RunConnectionsAsync("drop", "--interval", "1");

        Assert.True(code == 0, error);
        Assert.Equal("Connections being closed: 2\n", output);
        Assert.Equal(1000, await stranger.Wire.ReceiveCloseAsync());
        Assert.Equal(1000, await ada.Wire.ReceiveCloseAsync());
    }

    [Fact]
    public async Task Drop_AfterARestart_FindsTheNewServer()
    {
        await _server.RestartAsync();
        await using var stranger = await ConnectAsync();
        await _server.WaitForListedAsync(Label, 1);

        Assert.Equal(0, (await _server.RunConnectionsAsync("drop")).ExitCode);

        Assert.Equal(1000, await stranger.Wire.ReceiveCloseAsync());
    }

    [Fact]
    public async Task TopOnce_AsJson_CountsConnectionsOfEveryNode()
    {
        await using var stranger = await ConnectAsync();
        await using var ada = await LogInAsync(Ada, "Ada");
        await ada.SettleAsync();

        var (code, output, error) = await _server.RunConnectionsAsync("top", "--once", "--json");

        Assert.Equal((0, ""), (code, error));
        var report = JsonNode.Parse(output)!;
        Assert.Equal(2, (int)report["connections"]!);
        Assert.Equal(WireStore.Nodes, report["nodes"]!.AsArray().Count);
        Assert.Equal(1, report["nodes"]!.AsArray().Sum(static node => (int)node!["authenticated"]!));
        Assert.All(report["nodes"]!.AsArray(), static node => Assert.Equal(Label, (string?)node!["label"]));
        Assert.All(report["nodes"]!.AsArray(), static node => Assert.True((double)node!["messages_in_per_second"]! >= 0));
        Assert.All(report["nodes"]!.AsArray(), static node => Assert.True((double)node!["messages_out_per_second"]! >= 0));
    }

    [Fact]
    public async Task TopOnce_AsTable_HasALinePerNode()
    {
        var (code, output, error) = await _server.RunConnectionsAsync("top", "--once");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("p99 ms", output, StringComparison.Ordinal);
        Assert.Equal(WireStore.Nodes, output.Split('\n').Count(static line => line.Contains(Label, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Commands_AreCountedByTheirTime()
    {
        await using var ada = await LogInAsync(Ada, "Ada");
        await ada.SettleAsync();
        var before = CommandCount();

        await ada.CallAsync("user.update", null);

        // The reply comes first.
        await WireServer.WaitUntilAsync(() => CommandCount() == before + 1, "the time of the command");

        long CommandCount() => _server.Nodes.Sum(static node => node.Meter!.Durations.Times.ToArray().Sum());
    }

    private Task<VenuelessClient> ConnectAsync() => VenuelessClient.ConnectAsync(_server.Port, WireServer.World);

    private Task<VenuelessClient> LogInAsync(string guest, string? displayName = null) => VenuelessClient.LogInAsync(_server.Port, WireServer.World, guest, displayName);
}
