using System.CommandLine;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Host.Cloning;
using Venueless.Fast.Host.Server;
using Venueless.Fast.Storage.Files;

namespace Venueless.Fast.Host.Cli;

/// <summary><c>clone_world</c> (operations.md section 3.4): settings, rooms and exhibitors of a world as a new one, without users and what they made.</summary>
internal static class CloneWorldCommand
{
    public static Command Create(CommandHost host)
    {
        var world = new Argument<string>("world_id") { Description = "Internal ID of the world to copy." };
        var newSecrets = new Option<bool>("--new-secrets") { Description = "Give the copy an API key of its own, so that tokens of the original are refused." };
        var command = new Command("clone_world", "Copy a world's settings, rooms and exhibitors into a new world; asks for id, title and domain.") { world, newSecrets };
        command.SetAction((parsed, cancellation) =>
            RunAsync(host, new WorldId(parsed.GetRequiredValue(world)), parsed.GetValue(newSecrets), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, WorldId source, bool hasNewSecrets, CancellationToken cancellation)
    {
        await using var open = await CommandStores.OpenAsync(host);
        var worlds = open.Stores.Worlds;
        if (await worlds.LoadAsync(source, cancellation) is null)
        {
            throw Unknown(source);
        }

        var id = await NewWorldPrompts.AskIdAsync(host, worlds, cancellation);
        var title = NewWorldPrompts.AskTitle(host);
        var domain = await NewWorldPrompts.AskDomainAsync(host, worlds, cancellation);
        var outcome = await CloneAsync(host, open, new CloneRequest(source, id, title, domain, hasNewSecrets), cancellation);
        foreach (var path in outcome.MissingFiles)
        {
            await host.Error.WriteLineAsync($"{path}: no such file in the media folder; the copy refers to the original's.");
        }

        if (outcome.Copy is not { } copy)
        {
            throw new CommandFailedException(NewWorldReport.TakenMeanwhile);
        }

        await NewWorldReport.WriteAsync(host, "World cloned.", copy.Row, open.Settings);
        return ExitCodes.Success;
    }

    private static async Task<CloneOutcome> CloneAsync(CommandHost host, CommandStores open, CloneRequest request, CancellationToken cancellation)
    {
        var folder = DataFolder.MediaFolder(open.Settings);
        var files = new MediaFolder(folder, open.Loggers.CreateLogger<MediaFolder>());
        var cloner = new WorldCloner(open.Stores.Clones, new MediaCopies(folder), files, open.Settings.Urls.Media, host.Time);
        try
        {
            return await cloner.CloneAsync(request, cancellation) ?? throw Unknown(request.Source);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"A file could not be copied, nothing was created: {exception.Message}");
        }
        catch (StoreRefusedException exception)
        {
            throw new CommandFailedException($"The database refuses a value, nothing was created: {exception.Message}");
        }
    }

    private static CommandFailedException Unknown(WorldId world) => new($"There is no world with the ID {world}.");
}
