using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>operations.md section 2.4, scenario 7: what a running server sends to statsd.</summary>
public sealed class StatsdScenarioTests : IDisposable
{
    private readonly Socket _statsd = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 1024 * 1024 };
    private readonly Dictionary<string, long> _counts = [];

    public StatsdScenarioTests() => _statsd.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public void Dispose() => _statsd.Dispose();

    [Fact]
    public async Task Counters_ArriveWithTheDocumentedNamesAndTags()
    {
        var port = ((IPEndPoint)_statsd.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture);
        await using var server = await WireServer.StartAsync(isPatient: true, configure: configuration => configuration
            .Variable("VENUELESS_STATSD_HOST", "127.0.0.1").Variable("VENUELESS_STATSD_PORT", port).Variable("VENUELESS_ENVIRONMENT", "wire,test"));
        await using var ada = await VenuelessClient.LogInAsync(server.Port, WireServer.World, "ada");
        await using var ben = await VenuelessClient.ConnectAsync(server.Port, WireServer.World);
        await ben.SendAsync("""["authenticate",{"token":"none"}]""");
        await ben.ExpectErrorAsync("auth.invalid_token");
        for (var name = 0; name < 3; name++)
        {
            await ada.CallAsync("user.update", new JsonObject { ["profile"] = new JsonObject { ["display_name"] = $"Ada {name}" } });
        }

        await ada.CallForErrorAsync("weather.today", new JsonObject());

        var expected = new Dictionary<string, long>
        {
            ["apps.venueless.connection.established,world=wire,env=wire_test"] = 2,
            ["apps.venueless.authentication.completed,world=wire,env=wire_test"] = 1,
            ["apps.venueless.authentication.failed,reason=invalid_token,world=wire,env=wire_test"] = 1,
            ["apps.venueless.command.received,command=user.update,world=wire,env=wire_test"] = 3,
            ["apps.venueless.command.received,command=unknown,world=wire,env=wire_test"] = 1,
            ["apps.venueless.event.received,type=websocket.receive,world=wire,env=wire_test"] = 6,
        };
        await ReceiveAsync(server, () => expected.All(count => _counts.GetValueOrDefault(count.Key) >= count.Value));
        foreach (var (name, count) in expected)
        {
            Assert.Equal(count, _counts[name]);
        }

        // Nothing that has not happened, and nothing but the documented metrics.
        Assert.DoesNotContain(_counts.Keys, static name => name.Contains("error.fatal", StringComparison.Ordinal) || name.Contains("reason=denied", StringComparison.Ordinal));
        Assert.DoesNotContain(_counts.Keys, static name => name.Contains("weather", StringComparison.Ordinal));
        Assert.All(_counts.Keys.Except(expected.Keys), static name => Assert.StartsWith("apps.venueless.event.received,type=push.", name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("statsd.invalid")]
    [InlineData("192.0.2.1")]
    [InlineData("not a host")]
    public async Task UnreachableHost_HasNoEffectOnCommands(string host)
    {
        await using var server = await WireServer.StartAsync(isPatient: true, configure: configuration => configuration.Variable("VENUELESS_STATSD_HOST", host));
        await using var ada = await VenuelessClient.LogInAsync(server.Port, WireServer.World, "ada");
        for (var second = 0; second < 3; second++)
        {
            server.Time.Advance(TimeSpan.FromSeconds(1));
            await ada.CallAsync("user.update", new JsonObject { ["profile"] = new JsonObject { ["display_name"] = $"Ada {second}" } });
        }

        var page = await MetricsPage.ScrapeAsync(server);
        Assert.Equal(1, page.Sum("venueless_logins_total"));
    }

    [Fact]
    public async Task NetworkThatRefuses_IsTriedOnceASecond_NotOncePerCounter()
    {
        var refusals = 0;

        // Nobody may send to everybody in the network without saying so. The handler runs on the thread that throws.
        AppDomain.CurrentDomain.FirstChanceException += Count;
        try
        {
            await using var server = await WireServer.StartAsync(isPatient: true, configure: static configuration => configuration.Variable("VENUELESS_STATSD_HOST", "255.255.255.255"));
            await using var ada = await VenuelessClient.LogInAsync(server.Port, WireServer.World, "ada");
            await ada.CallForErrorAsync("weather.today", new JsonObject());
            var seconds = 0;
            await WireServer.WaitUntilAsync(
                () =>
                {
                    server.Time.Advance(TimeSpan.FromSeconds(1));
                    seconds++;
                    return Volatile.Read(ref refusals) >= 5;
                },
                "five refusals");

            Assert.InRange(refusals, 5, seconds * WireStore.Nodes);
        }
        finally
        {
            AppDomain.CurrentDomain.FirstChanceException -= Count;
        }

        void Count(object? sender, System.Runtime.ExceptionServices.FirstChanceExceptionEventArgs thrown)
        {
            if (thrown.Exception is SocketException && Environment.StackTrace.Contains("StatsdSocket.TrySend", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref refusals);
            }
        }
    }

    private async Task ReceiveAsync(WireServer server, Func<bool> isDone)
    {
        var buffer = new byte[2048];
        await WireServer.WaitUntilAsync(
            () =>
            {
                server.Time.Advance(TimeSpan.FromSeconds(1));
                while (_statsd.Poll(TimeSpan.FromMilliseconds(20), SelectMode.SelectRead))
                {
                    Add(Encoding.UTF8.GetString(buffer, 0, _statsd.Receive(buffer)));
                }

                return isDone();
            },
            "the counters of statsd");
    }

    // One counter per datagram.
    private void Add(string datagram)
    {
        Assert.Matches("^apps\\.venueless\\.[a-z.]+(,[a-z]+=[^,=:|\\s]+)+:[1-9][0-9]*\\|c$", datagram);
        var (name, count) = (datagram[..datagram.LastIndexOf(':')], datagram[(datagram.LastIndexOf(':') + 1)..^2]);
        _counts[name] = _counts.GetValueOrDefault(name) + long.Parse(count, CultureInfo.InvariantCulture);
    }
}
