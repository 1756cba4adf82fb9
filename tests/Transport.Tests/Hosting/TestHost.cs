using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Host.Connections;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Transport.Tests.Hosting;

/// <summary>Kestrel on a free port of 127.0.0.1 with the transport in front of it. Fails on disposal when frames have leaked.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly long _framesBefore = FramePool.Outstanding;
    private readonly WebApplication _app;

    private TestHost(WebApplication app, WebSocketServer server, ScriptedEndpoint endpoint, FakeTimeProvider? clock, CollectingLogger logger)
    {
        _app = app;
        Server = server;
        Endpoint = endpoint;
        Clock = clock;
        Logger = logger;
    }

    public WebSocketServer Server { get; }

    public ScriptedEndpoint Endpoint { get; }

    public FakeTimeProvider? Clock { get; }

    public CollectingLogger Logger { get; }

    public int Port { get; private set; }

    public static async Task<TestHost> StartAsync(Action<TransportOptions>? configure = null, FakeTimeProvider? clock = null, bool hasRawPath = true, bool usesTls = false, long? maxConnections = null, ILoggerProvider? logging = null)
    {
        var options = new TransportOptions();
        configure?.Invoke(options);
        var endpoint = new ScriptedEndpoint();
        var logger = new CollectingLogger();
        var server = new WebSocketServer(endpoint, options, clock ?? TimeProvider.System, logger);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (logging is not null)
        {
            builder.Logging.AddProvider(logging);
        }

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (usesTls)
            {
                listen.UseHttps(TestCertificate.Create());
            }

            if (hasRawPath && usesTls)
            {
                listen.UseWebSocketServer(server);
            }
        }));
        if (hasRawPath && !usesTls)
        {
            builder.Services.AddSingleton(server);
            builder.Services.AddWebSocketListener(_ => new ListenerLimits(maxConnections, static () => false));
        }

        var app = builder.Build();
        app.UseMiddleware<WebSocketUpgradeMiddleware>(server);
        app.Run(static context => context.Response.WriteAsync("http"));
        var host = new TestHost(app, server, endpoint, clock, logger);
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        host.Port = new Uri(addresses.Addresses.Single()).Port;
        return host;
    }

    public Task<WireClient> ConnectAsync(string path = "/ws/echo") => WireClient.ConnectAsync(Port, path);

    /// <summary>Until so many connections and handshakes are known to the timer: only then does advancing the fake clock reach them.</summary>
    public Task WaitForEntriesAsync(int count) => WaitUntilAsync(() => Server.Services.Registry.Count >= count, $"The timer never had {count} entries.");

    /// <summary>Until the server has exactly so many sockets of its own.</summary>
    public Task WaitForSocketsAsync(int count) => WaitUntilAsync(() => Server.Sockets == count, $"The server never had {count} sockets.");

    /// <summary>For what has no event, and none that is worth having in the product.</summary>
    public static async Task WaitUntilAsync(Func<bool> isSo, string problem)
    {
        using var limit = new CancellationTokenSource(WireClient.DefaultTimeout);
        while (!isSo())
        {
            await Task.Delay(1);
            Assert.False(limit.IsCancellationRequested, problem);
        }
    }

    /// <summary>Starts the graceful stop; completes when every connection is gone.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        // A cancelled token aborts what is still connected instead of waiting for it.
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        Server.Dispose();
        Assert.Equal(_framesBefore, FramePool.Outstanding);
        Assert.Equal(0, Server.Counters.Open);
        Assert.Equal(0, Server.Sockets);
        Assert.Equal(0, Server.UnfinishedBytes);
    }
}
