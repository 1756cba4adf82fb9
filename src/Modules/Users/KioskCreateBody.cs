using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Users;

/// <summary>Body of <c>user.kiosk.create</c>.</summary>
[CommandBody]
internal readonly partial record struct KioskCreateBody
{
    // Any kind: what is not an object counts as an empty one.
    [BodyField("profile", Kinds = JsonKinds.Any)]
    public RawJson? Profile { get; init; }
}
