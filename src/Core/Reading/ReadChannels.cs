using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Reading;

/// <summary>What is known of the channels that a user reads. The one that was asked for last, mostly the only one, lies in here. Not thread-safe: its owner's lock guards it.</summary>
/// <remarks>Per <c>chat.mark_read</c>; 0 B once all of the user's channels are known.</remarks>
internal struct ReadChannels
{
    private ChannelId _lastId;
    private ReadChannel _last;
    private bool _hasLast;

    // Null before the second channel.
    private Dictionary<ChannelId, ReadChannel>? _others;

    /// <summary>What is known of a channel, which is nothing the first time. The reference is good until the next call.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public ref ReadChannel Find(ChannelId channel)
    {
        if (!_hasLast || _lastId != channel)
        {
            ChangeSlow(channel);
        }

        return ref _last;
    }

    /// <summary>See <see cref="ReadChannel.ReadUpTo"/>.</summary>
    public readonly long ReadUpTo(ChannelId channel) =>
        _hasLast && _lastId == channel ? _last.ReadUpTo
        : _others is not null && _others.TryGetValue(channel, out var known) ? known.ReadUpTo
        : 0;

    private void ChangeSlow(ChannelId channel)
    {
        if (_hasLast)
        {
            (_others ??= [])[_lastId] = _last;
        }

        if (_others is null || !_others.Remove(channel, out _last))
        {
            _last = new ReadChannel { Changes = -1 };
        }

        _lastId = channel;
        _hasLast = true;
    }
}
