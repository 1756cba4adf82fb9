using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Chat;

/// <summary>Body of <c>chat.fetch</c> next to the channel. Integers of any length are legal, so both are read by <see cref="WireInteger"/>.</summary>
[CommandBody]
internal readonly partial record struct FetchBody
{
    /// <summary>Exclusive upper bound; more than 2^63 - 1 means none.</summary>
    [BodyField("before_id", Kinds = JsonKinds.Number)]
    public RawJson BeforeId { get; init; }

    [BodyField("count", Kinds = JsonKinds.Number)]
    public RawJson Count { get; init; }
}
