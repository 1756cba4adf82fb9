using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Core.Commands;

/// <summary>
/// Room gate (connection.md section 4): body is an object, then the room named by its <c>room</c> or <c>channel</c> key, then the module, then one of the
/// permissions in that room. Sets <see cref="CommandContext.Room"/>. Without permissions only the room is looked up.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RoomGateAttribute(params Permission[] anyOf) : Attribute
{
    public Permission[] AnyOf { get; } = anyOf;

    /// <summary>Wire name of the module type that the room must contain, for example <c>chat.native</c>; null: none.</summary>
    public string? Module { get; init; }
}
