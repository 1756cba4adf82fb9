using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;
using Venueless.Fast.Modules.Chat.History;

namespace Venueless.Fast.Modules.Chat;

/// <summary>Makes <see cref="ChannelEventBroadcast"/>s of other nodes, and ends what is in memory of their channels. Thread-safe.</summary>
public sealed class ChannelEventDecoder(ChannelHistory history) : IBroadcastDecoder
{
    private readonly ChannelHistory _history = history;

    /// <inheritdoc/>
    public BroadcastKind Kind => BroadcastKind.ChannelEvent;

    /// <inheritdoc/>
    public Broadcast Decode(ref NodeMessageReader from)
    {
        var channel = new ChannelId(from.ReadGuid());
        // Before anybody gets it: whoever knows of the event finds it when it fetches.
        _history.NoteChange(channel);
        var (publicForm, adminForm) = from.ReadForms();
        return new ChannelEventBroadcast(channel, publicForm, adminForm);
    }
}
