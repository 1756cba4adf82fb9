using System.Globalization;

namespace Venueless.Fast.Host.Logging;

/// <summary>One logger name: time, level, thread, logger, module, message on one line; a stack trace on the lines below.</summary>
internal sealed class LineLogger : ILogger
{
    private readonly LineLoggerProvider _provider;
    private readonly string _category;
    private readonly string _module;

    public LineLogger(LineLoggerProvider provider, string category)
    {
        _provider = provider;
        _category = category;
        _module = category[(category.LastIndexOf('.') + 1)..];
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => _provider.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        // A value with a line break must not be able to forge a line.
        var message = formatter(state, exception).ReplaceLineEndings("\\n");
        var trace = exception is null ? "" : $"{exception}{Environment.NewLine}";
        _provider.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"{_provider.LocalNow():yyyy-MM-dd HH:mm:ss,fff} {NameOf(logLevel)} {Environment.CurrentManagedThreadId} {_category} {_module} {message}{Environment.NewLine}{trace}"));
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARNING",
        LogLevel.Error => "ERROR",
        _ => "CRITICAL",
    };
}
