using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Signals;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>The session that a room shows: rooms.md section 5.7. One per node, thread-safe.</summary>
public sealed class ScheduleService(IRoomStore rooms, RoomChanges changes)
{
    private static readonly string[] Keys = ["title", "session", "computeSession"];

    private readonly IRoomStore _rooms = rooms;
    private readonly RoomChanges _changes = changes;

    internal async ValueTask<CommandResult> SetAsync(CommandContext context, ScheduleBody body)
    {
        if (Check(body.ScheduleData, out var data) is { } refusal)
        {
            return refusal;
        }

        var (session, room) = (context.Session, context.Room!.Id);
        if (await _rooms.ChangeAsync(room, row => row with { ScheduleData = data }, _changes.AuthorOf(context)) is not { } changed)
        {
            return CommandResult.Error(ErrorCodes.RoomUnknown, ErrorMessages.UnknownRoom);
        }

        await _changes.ShowAsync(session);
        context.SendReply();

        // Of two changes at once the newer one wins, whoever is told first.
        var newest = session.WorldState!.Current.FindRoom(room)?.Row is { } seen && seen.Version >= changed.Version ? seen : changed;
        var pushes = new PushList();
        pushes.Add(WorldChangedHandler.World);
        pushes.Add(TopicKey.Room(room), RoomBroadcasts.Schedule(room, IsEmpty(newest.ScheduleData) ? null : newest.ScheduleData));
        session.Services.Broker.Publish(context.World.Id, pushes);
        return CommandResult.Replied;
    }

    /// <summary>Null: fine. What is empty becomes null.</summary>
    private static CommandResult? Check(RawJson? given, out RawJson? data)
    {
        data = null;
        if (IsEmpty(given))
        {
            return null;
        }

        using var document = JsonDocument.Parse(given!.Value.Memory, JsonInput.StoredOptions);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            return CommandResult.InvalidBody("body.schedule_data: expected an object");
        }

        foreach (var entry in document.RootElement.EnumerateObject())
        {
            if (!Keys.Contains(entry.Name))
            {
                return CommandResult.Error(RoomErrors.UnknownScheduleData, "Unknown schedule data");
            }
        }

        data = given;
        return null;
    }

    private static bool IsEmpty(RawJson? data) => data is not { } json || json.IsEmptyValue;
}
