using Venueless.Fast.Core.Operators;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Host.Cli.Connections;

/// <summary><c>connections drop</c> and <c>connections force_reload</c>: once per label, or one connection after the other.</summary>
internal static class OrderConnectionsCommand
{
    public static async Task<int> RunAsync(CommandHost host, OperatorAction action, TimeSpan interval, LabelFilter filter, CancellationToken cancellation)
    {
        await using var channel = await OperatorConnection.OpenAsync(host);
        string[] labels = [.. (await channel.ListAsync(cancellation)).Select(static row => row.Label).Where(filter.Matches)];
        if (labels.Length == 0)
        {
            await host.Error.WriteLineAsync("There is no connection with a matching label.");
            return ExitCodes.Success;
        }

        var missed = new MissedNodes();
        if (interval == TimeSpan.Zero)
        {
            await OrderLabelsAsync(host, channel, action, labels, missed, cancellation);
        }
        else
        {
            await OrderEachAsync(host, channel, action, labels, interval, missed, cancellation);
        }

        return await missed.TellAsync(host.Error) ? ExitCodes.Failure : ExitCodes.Success;
    }

    private static async Task OrderLabelsAsync(
        CommandHost host, IOperatorChannel channel, OperatorAction action, string[] labels, MissedNodes missed, CancellationToken cancellation)
    {
        foreach (var label in labels)
        {
            var outcome = await channel.OrderAsync(action, label, cancellation);
            missed.Add(outcome.Silent, outcome.Refused);
            if (outcome is { Nodes: 0, Silent.Count: 0, Refused.Count: 0 })
            {
                throw new CommandFailedException("No running server has heard the order.");
            }

            await host.Output.WriteLineAsync($"{Done(action)}: {outcome.Connections} of {OperatorConnection.Printable(label)} (servers: {outcome.Nodes})");
        }
    }

    private static async Task OrderEachAsync(
        CommandHost host,
        IOperatorChannel channel,
        OperatorAction action,
        string[] labels,
        TimeSpan interval,
        MissedNodes missed,
        CancellationToken cancellation)
    {
        var connections = new List<string>();
        foreach (var label in labels)
        {
            var found = await channel.FindConnectionsAsync(label, cancellation);
            connections.AddRange(found.Names);
            missed.Add(found.Silent, found.Refused);
        }

        var reached = 0;
        var isPauseDue = false;
        await OrderProgress.RunAsync(host, connections.Count, async advance =>
        {
            foreach (var connection in connections)
            {
                if (!missed.HasConnection(connection))
                {
                    if (isPauseDue)
                    {
                        await Task.Delay(interval, TimeProvider.System, cancellation);
                    }

                    var outcome = await channel.OrderOneAsync(action, connection, cancellation);
                    missed.Add(outcome.Silent, outcome.Refused);
                    reached += outcome.Connections;

                    // One that has ended meanwhile costs no pause.
                    isPauseDue = outcome.Connections > 0;
                }

                advance();
            }
        });
        await host.Output.WriteLineAsync($"{Done(action)}: {reached}");
    }

    private static string Done(OperatorAction action) => action == OperatorAction.Drop ? "Connections being closed" : "Connections told to reload";
}
