using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Ports;

/// <summary>What the database tells one user at a login (auth-and-users.md section 2), of one moment. Never changed; logins of one user may share it.</summary>
/// <param name="Channels">The user's channel list (chat.md section 8.2).</param>
/// <param name="NotificationCounts">Unread notifications by channel; channels without any are absent.</param>
/// <param name="Exhibition">What a member of staff works with.</param>
public sealed record LoginSheet(
    IReadOnlyList<ListedChannel> Channels, IReadOnlyDictionary<ChannelId, int> NotificationCounts, ExhibitionData Exhibition)
{
    /// <summary>For whoever has nothing of all that, as most guests have.</summary>
    public static readonly LoginSheet Empty = new([], new Dictionary<ChannelId, int>(), ExhibitionData.Empty);
}
