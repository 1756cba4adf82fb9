using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;

namespace Venueless.Fast.Modules.Polls;

/// <summary>Makes <see cref="PollResultsBroadcast"/>s of other nodes. Thread-safe.</summary>
public sealed class PollResultsDecoder : IBroadcastDecoder
{
    /// <inheritdoc/>
    public BroadcastKind Kind => BroadcastKind.PollResults;

    /// <inheritdoc/>
    public Broadcast Decode(ref NodeMessageReader from)
    {
        var room = new RoomId(from.ReadGuid());
        var poll = new PollId(from.ReadGuid());
        var (withResults, withoutResults) = from.ReadForms();
        return new PollResultsBroadcast(room, poll, withResults, withoutResults);
    }
}
