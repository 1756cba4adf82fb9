using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;

namespace Venueless.Fast.Core.Diagnostics;

/// <summary>What this node has counted for one world since its start. Written by any connection of the world, read by scrapes and by statsd. Thread-safe.</summary>
public sealed class WorldMeter
{
    /// <summary>Number of the values of <see cref="TopicKind"/>.</summary>
    public const int AudienceCount = (int)TopicKind.Call + 1;

    /// <summary>Number of the values of <see cref="LoginFailure"/>.</summary>
    public const int FailureCount = (int)LoginFailure.Malformed + 1;

    // The layout: commands, the unknown one behind them, then these.
    private const int Opened = 0;
    private const int Closed = 1;
    private const int Received = 2;
    private const int LoggedIn = 3;
    private const int Fatal = 4;
    private const int FirstFailure = 5;
    private const int FirstAudience = FirstFailure + FailureCount;
    private const int OtherCount = FirstAudience + AudienceCount;

    private readonly LaneCounters _counters;
    private readonly int _others;

    internal WorldMeter(WorldId world, int commands)
    {
        World = world;
        _others = commands + 1;
        _counters = new LaneCounters(_others + OtherCount);
    }

    public WorldId World { get; }

    /// <summary>Connections that are open now.</summary>
    public long Connections => Math.Max(0, ConnectionsOpened - _counters.Sum(_others + Closed));

    /// <summary>Connections that came so far.</summary>
    public long ConnectionsOpened => _counters.Sum(_others + Opened);

    /// <summary>Messages from clients, pings included.</summary>
    public long MessagesReceived => _counters.Sum(_others + Received);

    public long Logins => _counters.Sum(_others + LoggedIn);

    /// <summary>How often <c>server.fatal</c> was sent.</summary>
    public long FatalErrors => _counters.Sum(_others + Fatal);

    /// <summary>Commands received after login.</summary>
    /// <param name="command">See <see cref="Commands.CommandTable"/>; -1: all that are unknown.</param>
    public long CommandsReceived(int command) => _counters.Sum(command < 0 ? _others - 1 : command);

    public long LoginFailures(LoginFailure reason) => _counters.Sum(_others + FirstFailure + (int)reason);

    /// <summary>Pushes that were given to a connection, by audience; those of a fan-out under way up to a slice of it (some milliseconds) later.</summary>
    public long Deliveries(TopicKind audience) => _counters.Sum(_others + FirstAudience + (int)audience);

    internal void CountOpened() => _counters.Add(_others + Opened, 1);

    internal void CountClosed() => _counters.Add(_others + Closed, 1);

    internal void CountMessage() => _counters.Add(_others + Received, 1);

    internal void CountLogin() => _counters.Add(_others + LoggedIn, 1);

    internal void CountFatal() => _counters.Add(_others + Fatal, 1);

    internal void CountCommand(int command) => _counters.Add(command < 0 ? _others - 1 : command, 1);

    internal void CountFailure(LoginFailure reason) => _counters.Add(_others + FirstFailure + (int)reason, 1);

    internal void CountDeliveries(TopicKind audience, int count) => _counters.Add(_others + FirstAudience + (int)audience, count);
}
