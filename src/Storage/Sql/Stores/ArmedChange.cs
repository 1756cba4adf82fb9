using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>What the table has to learn about one channel.</summary>
internal sealed record ArmedChange(ChannelId Channel, ArmedUsers Users, List<UserId> Added, List<UserId> Removed);
