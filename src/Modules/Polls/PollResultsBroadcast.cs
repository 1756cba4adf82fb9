using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Polls;

/// <summary><c>poll.created_or_updated</c> of an open poll: with results for whoever receives them live, without for the others (polls.md section 2).</summary>
/// <remarks>Per recipient a look at its few receptions, 0 B.</remarks>
/// <param name="withResults">Ownership moves into the broadcast.</param>
/// <param name="withoutResults">Ownership moves into the broadcast.</param>
internal sealed class PollResultsBroadcast(RoomId room, PollId poll, SharedFrame withResults, SharedFrame withoutResults) : Broadcast
{
    private readonly RoomId _room = room;
    private readonly PollId _poll = poll;
    private readonly SharedFrame _withResults = withResults;
    private readonly SharedFrame _withoutResults = withoutResults;

    /// <inheritdoc/>
    public override BroadcastKind Kind => BroadcastKind.PollResults;

    /// <inheritdoc/>
    public override SharedFrame? FrameFor(Session receiver) => receiver.Polls.Receives(_room, _poll) ? _withResults : _withoutResults;

    /// <inheritdoc/>
    public override void Encode(NodeMessageWriter to)
    {
        to.WriteGuid(_room.Value);
        to.WriteGuid(_poll.Value);
        to.WriteForms(_withResults, _withoutResults);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _withResults.Release();
        _withoutResults.Release();
    }
}
