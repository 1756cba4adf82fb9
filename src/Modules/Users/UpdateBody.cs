using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Users;

/// <summary>Body of <c>user.update</c>; other keys are ignored.</summary>
[CommandBody]
internal readonly partial record struct UpdateBody
{
    [BodyField("profile", Kinds = JsonKinds.Object)]
    public RawJson? Profile { get; init; }

    [BodyField("client_state")]
    public RawJson? ClientState { get; init; }
}
