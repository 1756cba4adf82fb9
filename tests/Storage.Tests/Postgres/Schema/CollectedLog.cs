using Microsoft.Extensions.Logging;

namespace Venueless.Fast.Storage.Tests.Postgres.Schema;

/// <summary>Keeps what a test wants to read afterwards.</summary>
internal sealed class CollectedLog : ILogger
{
    public List<(LogLevel Level, string Text)> Entries { get; } = [];

    public IEnumerable<string> Warnings => Entries.Where(static entry => entry.Level >= LogLevel.Warning).Select(static entry => entry.Text);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Entries.Add((logLevel, formatter(state, exception)));
}
