using Venueless.Fast.Core.Operators;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Host.Server;

namespace Venueless.Fast.Host.Operators;

/// <summary>The way by which operators' commands reach this node: Redis if there is one, else the control socket in the data folder.</summary>
internal sealed class OperatorAccess(Stores stores, NodeIdentity node, OperatorDesk desk, string socketPath, ILogger<ControlSocket> logger) : IAsyncDisposable
{
    private readonly Stores _stores = stores;
    private readonly NodeIdentity _node = node;
    private readonly OperatorDesk _desk = desk;
    private readonly string _socketPath = socketPath;
    private readonly ILogger<ControlSocket> _logger = logger;
    private ControlSocket? _socket;

    /// <summary>Once, when the node has begun to listen for clients.</summary>
    public void Open()
    {
        if (!_stores.TryListenForOperators(_node, _desk))
        {
            _socket = new ControlSocket(_socketPath, _desk, new ControlSocketOptions(), _logger);
            _socket.Open();
        }
    }

    // The way through Redis ends with the stores.
    public async ValueTask DisposeAsync()
    {
        if (_socket is not null)
        {
            await _socket.DisposeAsync();
        }
    }
}
