namespace Venueless.Fast.Host.Logging;

/// <summary>Writes log lines to standard error and, for servers, to the log file (operations.md section 2.2).</summary>
internal sealed class LineLoggerProvider(TextWriter error, LogFile? file, LogLevel minimum, TimeProvider time) : ILoggerProvider
{
    private readonly TextWriter _error = TextWriter.Synchronized(error);
    private readonly LogFile? _file = file;
    private readonly LogLevel _minimum = minimum;
    private readonly TimeProvider _time = time;

    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName);

    public void Dispose() => _file?.Dispose();

    internal bool IsEnabled(LogLevel level) => level >= _minimum && level != LogLevel.None;

    internal DateTimeOffset LocalNow() => _time.GetLocalNow();

    internal void Write(string line)
    {
        try
        {
            _error.Write(line);
        }
        catch (IOException)
        {
            // Nobody reads standard error any more; the file goes on.
        }

        _file?.Write(line);
    }
}
