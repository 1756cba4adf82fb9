using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Reading;

/// <summary>A user's unread notifications by channel, and the message that tells them (chat.md section 8.5). Immutable.</summary>
public sealed class NotificationCounts
{
    private readonly IReadOnlyDictionary<ChannelId, int> _byChannel;

    private NotificationCounts(IReadOnlyDictionary<ChannelId, int> byChannel)
    {
        _byChannel = byChannel;
        Message = Encode(byChannel);
    }

    /// <summary>Nothing is unread, as with most users.</summary>
    public static NotificationCounts None { get; } = new(new Dictionary<ChannelId, int>());

    /// <summary><c>["chat.notification_counts", {…}]</c>; never changed.</summary>
    public ReadOnlyMemory<byte> Message { get; }

    /// <param name="byChannel">Channels without any are absent; not changed any more.</param>
    public static NotificationCounts Of(IReadOnlyDictionary<ChannelId, int> byChannel) => byChannel.Count == 0 ? None : new NotificationCounts(byChannel);

    public bool Has(ChannelId channel) => _byChannel.ContainsKey(channel);

    private static byte[] Encode(IReadOnlyDictionary<ChannelId, int> byChannel)
    {
        var numbers = new List<KeyValuePair<ChannelId, long>>(byChannel.Count);
        foreach (var (channel, count) in byChannel)
        {
            numbers.Add(KeyValuePair.Create(channel, (long)count));
        }

        var buffer = MessageBuffer.Rent();
        buffer.Buffer.Write("[\"chat.notification_counts\","u8);
        ChannelMap.Write(buffer.Json, numbers);
        buffer.Json.Flush();
        buffer.Buffer.Write("]"u8);
        var message = buffer.Buffer.WrittenSpan.ToArray();
        buffer.Return();
        return message;
    }
}
