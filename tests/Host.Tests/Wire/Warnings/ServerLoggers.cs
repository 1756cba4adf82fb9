using Microsoft.Extensions.Logging;

namespace Venueless.Fast.Host.Tests.Wire.Warnings;

/// <summary>The loggers of one server: its warnings go to <see cref="ServerWarnings"/> under a number of its own.</summary>
internal sealed class ServerLoggers : ILoggerFactory
{
    private static int _servers;

    private readonly int _server = Interlocked.Increment(ref _servers);

    public ILogger CreateLogger(string categoryName) => new ServerLogger(_server, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class ServerLogger(int server, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                ServerWarnings.Add(server, logLevel, category, formatter(state, exception), exception);
            }
        }
    }
}
