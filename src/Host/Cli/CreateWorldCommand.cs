using System.CommandLine;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Host.Cli;

/// <summary><c>create_world</c> (operations.md section 3.3): asks until the answers are usable, never touches an existing world.</summary>
internal static class CreateWorldCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Command("create_world", "Create an empty world; asks for id, title and domain.");
        command.SetAction((_, cancellation) => RunAsync(host, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, CancellationToken cancellation)
    {
        await using var open = await CommandStores.OpenAsync(host);
        var worlds = open.Stores.Worlds;
        var id = await NewWorldPrompts.AskIdAsync(host, worlds, cancellation);
        var title = NewWorldPrompts.AskTitle(host);
        var domain = await NewWorldPrompts.AskDomainAsync(host, worlds, cancellation);

        var row = WorldDefaults.NewWorld(id, title, domain, WorldDefaults.NewSecret());
        if (!await worlds.CreateAsync(row, cancellation))
        {
            throw new CommandFailedException(NewWorldReport.TakenMeanwhile);
        }

        await NewWorldReport.WriteAsync(host, "World created.", row, open.Settings);
        return ExitCodes.Success;
    }
}
