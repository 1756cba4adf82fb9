namespace Venueless.Fast.Host.Cli;

/// <summary>Exit codes of every command (operations.md section 3).</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    public const int Failure = 1;

    public const int WrongArguments = 2;
}
