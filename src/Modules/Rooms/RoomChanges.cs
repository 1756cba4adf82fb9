using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>What every change of a room has in common: its author before, a fresh snapshot after. Thread-safe.</summary>
public sealed class RoomChanges(RoomsOptions options, ILogger logger)
{
    private readonly RoomsOptions _options = options;
    private readonly ILogger _logger = logger;

    internal RoomAuthor AuthorOf(CommandContext context) =>
        new(context.World.Id, context.User.Id, context.Now, room => RoomConfiguration.Describe(room, _options));

    /// <summary>
    /// The next command of anybody on this node sees the change. It is stored, so a database that went away since then is no reason to refuse: the node looks again
    /// every second.
    /// </summary>
    internal async ValueTask ShowAsync(Session session)
    {
        try
        {
            await session.WorldState!.ValidateAsync();
        }
        catch (StoreUnavailableException exception)
        {
            RoomLog.ChangeNotSeen(_logger, session.WorldState!.Id.Value, exception.Message);
        }
    }
}
