using System.Diagnostics.Metrics;
using Venueless.Fast.Core.Diagnostics;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Host.Server;
using Venueless.Fast.Transport;

namespace Venueless.Fast.Host.Metrics;

/// <summary>The instruments that are read when somebody asks: counters that are kept anyway. docs/metrics.md says what each means.</summary>
/// <remarks>A scrape walks the worlds, never the connections.</remarks>
internal sealed class NodeInstruments
{
    private const string WorldLabel = "world";

    private readonly Meter _meter;
    private readonly NodeMeter _node;
    private readonly string _label;

    public NodeInstruments(Meter meter, NodeMeter node, NodeIdentity identity, WebSocketServer server, Resynchronizer resynchronizer, IBroker broker, Stores stores)
    {
        // The broker is there before its messages are measured.
        ArgumentNullException.ThrowIfNull(broker);
        _meter = meter;
        _node = node;
        _label = identity.Label;
        AddWorlds();
        AddTransport(server);
        Count("venueless.resynchronizations", "{connection}", "Connections closed because they may have missed messages of other nodes.", () => resynchronizer.ClosedCount);
        stores.RecordIn(meter);
    }

    private void AddWorlds()
    {
        _meter.CreateObservableUpDownCounter(
            "venueless.connections",
            () => PerWorld(world => new(world.Connections, new(WorldLabel, world.World.Value), new("label", _label))),
            "{connection}",
            "Open connections whose world is known.");
        CountPerWorld("venueless.messages.received", "{message}", "Messages from clients, pings included.", static world => world.MessagesReceived);
        CountPerWorld("venueless.logins", "{login}", "Logins that were let in.", static world => world.Logins);
        CountPerWorld("venueless.errors.fatal", "{error}", "server.fatal sent: defects of the server.", static world => world.FatalErrors);
        _meter.CreateObservableCounter("venueless.login.failures", Failures, "{login}", "Logins that were refused.");
        _meter.CreateObservableCounter("venueless.deliveries", Deliveries, "{push}", "Pushes given to a connection.");
    }

    private void AddTransport(WebSocketServer server)
    {
        var counters = server.Counters;
        Count("venueless.handshakes", "{handshake}", "Websockets accepted.", () => counters.Opened);
        Count("venueless.handshakes.refused", "{handshake}", "Handshakes answered with an error.", () => counters.Refused);
        Count("venueless.connections.refused", "{connection}", "Connections closed unseen, because there are as many as there can be.", () => counters.TurnedAway);
        _meter.CreateObservableCounter("venueless.connections.closed", () => Ends(counters), "{connection}", "Websockets that have ended.");
        Count("venueless.sent.frames", "{frame}", "Messages that connections took, sent or queued.", () => counters.FramesSent);
        Count("venueless.sent.bytes", "By", "Their bytes.", () => counters.BytesSent);
        Count("venueless.sent.flushes", "{flush}", "Times that something was handed to a socket.", () => counters.FlushesCompleted);
        Show("venueless.outbound.queue", "By", "Bytes that wait because their receivers do not keep up.", () => counters.QueuedBytes);
        Show("venueless.inbound.unfinished", "By", "Bytes of messages that have not arrived completely.", () => server.UnfinishedBytes);
        Show("venueless.sockets", "{socket}", "Sockets of websockets, handshakes included.", () => server.Sockets);
    }

    private void Count(string name, string unit, string description, Func<long> read) => _meter.CreateObservableCounter(name, read, unit, description);

    private void Show(string name, string unit, string description, Func<long> read) => _meter.CreateObservableUpDownCounter(name, read, unit, description);

    private void CountPerWorld(string name, string unit, string description, Func<WorldMeter, long> read) =>
        _meter.CreateObservableCounter(name, () => PerWorld(world => new(read(world), new KeyValuePair<string, object?>(WorldLabel, world.World.Value))), unit, description);

    private IEnumerable<Measurement<long>> PerWorld(Func<WorldMeter, Measurement<long>> measure) => _node.Worlds.Select(measure);

    private IEnumerable<Measurement<long>> Failures() =>
        from world in _node.Worlds
        from reason in MetricNames.LoginFailures
        select new Measurement<long>(world.LoginFailures(reason.Value), new(WorldLabel, world.World.Value), new("reason", reason.Name));

    private IEnumerable<Measurement<long>> Deliveries() =>
        from audience in MetricNames.Audiences
        select new Measurement<long>(_node.Worlds.Sum(world => world.Deliveries(audience.Value)), new KeyValuePair<string, object?>("audience", audience.Name));

    private static Measurement<long>[] Ends(TransportCounters counters)
    {
        return
        [
            new(counters.SlowConsumers, Reason("slow_consumer")),
            new(counters.DeadPeers, Reason("dead_peer")),
            new(counters.Violations, Reason("violation")),
            new(counters.OtherEnds, Reason("other")),
        ];

        static KeyValuePair<string, object?> Reason(string name) => new("reason", name);
    }
}
