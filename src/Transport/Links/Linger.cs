using System.IO.Pipelines;
using Venueless.Fast.Transport.KeepAlive;
using Venueless.Fast.Transport.WebSockets;

namespace Venueless.Fast.Transport.Links;

/// <summary>
/// Reads and discards what a peer still sends behind the server's last byte, until it closes or <see cref="TransportOptions.CloseTimeout"/> is over: bytes that nobody
/// has read turn the end of a socket into a reset, which may overtake that byte.
/// </summary>
internal sealed class Linger : ITicked
{
    private readonly PipeReader _input;
    private readonly TransportServices _services;
    private readonly int _deadlineTick;
    private TickRegistration _registration;

    // Written by the tick.
    private volatile bool _isOver;

    public Linger(PipeReader input, TransportServices services)
    {
        _input = input;
        _services = services;
        _deadlineTick = services.Registry.Now + services.CloseTicks;
    }

    ref TickRegistration ITicked.Registration => ref _registration;

    public void OnTick(int now)
    {
        if (!_isOver && (now >= _deadlineTick || _services.Stop == ServerStop.Aborting))
        {
            _isOver = true;
            _input.CancelPendingRead();
        }
    }

    public async ValueTask RunAsync()
    {
        _services.Registry.Register(this);
        try
        {
            // A cancellation alone may be somebody else's, from before.
            while (!_isOver)
            {
                var result = await _input.ReadAsync();
                _input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    return;
                }
            }
        }
        finally
        {
            _services.Registry.Unregister(this);
        }
    }
}
