using Spectre.Console;
using Venueless.Fast.Core.Operators;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Host.Cli.Connections;

/// <summary><c>connections top</c>: a look at the running servers, once a second.</summary>
internal static class TopCommand
{
    // Wide enough that nothing is wrapped where nobody looks at a screen.
    private const int PlainWidth = 200;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(CommandHost host, bool isOnce, bool isJson, CancellationToken cancellation)
    {
        await using var channel = await OperatorConnection.OpenAsync(host);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(host.Output) });
        if (isJson)
        {
            await WatchAsync(channel, isOnce, nodes => host.Output.WriteLine(ActivityReport.ToJson(nodes)), cancellation);
        }
        else if (isOnce || !host.IsOutputTerminal)
        {
            console.Profile.Width = host.IsOutputTerminal ? console.Profile.Width : PlainWidth;
            await WatchAsync(channel, isOnce, nodes => console.Write(ActivityReport.ToTable(nodes)), cancellation);
        }
        else
        {
            await console.Live(ActivityReport.ToTable([])).StartAsync(
                live => WatchAsync(channel, isOnce, nodes => live.UpdateTarget(ActivityReport.ToTable(nodes)), cancellation));
        }

        return ExitCodes.Success;
    }

    private static async Task WatchAsync(IOperatorChannel channel, bool isOnce, Action<IReadOnlyList<NodeActivity>> show, CancellationToken cancellation)
    {
        var before = await ReadAsync(channel, cancellation);
        do
        {
            await Task.Delay(Interval, TimeProvider.System, cancellation);
            var now = await ReadAsync(channel, cancellation);
            show([.. now.Values.Select(node => NodeActivity.Between(before.GetValueOrDefault(node.Node), node))]);
            before = now;
        }
        while (!isOnce);
    }

    private static async Task<SortedDictionary<string, NodeStatistics>> ReadAsync(IOperatorChannel channel, CancellationToken cancellation)
    {
        var nodes = await channel.ReadStatisticsAsync(cancellation);
        return nodes.Count > 0
            ? new SortedDictionary<string, NodeStatistics>(nodes.ToDictionary(static node => node.Node, StringComparer.Ordinal), StringComparer.Ordinal)
            : throw new CommandFailedException("No running server has answered.");
    }
}
