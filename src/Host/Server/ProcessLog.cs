using System.Runtime.InteropServices;
using Venueless.Fast.Host.Cli;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Host.Logging;

namespace Venueless.Fast.Host.Server;

/// <summary>The log of a process that stays: standard error and the log file, which SIGHUP opens anew. Disposing closes it.</summary>
internal sealed class ProcessLog : IDisposable
{
    private readonly LoggerFactory _loggers;
    private readonly PosixSignalRegistration _reopen;

    private ProcessLog(LoggerFactory loggers, LogFile file)
    {
        _loggers = loggers;
        _reopen = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            file.Reopen();
        });
    }

    public ILoggerFactory Loggers => _loggers;

    /// <summary>Throws <see cref="ConfigurationException"/> when the file cannot be written.</summary>
    public static ProcessLog Open(CommandHost host, ServerSettings settings)
    {
        var file = OpenFile(DataFolder.LogFile(settings));
        var minimum = settings.Operation.IsDebug ? LogLevel.Debug : LogLevel.Information;
        var filter = new LoggerFilterOptions { MinLevel = minimum };
        // The framework's own news (routing, hosting, every bad request) is not the operator's.
        filter.Rules.Add(new LoggerFilterRule(null, "Microsoft", LogLevel.Warning, null));
        // Logs what its start and stop throw as well, with a trace; we report that ourselves, in one line where the operator can mend it.
        filter.Rules.Add(new LoggerFilterRule(null, "Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None, null));
        return new ProcessLog(new LoggerFactory([new LineLoggerProvider(host.Error, file, minimum, host.Time)], filter), file);
    }

    public void Dispose()
    {
        _reopen.Dispose();
        _loggers.Dispose();
    }

    private static LogFile OpenFile(string path)
    {
        try
        {
            return new LogFile(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: cannot be written: {exception.Message}");
        }
    }
}
