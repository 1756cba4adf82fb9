using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;

namespace Venueless.Fast.Modules.Voting;

/// <summary>Makes <see cref="RoomFormsBroadcast"/>s of other nodes. Thread-safe.</summary>
public sealed class RoomFormsDecoder : IBroadcastDecoder
{
    /// <inheritdoc/>
    public BroadcastKind Kind => BroadcastKind.RoomForms;

    /// <inheritdoc/>
    public Broadcast Decode(ref NodeMessageReader from)
    {
        var room = new RoomId(from.ReadGuid());
        var poll = from.ReadGuid();
        var (form, plainForm) = from.ReadForms();
        return new RoomFormsBroadcast(room, poll == Guid.Empty ? null : new PollId(poll), form, plainForm);
    }
}
