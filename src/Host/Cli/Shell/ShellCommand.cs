using System.CommandLine;

namespace Venueless.Fast.Host.Cli.Shell;

/// <summary><c>shell_plus</c>, in the container <c>shell</c> (operations.md section 3.9): a prompt on the configured database and redis.</summary>
internal static class ShellCommand
{
    private const string HistoryFile = ".shell_history";

    public static Command Create(CommandHost host)
    {
        var text = new Option<string?>("--command", "-c") { Description = "Run one statement and exit." };
        text.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var given }] && string.IsNullOrWhiteSpace(given))
            {
                result.AddError("--command must not be blank.");
            }
        });
        var command = new Command("shell_plus", "A prompt for SQL and redis on the configured stores.") { text };
        command.Aliases.Add("shell");
        command.SetAction((parsed, cancellation) => RunAsync(host, parsed.GetValue(text), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, string? text, CancellationToken cancellation)
    {
        await using var open = await CommandStores.OpenAsync(host);
        await using var database = await open.Stores.OpenConsoleAsync(cancellation);
        await using var redis = await open.Stores.OpenRedisConsoleAsync();
        var shell = new ShellSession(host, database, redis);
        if (text is not null)
        {
            return ExitCodeOf(await shell.RunAsync(text, cancellation));
        }

        if (host.ReadKey is null)
        {
            // A script: no prompts between the results, and whoever started it wants to know of failures.
            return ExitCodeOf(await shell.RunAllAsync(_ => host.Input.ReadLine(), cancellation));
        }

        await host.Output.WriteLineAsync($"{open.Stores.Address}. help lists what can be typed.");
        var history = new ShellHistory(Path.Combine(open.Settings.DataFolder, HistoryFile), host.Error);
        var editor = new LineEditor(host.ReadKey, host.Output, host.Width, history.Lines);
        await shell.RunAllAsync(prompt => Remember(history, editor.Read(prompt)), cancellation);
        return ExitCodes.Success;
    }

    private static string? Remember(ShellHistory history, string? line)
    {
        if (line is not null)
        {
            history.Add(line);
        }

        return line;
    }

    private static int ExitCodeOf(bool isFine) => isFine ? ExitCodes.Success : ExitCodes.Failure;
}
