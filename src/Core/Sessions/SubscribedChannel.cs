using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;

namespace Venueless.Fast.Core.Sessions;

/// <summary>A chat channel that a session receives.</summary>
public sealed record SubscribedChannel(ChannelId Channel, Subscription Subscription);
