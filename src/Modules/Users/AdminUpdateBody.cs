using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Users;

/// <summary>Body of <c>user.admin.update</c>; other keys are ignored.</summary>
[CommandBody]
internal readonly partial record struct AdminUpdateBody
{
    [BodyField("id")]
    public PossibleId Id { get; init; }

    [BodyField("profile", Kinds = JsonKinds.Object)]
    public RawJson? Profile { get; init; }

    // Null is a value of its own here; a number stands for its digits.
    [BodyField("pretalx_id", Kinds = JsonKinds.String | JsonKinds.Number | JsonKinds.Null)]
    public RawJson? PretalxId { get; init; }

    [BodyField("client_state")]
    public RawJson? ClientState { get; init; }
}
