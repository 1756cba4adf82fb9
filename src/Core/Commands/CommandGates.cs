using System.Text.Json;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Commands;

/// <summary>The gates that commands declare by attribute; called by the generated table in the order of connection.md section 4.</summary>
/// <remarks>Per command; 0 B when the gate lets through.</remarks>
public static class CommandGates
{
    private static readonly ErrorCode UnknownChannel = new("chat.unknown");

    /// <summary>World-level permission. True: go on.</summary>
    public static bool World(CommandContext context, PermissionSet anyOf, out CommandResult refusal)
    {
        refusal = default;
        if (context.Rights.HasAny(anyOf))
        {
            return true;
        }

        refusal = CommandResult.Error(ErrorCodes.Denied, ErrorMessages.PermissionDenied);
        return false;
    }

    /// <summary>Object → room (<c>room</c> wins over <c>channel</c>) → module → permission. True: go on with <see cref="CommandContext.Room"/> set.</summary>
    public static bool Room(CommandContext context, ReadOnlySpan<byte> body, PermissionSet anyOf, string? module, out CommandResult refusal)
    {
        if (!TryReadKeys(body, out var keys, out refusal))
        {
            return false;
        }

        var room = keys.HasRoom
            ? keys.Room is { } roomId ? context.World.FindRoom(new RoomId(roomId)) : null
            : keys.Channel is { } channelId ? context.World.FindRoom(new ChannelId(channelId)) : null;
        if (room is null)
        {
            refusal = CommandResult.Error(ErrorCodes.RoomUnknown, ErrorMessages.UnknownRoom);
            return false;
        }

        return TryEnter(context, room, anyOf, module, out refusal);
    }

    /// <summary>
    /// Chat's C1 to C4 (chat.md section 5). True: go on with <see cref="CommandContext.Channel"/> and either <see cref="CommandContext.Room"/> or
    /// <see cref="CommandContext.DirectChannel"/> set. A channel of no room is refused the first time, until the session has asked the store for it.
    /// </summary>
    /// <param name="isRoomCommand">See <see cref="ChannelGateAttribute.IsRoomCommand"/>.</param>
    public static bool Channel(CommandContext context, ReadOnlySpan<byte> body, PermissionSet anyOf, bool isRoomCommand, out CommandResult refusal)
    {
        if (!TryReadKeys(body, out var keys, out refusal))
        {
            return false;
        }

        if (!keys.HasChannel)
        {
            refusal = MissingChannel(keys, isRoomCommand);
            return false;
        }

        if (keys.Channel is not { } value)
        {
            refusal = CommandResult.Error(ErrorCodes.RoomUnknown, ErrorMessages.UnknownRoom);
            return false;
        }

        var channel = new ChannelId(value);
        context.Channel = channel;
        return context.World.FindRoom(channel) is { } room
            ? TryEnter(context, room, anyOf, ModuleTypes.Chat, out refusal)
            : TryEnterDirect(context, channel, isRoomCommand, out refusal);
    }

    // Neither room nor permission: the membership is the module's.
    private static bool TryEnterDirect(CommandContext context, ChannelId channel, bool isRoomCommand, out CommandResult refusal)
    {
        refusal = default;
        if (!isRoomCommand && context.DirectChannel is not null)
        {
            return true;
        }

        context.SoughtChannel = isRoomCommand ? null : channel;
        refusal = CommandResult.Error(ErrorCodes.RoomUnknown, ErrorMessages.UnknownRoom);
        return false;
    }

    private static CommandResult MissingChannel(in GateKeys keys, bool isRoomCommand) =>
        !isRoomCommand ? CommandResult.Error(UnknownChannel, "Unknown channel ID")
        : keys.HasRoom ? CommandResult.InvalidBody("body.channel: required")
        : CommandResult.Error(ErrorCodes.RoomUnknown, ErrorMessages.UnknownRoom);

    private static bool TryEnter(CommandContext context, Room room, PermissionSet anyOf, string? module, out CommandResult refusal)
    {
        refusal = default;
        if (module is not null && room.FindModule(module) is null)
        {
            refusal = CommandResult.Error(ErrorCodes.RoomUnknown, ErrorMessages.NoMatchingModule);
        }
        else if (anyOf != PermissionSet.None && !context.Rights.HasAny(anyOf, room))
        {
            refusal = CommandResult.Error(ErrorCodes.RoomDenied, ErrorMessages.PermissionDenied);
        }
        else
        {
            context.Room = room;
        }

        return !refusal.IsError;
    }

    private static bool TryReadKeys(ReadOnlySpan<byte> body, out GateKeys keys, out CommandResult refusal)
    {
        keys = default;
        refusal = default;
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 1024 });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            refusal = CommandResult.InvalidBody("body: expected an object");
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isRoom = JsonInput.NameEquals(ref reader, "room"u8);
            var isChannel = !isRoom && JsonInput.NameEquals(ref reader, "channel"u8);
            reader.Read();
            if ((isRoom || isChannel) && reader.TokenType is (JsonTokenType.StartObject or JsonTokenType.StartArray))
            {
                refusal = CommandResult.InvalidBody(isRoom ? "body.room: expected a string" : "body.channel: expected a string");
                return false;
            }

            // Duplicate keys: the last one wins, as in the body itself.
            if (isRoom)
            {
                keys.HasRoom = true;
                keys.Room = JsonInput.TryReadGuid(ref reader, out var id) ? id : null;
            }
            else if (isChannel)
            {
                keys.HasChannel = true;
                keys.Channel = JsonInput.TryReadGuid(ref reader, out var id) ? id : null;
            }

            reader.Skip();
        }

        return true;
    }

    private struct GateKeys
    {
        public bool HasRoom;
        public Guid? Room;
        public bool HasChannel;
        public Guid? Channel;
    }
}
