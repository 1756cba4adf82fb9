using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Users;

/// <summary>Body of <c>user.fetch</c>: the first key present decides, in this order.</summary>
[CommandBody]
internal readonly partial record struct FetchBody
{
    [BodyField("ids")]
    public IdList? Ids { get; init; }

    [BodyField("pretalx_ids", Kinds = JsonKinds.Array)]
    public RawJson? PretalxIds { get; init; }

    [BodyField("id")]
    public PossibleId Id { get; init; }
}
