using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Auth;

/// <summary>What a login tells about the user's channels.</summary>
internal sealed record LoginChats(
    List<ListedChannel> Channels, IReadOnlyDictionary<ChannelId, long> ReadPointers, IReadOnlyDictionary<ChannelId, int> NotificationCounts);
