using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Polls;

/// <summary>Body of <c>poll.delete</c> and <c>poll.pin</c>.</summary>
[CommandBody]
internal readonly partial record struct PollBody
{
    [BodyField("id")]
    public Guid Id { get; init; }
}
