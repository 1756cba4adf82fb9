using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Core.Commands;

/// <summary>
/// Chat's own gate (chat.md section 5, C1 to C4): body is an object with a <c>channel</c> key, the channel exists, its room has <c>chat.native</c>, one of the
/// permissions in that room. Sets <see cref="CommandContext.Channel"/> and <see cref="CommandContext.Room"/>, or <see cref="CommandContext.DirectChannel"/> for a
/// channel without a room, where only commands that are not <see cref="IsRoomCommand"/> go on. Membership (C5) is the module's.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChannelGateAttribute(params Permission[] anyOf) : Attribute
{
    public Permission[] AnyOf { get; } = anyOf;

    /// <summary>
    /// True: a missing <c>channel</c> is answered as other commands of rooms answer a missing <c>room</c>, with <c>room.unknown</c>, or as an invalid body when
    /// there is a <c>room</c> instead (chat.md section 7.3). False: with <c>chat.unknown</c>.
    /// </summary>
    public bool IsRoomCommand { get; init; }
}
