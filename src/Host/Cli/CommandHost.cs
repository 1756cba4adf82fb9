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

    /// <summary>The next key of the terminal that somebody sits at, without showing it; null when the input is redirected and read line by line.</summary>
    public Func<ConsoleKeyInfo>? ReadKey { get; init; }

    /// <summary>Columns of the terminal, or of what the output is for.</summary>
    public int Width { get; init; } = 160;

    /// <summary>Asks on standard output without a newline; the end of input ends the command with exit code 1.</summary>
    public string Ask(string prompt)
    {
        Output.Write(prompt);
        Output.Flush();
        return Input.ReadLine() ?? throw new CommandFailedException("");
    }

    /// <summary>As <see cref="Ask"/>; at a terminal the answer is not shown.</summary>
    public string AskHidden(string prompt)
    {
        if (ReadKey is null)
        {
            return Ask(prompt);
        }

        Output.Write(prompt);
        Output.Flush();
        var answer = HiddenInput.ReadLine(ReadKey);
        Output.WriteLine();
        return answer ?? throw new CommandFailedException("");
    }
}
