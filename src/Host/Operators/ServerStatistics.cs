using Venueless.Fast.Core.Diagnostics;
using Venueless.Fast.Core.Operators;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Transport;

namespace Venueless.Fast.Host.Operators;

/// <summary>What this node counts, gathered from those who count it.</summary>
internal sealed class ServerStatistics(SessionServices services, NodeMeter meter, WebSocketServer webSockets) : INodeStatistics
{
    private readonly SessionServices _services = services;
    private readonly NodeMeter _meter = meter;
    private readonly WebSocketServer _webSockets = webSockets;

    /// <inheritdoc/>
    public NodeStatistics Read() => new()
    {
        Node = _services.Node.Id,
        Label = _services.Node.Label,
        Clock = (long)TimeProvider.System.GetElapsedTime(0).TotalMilliseconds,
        Connections = _services.Sessions.Count,
        Authenticated = _services.Sessions.ToList().Count(static session => session.State == SessionState.Authenticated),
        SlowCloses = _webSockets.Counters.SlowConsumers,
        MessagesIn = _meter.Worlds.Sum(static world => world.MessagesReceived),
        MessagesOut = _webSockets.Counters.FramesSent,
        CommandTimes = _meter.Durations.Times.ToArray(),
    };
}
