using Venueless.Fast.Core.Diagnostics;

namespace Venueless.Fast.Core.Operators;

/// <summary>What a node counts, at one moment. Totals since its start: rates are the difference of two.</summary>
public sealed record NodeStatistics
{
    /// <summary>See <see cref="Sessions.NodeIdentity.Id"/>.</summary>
    public required string Node { get; init; }

    /// <summary>See <see cref="Sessions.NodeIdentity.Label"/>.</summary>
    public required string Label { get; init; }

    /// <summary>Milliseconds of a clock of this node that only goes forward; tells how much time lies between two of its statistics.</summary>
    public required long Clock { get; init; }

    /// <summary>Open now, logged in or not.</summary>
    public required int Connections { get; init; }

    /// <summary>Of those, logged in.</summary>
    public required int Authenticated { get; init; }

    /// <summary>Messages received, pings included; null: not counted.</summary>
    public long? MessagesIn { get; init; }

    /// <summary>Messages handed to connections, once for each that gets it; null: not counted.</summary>
    public long? MessagesOut { get; init; }

    /// <summary>Connections closed because they did not read.</summary>
    public required long SlowCloses { get; init; }

    /// <summary>Commands by the time they took: <see cref="CommandTimes.ToArray"/>.</summary>
    public required IReadOnlyList<long> CommandTimes { get; init; }
}
