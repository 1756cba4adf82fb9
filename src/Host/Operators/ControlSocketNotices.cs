using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Host.Operators;

/// <summary>A command beside a node without Redis tells it through its control socket. Thread-safe.</summary>
/// <param name="path">See <see cref="Server.DataFolder.ControlSocket"/>.</param>
internal sealed class ControlSocketNotices(string path) : IWorldNotices
{
    private readonly string _path = path;

    /// <inheritdoc/>
    public async ValueTask ReloadAsync(WorldId world, UserId? user, CancellationToken cancellation = default)
    {
        try
        {
            await using var channel = new ControlSocketChannel(_path);
            await channel.ReloadAsync(world, user, cancellation);
        }
        catch (StoreUnavailableException)
        {
            // No server runs here: nobody is connected who would have to know.
        }
    }
}
