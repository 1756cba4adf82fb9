using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>Configuring a world: world.md section 3. One per node, thread-safe.</summary>
public sealed class WorldConfigService(IWorldStore worlds, IWorldUpdates updates, WorldsOptions options, ILogger logger)
{
    private readonly IWorldStore _worlds = worlds;
    private readonly IWorldUpdates _updates = updates;
    private readonly SocialLogins _logins = new(options);
    private readonly ILogger _logger = logger;

    internal static async ValueTask<CommandResult> GetAsync(CommandContext context)
    {
        var state = context.Session.WorldState!;
        await state.ValidateAsync();
        WorldConfiguration.Write(context.BeginReply(), state.Current.Row);
        return CommandResult.Success;
    }

    internal async ValueTask<CommandResult> PatchAsync(CommandContext context, PatchBody body)
    {
        var patch = WorldPatch.Read(body.Whole, _logins);
        if (patch.Details is { } details)
        {
            return CommandResult.Error(ErrorCodes.InvalidConfig, details: details);
        }

        var author = new WorldAuthor(context.User.Id, context.Now, WorldConfiguration.Describe);
        if (await _worlds.ChangeAsync(context.World.Id, patch.ApplyTo, author) is not { } change)
        {
            return CommandResult.Error(ErrorCodes.UnknownWorld);
        }

        await ShowAsync(context.Session);
        WorldConfiguration.Write(context.BeginReply(), change.New);
        context.SendReply();
        _updates.Request(context.Session, withSchedule: IsScheduleChanged(change));
        return CommandResult.Replied;
    }

    private static bool IsScheduleChanged(WorldChange change) =>
        PretalxRule.IsChanged(PretalxOf(change.Old), PretalxOf(change.New));

    private static RawJson? PretalxOf(WorldRow row) => new StoredConfig(row.Config).Find(WorldConfigKeys.Pretalx);

    // The next command of anybody on this node sees the change. It is stored, so a database that went away since then is no reason to refuse: the node looks again
    // every second.
    private async ValueTask ShowAsync(Session session)
    {
        try
        {
            await session.WorldState!.ValidateAsync();
        }
        catch (StoreUnavailableException exception)
        {
            WorldsLog.ChangeNotSeen(_logger, session.WorldState!.Id.Value, exception.Message);
        }
    }
}
