namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>What a command has said.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error);
