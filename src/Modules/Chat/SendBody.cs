using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Chat;

/// <summary>Body of <c>chat.send</c> next to the channel.</summary>
[CommandBody]
internal readonly partial record struct SendBody
{
    [BodyField("event_type")]
    public string EventType { get; init; }

    [BodyField("content", Kinds = JsonKinds.Object)]
    public RawJson Content { get; init; }

    /// <summary>The message to edit or delete; every empty value counts as absent.</summary>
    [BodyField("replaces", NullIsAbsent = true)]
    public RawJson? Replaces { get; init; }
}
