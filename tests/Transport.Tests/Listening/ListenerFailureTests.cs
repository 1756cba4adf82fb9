using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Host.Connections;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport.Tests.Hosting;

namespace Venueless.Fast.Transport.Tests.Listening;

/// <summary>Whatever fails for one connection costs that one alone.</summary>
public sealed class ListenerFailureTests
{
    [Fact]
    public async Task EndpointThatThrows_WhereItMayNot_LosesOnlyTheConnection()
    {
        await using var host = await TestHost.StartAsync(maxConnections: 1);
        host.Endpoint.Match = static () => throw new InvalidOperationException("broken");
        await using (var client = await WireClient.ConnectRawAsync(host.Port))
        {
            await client.SendBytesAsync(WireClient.Request("/ws/echo"));
            Assert.Empty(await client.ReceiveAllAsync());
        }

        await host.WaitForSocketsAsync(0);
        host.Endpoint.Match = null;

        await using var next = await host.ConnectAsync();
    }

    [Fact]
    public async Task LoggerThatThrows_DoesNotEndAccepting()
    {
        using var broken = new BrokenLogging();
        await using var host = await TestHost.StartAsync(maxConnections: 1, logging: broken);
        await using (await host.ConnectAsync())
        {
            await using var second = await WireClient.ConnectRawAsync(host.Port);
            Assert.Empty(await second.ReceiveAllAsync());
            await TestHost.WaitUntilAsync(() => broken.Calls > 0, "Nothing was logged.");
        }

        await host.WaitForSocketsAsync(0);
        await using var third = await host.ConnectAsync();
    }

    [Fact]
    public async Task EndpointWithTls_BehindTheListener_FailsTheStart()
    {
        using var server = new WebSocketServer(new ScriptedEndpoint(), new TransportOptions(), new FakeTimeProvider(), new CollectingLogger());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, static listen => listen.UseHttps(TestCertificate.Create())));
        builder.Services.AddSingleton(server);
        builder.Services.AddWebSocketListener(static _ => new ListenerLimits(null, static () => false));
        await using var app = builder.Build();

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => app.StartAsync());

        Assert.Contains("TLS", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_AreOneLinePerSecond()
    {
        var clock = new FakeTimeProvider();
        var logger = new CollectingLogger();
        var refusals = new RefusalLog(logger, clock);
        refusals.Add(open: 7);
        refusals.Add(open: 8);
        refusals.Add(open: 9);
        Assert.Empty(logger.Entries);

        clock.Advance(TimeSpan.FromSeconds(1));
        await TestHost.WaitUntilAsync(() => !logger.Entries.IsEmpty, "Nothing was logged.");
        Assert.StartsWith("3 connections were refused within a second: 9 are open", Assert.Single(logger.Entries).Text, StringComparison.Ordinal);

        refusals.Add(open: 9);
        Assert.Single(logger.Entries);
        clock.Advance(TimeSpan.FromSeconds(1));
        await TestHost.WaitUntilAsync(() => logger.Entries.Count == 2, "The second line never came.");
        Assert.StartsWith("1 connections were refused", logger.Entries.Last().Text, StringComparison.Ordinal);
    }

    private sealed class BrokenLogging : ILoggerProvider, ILogger
    {
        private int _calls;

        public int Calls => Volatile.Read(ref _calls);

        public ILogger CreateLogger(string categoryName) => categoryName == typeof(WebSocketListener).FullName ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Interlocked.Increment(ref _calls);
            throw new InvalidOperationException("The disk is full.");
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
