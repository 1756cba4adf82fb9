using System.Net.Sockets;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Host.Operators;

/// <summary>A command beside a node without Redis tells it through its control socket. Thread-safe.</summary>
/// <remarks>Nobody has to be told where no server runs. One that cannot be told is worth a warning: it notices the rows by their ages.</remarks>
/// <param name="path">See <see cref="Server.DataFolder.ControlSocket"/>.</param>
internal sealed class ControlSocketNotices(string path, ILogger logger) : IWorldNotices
{
    private readonly string _path = path;
    private readonly ILogger _logger = logger;

    /// <inheritdoc/>
    public async ValueTask ReloadAsync(WorldId world, UserId? user, CancellationToken cancellation = default)
    {
        if (!File.Exists(_path))
        {
            return;
        }

        try
        {
            await using var channel = new ControlSocketChannel(_path);
            await channel.ReloadAsync(world, user, cancellation);
        }
        catch (StoreUnavailableException exception) when (exception.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            // Left behind by a server that has crashed.
        }
        catch (StoreUnavailableException exception)
        {
            ControlSocketLog.NotTold(_logger, world.Value, exception.Message);
        }
    }
}
