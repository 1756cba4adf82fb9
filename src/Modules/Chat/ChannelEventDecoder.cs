using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;

namespace Venueless.Fast.Modules.Chat;

/// <summary>Makes <see cref="ChannelEventBroadcast"/>s of other nodes. Thread-safe.</summary>
public sealed class ChannelEventDecoder : IBroadcastDecoder
{
    /// <inheritdoc/>
    public BroadcastKind Kind => BroadcastKind.ChannelEvent;

    /// <inheritdoc/>
    public Broadcast Decode(ref NodeMessageReader from)
    {
        var channel = new ChannelId(from.ReadGuid());
        var (publicForm, adminForm) = from.ReadForms();
        return new ChannelEventBroadcast(channel, publicForm, adminForm);
    }
}
