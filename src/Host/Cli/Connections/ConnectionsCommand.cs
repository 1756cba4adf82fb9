using System.CommandLine;
using Venueless.Fast.Core.Operators;

namespace Venueless.Fast.Host.Cli.Connections;

/// <summary><c>connections list | drop | force_reload | top</c> (connection.md section 6, operations.md section 3.8). Without a subcommand: usage and exit code 2.</summary>
internal static class ConnectionsCommand
{
    private const int MaxIntervalMilliseconds = 24 * 60 * 60 * 1000;

    public static Command Create(CommandHost host) => new("connections", "See and end the connections of the running servers.")
    {
        List(host),
        Order(host, OperatorAction.Drop, "drop", "Close connections; the browsers come back by themselves."),
        Order(host, OperatorAction.Reload, "force_reload", "Have the browsers load the page again; the server closes nothing."),
        Top(host),
    };

    private static Command List(CommandHost host)
    {
        var command = new Command("list", "List the labels of connections with an estimate of how many there are.");
        command.SetAction((_, cancellation) => ListConnectionsCommand.RunAsync(host, cancellation));
        return command;
    }

    private static Command Order(CommandHost host, OperatorAction action, string name, string description)
    {
        var interval = new Option<int>("--interval") { Description = "Milliseconds between two connections; 0: all at once.", DefaultValueFactory = _ => 0 };
        interval.Validators.Add(result =>
        {
            // What is no number at all is the parser's to refuse.
            if (result.Tokens is [{ Value: var text }] && long.TryParse(text, out var milliseconds) && milliseconds is < 0 or > MaxIntervalMilliseconds)
            {
                result.AddError($"--interval must be from 0 to {MaxIntervalMilliseconds} milliseconds.");
            }
        });
        var filters = new Argument<string[]>("filter")
        {
            Description = "Shell pattern of the label (*, ?, [abc], [!abc]); one of several must match. All labels without.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command(name, description) { interval, filters };
        command.SetAction((parsed, cancellation) => OrderConnectionsCommand.RunAsync(
            host,
            action,
            TimeSpan.FromMilliseconds(parsed.GetValue(interval)),
            new LabelFilter(parsed.GetValue(filters) ?? []),
            cancellation));
        return command;
    }

    private static Command Top(CommandHost host)
    {
        var once = new Option<bool>("--once") { Description = "Measure for a second, print and end." };
        var json = new Option<bool>("--json") { Description = "One JSON object per line." };
        var command = new Command("top", "Show what the running servers are doing, once a second.") { once, json };
        command.SetAction((parsed, cancellation) => TopCommand.RunAsync(host, parsed.GetValue(once), parsed.GetValue(json), cancellation));
        return command;
    }
}
