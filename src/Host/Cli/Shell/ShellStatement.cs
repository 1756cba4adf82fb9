namespace Venueless.Fast.Host.Cli.Shell;

/// <summary>One statement without its end.</summary>
/// <param name="IsForRecords">The result is wanted as records, one column per line.</param>
internal readonly record struct ShellStatement(string Text, bool IsForRecords);
