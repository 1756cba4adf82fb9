using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;

namespace Venueless.Fast.Modules.Chat.History;

/// <summary>Which page is read. Whoever is subscribed to the same <see cref="Topic"/> shares a read.</summary>
internal readonly record struct PageKey(Topic Topic, ChannelId Channel, WorldId World, UserDirectory Connected, bool WithoutMembership);
