using System.CommandLine;
using System.Globalization;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Modules.Worlds;

namespace Venueless.Fast.Host.Cli.Maintenance;

/// <summary><c>clear_unused_worlds</c> (operations.md section 3.13); prints the id of each world that it clears, or would clear.</summary>
internal static class ClearUnusedWorldsCommand
{
    private const int MaxDays = 36500;

    public static Command Create(CommandHost host)
    {
        var days = new Argument<int>("days") { Description = "How long nothing has happened in the world." };
        days.Validators.Add(result =>
        {
            // What is no number at all is the parser's to refuse.
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var count)
                && count is < 1 or > MaxDays)
            {
                result.AddError($"days must be from 1 to {MaxDays}.");
            }
        });
        var dryRun = new Option<bool>("--dry-run") { Description = "List the worlds and change nothing." };
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var command = new Command("clear_unused_worlds", "Clear all worlds whose planned usages are over and in which nothing has happened since.") { days, dryRun, yes };
        command.SetAction((parsed, cancellation) => RunAsync(
            host, TimeSpan.FromDays(parsed.GetRequiredValue(days)), parsed.GetValue(dryRun), parsed.GetValue(yes), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, TimeSpan age, bool isDryRun, bool isSure, CancellationToken cancellation)
    {
        await using var work = await CommandWork.OpenAsync(host, isPatient: true);
        var since = host.Time.GetUtcNow() - age;
        var worlds = await work.Stores.WorldClearing.ListUnusedAsync(since, cancellation);
        if (isDryRun)
        {
            await WriteAsync(host, worlds);
            return ExitCodes.Success;
        }

        if (worlds.Count > 0 && host.IsInputTerminal && !isSure && !await ConfirmAsync(host, worlds))
        {
            throw new CommandFailedException("Nothing was cleared.");
        }

        var exitCode = ExitCodes.Success;
        foreach (var world in worlds)
        {
            try
            {
                // One in which something has happened meanwhile is left alone.
                if (await work.Get<WorldClearing>().ClearAsync(world, since, cancellation))
                {
                    await WriteAsync(host, [world]);
                }
            }
            catch (Exception exception) when (exception is StoreUnavailableException or StoreRefusedException)
            {
                // One that cannot be cleared now does not hide the others.
                await host.Error.WriteLineAsync($"{world.Value}: {exception.Message}");
                exitCode = ExitCodes.Failure;
            }
        }

        return exitCode;
    }

    private static async Task<bool> ConfirmAsync(CommandHost host, IReadOnlyList<WorldId> worlds)
    {
        await WriteAsync(host, worlds);
        return host.Ask($"Clear these {worlds.Count} worlds? [y/N] ").Trim().ToUpperInvariant() is "Y" or "YES";
    }

    private static async Task WriteAsync(CommandHost host, IReadOnlyList<WorldId> worlds)
    {
        foreach (var world in worlds)
        {
            await host.Output.WriteLineAsync(world.Value);
        }
    }
}
