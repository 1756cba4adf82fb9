using System.Globalization;
using Venueless.Fast.Core.Diagnostics;

namespace Venueless.Fast.Host.Metrics.Statsd;

/// <summary>Which counters statsd gets, under which names, and how much of each it has got. Used by one thread at a time.</summary>
internal sealed class StatsdCounters(NodeMeter node, string environment)
{
    private const string Prefix = "apps.venueless.";

    private readonly NodeMeter _node = node;
    private readonly string _environment = Clean(environment);
    private readonly Dictionary<WorldMeter, StatsdCounter[]> _worlds = [];

    /// <summary>
    /// Sends what has grown. What cannot be sent is part of the next time, and so is everything behind it: a network that refuses one datagram refuses a thousand, each with
    /// an exception of its own.
    /// </summary>
    /// <param name="trySend">See <see cref="StatsdSocket.TrySend"/>.</param>
    public void Send(Func<string, bool> trySend)
    {
        foreach (var world in _node.Worlds)
        {
            if (!_worlds.TryGetValue(world, out var counters))
            {
                _worlds[world] = counters = [.. List(world)];
            }

            foreach (var counter in counters)
            {
                var total = counter.Read();
                if (total == counter.Sent)
                {
                    continue;
                }

                if (!trySend(string.Create(CultureInfo.InvariantCulture, $"{counter.Name}:{total - counter.Sent}|c")))
                {
                    return;
                }

                counter.Sent = total;
            }
        }
    }

    private IEnumerable<StatsdCounter> List(WorldMeter world)
    {
        var tag = $"world={Clean(world.World.Value)}";
        yield return new(Name("connection.established", tag), () => world.ConnectionsOpened);
        yield return new(Name("authentication.completed", tag), () => world.Logins);
        yield return new(Name("error.fatal", tag), () => world.FatalErrors);

        // Malformed ones are none of the documented reasons.
        foreach (var (reason, name) in MetricNames.LoginFailures.Where(static failure => failure.Value != LoginFailure.Malformed))
        {
            yield return new(Name("authentication.failed", $"reason={name},{tag}"), () => world.LoginFailures(reason));
        }

        for (var index = -1; index < _node.Commands.Count; index++)
        {
            var command = index;
            var name = command < 0 ? CommandMeter.Unknown : _node.Commands.NameOf(command);
            yield return new(Name("command.received", $"command={name},{tag}"), () => world.CommandsReceived(command));
        }

        yield return new(Name("event.received", $"type=websocket.receive,{tag}"), () => world.MessagesReceived);
        foreach (var (audience, name) in MetricNames.Audiences)
        {
            yield return new(Name("event.received", $"type=push.{name},{tag}"), () => world.Deliveries(audience));
        }
    }

    private string Name(string metric, string tags) => $"{Prefix}{metric},{tags},env={_environment}";

    // What has a meaning in a datagram has none in a name.
    private static string Clean(string value) =>
        string.Concat(value.Select(static letter => letter is ',' or '=' or ':' or '|' or '#' or '@' || char.IsWhiteSpace(letter) || char.IsControl(letter) ? '_' : letter));
}
