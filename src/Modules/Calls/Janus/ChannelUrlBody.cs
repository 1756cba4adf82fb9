using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Calls.Janus;

/// <summary>Body of <c>januscall.channel_url</c>: what is no channel's id is no channel of the user.</summary>
[CommandBody(RefusesNull = true)]
internal readonly partial record struct ChannelUrlBody
{
    [BodyField("channel")]
    public PossibleId? Channel { get; init; }
}
