namespace Venueless.Fast.Host.Cli.Connections;

/// <summary><c>connections list</c>.</summary>
internal static class ListConnectionsCommand
{
    private const int LabelWidth = 60;

    public static async Task<int> RunAsync(CommandHost host, CancellationToken cancellation)
    {
        await using var channel = await OperatorConnection.OpenAsync(host);
        var labels = await channel.ListAsync(cancellation);
        await host.Output.WriteLineAsync($"{"label".PadRight(LabelWidth)} est. number of connections");
        foreach (var (label, connections) in labels)
        {
            await host.Output.WriteLineAsync($"{OperatorConnection.Printable(label).PadRight(LabelWidth)} {connections}");
        }

        return ExitCodes.Success;
    }
}
