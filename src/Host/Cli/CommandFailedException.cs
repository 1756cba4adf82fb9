namespace Venueless.Fast.Host.Cli;

/// <summary>Ends a command with a message on standard error; an empty message prints nothing.</summary>
internal sealed class CommandFailedException(string message, int exitCode = ExitCodes.Failure) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
