using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Chat;

/// <summary>Body of <c>chat.mark_read</c> next to the channel.</summary>
[CommandBody]
internal readonly partial record struct MarkReadBody
{
    /// <summary>The last event read.</summary>
    [BodyField("id")]
    public PossibleReference? Id { get; init; }
}
