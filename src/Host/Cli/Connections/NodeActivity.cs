using Venueless.Fast.Core.Diagnostics;
using Venueless.Fast.Core.Operators;

namespace Venueless.Fast.Host.Cli.Connections;

/// <summary>What a node did between two of its statistics.</summary>
internal sealed record NodeActivity
{
    private const double Share = 0.99;

    public required NodeStatistics Now { get; init; }

    /// <summary>Per second; null: not counted.</summary>
    public double? MessagesIn { get; init; }

    /// <inheritdoc cref="MessagesIn"/>
    public double? MessagesOut { get; init; }

    /// <summary>Per second.</summary>
    public double Commands { get; init; }

    /// <summary>Null: there was no command.</summary>
    public TimeSpan? CommandP99 { get; init; }

    /// <param name="before">Null, or of another run of the node's process: only what needs no second reading is known.</param>
    public static NodeActivity Between(NodeStatistics? before, NodeStatistics now)
    {
        if (before is null || now.Clock <= before.Clock)
        {
            return new NodeActivity { Now = now };
        }

        var seconds = (now.Clock - before.Clock) / 1000.0;
        return new NodeActivity
        {
            Now = now,
            MessagesIn = (now.MessagesIn - before.MessagesIn) / seconds,
            MessagesOut = (now.MessagesOut - before.MessagesOut) / seconds,
            Commands = (now.CommandTimes.Sum() - before.CommandTimes.Sum()) / seconds,
            CommandP99 = CommandTimes.Percentile(before.CommandTimes, now.CommandTimes, Share),
        };
    }
}
