using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Roulette;

/// <summary>
/// A closed connection waits nowhere any more, and hangs up if it goes for good: the client has closed it on purpose, or may not come back (calls.md section D4).
/// Who was only cut off will reconnect, as after a restart of the server.
/// </summary>
public sealed class RouletteCleanUp(RouletteService service) : ISessionCleanUp
{
    private const ushort NormalClosure = 1000;
    private const ushort GoingAway = 1001;

    private readonly RouletteService _service = service;

    /// <inheritdoc/>
    public string Name => "roulette";

    /// <inheritdoc/>
    public ValueTask CleanUpAsync(Session session, ConnectionClosed closed)
    {
        var isByClient = closed is { Reason: CloseReason.ClosedByPeer, PeerCode: NormalClosure or GoingAway };
        return _service.CleanUpAsync(session, isByClient || session.EndsCalls);
    }
}
