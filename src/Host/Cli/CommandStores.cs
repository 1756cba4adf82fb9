using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Host.Logging;
using Venueless.Fast.Host.Server;

namespace Venueless.Fast.Host.Cli;

/// <summary>What a command without server needs: settings, open stores, warnings on standard error.</summary>
internal sealed class CommandStores : IAsyncDisposable
{
    private CommandStores(ServerSettings settings, Stores stores, LoggerFactory loggers)
    {
        Settings = settings;
        Stores = stores;
        Loggers = loggers;
    }

    public ServerSettings Settings { get; }

    public Stores Stores { get; }

    public ILoggerFactory Loggers { get; }

    /// <param name="isPatient">For single long transactions, see <see cref="Stores.OpenAsync"/>.</param>
    public static async Task<CommandStores> OpenAsync(CommandHost host, bool isPatient = false)
    {
        var settings = ServerSettings.Read(host.Sources);
        DataFolder.Prepare(settings);
        var loggers = new LoggerFactory([new LineLoggerProvider(host.Error, null, LogLevel.Warning, host.Time)]);
        return new CommandStores(settings, await Stores.OpenAsync(settings, host.Time, loggers, isPatient), loggers);
    }

    public async ValueTask DisposeAsync()
    {
        await Stores.DisposeAsync();
        Loggers.Dispose();
    }
}
