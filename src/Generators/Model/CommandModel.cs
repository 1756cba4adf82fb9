namespace Venueless.Fast.Generators.Model;

/// <summary>One handler.</summary>
/// <param name="Name">Wire name.</param>
/// <param name="ModuleType">The module class, with <c>global::</c>.</param>
/// <param name="ModuleName">The module class without its namespace.</param>
/// <param name="IsModulePublic">The class may appear in a public signature.</param>
/// <param name="Method">The handler's name, escaped if it is a keyword.</param>
/// <param name="BodyType">The body struct, with <c>global::</c>; null: the handler takes none.</param>
/// <param name="WorldPermissions">Bits of the world gate; null: no such gate. The same for the next two.</param>
/// <param name="RoomPermissions">Bits of the room gate.</param>
/// <param name="RoomModule">Module type that the room gate asks for.</param>
/// <param name="ChannelPermissions">Bits of the channel gate.</param>
/// <param name="IsRoomCommand">The channel gate's option of that name.</param>
internal sealed record CommandModel(
    string Name,
    string ModuleType,
    string ModuleName,
    bool IsModulePublic,
    string Method,
    string? BodyType,
    ulong? WorldPermissions,
    ulong? RoomPermissions,
    string? RoomModule,
    ulong? ChannelPermissions,
    bool IsRoomCommand);
