using System.Globalization;
using Spectre.Console;

namespace Venueless.Fast.Host.Cli.Connections;

/// <summary>How far a command is, on standard error: a bar on a terminal, else a line about once a second and one at the end.</summary>
internal static class OrderProgress
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(1);

    /// <param name="total">How often <paramref name="work"/> will say that it has come one further.</param>
    public static Task RunAsync(CommandHost host, int total, Func<Action, Task> work) =>
        host.IsErrorTerminal ? DrawAsync(host, total, work) : CountAsync(host, total, work);

    private static async Task DrawAsync(CommandHost host, int total, Func<Action, Task> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(host.Error) });
        await console.Progress()
            .Columns(new ProgressBarColumn(), new TaskDescriptionColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Line(0, total), maxValue: total);
                await work(() =>
                {
                    bar.Increment(1);
                    bar.Description = Line((int)bar.Value, total);
                });
            });
    }

    private static async Task CountAsync(CommandHost host, int total, Func<Action, Task> work)
    {
        var done = 0;
        var written = TimeProvider.System.GetTimestamp();
        await work(() =>
        {
            done++;
            if (done == total || TimeProvider.System.GetElapsedTime(written) >= LineInterval)
            {
                written = TimeProvider.System.GetTimestamp();
                host.Error.WriteLine(Line(done, total));
            }
        });
    }

    private static string Line(int done, int total) => string.Create(CultureInfo.InvariantCulture, $"{done} of {total}");
}
