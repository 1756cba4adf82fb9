using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Chat;

/// <summary>Body of <c>chat.join</c> next to the channel, which the gate reads.</summary>
[CommandBody]
internal readonly partial record struct JoinBody
{
    /// <summary>Moderators may choose the kind of their membership.</summary>
    [BodyField("volatile")]
    public bool? Volatile { get; init; }
}
