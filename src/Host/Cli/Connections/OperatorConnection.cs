using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Host.Operators;
using Venueless.Fast.Host.Server;
using Venueless.Fast.Storage.Redis;

namespace Venueless.Fast.Host.Cli.Connections;

/// <summary>How a command reaches the running servers: by the same configuration as theirs. Neither database nor data folder is opened.</summary>
internal static class OperatorConnection
{
    public static async Task<IOperatorChannel> OpenAsync(CommandHost host)
    {
        var settings = ServerSettings.Read(host.Sources);
        return settings.Redis.IsEnabled
            ? await RedisStorage.OpenOperatorChannelAsync(Stores.RedisOptionsOf(settings.Redis), host.Time, NullLogger.Instance)
            : new ControlSocketChannel(DataFolder.ControlSocket(settings));
    }

    /// <summary>A label as one line of a terminal can show it: whoever starts a server chooses its label.</summary>
    public static string Printable(string label) => string.Create(label.Length, label, static (text, label) =>
    {
        for (var index = 0; index < label.Length; index++)
        {
            text[index] = char.IsControl(label[index]) ? '?' : label[index];
        }
    });
}
