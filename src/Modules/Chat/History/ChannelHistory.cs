using System.Collections.Concurrent;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Modules.Concurrency;

namespace Venueless.Fast.Modules.Chat.History;

/// <summary>
/// The newest page of each room's channel in memory, encoded: when everybody comes at once, each <c>chat.fetch</c> copies bytes (chat.md section 7.5). One per node,
/// thread-safe.
/// </summary>
/// <remarks>
/// <para>Only for clients that are subscribed to the channel: what the page lacks reaches them as a push afterwards. Others ask the store.</para>
/// <para><em>Writes of this node</em> end the page after their commit and before their reply and push: whoever has got either does not get the old page, and whoever
/// gets the old page gets the push. That goes for messages, edits, deletions, reactions and membership events alike.</para>
/// <para><em>Writes of other nodes</em> end it when their push arrives, before it is delivered. Until then the client, which subscribed before it fetched, still has
/// the push before it. Pushes are heard while the topic has subscribers; a topic that once had none is another object, and its pages count no longer. Besides, the page
/// must have been read after every id below <c>before_id</c> was given out: the client passes over events that it takes for history (web-client.md rule 2), and not
/// all who write to the database push to us. For their sake, and for pushes whose loss is not known yet, a page is never older than <c>FreshnessOptions.HistoryAge</c>; a loss that is known
/// ends all of them.</para>
/// <para>A read takes the channel's version first, so that a page which a write has overtaken is old when it is kept. Those who miss share reads that began after
/// they asked; what such a read gives is as good as a read of their own, whatever has changed meanwhile.</para>
/// </remarks>
public sealed class ChannelHistory : IResynchronizationStep
{
    /// <summary>Channels with pages; beyond it the one that was used least recently is forgotten.</summary>
    internal const int MaxChannels = 256;

    private readonly IChatStore _chats;
    private readonly TimeProvider _time;
    private readonly UserLookup _users;
    private readonly CoalescedReads<PageKey, HistoryPage> _reads;
    private readonly ConcurrentDictionary<ChannelId, KeptChannel> _channels = new();

    // Held while channels are added.
    private readonly Lock _adding = new();

    public ChannelHistory(IChatStore chats, IUserStore users, TimeProvider time)
    {
        _chats = chats;
        _time = time;
        _users = new UserLookup(users);
        _reads = new CoalescedReads<PageKey, HistoryPage>(ReadAsync);
    }

    /// <summary>Events, reactions or contents of the channel have changed, and the change is committed. Fit for the writer.</summary>
    public void NoteChange(ChannelId channel)
    {
        if (_channels.TryGetValue(channel, out var kept))
        {
            kept.Raise();
        }
    }

    /// <summary>Pushes of other nodes are missing: every page may lack something, whatever the world.</summary>
    public void Begin(WorldId world)
    {
        foreach (var (_, kept) in _channels)
        {
            kept.Raise();
        }
    }

    /// <summary>Somebody has left the channel: with the last one its pages go.</summary>
    internal void Release(ChannelId channel)
    {
        if (_channels.TryGetValue(channel, out var kept) && kept.Topic.SubscriberCount == 0)
        {
            _channels.TryRemove(new KeyValuePair<ChannelId, KeptChannel>(channel, kept));
        }
    }

    /// <summary>Writes the reply from memory. False: nothing was written.</summary>
    internal bool TryWrite(CommandContext context, in HistoryQuery query)
    {
        if (context.Room is null || query.IsEmpty || !_channels.TryGetValue(query.Channel, out var kept)
            || kept.LastPage(query.WithoutMembership) is not { } page || !page.Covers(query))
        {
            return false;
        }

        var now = _time.GetTimestamp();
        if (page.Version != kept.Version || query.BeforeId - 1 > page.LastEventId
            || _time.GetElapsedTime(page.ReadAt, now) >= context.Session.Services.Freshness.HistoryAge
            || !ReferenceEquals(kept.Topic, FindTopic(context.Session, query.Channel)))
        {
            return false;
        }

        kept.UsedAt = now;
        return page.TryWrite(context, query);
    }

    /// <summary>Reads the newest page, together with all who ask meanwhile, and writes the reply. False: nothing was written, the page is not what is asked for.</summary>
    internal async ValueTask<bool> TryReadAsync(CommandContext context, HistoryQuery query)
    {
        if (context.Room is null || query.IsEmpty || FindTopic(context.Session, query.Channel) is not { } topic || !IsOfNewestPage(query))
        {
            return false;
        }

        var page = await _reads.ReadAsync(
            new PageKey(topic, query.Channel, context.World.Id, context.Session.Services.Users, query.WithoutMembership));
        return page.Covers(query) && page.TryWrite(context, query);
    }

    /// <summary>False: the next page would not cover it either, because it is further from the beginning than the last one.</summary>
    private bool IsOfNewestPage(in HistoryQuery query) =>
        _channels.TryGetValue(query.Channel, out var kept) && kept.LastPage(query.WithoutMembership) is { } last
            ? last.Covers(query)
            : query.Count <= HistoryPage.Size;

    private static Topic? FindTopic(Session session, ChannelId channel)
    {
        foreach (var subscribed in session.SubscribedChannels)
        {
            if (subscribed.Channel == channel)
            {
                return subscribed.Subscription.Topic;
            }
        }

        return null;
    }

    private async Task<HistoryPage> ReadAsync(PageKey key)
    {
        var kept = FindOrAdd(key);
        var version = kept.Version;
        var readAt = _time.GetTimestamp();
        var lastEventId = await _chats.ReadLastEventIdAsync();
        var events = await _chats.FetchAsync(key.Channel, long.MaxValue, HistoryPage.Size, key.WithoutMembership);
        var (users, shown) = await FindShownAsync(key, events);
        var page = new HistoryPage(events, users, shown) { Version = version, LastEventId = lastEventId, ReadAt = readAt };
        if (page.IsKeepable)
        {
            kept.Keep(page, key.WithoutMembership);
        }

        return page;
    }

    /// <summary>Everybody whom the events show, and who of them is shown by which event.</summary>
    private async ValueTask<(PageUser[] Users, int[][] Shown)> FindShownAsync(PageKey key, IReadOnlyList<ChatEvent> events)
    {
        var places = new Dictionary<UserId, int>();
        var shown = new int[events.Count][];
        for (var index = 0; index < events.Count; index++)
        {
            HashSet<UserId>? ofEvent = null;
            ChatService.CollectShown(events[index], ref ofEvent);
            shown[index] = ofEvent is null ? [] : new int[ofEvent.Count];
            var next = 0;
            foreach (var id in ofEvent ?? [])
            {
                if (!places.TryGetValue(id, out var place))
                {
                    places.Add(id, place = places.Count);
                }

                shown[index][next++] = place;
            }
        }

        if (places.Count == 0)
        {
            return ([], shown);
        }

        // Before the rows.
        var versions = places.Keys.ToDictionary(static id => id, key.Connected.VersionOf);
        var found = (await _users.FindAsync(key.Connected, key.World, places.Keys)).ToDictionary(static user => user.Id);
        var users = new PageUser[places.Count];
        foreach (var (id, place) in places)
        {
            users[place] = new PageUser(id, found.GetValueOrDefault(id), versions[id]);
        }

        return (users, shown);
    }

    /// <summary>Before anything is read: a change that is noted from now on finds the channel.</summary>
    private KeptChannel FindOrAdd(in PageKey key)
    {
        if (_channels.TryGetValue(key.Channel, out var found) && ReferenceEquals(found.Topic, key.Topic))
        {
            return found;
        }

        lock (_adding)
        {
            if (_channels.TryGetValue(key.Channel, out found) && ReferenceEquals(found.Topic, key.Topic))
            {
                return found;
            }

            if (found is null && _channels.Count >= MaxChannels)
            {
                _channels.TryRemove(_channels.MinBy(static channel => channel.Value.UsedAt));
            }

            var added = new KeptChannel(key.Topic) { UsedAt = _time.GetTimestamp() };
            _channels[key.Channel] = added;
            return added;
        }
    }
}
