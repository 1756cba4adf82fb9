using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>Body of <c>room.create</c>.</summary>
[CommandBody]
internal readonly partial record struct CreateBody
{
    [BodyField("name", MaxLength = 300)]
    public string Name { get; init; }

    [BodyField("description", NullIsAbsent = true)]
    public string? Description { get; init; }

    [BodyField("modules", Kinds = JsonKinds.Array)]
    public RawJson? Modules { get; init; }

    [BodyField("permission_preset")]
    public string? PermissionPreset { get; init; }
}
