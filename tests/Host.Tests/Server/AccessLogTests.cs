using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Host.Logging;
using Venueless.Fast.Host.Server;

namespace Venueless.Fast.Host.Tests.Server;

/// <summary>operations.md section 2.2: what the logs say of requests and connections, and what they never say.</summary>
public sealed class AccessLogTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("?", "")]
    [InlineData("?page=2&sort=name", "?page=2&sort=name")]
    [InlineData("?token=abc", "")]
    [InlineData("?a=1&token=abc&b=2", "?a=1&b=2")]
    [InlineData("?control_token=abc&data=def&x", "?x")]
    [InlineData("?TOKEN=abc&%74oken=abc&tok%65n=abc&+token=abc", "")]
    [InlineData("?mytoken=1&token", "?mytoken=1")]
    public void QueryOf_Secrets_AreRemoved(string? query, string kept) => Assert.Equal(kept, AccessLog.QueryOf(query));

    [Fact]
    public async Task Requests_SwitchedOn_AreLoggedWithoutAddressAndSecrets()
    {
        using var loggers = new LineList();
        await using var server = await ServerFixture.StartAsync(
            configuration => configuration.Variable("VENUELESS_ACCESS_LOG", "True"), new ServerStart { HasSampleWorld = true, Loggers = loggers });

        await server.Http.GetStringAsync("/healthcheck/?token=secret1&n=1&data=secret2");
        using var shortLogin = await server.Http.GetAsync("/login/secret3");

        await WaitForAsync(() => loggers.Lines.Count(static line => line.Contains("HTTP/1.1\"", StringComparison.Ordinal)) == 2);
        var health = Assert.Single(loggers.Lines, static line => line.Contains("/healthcheck/", StringComparison.Ordinal));
        Assert.Equal($"localhost:{server.Port} \"GET /healthcheck/?n=1 HTTP/1.1\" 200 2", health);
        Assert.Single(loggers.Lines, static line => line.Contains("\"GET /login/- HTTP/1.1\" 200", StringComparison.Ordinal));
        Assert.DoesNotContain(loggers.Lines, static line => line.Contains("secret1", StringComparison.Ordinal) || line.Contains("secret2", StringComparison.Ordinal) || line.Contains("secret3", StringComparison.Ordinal));
        Assert.DoesNotContain(loggers.Lines, line => line.Contains("127.0.0.1", StringComparison.Ordinal) && line.Contains("HTTP/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Requests_ByDefault_AreNotLogged()
    {
        using var loggers = new LineList();
        await using var server = await ServerFixture.StartAsync(start: new ServerStart { HasSampleWorld = true, Loggers = loggers });

        await server.Http.GetStringAsync("/healthcheck/");

        await server.Server.StopAsync();
        Assert.DoesNotContain(loggers.Lines, static line => line.Contains("/healthcheck/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connection_AtDebug_HasOneLineAtItsEnd()
    {
        using var loggers = new LineList();
        await using var server = await ServerFixture.StartAsync(start: new ServerStart { HasSampleWorld = true, Loggers = loggers });
        string user;
        await using (var client = await Testing.VenuelessClient.LogInAsync(server.Port, "lighthouse", "secret-client-id", "Ada"))
        {
            user = (string)client.User!["id"]!;
            await client.Wire.SendCloseAsync(1001);
            await client.Wire.ReceiveCloseAsync();
        }

        await WaitForAsync(() => loggers.Lines.Any(static line => line.Contains(" ended ", StringComparison.Ordinal)));
        await server.Server.StopAsync();
        var line = Assert.Single(loggers.Lines, static line => line.Contains(" ended ", StringComparison.Ordinal));
        Assert.Matches($@"^Connection \d+ to world lighthouse ended after \d+\.\d s: ClosedByPeer, close code of the peer 1001; user {user}, 2 messages, 1 commands$", line);
        Assert.DoesNotContain(loggers.Lines, static line => line.Contains("secret-client-id", StringComparison.Ordinal));
    }

    private static async Task WaitForAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Testing.WireClient.DefaultTimeout);
        while (!condition())
        {
            await Task.Delay(5, limit.Token);
        }
    }

    /// <summary>All messages of at least debug level.</summary>
    private sealed class LineList : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        // The framework's own lines are filtered in a server process.
        public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("Venueless", StringComparison.Ordinal) ? this : NullLogger.Instance;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
            // Nothing is held.
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Lines.Enqueue(formatter(state, exception));
            }
        }
    }
}
