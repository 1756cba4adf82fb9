using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Chat;

/// <summary>Body of <c>chat.react</c> next to the channel.</summary>
[CommandBody]
internal readonly partial record struct ReactBody
{
    [BodyField("event", Kinds = JsonKinds.Number)]
    public RawJson Event { get; init; }

    /// <summary>Everything that is no emoji has the same error, so nothing is refused here.</summary>
    [BodyField("reaction", Kinds = JsonKinds.Any)]
    public RawJson Reaction { get; init; }

    /// <summary>Take the reaction away.</summary>
    [BodyField("delete", NullIsAbsent = true)]
    public bool? Delete { get; init; }
}
