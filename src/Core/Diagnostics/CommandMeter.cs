using System.Diagnostics.Metrics;
using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Core.Diagnostics;

/// <summary>How long commands take, by name: from the arrival of the message to the reply and what is published behind it. Thread-safe.</summary>
/// <remarks>
/// Per command; 0 B, some 50 ns while somebody collects and 5 ns while nobody does (DispatchBenchmarks). Names come from the command table only, so that clients cannot make
/// new series; all others are <c>unknown</c>.
/// </remarks>
public sealed class CommandMeter
{
    /// <summary>The one label.</summary>
    public const string NameLabel = "command";

    /// <summary>The name of all commands that are not in the table.</summary>
    public const string Unknown = "unknown";

    private readonly Histogram<double> _duration;

    // Made once: a label that is made per command would be two objects.
    private readonly KeyValuePair<string, object?>[] _labels;

    public CommandMeter(Meter meter, CommandTable commands)
    {
        _duration = MeterScales.Duration(meter, "venueless.command.duration", "Time from the arrival of a command to its reply and what it publishes.");
        _labels = new KeyValuePair<string, object?>[commands.Count + 1];
        for (var command = 0; command < commands.Count; command++)
        {
            _labels[command] = new(NameLabel, commands.NameOf(command));
        }

        _labels[^1] = new(NameLabel, Unknown);
    }

    /// <summary>The same times for operators, all commands together.</summary>
    public CommandTimes Times { get; } = new();

    /// <param name="command">See <see cref="CommandTable"/>; -1: unknown.</param>
    public void Record(int command, TimeSpan elapsed)
    {
        Times.Add(elapsed);
        _duration.Record(elapsed.TotalSeconds, _labels[command < 0 ? _labels.Length - 1 : command]);
    }
}
