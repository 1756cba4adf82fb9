using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>Configuring rooms: rooms.md sections 5.2 to 5.5. One per node, thread-safe.</summary>
public sealed class RoomConfigService(IRoomStore rooms, RoomChanges changes, IWorldUpdates updates, RoomsOptions options)
{
    private readonly IRoomStore _rooms = rooms;
    private readonly RoomChanges _changes = changes;
    private readonly IWorldUpdates _updates = updates;
    private readonly RoomsOptions _options = options;

    internal ValueTask<CommandResult> GetAsync(CommandContext context)
    {
        RoomConfiguration.Write(context.BeginReply(), context.Room!.Row, _options);
        return new ValueTask<CommandResult>(CommandResult.Success);
    }

    internal async ValueTask<CommandResult> ListAsync(CommandContext context)
    {
        var state = context.Session.WorldState!;
        await state.ValidateAsync();
        RoomConfiguration.WriteAll(context.BeginReply(), state.Current.Rooms.Select(static room => room.Row), _options);
        return CommandResult.Success;
    }

    internal async ValueTask<CommandResult> PatchAsync(CommandContext context, PatchBody body)
    {
        var room = context.Room!;
        var patch = RoomPatch.Read(body, RoomConfiguration.PictureOf(room.Row, _options));
        if (patch.Details is { } details)
        {
            return CommandResult.Error(ErrorCodes.InvalidConfig, details: details);
        }

        if (await _rooms.ChangeAsync(room.Id, patch.ApplyTo, _changes.AuthorOf(context)) is not { } changed)
        {
            return CommandResult.Error(ErrorCodes.RoomUnknown, ErrorMessages.UnknownRoom);
        }

        await _changes.ShowAsync(context.Session);
        RoomConfiguration.Write(context.BeginReply(), changed, _options);
        context.SendReply();
        _updates.Request(context.Session);
        return CommandResult.Replied;
    }

    internal async ValueTask<CommandResult> ReorderAsync(CommandContext context, ReorderBody body)
    {
        var ordered = await _rooms.ReorderAsync(ReadIds(body.Rooms), body.Rooms, _changes.AuthorOf(context));
        await _changes.ShowAsync(context.Session);
        RoomConfiguration.WriteAll(context.BeginReply(), ordered, _options);
        context.SendReply();
        _updates.Request(context.Session);
        return CommandResult.Replied;
    }

    private static List<RoomId> ReadIds(RawJson list)
    {
        var ids = new List<RoomId>();
        var reader = new Utf8JsonReader(list.Utf8, new JsonReaderOptions { MaxDepth = JsonInput.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (JsonInput.TryReadGuid(ref reader, out var id))
            {
                ids.Add(new RoomId(id));
            }

            reader.Skip();
        }

        return ids;
    }
}
