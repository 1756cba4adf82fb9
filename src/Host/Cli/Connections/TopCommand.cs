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
            await WatchAsync(channel, isOnce, (nodes, others) => host.Output.WriteLine(ActivityReport.ToJson(nodes, others)), cancellation);
        }
        else if (isOnce || !host.IsOutputTerminal)
        {
            console.Profile.Width = host.IsOutputTerminal ? console.Profile.Width : PlainWidth;
            await WatchAsync(channel, isOnce, (nodes, others) => console.Write(ActivityReport.ToTable(nodes, others)), cancellation);
        }
        else
        {
            await console.Live(ActivityReport.ToTable([], [])).StartAsync(
                live => WatchAsync(channel, isOnce, (nodes, others) => live.UpdateTarget(ActivityReport.ToTable(nodes, others)), cancellation));
        }

        return ExitCodes.Success;
    }

    private static async Task WatchAsync(
        IOperatorChannel channel, bool isOnce, Action<IReadOnlyList<NodeActivity>, IReadOnlyList<NodeRefusal>> show, CancellationToken cancellation)
    {
        var before = Index(await ReadAsync(channel, cancellation));
        do
        {
            await Task.Delay(Interval, TimeProvider.System, cancellation);
            var found = await ReadAsync(channel, cancellation);
            var now = Index(found);
            show(
                [.. now.Values.Select(node => NodeActivity.Between(before.GetValueOrDefault(node.Node), node))],
                [.. found.Refused.Concat(found.Silent.Select(static node => new NodeRefusal(node, "It does not answer."))).OrderBy(static node => node.Node, StringComparer.Ordinal)]);
            before = now;
        }
        while (!isOnce);
    }

    // Servers that answer otherwise are there; those that are silent may not be.
    private static async Task<FoundStatistics> ReadAsync(IOperatorChannel channel, CancellationToken cancellation)
    {
        var found = await channel.ReadStatisticsAsync(cancellation);
        return found.Nodes.Count + found.Refused.Count > 0 ? found : throw new CommandFailedException("No running server has answered.");
    }

    private static SortedDictionary<string, NodeStatistics> Index(FoundStatistics found) =>
        new(found.Nodes.ToDictionary(static node => node.Node, StringComparer.Ordinal), StringComparer.Ordinal);
}
