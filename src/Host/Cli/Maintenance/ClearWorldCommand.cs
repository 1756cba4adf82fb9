using System.CommandLine;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Modules.Worlds;

namespace Venueless.Fast.Host.Cli.Maintenance;

/// <summary><c>clear_world_data</c> (operations.md section 3.12).</summary>
internal static class ClearWorldCommand
{
    public static Command Create(CommandHost host)
    {
        var world = new Argument<string>("world_id") { Description = "Internal ID of the world." };
        var command = new Command("clear_world_data", "Delete all personal data of a world; its rooms and configuration stay, its domain becomes free.") { world };
        command.SetAction((parsed, cancellation) => RunAsync(host, new WorldId(parsed.GetRequiredValue(world)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, WorldId world, CancellationToken cancellation)
    {
        await using var work = await CommandWork.OpenAsync(host, isPatient: true);
        if (world.Value.Contains('\0') || !await work.Get<WorldClearing>().ClearAsync(world, cancellation: cancellation))
        {
            throw new CommandFailedException($"There is no world with the ID {world}.");
        }

        await host.Output.WriteLineAsync("World cleared.");
        return ExitCodes.Success;
    }
}
