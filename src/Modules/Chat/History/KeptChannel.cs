using Venueless.Fast.Core.Messaging;

namespace Venueless.Fast.Modules.Chat.History;

/// <summary>What is kept of a channel while somebody here is subscribed to it without a break. Thread-safe.</summary>
/// <param name="topic">The subscribers: what other nodes write is heard as long as it is this one.</param>
internal sealed class KeptChannel(Topic topic)
{
    private HistoryPage? _all;
    private HistoryPage? _content;
    private int _version;
    private long _usedAt;

    public Topic Topic { get; } = topic;

    /// <summary>Grows with every change of the channel that this node makes or hears of: pages that were read with an earlier one are old.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>A timestamp of the clock; for choosing what is forgotten.</summary>
    public long UsedAt
    {
        get => Volatile.Read(ref _usedAt);
        set => Volatile.Write(ref _usedAt, value);
    }

    public void Raise() => Interlocked.Increment(ref _version);

    /// <summary>The page that was read last, old or not; null: none yet.</summary>
    public HistoryPage? LastPage(bool withoutMembership) => withoutMembership ? Volatile.Read(ref _content) : Volatile.Read(ref _all);

    /// <summary>Keeps a page. One that is old already harms nobody.</summary>
    public void Keep(HistoryPage page, bool withoutMembership)
    {
        if (withoutMembership)
        {
            Volatile.Write(ref _content, page);
        }
        else
        {
            Volatile.Write(ref _all, page);
        }
    }
}
