using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Chat;

/// <summary>
/// Body of <c>chat.direct.create</c>. Read by the service, because whether the user may do this at all is checked before what is wrong with the body.
/// </summary>
[CommandBody]
internal readonly partial record struct DirectCreateBody
{
    /// <summary>The other members; the own id may be among them.</summary>
    [BodyField("users", Kinds = JsonKinds.Any)]
    public RawJson? Users { get; init; }

    /// <summary>The channel is not in the others' lists until somebody writes.</summary>
    [BodyField("hide", Kinds = JsonKinds.Any)]
    public RawJson? Hide { get; init; }
}
