using Venueless.Fast.Host.Configuration;

namespace Venueless.Fast.Host.Cli;

/// <summary>The world around a command: streams, configuration, clock. Tests bring their own.</summary>
internal sealed record CommandHost
{
    public required TextReader Input { get; init; }

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    public required ConfigurationSources Sources { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Whether <see cref="Output"/> is a terminal that can be drawn on.</summary>
    public bool IsOutputTerminal { get; init; }

    /// <summary>Whether <see cref="Error"/> is one.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>A person is there to answer: input is neither a pipe nor closed. False for cron.</summary>
    public bool IsInputTerminal { get; init; }

    /// <summary>Asks on standard output without a newline; the end of input ends the command with exit code 1.</summary>
    public string Ask(string prompt)
    {
        Output.Write(prompt);
        Output.Flush();
        return Input.ReadLine() ?? throw new CommandFailedException("");
    }
}
